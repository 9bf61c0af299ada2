"""Cut a text into what is spoken in one go: sentences, or parts of very long ones."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from core.text.split import sentences, split_text

FIRST_CHARS = 110
"""A longer first sentence is cut at a clause, so that sound starts soon (about 7 s of audio)."""

FIRST_CHARS_AT_MOST = 200
"""A first sentence without clauses is cut at a word when it is longer than this."""

LONGEST_CHARS = 330
"""About 22 s of plain English at speed 1, and within the 400 phonemes that hibari takes at once."""


class Edge(Enum):
    """What stands at an end of a span."""

    SENTENCE = "sentence"
    CLAUSE = "clause"
    WORD = "word"


@dataclass(frozen=True)
class Span:
    """Text to be spoken in one go.

    Attributes:
        text: The words.
        before: What stands at its start.
        after: What stands at its end.
        joined: Sentences in it are spoken as one.
    """

    text: str
    before: Edge = Edge.SENTENCE
    after: Edge = Edge.SENTENCE
    joined: bool = False


def plan(text: str, speed: float, *, whole: bool = False) -> Iterator[Span]:
    """Cut a text into spans, each within 30 s of audio as far as text can tell.

    Args:
        text: Prepared text.
        speed: Factor of the request: slow speech takes more time, so its spans are shorter.
        whole: Each span as long as may be, whatever ends in it.
    """
    longest = max(40, math.floor(LONGEST_CHARS * min(speed, 1.0)))
    if whole:
        yield from divide(Span(text, joined=True), longest)
        return
    first = True
    for sentence in sentences(text):
        if not sentence.strip():
            continue
        uncut = Span(sentence)
        if first and len(sentence) > FIRST_CHARS:
            opening, *rest = _cut_opening(uncut)
            yield from divide(opening, longest)
            for span in rest:
                yield from divide(span, longest)
        else:
            yield from divide(uncut, longest)
        first = False


def divide(span: Span, longest: int) -> list[Span]:
    """Cut a span into parts of about one length, none longer than ``longest`` characters."""
    if len(span.text) <= longest:
        return [span]
    even = math.ceil(len(span.text) / math.ceil(len(span.text) / longest))
    return _as_spans(split_text(span.text, min(longest, math.ceil(even * 1.2))), span)


def _cut_opening(span: Span) -> list[Span]:
    """Cut the first clause off, or the first words where there is no clause."""
    for limit, edges in ((FIRST_CHARS, (Edge.CLAUSE,)), (FIRST_CHARS_AT_MOST, (Edge.CLAUSE, Edge.WORD))):
        if len(span.text) > limit:
            opening = split_text(span.text, limit)[0]
            if edge_after(opening) in edges:
                return _as_spans([opening, span.text[len(opening) :]], span)
    return [span]


def _as_spans(pieces: list[str], whole: Span) -> list[Span]:
    edges = [whole.before, *(edge_after(piece) for piece in pieces[:-1]), whole.after]
    return [
        Span(piece, before, after, whole.joined)
        for piece, before, after in zip(pieces, edges, edges[1:], strict=False)
        if piece.strip()
    ]


def edge_after(piece: str) -> Edge:
    """Say what a piece that was cut off ends with."""
    ending = piece.rstrip().rstrip("\"'”’)]»")
    if ending.endswith((".", "!", "?", "…")) or piece.endswith("\n"):
        return Edge.SENTENCE
    return Edge.CLAUSE if ending.endswith((",", ";", ":", "—", "–", "-")) else Edge.WORD
