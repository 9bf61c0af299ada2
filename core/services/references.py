"""Which recordings of a voice an engine is given, and whether it can use one, checked once for each state."""

from __future__ import annotations

import functools
from pathlib import Path

from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.voice import Reference, Voice


def chosen_references(voice: Voice, description: EngineDescription) -> tuple[Reference, ...]:
    """Return the recordings of a voice that an engine hears; empty for a preset.

    They are of one style, the first recording's. An engine that hears one gets the first that it can use
    whole: with its words where it needs them, and not longer than it hears, so that nothing is cut.
    """
    if voice.is_preset:
        return ()
    least_s, most_s = description.reference_minimum_s, description.reference_maximum_s
    of_style = [one for one in voice.references if one.style == voice.references[0].style]
    usable = [one for one in of_style if not one.duration_s or one.duration_s >= least_s] or of_style
    if description.references_maximum > 1:
        return tuple(usable[: description.references_maximum])

    def drawbacks(one: Reference) -> tuple[bool, bool]:
        return description.needs_reference_text and not one.text.strip(), one.duration_s > most_s

    return tuple(sorted(usable, key=drawbacks)[:1])


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
