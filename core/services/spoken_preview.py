"""What will be spoken of a line, to be looked at; a correction is brought back into the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from core.services.choices import Choices
from core.services.line_reading import cleaned
from core.services.lines import Planner
from core.text.changes import Normalised, parted
from core.text.markup import AS_TEXT, Span, Words, pause_markup

_WORDS = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]+")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
"""A letter with the accents that are written behind it."""

_NOWHERE = (-1, -1)
_NO_MARKUP = re.compile(r"[\[\]\n]|\sas\s", re.IGNORECASE)


@dataclass(frozen=True)
class Correction:
    """What was changed in a line's spoken words.

    Attributes:
        written: The words of the line that shall be spoken otherwise.
        spoken: How.
        line: The line with ``[say WRITTEN as SPOKEN]`` in it.
    """

    written: str
    spoken: str
    line: str


@dataclass(frozen=True)
class _Piece:
    """A stretch of the line and what is spoken of it; without a place it is markup's and stays."""

    start: int
    end: int
    spoken: str


@dataclass(frozen=True)
class Preview:
    """What will be spoken of a line.

    Attributes:
        line: The line as written.
        text: What is spoken, with the pauses inside it.
        language: In which language it was read.
    """

    line: str
    text: str
    language: str
    _pieces: tuple[_Piece, ...] = ()

    def corrected(self, text: str) -> Correction | None:
        """Return what a corrected text asks for: the words that are spoken otherwise than they were.

        None where nothing was changed, where all words of a place were deleted, or where the change is not
        in words of the line but in its markup.

        Args:
            text: What shall be spoken instead of ``text``.
        """
        text = " ".join(text.split())
        pieces = self._pieces
        first, last = _differing(pieces, text)
        while first < last and pieces[first].spoken.isspace():
            first += 1
        while last > first and pieces[last - 1].spoken.isspace():
            last -= 1
        before = sum(len(piece.spoken) for piece in pieces[:first])
        after = sum(len(piece.spoken) for piece in pieces[last:])
        spoken = text[before : len(text) - after].strip()
        changed = pieces[first:last]
        if not changed or not spoken or any(piece.start < 0 for piece in changed):
            return None
        start, end = changed[0].start, changed[-1].end
        written = self.line[start:end]
        if _NO_MARKUP.search(written) or _NO_MARKUP.search(spoken):
            return None
        line = f"{self.line[:start]}[say {written} as {spoken}]{self.line[end:]}"
        return Correction(written, spoken, line)


def preview(planner: Planner, line: str, choices: Choices) -> Preview:
    """Return what will be spoken of a line.

    Args:
        planner: Reads lines.
        line: As written.
        choices: The script's.
    """
    plan = planner.plan(line, choices)
    pieces: list[_Piece] = []
    words: list[Words] = []
    signs = _signs(line, plan.marked.spans)
    for part in (*plan.marked.parts, None):
        if isinstance(part, Words):
            words.append(part)
            continue
        read = planner.reader.spoken(words, plan.language, heading=plan.marked.heading)
        pieces += _of_words(signs, words, read)
        words = []
        if part is not None:
            pause = pause_markup(part.duration_s)
            pieces += [_Piece(-1, -1, said) for said in (" ", pause, " ")]
    pieces = _joined(pieces)
    return Preview(line, "".join(piece.spoken for piece in pieces), plan.language, tuple(pieces))


_Sign = tuple[int, int, str]
"""Where a sign stands in the line, its start and its end, and what it is when the line is read."""

_Places = list[tuple[int, int]]
"""Where signs stand in the line; -1: nowhere."""


def _signs(line: str, spans: Sequence[Span]) -> Iterator[_Sign]:
    """Yield the signs of a line that may be spoken: not those of markup."""
    silent = [(one.start, one.end) for one in spans if one.kind not in AS_TEXT]
    place = 0
    for start, end in (*silent, (len(line), len(line))):
        for match in _CLUSTER.finditer(line, place, start):
            raw = match.group()
            for sign in raw if len(raw) == 1 and raw.isalnum() else cleaned(raw):
                yield match.start(), match.end(), sign
        place = end


def _places(signs: Iterator[_Sign], text: str) -> _Places:
    """Find the signs of a text among those of the line, between which blanks may have been left out."""
    return [next(((start, end) for start, end, sign in signs if sign == wanted), _NOWHERE) for wanted in text]


def _of_words(signs: Iterator[_Sign], words: Sequence[Words], read: Normalised) -> list[_Piece]:
    """Return words and changes, each with its place in the line."""
    text = ""
    places: _Places = []
    for one in words:
        written = cleaned(one.written or one.text)
        text += written
        places += _places(signs, written) if one.kind == "text" else [_NOWHERE] * len(written)
    pieces: list[_Piece] = []
    end = 0
    for change in (*read.changes, None):
        until = len(text) if change is None else change.start
        pieces += [
            _piece(places, *match.span(), match.group()) for match in _WORDS.finditer(text, end, until)
        ]
        if change is not None:
            pieces.append(_piece(places, change.start, change.end, change.spoken))
            end = change.end
    return pieces


def _piece(places: _Places, start: int, end: int, spoken: str) -> _Piece:
    """Return a piece with its place; one with markup in it has none."""
    stretch = places[start:end]
    whole = stretch[0][0] >= 0 and all(one[1] == other[0] for one, other in pairwise(stretch))
    return _Piece(stretch[0][0], stretch[-1][1], spoken) if whole else _Piece(-1, -1, spoken)


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Part words that touch by a blank where one is missing, and leave one blank where there are more."""
    joined: list[_Piece] = []
    for piece in pieces:
        said = " ".join(piece.spoken.split()) if piece.spoken.strip() else " "
        last = joined[-1].spoken if joined else " "
        if said == " ":
            if last != " ":
                joined.append(_Piece(piece.start, piece.end, " "))
            continue
        if joined and min(joined[-1].start, piece.start) >= 0 and parted(last[-1], said[0]):
            joined.append(_Piece(piece.start, piece.start, " "))
        joined.append(_Piece(piece.start, piece.end, said))
    while joined and joined[-1].spoken == " ":
        joined.pop()
    return joined


def _differing(pieces: tuple[_Piece, ...], text: str) -> tuple[int, int]:
    """Return the first piece that a text differs in, and the one after the last."""
    whole = "".join(piece.spoken for piece in pieces)
    if whole == text or not pieces:
        return 0, 0
    ends = list(accumulate(len(piece.spoken) for piece in pieces))
    same = 0
    while same < min(len(whole), len(text)) and whole[same] == text[same]:
        same += 1
    tail = 0
    while tail < min(len(whole), len(text)) - same and whole[-1 - tail] == text[-1 - tail]:
        tail += 1
    first = sum(end <= same for end in ends)
    last = sum(end - len(piece.spoken) < len(whole) - tail for end, piece in zip(ends, pieces, strict=True))
    if first < last and pieces[first].spoken == " " and first and same == ends[first - 1]:
        first -= 1 if last - first == 1 else 0  # something was added after a word: it belongs to it
    if first >= last:
        first = min(first, len(pieces) - 1)
        if pieces[first].spoken == " " and first:
            first -= 1
        last = first + 1
    return first, last
