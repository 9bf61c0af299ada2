"""Text on its way into the script, and how an edit of the document moves its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffc]|[\ud800-\udfff]")
"""Control characters, what Qt's documents use for themselves, and halves of surrogate pairs."""
_PILE = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")


def piles_up(text: str) -> bool:
    """Say whether so many marks stand on one letter that they reach out of its line."""
    return not text.isascii() and _PILE.search(text) is not None


def plain(text: str) -> tuple[str, int]:
    r"""Make a text fit for the editor: every line end is ``\n``, no control characters.

    Returns:
        The text, and how many characters were dropped.
    """
    return _UNWANTED.subn("", _LINE_ENDS.sub("\n", text))


def units(text: str, index: int) -> int:
    """Return how many of Qt's UTF-16 units stand before a code point."""
    return index if text.isascii() else len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, count: int) -> int:
    """Return how many code points make up that many of Qt's UTF-16 units."""
    if text.isascii():
        return count
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * count].decode("utf-16-le", "ignore"))


@dataclass(frozen=True)
class LinesChange:
    """Blocks ``first`` to ``first + removed - 1`` gave way to ``added`` blocks that begin at ``first``."""

    first: int
    removed: int
    added: int


def lines_change(first: int, last: int, count_before: int, count_after: int) -> LinesChange:
    """Derive how lines moved from an edit.

    Args:
        first: Block in which the edit begins, after it.
        last: Block in which what was added ends, after it.
        count_before: Number of blocks before the edit.
        count_after: Number of blocks after it.
    """
    added = last - first + 1
    removed = added - (count_after - count_before)
    if removed < 1:
        added += 1 - removed
        removed = 1
    if first + added > count_after:
        first = max(0, count_after - added)
    return LinesChange(first, removed, added)


def difference(before: str, after: str) -> tuple[int, int, str]:
    """Return what has to be replaced in a text: start and end in Qt's positions (UTF-16), and by what."""
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    room = shorter - start
    same = next((n for n in range(room) if before[-1 - n] != after[-1 - n]), room)
    end = len(before) - same
    return units(before, start), units(before, end), after[start : len(after) - same]
