"""Numbers, dates, money and whatever else is written shorter than it is spoken, in words.

Each subject is a module that gives rules for a language; what differs from language to language is data
(``languages/*.toml``). A rule changes only what it is sure of: the rest is left to the engine, as it stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from core.text.changes import Change, Normalised, changed
from core.text.normalise.abbreviations import abbreviation_rules
from core.text.normalise.acronyms import acronym_rules, letter_names
from core.text.normalise.dates import date_rules
from core.text.normalise.fractions import GLYPHS, fraction_rules
from core.text.normalise.money import money_rules
from core.text.normalise.numbers import RAISED, number_rules
from core.text.normalise.ordinals import ordinal_rules
from core.text.normalise.phones import phone_rules
from core.text.normalise.roman import roman_rules
from core.text.normalise.scan import Rule, find_changes, needing
from core.text.normalise.signs import sign_rules
from core.text.normalise.times import time_rules
from core.text.normalise.tongue import tongue_of
from core.text.normalise.units import unit_rules
from core.text.normalise.verses import verse_rules
from core.text.normalise.web import web_rules
from core.text.sentence_ends import sentence_cuts

__all__ = ["Change", "Normalised", "digits", "normalise", "normalising_changes", "spell"]

_DIGITS = "0123456789"
_REMEMBERED_CHARS = 2000
"""Of longer texts stretches are remembered, each by itself."""

_SENTENCES = 8
"""So many sentences a stretch has, about."""


def normalise(text: str, language: str, *, heading: bool = False) -> Normalised:
    """Return a text as it is spoken: numbers, money, dates and the like in words, nothing else changed.

    Pure; any thread may call it, and what was asked for lately is remembered.

    Args:
        text: As written.
        language: BCP 47 tag. Empty, or a language without words for numbers: nothing is changed.
        heading: The text is a heading, in which Roman numerals are read.
    """
    return changed(text, normalising_changes(text, language, heading=heading))


def normalising_changes(
    text: str, language: str, *, heading: bool = False, taken: Iterable[tuple[int, int]] = ()
) -> tuple[Change, ...]:
    """Return what is spoken otherwise than it is written, in no certain order.

    Args:
        text: As written.
        language: BCP 47 tag.
        heading: The text is a heading.
        taken: Stretches that are left alone.
    """
    if len(text) > _REMEMBERED_CHARS:
        return tuple(_by_stretches(text, language, sorted(taken)))
    return _remembered(text, language, heading, tuple(taken))


def _by_stretches(text: str, language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Change]:
    """Yield the changes of a long text; its stretches are remembered, so that after an edit few are read."""
    after = 0
    for start, end in pairwise(_stretches(text)):
        while after < len(taken) and taken[after][1] <= start:
            after += 1
        until = bisect_left(taken, (end, 0))
        inside = tuple(
            (max(first, start) - start, min(last, end) - start) for first, last in taken[after:until]
        )
        for change in _remembered(text[start:end], language, False, inside):
            yield replace(change, start=change.start + start, end=change.end + start)


def _stretches(text: str) -> Iterator[int]:
    """Yield where a text is cut into stretches of some sentences.

    What stands in a sentence tells whether a cut follows, so that an edit moves no cut but its own.
    """
    yield 0
    before = start = 0
    for cut in (*sentence_cuts(text), len(text)):
        if cut == len(text) or (cut - before) % _SENTENCES == 0 or cut - start > _REMEMBERED_CHARS:
            yield cut
            start = cut
        before = cut


def digits(text: str, language: str) -> str:
    """Return a text with each digit as a word of its own: 1234 is "one two three four"."""
    tongue = tongue_of(language)
    if tongue is None:
        return text
    return " ".join(tongue.singly(char) if char.isdecimal() else char for char in text if not char.isspace())


def spell(text: str, language: str) -> str:
    """Return a text letter by letter: ABC is "A. B. C." in English, "á bê cê" in Portuguese."""
    tongue = tongue_of(language)
    if tongue is None:
        return " ".join(char for char in text if not char.isspace())
    names = [
        tongue.singly(char) if char.isdecimal() else letter_names(tongue, char)[0]
        for char in text
        if char.strip()
    ]
    if tongue.code != "en":
        return " ".join(names)
    return " ".join(f"{name}." if len(name) == 1 and name.isalpha() else name for name in names)


@lru_cache(maxsize=16384)
def _remembered(
    text: str, language: str, heading: bool, taken: tuple[tuple[int, int], ...]
) -> tuple[Change, ...]:
    return tuple(find_changes(text, _rules(language, heading), taken))


@lru_cache(maxsize=256)
def _rules(language: str, heading: bool) -> tuple[Rule, ...]:
    tongue = tongue_of(language)
    if tongue is None:
        return ()
    return (
        *web_rules(tongue),
        *needing(_DIGITS, phone_rules(tongue)),
        *needing("IVXL", roman_rules(tongue, heading=heading)),
        *needing(
            _DIGITS, (*verse_rules(tongue), *date_rules(tongue), *time_rules(tongue), *money_rules(tongue))
        ),
        *needing(_DIGITS + GLYPHS, fraction_rules(tongue)),
        *needing(_DIGITS, (*ordinal_rules(tongue), *unit_rules(tongue))),
        *abbreviation_rules(tongue),
        *acronym_rules(tongue),
        *sign_rules(tongue),
        *needing(_DIGITS + GLYPHS + RAISED, number_rules(tongue)),
    )
