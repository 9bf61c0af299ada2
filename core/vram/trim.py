"""Give freed memory back to the system and to the card."""

from __future__ import annotations

import ctypes
import sys
from typing import Any


def trim_memory() -> None:
    """Empty torch's cache where an engine uses a card, and the C library's where it is glibc."""
    torch: Any = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    if cuda is not None and cuda.is_initialized():
        cuda.empty_cache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
