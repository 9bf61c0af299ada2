"""Tell an error after which a process can do nothing more on its card."""

from __future__ import annotations

import re
from traceback import TracebackException

from core.errors import EngineFailed

_NAMES = frozenset({"AcceleratorError", "CudaError"})
_WORDS = re.compile(r"CUDA error|HIP error|device-side assert|CUBLAS_STATUS_|CUDNN_STATUS_|cuDNN error")
_NO_MEMORY = re.compile(r"out of memory|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED", re.IGNORECASE)
_DEPTH = 16
_TRIED = re.compile(r"Tried to allocate ([\d.]+) ?(bytes|KiB|MiB|GiB|TiB)")
_UNITS = {"bytes": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4}


def is_poisonous(error: BaseException) -> bool:
    """Tell whether an error, or one that it came from, is CUDA's and not for lack of memory.

    After such an error (a device-side assert, an illegal address) every call fails until the process ends.
    """
    one: BaseException | None = error
    for _ in range(_DEPTH):
        if one is None:
            return False
        if _is_cudas(one):
            return True
        one = one.__cause__ or one.__context__
    return False


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error is the lack of memory, on the host or on a card."""
    return (
        isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or _says_no_memory(error)
    )


def _says_no_memory(error: BaseException) -> bool:
    if isinstance(error, EngineFailed):
        return bool(_NO_MEMORY.search(error.reason))
    return isinstance(error, RuntimeError) and bool(
        _WORDS.search(_text(error)) and _NO_MEMORY.search(_text(error))
    )


def _is_cudas(error: BaseException) -> bool:
    name, text = name_and_text(error)
    if _NO_MEMORY.search(text) or name == "OutOfMemoryError":
        return False
    return name in _NAMES or (isinstance(error, RuntimeError | EngineFailed) and bool(_WORDS.search(text)))


def name_and_text(error: BaseException) -> tuple[str, str]:
    """Return an error's kind and words; of an engine's failure those of what it failed with."""
    if isinstance(error, EngineFailed):
        return error.kind, error.reason
    return type(error).__name__, _text(error)


def _text(error: BaseException) -> str:
    """Return an error's text, also where printing it fails."""
    return str(TracebackException(type(error), error, None))


def bytes_tried(error: BaseException) -> int:
    """Return how much an allocation that failed asked for, as torch's error says; 0 where it does not."""
    match = _TRIED.search(_text(error))
    return int(float(match[1]) * _UNITS[match[2]]) if match else 0
