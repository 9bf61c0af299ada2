"""How a job is made to fit: rungs as data, from the one that costs nothing to the refusal with numbers.

Two rungs stand outside the engine and change nothing of what is heard: the allocator's cache is emptied, and
idle engines leave (``core.vram.room`` does both). The ones here change how the engine speaks, so that
whoever asked is told. The CPU comes last: it is never taken unasked, the refusal offers it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model.events import Notice
from core.model.need import HALF, Way

SHORTER = "shorter_parts"
HALVED = "half_precision"

SHORTER_PART = 0.6
"""Parts of 13 s for F5, of 150 letters for XTTS: sentences still stay whole."""


@dataclass(frozen=True)
class Rung:
    """A step down.

    Attributes:
        part: Length of parts that it sets.
        precision: Precision that it sets, or None to leave it.
    """

    part: float
    precision: str | None = None


RUNGS = (Rung(SHORTER_PART), Rung(1.0, HALF), Rung(SHORTER_PART))
"""In order; each stands on the one before. Half precision gives back the usual parts first."""


@dataclass(frozen=True)
class Step:
    """A way of speaking and how far down it is.

    Attributes:
        way: The way.
        names: What was given up for it, in order; empty: nothing.
    """

    way: Way
    names: tuple[str, ...] = ()


def steps_from(first: Way, precisions: Sequence[str]) -> list[Step]:
    """Return all ways of speaking, the best first.

    Args:
        first: How the engine speaks where there is room.
        precisions: Those that engine and card allow.
    """
    found = [Step(first)]
    way = first
    for rung in RUNGS:
        if rung.precision is not None and (
            rung.precision not in precisions or rung.precision == way.precision
        ):
            break
        way = Way(rung.precision or way.precision, way.attention, rung.part)
        found.append(Step(way, _given_up(way, first)))
    return found


def _given_up(way: Way, first: Way) -> tuple[str, ...]:
    """Return what a way gives up against another."""
    halved = (HALVED,) if way.precision != first.precision else ()
    shorter = (SHORTER,) if way.part < first.part else ()
    return halved + shorter


def first_that_fits(
    steps: Sequence[Step], needed: Callable[[Way], int], possible: Callable[[Way], int]
) -> Step | None:
    """Return the first way that has room, or None.

    Args:
        steps: The best first.
        needed: Bytes that a way needs beyond what is there.
        possible: Bytes that there can be, all others evicted.
    """
    return next((step for step in steps if needed(step.way) <= possible(step.way)), None)


def notice_of(step: Step, engine: str, need_bytes: int) -> Notice:
    """Return the notice that tells what was given up.

    Args:
        step: A step that gives something up.
        engine: Who speaks.
        need_bytes: What it needs at its best.
    """
    fields: dict[str, str | int | float] = {"engine": engine, "need_bytes": need_bytes}
    if HALVED not in step.names:
        return Notice("memory_saved_by_parts", fields)
    if SHORTER not in step.names:
        return Notice("memory_saved_by_half", fields)
    return Notice("memory_saved_by_both", fields)
