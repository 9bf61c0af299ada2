"""Where lines stand: numbers with wide gaps, so that a line that comes in moves no other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

GAP = 2**32
"""Between two lines that were written one after the other."""

STEP = 2**20
"""A line that comes between two stands so far behind the first, where there is room: the next one that is
typed after it finds room too."""


def new_places(
    ids: Sequence[int], known: Mapping[int, int], after: int | None, before: int | None
) -> dict[int, int] | None:
    """Give places to lines that stand between two others, moving as few as possible.

    Args:
        ids: The lines, in their order.
        known: The places that some of them have.
        after: The place of the line before them; None: they are the first.
        before: The place of the line behind them; None: they are the last.

    Returns:
        The places of those that need one; None when there is no room, and all lines must be numbered anew.
    """
    staying = _rising(ids, known, after, before)
    places: dict[int, int] = {}
    run: list[int] = []
    low = after
    for one in [*ids, None]:
        if one is not None and one not in staying:
            run.append(one)
            continue
        high = before if one is None else known[one]
        spread = _spread(len(run), low, high)
        if spread is None:
            return None
        places.update(zip(run, spread, strict=True))
        run, low = [], high
    return places


def numbered(ids: Sequence[int]) -> dict[int, int]:
    """Give all lines places anew."""
    return {one: number * GAP for number, one in enumerate(ids, 1)}


def _spread(count: int, low: int | None, high: int | None) -> Sequence[int] | None:
    """Return so many places between two; None when there is no room."""
    if high is None:
        start = 0 if low is None else low
        return range(start + GAP, start + GAP * count + 1, GAP)
    if low is None:
        return range(high - GAP * count, high, GAP)
    step = min(STEP, (high - low) // (count + 1))
    if count and not step:
        return None
    return [low + step * number for number in range(1, count + 1)]


def _rising(ids: Sequence[int], known: Mapping[int, int], after: int | None, before: int | None) -> set[int]:
    """Return the lines that can keep their place: the longest rising row of those between the two."""
    tails: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for one in ids:
        place = known.get(one)
        if (
            place is None
            or (after is not None and place <= after)
            or (before is not None and place >= before)
        ):
            continue
        at = bisect_left(tails, place)
        previous[one] = ends[at - 1] if at else None
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [one]
    staying: set[int] = set()
    current = ends[-1] if ends else None
    while current is not None:
        staying.add(current)
        current = previous[current]
    return staying
