"""A long line of the script made into several, a sentence each."""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate, pairwise

from core.text.markup import AT_THE_START, Span, parse_line
from core.text.split import sentences

LONG_CHARS = 300
"""A longer line is better made into several: then one sentence can be made again by itself."""


def is_long(text: str) -> bool:
    """Say whether a line is so long that it had better be several, and can be."""
    return len(text) > LONG_CHARS and len(sentences(text)) > 1


def split_line(text: str, voices: Collection[str] = ()) -> list[str]:
    """Return a line's sentences as lines of their own.

    Markup stays whole, and what stands at the line's start for all of it (voice, speed, …) is repeated.

    Args:
        text: One line.
        voices: Names and ids of the voices that there are.
    """
    spans = parse_line(text, voices).spans
    lead_end = _lead_end(text, spans)
    lead = " ".join(text[span.start : span.end] for span in spans if span.kind in AT_THE_START)
    ends = accumulate(map(len, sentences(text[lead_end:])), initial=lead_end)
    cuts = [end for end in ends if not any(span.start < end < span.end for span in spans)]
    bodies = [text[a:b].strip() for a, b in pairwise(cuts) if text[a:b].strip()]
    if len(bodies) < 2:
        return [text]
    first = f"{text[:lead_end].strip()} {bodies[0]}".strip()
    return [first, *(f"{lead} {body}".strip() for body in bodies[1:])]


def _lead_end(text: str, spans: Collection[Span]) -> int:
    """Return where the words begin, behind the markup at the line's start."""
    end = 0
    for span in spans:
        if text[end : span.start].strip() or span.kind not in {*AT_THE_START, "heading"}:
            break
        end = span.end
    return end
