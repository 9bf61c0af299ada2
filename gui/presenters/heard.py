"""What is heard of a line, as values."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.script import Take


@dataclass(frozen=True)
class TakeKey:
    """Key of one take of a line that is heard by itself."""

    line: int
    take: str


@dataclass(frozen=True, eq=False)
class HeardTake:
    """The take of a line that is heard, and how far.

    Attributes:
        take: The take.
        share: The position, 0 to 1 of its length.
        playing: Sound is running.
    """

    take: Take
    share: float
    playing: bool
