"""In which order lines are best rendered: few switches of engines and voices, what is heard first first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

NEAR_LINES = 20
"""So many lines of an engine are grouped by voice at a time: what follows the playhead is never far."""


@dataclass(frozen=True)
class Wanted:
    """A line that waits.

    Attributes:
        id: What it is known by.
        place: Where it stands in the script; only the order counts.
        engine: The engine that speaks it.
        voice: Its voice, and what else costs a switch.
        asked: It was asked for by itself, and comes first among those of its engine.
    """

    id: int
    place: int
    engine: str
    voice: Hashable = ""
    asked: bool = False


def arranged(
    wanted: Iterable[Wanted],
    *,
    playhead: int | None = None,
    engine_now: str = "",
    voice_now: Hashable = "",
    near: int | None = NEAR_LINES,
) -> list[int]:
    """Return the ids in the order in which they are best rendered.

    All lines of an engine stand together: no engine is loaded twice. Of several engines the one that is in
    memory comes first, then that of the line nearest to the playhead. Within an engine the script's order
    holds, from the playhead on and then from the start; each stretch of ``near`` lines is grouped by voice.

    Args:
        wanted: The lines, in any order.
        playhead: Place of the line that is heard or looked at; None: the script's start.
        engine_now: The engine that spoke last, or empty.
        voice_now: The voice that it spoke in.
        near: So many lines are grouped by voice at a time; None: all of an engine, where nobody listens.
    """
    lines = sorted(wanted, key=lambda line: (not line.asked, line.place))
    start = playhead if playhead is not None and len(lines) > NEAR_LINES else 0
    lines.sort(key=lambda line: not line.asked and line.place < start)
    found: list[int] = []
    for group in _grouped(lines, [line.engine for line in lines], engine_now):
        for stretch in _stretches(group, start, near or len(lines)):
            parts = _grouped(stretch, [line.voice for line in stretch], voice_now)
            found += [line.id for part in parts for line in part]
            voice_now = parts[-1][-1].voice
    return found


def _stretches(lines: Sequence[Wanted], playhead: int, near: int) -> Iterator[Sequence[Wanted]]:
    """Part lines into what was asked for, what follows the playhead and the rest, a few at a time."""
    for _, part in groupby(lines, key=lambda line: (line.asked, line.place < playhead)):
        whole = list(part)
        for at in range(0, len(whole), near):
            yield whole[at : at + near]


def _grouped(lines: Sequence[Wanted], keys: Sequence[Hashable], first: Hashable) -> list[list[Wanted]]:
    """Return the lines by key, in the order in which the keys come; one may come first."""
    groups: dict[Hashable, list[Wanted]] = {first: []}
    for line, key in zip(lines, keys, strict=True):
        groups.setdefault(key, []).append(line)
    return [group for group in groups.values() if group]
