"""The places where a piece of text may end, from the best to the worst."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from enum import IntEnum

from core.text.abbreviations import holds_on
from core.text.graphemes import boundary_at_or_before, is_boundary
from core.text.held import held_in
from core.text.sentence_ends import BLANK, CLOSERS, CLOSING, DENSE, sentence_cuts


class Rank(IntEnum):
    """What a piece ends with; the less the better."""

    SENTENCE = 0
    CLAUSE = 1
    WORD = 2
    SIGN = 3
    """Between two signs of a script without blanks."""
    JOINT = 4
    """Inside what is too long to stay together: at a hyphen or slash of a word, a blank of a number."""
    GRAPHEME = 5


_CLAUSE_END = re.compile(
    f"[,;:·؛،]{CLOSING}{BLANK}+"
    f"|(?:[!?…؟]|\\.\\.){CLOSING}{BLANK}+"
    "|[、，；：،؛፣፤፥၊՝](?!\\d)"
    f'|(?<=[\\w,.!?…»”"])[—–](?=[^\\s\\d.,!?]){BLANK}*'
    f"|(?<=\\S){BLANK}+(?=[—–-]{{1,2}}[^\\s\\d—–-])"
    f'|(?<=[.!?…»”",]){BLANK}+(?=[—–]{{1,2}}{BLANK})'
    f'|(?<=[^\\s.!?…»”",])(?:{BLANK}+[—–-]{{1,2}}|[—–]){BLANK}+'
    f"|(?<=\\S){BLANK}+(?=[(\\[])|[)\\]][,;:]?{BLANK}+"
    f"|(?<=[\u0e00-\u0eff]){BLANK}+(?=[\u0e00-\u0eff])"
)
_WORD_END = re.compile(f"{BLANK}+|\u200b+|\u0f0b+")
_JOINT = re.compile("(?<=[^\\W\\d_])[-/_.&=?]+(?=\\w)|(?<=\\w)/+(?=\\w)")
_DENSE_SIGN = re.compile(f"[{DENSE}]")
_BINDS_LEFT = re.compile(
    f"[!?;:,.…%\u00b7、。，．！？；：・゛゜ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ{CLOSERS}"
    "\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6\u0f0b\u0f0d]"
    "|[\u1000-\u102a]\u1037?\u103a"
)
"""Signs that stand by what is before them; ASCII quotes count as closing only without a blank before."""

_BINDS_RIGHT = re.compile("[(\\[{¿¡„‚“‘«‹「『（［｛〈《【〔\u0e40-\u0e44\u0ec0-\u0ec4]")
_STOP_BEHIND_BLANK = re.compile("[!?;:,.…%)\\]}»›]+(?:\\s|$)")
_OPENER_BEFORE_BLANK = re.compile("(?:^|\\s)[«‹„(\\[{¿¡—–]+$")
_KANA_TO_WORD = re.compile("[\u3041-\u309f][\u30a1-\u30fa\u3400-\u9fff]")
_KATAKANA = re.compile("[\u30a1-\u30fc]{2}")


class Places:
    """The places to cut one text."""

    def __init__(self, text: str) -> None:
        """Find the sentences; all else is looked for where it is needed."""
        self._text = text
        self._sentences = sentence_cuts(text)

    def sentence_end(self, place: int) -> int:
        """Return where the sentence around a place ends."""
        index = bisect_right(self._sentences, place)
        return self._sentences[index] if index < len(self._sentences) else len(self._text)

    def best(self, start: int, end: int) -> tuple[int, Rank]:
        """Return where to cut in ``(start, end]``, and what the piece then ends with.

        Any sentence end will do. A lesser place must leave a piece of some length, if there is one.
        """
        index = bisect_right(self._sentences, end)
        if index and self._sentences[index - 1] > start:
            return self._sentences[index - 1], Rank.SENTENCE
        window = _Window(self._text, start, end)
        least = start + (end - start) // 4
        for after in (least, start):
            for rank, places in window.ranks:
                found = window.last(places, after)
                if found is not None:
                    return found, rank
        for places, rank in ((_ends(_JOINT), Rank.JOINT), (_ends(_WORD_END), Rank.JOINT)):
            found = window.last_at_all(places, least)
            if found is not None:
                return found, rank
        return boundary_at_or_before(self._text, end, start), Rank.GRAPHEME


_REACH = 64
"""How far behind a window a place in it may still depend on."""

_Finder = Callable[[str, int, int], Iterator[int]]


class _Window:
    """The stretch of a text in which a place is sought."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._held = [
            (first, last) for first, last in held_in(text, start, end) if first > start or last <= end
        ]
        self.ranks: tuple[tuple[Rank, _Finder], ...] = (
            (Rank.CLAUSE, _ends(_CLAUSE_END)),
            (Rank.WORD, _ends(_WORD_END)),
            (Rank.SIGN, _word_signs),
            (Rank.SIGN, _signs),
        )

    def last(self, places: _Finder, after: int) -> int | None:
        """Return the last place behind ``after`` that tears nothing apart."""
        found = [place for place in places(self._text, self._start, self._end) if place > after]
        return next((place for place in reversed(found) if self._may_end(place)), None)

    def last_at_all(self, places: _Finder, after: int) -> int | None:
        """Return the last place behind ``after`` that tears no grapheme apart."""
        found = [place for place in places(self._text, self._start, self._end) if place > after]
        return next((place for place in reversed(found) if is_boundary(self._text, place, self._start)), None)

    def _may_end(self, place: int) -> bool:
        text = self._text
        if not is_boundary(text, place, self._start) or self._is_held(place):
            return False
        if not text[place - 1].isspace():
            return True
        if _STOP_BEHIND_BLANK.match(text, place):
            return False
        head = text[max(self._start, place - 24) : place].rstrip()
        if _OPENER_BEFORE_BLANK.search(head):
            return False
        stop = max(self._start, place - 24) + len(head) - 1
        return not head.endswith(".") or not holds_on(text, stop, place)

    def _is_held(self, place: int) -> bool:
        index = bisect_left(self._held, (place, 0)) - 1
        return index >= 0 and place < self._held[index][1]


def _ends(pattern: re.Pattern[str]) -> _Finder:
    def find(text: str, start: int, end: int) -> Iterator[int]:
        for match in pattern.finditer(text, start, end + _REACH):
            if match.end() > end:
                return
            yield match.end()

    return find


def _signs(text: str, start: int, end: int) -> Iterator[int]:
    """Give the places between two signs of which one is of a script without blanks."""
    for place in range(start + 1, end + 1):
        before, after = text[place - 1], text[place : place + 1]
        if after and (_DENSE_SIGN.match(before) or _DENSE_SIGN.match(after)):
            tied = (
                _BINDS_LEFT.match(text, place)
                or _BINDS_RIGHT.match(before)
                or _KATAKANA.match(text, place - 1)
            )
            if not tied:
                yield place


def _word_signs(text: str, start: int, end: int) -> Iterator[int]:
    """Give those of them where a Japanese word is likely to begin: kanji or katakana behind hiragana."""
    for match in _KANA_TO_WORD.finditer(text, start, end + 1):
        yield match.end() - 1
