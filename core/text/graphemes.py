"""Where text may be cut without tearing apart what a reader sees as one character.

After UAX #29 (extended grapheme clusters), from what the standard library knows of Unicode. It never
allows a cut that UAX #29 forbids; in rare cases it forbids one more.
"""

from __future__ import annotations

import unicodedata

LONGEST = 64
"""No writing system has longer clusters; a longer run of marks may be cut."""

_ZWJ = "\u200d"
_VIRAMA_CLASS = 9
_PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"
"""Signs that belong to the character after them (number signs of Arabic and Syriac, and the like)."""


def is_boundary(text: str, index: int, start: int = 0) -> bool:
    """Say whether text may be cut before ``text[index]``, given that ``start`` is such a place."""
    if index <= start or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if _extends(after) or before == _ZWJ or before in _PREPENDED:
        return False
    if unicodedata.category(after) == "Lo" and _conjoins(text, index, start):
        return False
    if _is_regional(before) and _is_regional(after):
        return _regional_run(text, index, start) % 2 == 0
    return not _hangul_joins(before, after)


def boundary_at_or_before(text: str, index: int, start: int) -> int:
    """Return the last place to cut in ``(start, index]``; ``index`` where there is none near."""
    for place in range(index, max(start, index - LONGEST), -1):
        if is_boundary(text, place, start):
            return place
    return index


def _extends(char: str) -> bool:
    """Say whether it belongs to the character before it."""
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char in "\u200c\u200d\uff9e\uff9f\u0e33\u0eb3":
        return True
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _conjoins(text: str, index: int, least: int) -> bool:
    """Say whether a virama, perhaps with other marks after it, binds the letter at ``index``."""
    for place in range(index - 1, max(least, index - LONGEST) - 1, -1):
        if unicodedata.combining(text[place]) == _VIRAMA_CLASS:
            return True
        if not _extends(text[place]):
            break
    return False


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regional_run(text: str, index: int, least: int) -> int:
    """Count the regional indicators that end right before ``index``."""
    start = index
    while start > least and _is_regional(text[start - 1]):
        start -= 1
    return index - start


def _hangul_joins(before: str, after: str) -> bool:
    """Say whether two Hangul letters make one syllable."""
    pair = _hangul_kind(before) + _hangul_kind(after)
    return pair in ("LL", "LV", "LA", "LB", "AV", "AT", "VV", "VT", "BT", "TT")


def _hangul_kind(char: str) -> str:
    """Return L, V or T for leading, vowel and trailing letters, A and B for open and closed syllables."""
    if "\uac00" <= char <= "\ud7a3":
        return "B" if (ord(char) - 0xAC00) % 28 else "A"
    for kind, ranges in (
        ("L", "\u1100\u115f\ua960\ua97c"),
        ("V", "\u1160\u11a7\ud7b0\ud7c6"),
        ("T", "\u11a8\u11ff\ud7cb\ud7fb"),
    ):
        if ranges[0] <= char <= ranges[1] or ranges[2] <= char <= ranges[3]:
            return kind
    return "-"
