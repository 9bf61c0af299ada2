"""A text as it will be spoken: by its markup first, then by the pronunciation list, then in words."""

from __future__ import annotations

from collections.abc import Sequence

from core.text.changes import Change, Normalised, changed
from core.text.lexicon import Lexicon
from core.text.normalise import normalising_changes


def spoken_parts(
    parts: Sequence[tuple[str, str | None]],
    language: str,
    lexicon: Lexicon,
    *,
    normalising: bool = True,
    heading: bool = False,
) -> Normalised:
    """Return a text as it is spoken, and what was written otherwise.

    What markup and list say is not normalised again, but what they stand for stays the neighbour of what is:
    a number before a listed noun is still a number before that noun.

    Args:
        parts: What is written, and what markup says for it; None: it has none.
        language: BCP 47 tag.
        lexicon: The pronunciation list.
        normalising: Numbers, dates and the like are said in words.
        heading: The text is a heading, in which Roman numerals are read.

    Returns:
        The text, with changes in the joined parts as they are written.

    Raises:
        PronunciationSlow: When a regular expression of the list takes too long.
    """
    text = "".join(written for written, _ in parts)
    fixed = _fixed(parts)
    listed = [
        change
        for change in lexicon.changes(text, language)
        if all(change.end <= one.start or one.end <= change.start for one in fixed)
    ]
    taken = [(change.start, change.end) for change in (*fixed, *listed)]
    more = normalising_changes(text, language, heading=heading, taken=taken) if normalising else ()
    return changed(text, (*fixed, *listed, *more))


def _fixed(parts: Sequence[tuple[str, str | None]]) -> list[Change]:
    fixed: list[Change] = []
    place = 0
    for written, said in parts:
        end = place + len(written)
        if said is not None:
            fixed.append(Change(place, end, written, said, "markup"))
        place = end
    return fixed
