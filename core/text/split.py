"""Cut text into pieces that an engine can take, at the place where it hurts least."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise

from core.text.graphemes import boundary_at_or_before, is_boundary

_CLOSERS = "\"'”’»›)\\]}」』）】"
_BLANK = "[^\\S\u00a0\u202f\u2007]"
"""White space where a line may break: not the no-break spaces that hold number and unit together."""

_STOPS = ".!?…؟۔।॥"
_SENTENCE_END = (
    re.compile(  # a run of stops is entered at its start only, or long runs would take square time
        f"(?<![{_STOPS}])[{_STOPS}]+[{_CLOSERS}]*{_BLANK}+|[。！？]+[{_CLOSERS}]*{_BLANK}*|\n\\s*"
    )
)
_CLAUSE_END = re.compile(
    f"[,;:،؛][{_CLOSERS}]*{_BLANK}+|[、，；：]{_BLANK}*|—{_BLANK}*|{_BLANK}[–-]{_BLANK}+"
)
_WORD_END = re.compile(f"{_BLANK}+")
_JOINT = re.compile("(?<=[^\\W\\d_])[-/_.&=?]+(?=\\w)|(?<=\\w)/+(?=\\w)")

_BEFORE_NAMES = frozenset(  # what a name or an explanation follows: never the end of a sentence
    (
        *("mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "vs", "cf"),
        *("eg", "ie", "e.g", "i.e", "sra", "srta", "dra", "av", "p.ex", "exmo", "z.b", "d.h", "u.a", "bzw"),
        *("hr", "fr", "mme", "mlle", "sig", "dott"),
    )
)
_BEFORE_NUMBERS = frozenset(
    (
        *("no", "nos", "nr", "fig", "vol", "p", "pp", "ca", "approx", "art", "cap", "ch", "sec"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    )
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[\"'“‘])([^\s(\[\"'“‘]{1,12})\.$")


def sentences(text: str) -> list[str]:
    """Return the sentences, each with the blanks after it; joined they give the text.

    A line break ends a sentence; a full stop after an abbreviation or an initial, or before a small
    letter, does not.
    """
    cuts = [0, *_sentence_cuts(text), len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def split_text(text: str, max_chars: int, weight: Callable[[str], float] | None = None) -> list[str]:
    """Cut text into pieces; joined they give the text exactly.

    Each piece is as long as it may be and ends, in this order of liking, after a sentence, a clause, a
    word, a joint in a long word (hyphen, slash), a grapheme. A number, an abbreviation with its word
    and a URL stay whole where they fit.

    Args:
        text: Any text; the empty one gives no pieces.
        max_chars: Greatest length of a piece, or its greatest weight; at least 1.
        weight: Measures a piece instead of its length; must not fall when text is added.

    Raises:
        ValueError: When ``max_chars`` is less than 1.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars must be at least 1, not {max_chars}")
    places = _Places(text)
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = _furthest(text, start, max_chars, weight)
        if end < len(text):
            end = places.best(start, end)
        pieces.append(text[start:end])
        start = end
    return pieces


def _furthest(text: str, start: int, limit: int, weight: Callable[[str], float] | None) -> int:
    """Return the greatest end whose piece is within the limit, at least ``start + 1``."""
    if weight is None:
        return min(start + limit, len(text))
    good, step = start + 1, 64
    while good < len(text):
        end = min(good + step, len(text))
        if weight(text[start:end]) > limit:
            break
        good, step = end, step * 2
    else:
        return good
    bad = min(good + step, len(text))
    while bad - good > 1:
        middle = (good + bad) // 2
        if weight(text[start:middle]) > limit:
            bad = middle
        else:
            good = middle
    return good


class _Places:
    """The places to cut a text, by rank."""

    def __init__(self, text: str) -> None:
        self._text = text
        words = [match.end() for match in _WORD_END.finditer(text)]
        strong = [place for place in words if not _holds_together(text, place)]
        joints = [match.end() for match in _JOINT.finditer(text)]
        self._ranks = (
            _sentence_cuts(text),
            [m.end() for m in _CLAUSE_END.finditer(text)],
            strong,
            words,
            joints,
        )

    def best(self, start: int, end: int) -> int:
        """Return where to cut in ``(start, end]``.

        Any sentence end will do. A lesser place must leave a piece of some length, if there is one.
        """
        for rank, places in enumerate(self._ranks):
            place = _last(self._text, places, start, end)
            if place is not None and (rank in (0, 3) or place - start >= (end - start) // 4):
                return place
        return boundary_at_or_before(self._text, end, start)


def _last(text: str, places: list[int], start: int, end: int) -> int | None:
    """Return the last place in ``(start, end]`` that tears no grapheme apart."""
    index = bisect_right(places, end)
    while index and places[index - 1] > start:
        index -= 1
        if is_boundary(text, places[index], start):
            return places[index]
    return None


def _sentence_cuts(text: str) -> list[int]:
    ends = (match for match in _SENTENCE_END.finditer(text) if match.end() < len(text))
    return [end.end() for end in ends if _ends_sentence(text, end) and is_boundary(text, end.end())]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell a sentence's end from an abbreviation's full stop."""
    mark = match.group()
    if "\n" in mark:
        return True
    following = text[match.end()]
    if following.islower():
        return False
    return mark.rstrip() != "." or not _is_abbreviation(
        text[max(0, match.start() - 16) : match.start() + 1], following
    )


def _is_abbreviation(head: str, following: str) -> bool:
    """Say whether text that ends in a full stop ends in an abbreviation or an initial."""
    match = _LAST_WORD.search(head)
    if match is None:
        return False
    word = match.group(1)
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    word = word.casefold()
    return word in _BEFORE_NAMES or (word in _BEFORE_NUMBERS and following.isdigit())


def _holds_together(text: str, place: int) -> bool:
    """Say whether the blank before ``place`` is inside a number, or after a number or an abbreviation."""
    head = text[max(0, place - 24) : place].rstrip()
    following = text[place : place + 1]
    if head.endswith("."):
        return _is_abbreviation(head, following)
    return head[-1:].isdigit() and following.isalnum()
