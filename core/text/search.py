"""Find and replace, a line at a time; a regular expression never takes longer than it is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Match, Pattern

TIME_LIMIT_S = 0.25
"""So long all lines together may take."""


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Attributes:
        words: As they are written, or a regular expression (of the package ``regex``).
        match_case: Capitals matter.
        whole_word: Only where no letter or digit stands beside it.
        regex: ``words`` is a regular expression.
    """

    words: str
    match_case: bool = False
    whole_word: bool = False
    regex: bool = False


@dataclass(frozen=True)
class Spot:
    """A place that was found: a line from 0, and code points in it."""

    line: int
    start: int
    end: int


class Problem(StrEnum):
    """Why nothing, or not all, was found."""

    NONE = ""
    BROKEN = "broken"
    """It is no regular expression."""
    SLOW = "slow"
    """It takes too long."""


@dataclass(frozen=True)
class Found:
    """All places of a search, in order, and the problem there was."""

    spots: tuple[Spot, ...] = ()
    problem: Problem = Problem.NONE


@dataclass(frozen=True)
class Replaced:
    """Lines that a replacement changes, by number, and in how many places; none where it has a problem."""

    lines: tuple[tuple[int, str], ...] = ()
    count: int = 0
    problem: Problem = Problem.NONE


def find_all(lines: Sequence[str], query: Query, limit_s: float = TIME_LIMIT_S) -> Found:
    """Find a query in lines; what matches nothing but an empty place is passed over."""
    spots: list[Spot] = []

    def note(number: int, matches: Iterator[Match[str]]) -> None:
        spots.extend(Spot(number, *match.span()) for match in matches if match.end() > match.start())

    problem = _each(lines, query, limit_s, note)
    return Found(tuple(spots) if problem is not Problem.BROKEN else (), problem)


def replace_all(
    lines: Sequence[str], query: Query, replacement: str, limit_s: float = TIME_LIMIT_S
) -> Replaced:
    r"""Replace a query in lines.

    Args:
        lines: All lines.
        query: What is replaced.
        replacement: What comes in its place; in a regular expression ``\1`` and ``\g<name>`` are its groups.
        limit_s: Time for all lines.
    """
    changed: list[tuple[int, str]] = []
    count = 0

    def note(number: int, matches: Iterator[Match[str]]) -> None:
        nonlocal count
        text, pieces, end, places = lines[number], [], 0, 0
        for match in matches:
            if match.end() > match.start():
                pieces += [text[end : match.start()], _new(match, query, replacement)]
                end, places = match.end(), places + 1
        new = "".join([*pieces, text[end:]])
        count += places
        if new != text:
            changed.append((number, new))

    problem = _each(lines, query, limit_s, note)
    return Replaced(problem=problem) if problem else Replaced(tuple(changed), count)


def replaced_at(text: str, spot: Spot, query: Query, replacement: str) -> str | None:
    """Return a line with the one place replaced; None where the query is not found there."""
    import regex

    try:
        match = _pattern(query).match(text, spot.start, timeout=TIME_LIMIT_S)
        if match is None or match.end() != spot.end:
            return None
        new = _new(match, query, replacement)
    except (regex.error, TimeoutError, IndexError):
        return None
    return text[: spot.start] + new + text[spot.end :]


def _each(
    lines: Sequence[str], query: Query, limit_s: float, note: Callable[[int, Iterator[Match[str]]], None]
) -> Problem:
    """Hand the matches of each line on."""
    import regex

    if not query.words:
        return Problem.NONE
    end_s = time.monotonic() + limit_s
    try:
        pattern = _pattern(query)
        for number, text in enumerate(lines):
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                return Problem.SLOW
            note(number, pattern.finditer(text, timeout=left_s))
    except TimeoutError:
        return Problem.SLOW
    except (regex.error, IndexError):
        return Problem.BROKEN
    return Problem.NONE


def _new(match: Match[str], query: Query, replacement: str) -> str:
    return match.expand(replacement) if query.regex else replacement


@lru_cache(maxsize=8)
def _pattern(query: Query) -> Pattern[str]:
    """Compile a query.

    Raises:
        regex.error: When it is no regular expression.
    """
    import regex

    words = query.words if query.regex else regex.escape(query.words)
    if query.whole_word:
        words = rf"(?<!\w)(?:{words})(?!\w)"
    return regex.compile(words, 0 if query.match_case else regex.IGNORECASE | regex.FULLCASE)
