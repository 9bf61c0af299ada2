"""How long a recording is, by its header alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


def duration_of(path: Path, otherwise_s: float) -> float:
    """Return a recording's length in seconds, or another number where its header does not tell.

    A job asks for it several times; a file that was not written to since is read once.

    Args:
        path: The recording.
        otherwise_s: For a file that cannot be read: whoever speaks says what is wrong with it.
    """
    try:
        status = path.stat()
        return _read_s(path, status.st_mtime_ns, status.st_size)
    except (OSError, RuntimeError):
        return otherwise_s


@lru_cache(maxsize=64)
def _read_s(path: Path, written_ns: int, size_bytes: int) -> float:
    """Read a header; the same file, time and size give the same length."""
    import soundfile

    del written_ns, size_bytes
    return float(soundfile.info(str(path)).duration)
