"""Check a recording against what an engine needs, once for each state of the file."""

from __future__ import annotations

import functools
from pathlib import Path

from core.model.engine import EngineDescription
from core.model.events import Notice


def check_reference(path: Path, description: EngineDescription) -> tuple[Notice, ...]:
    """Return what is worth telling about a reference.

    Raises:
        ReferenceAudioError: When the engine cannot use it.
    """
    try:
        facts = path.stat()
        state = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    except (OSError, ValueError):
        state = (0, 0, 0)
    return _check(
        path,
        state,
        description.sample_rate_hz,
        description.reference_minimum_s,
        description.reference_maximum_s,
    )


@functools.lru_cache(maxsize=16)
def _check(
    path: Path, state: tuple[int, int, int], sample_rate_hz: int, minimum_s: float, maximum_s: float
) -> tuple[Notice, ...]:
    """Read the part that will be used; errors are not kept, so a mended file is seen."""
    from core.audio.read import read_reference

    del state
    _, notices = read_reference(path, sample_rate_hz=sample_rate_hz, minimum_s=minimum_s, maximum_s=maximum_s)
    return notices
