"""How long a recording is, by its header alone."""

from __future__ import annotations

from pathlib import Path


def duration_of(path: Path, otherwise_s: float) -> float:
    """Return a recording's length in seconds, or another number where its header does not tell.

    Args:
        path: The recording.
        otherwise_s: For a file that cannot be read: whoever speaks says what is wrong with it.
    """
    import soundfile

    try:
        return float(soundfile.info(str(path)).duration)
    except (OSError, RuntimeError):
        return otherwise_s
