"""Give freed memory back to the system and to the card."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any


def trim_memory() -> None:
    """Free what nobody refers to, then empty torch's caches and the C library's.

    In this order: a cache is emptied of what is free by then, and nothing else.
    """
    gc.collect()
    trim_card()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def trim_card() -> None:
    """Empty torch's caches of cards."""
    torch: Any = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    if cuda is not None and cuda.is_initialized():
        cuda.empty_cache()
        cuda.ipc_collect()
    mps = getattr(torch, "mps", None)
    if mps is not None and sys.platform == "darwin" and torch.backends.mps.is_available():
        mps.empty_cache()
