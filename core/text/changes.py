"""What is spoken in the place of what is written, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One stretch of a text that is spoken otherwise than it is written.

    Attributes:
        start: Where it begins in the text as written.
        end: Where it ends there.
        written: What stands there.
        spoken: What is said in its place.
        kind: Why: ``markup``, ``lexicon``, ``number``, ``money``, ``date``, ``time``, ``unit``, ``ordinal``,
            ``roman``, ``acronym``, ``abbreviation``, ``web``, ``phone`` or ``sign``.
    """

    start: int
    end: int
    written: str
    spoken: str
    kind: str


@dataclass(frozen=True)
class Normalised:
    """A text as it is spoken.

    Attributes:
        text: In words.
        changes: What was written otherwise, in the order of the text; they do not overlap.
    """

    text: str
    changes: tuple[Change, ...] = ()


def changed(text: str, changes: Iterable[Change]) -> Normalised:
    """Return a text with changes in it; nothing else is touched.

    Words are set off by a blank from letters and digits that stand beside the change (``B2B``), but for those
    that markup puts where they are.

    Args:
        text: As written.
        changes: In any order; they do not overlap.
    """
    ordered = tuple(sorted(changes, key=lambda change: change.start))
    parts: list[str] = []
    end = 0
    for change in ordered:
        parts.append(text[end : change.start])
        said = _apart(text, change)
        beside = parts[-1] or (parts[-2] if len(parts) > 1 else "")
        parts.append(said.removeprefix(" ") if beside.endswith(" ") and change.kind != "markup" else said)
        end = change.end
    parts.append(text[end:])
    return Normalised("".join(parts) if ordered else text, ordered)


def _apart(text: str, change: Change) -> str:
    said = change.spoken
    if not said or change.kind == "markup":
        return said
    before, after = text[change.start - 1 : change.start], text[change.end : change.end + 1]
    left = " " if parted(before, said[0]) else ""
    right = " " if parted(said[-1], after) else ""
    return left + said + right


def parted(one: str, other: str) -> bool:
    """Say whether a blank is to stand between two signs: between letters and digits of scripts that have it.

    Chinese, Japanese, Korean and Thai words are not parted.
    """
    pair = one + other
    if not (one.isalnum() and other.isalnum()):
        return False
    return not any("\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\ud7ff" for char in pair)
