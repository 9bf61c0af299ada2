"""How long the silence between two lines is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.delivery.targets import Target
from core.delivery.wishes import Pauses

if TYPE_CHECKING:
    from core.delivery.plan import Line

_CLOSING = "\"'”’»«›‹)]}」』】）*_ \t"
_SENTENCE = ".!?。！？؟।॥۔．"
_CLAUSE = ",;:،؛、，；：—–-"
_ELLIPSIS = ("...", "…", "……", "。。。")


def natural_pause_s(text: str, pauses: Pauses) -> float:
    """Return the silence after a line by the mark that it ends with."""
    bare = text.rstrip().rstrip(_CLOSING)
    if bare.endswith(_ELLIPSIS):
        return pauses.ellipsis_s
    if bare.endswith(tuple(_SENTENCE)):
        return pauses.sentence_s
    if bare.endswith(tuple(_CLAUSE)):
        return pauses.clause_s
    return pauses.line_s


def pause_between_s(before: Line, after: Line, pauses: Pauses) -> float:
    """Return the silence between two lines: a written one, or what text and place ask for."""
    if before.pause_after_s is not None:
        return max(0.0, before.pause_after_s)
    natural = natural_pause_s(before.text, pauses)
    if after.chapter is not None:
        return max(natural, pauses.chapter_s)
    if before.chapter is not None:
        return max(natural, pauses.heading_s)
    if after.starts_paragraph:
        return max(natural, pauses.paragraph_s)
    return natural


def settled(
    pauses: Pauses, target: Target | None, first: Line | None = None, last: Line | None = None
) -> Pauses:
    """Return pauses whose head and tail are known: the user's, or those written, or what the target asks for.

    Args:
        pauses: As they are wished.
        target: What the file shall be like.
        first: The file's first line; None: pauses written before it do not count.
        last: Its last line; None: pauses written after it do not count.
    """
    head_s, tail_s = (target.head_s, target.tail_s) if target else (0.0, 0.0)
    head_s = max(head_s, (first.pause_before_s if first else None) or 0.0)
    tail_s = max(tail_s, (last.pause_after_s if last else None) or 0.0)
    return replace(
        pauses,
        head_s=head_s if pauses.head_s is None else max(0.0, pauses.head_s),
        tail_s=tail_s if pauses.tail_s is None else max(0.0, pauses.tail_s),
    )
