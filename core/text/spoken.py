"""A text as it will be spoken: by the pronunciation list first, then in words."""

from __future__ import annotations

from core.text.changes import Normalised, changed
from core.text.lexicon import Lexicon
from core.text.normalise import normalising_changes


def spoken_text(
    text: str, language: str, lexicon: Lexicon, *, normalising: bool = True, heading: bool = False
) -> Normalised:
    """Return a text as it is spoken, and what was written otherwise.

    What the list says is not normalised again, but it stays the neighbour of what is: a number before a
    listed noun is still a number before that noun.

    Args:
        text: As written, without markup.
        language: BCP 47 tag.
        lexicon: The pronunciation list.
        normalising: Numbers, dates and the like are said in words.
        heading: The text is a heading, in which Roman numerals are read.

    Raises:
        PronunciationSlow: When a regular expression of the list takes too long.
    """
    listed = lexicon.changes(text, language)
    if not normalising:
        return changed(text, listed)
    taken = [(change.start, change.end) for change in listed]
    return changed(text, (*listed, *normalising_changes(text, language, heading=heading, taken=taken)))
