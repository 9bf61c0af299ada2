"""Acronyms that are spelled, in the names of the letters.

English engines spell capitals rightly, and read NASA as a word: there they stand as they are. In Portuguese
an engine reads IBGE as a word, and the letters of CO2 and 5G too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.text.normalise.roman import NUMERAL, roman_value
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_SHOUTED_SHARE = 0.75
_DIGITS = ("0123456789",)
_WORD = re.compile(r"[^\W\d_]+")
_SOUND = re.compile(r"P?S+[HT]+|H+M+|G*R+|B+R+|Z+|M+|H+|PF+")
"""Noises, which are no acronyms: "PSST", "HMM", "GRRR"."""

_VOWELS = frozenset("AEIOUÁÉÍÓÚÂÊÔÃÕY")


def acronym_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for acronyms; none where they may stand as they are."""
    if "acronyms" not in tongue.data:
        return ()
    spelled: frozenset[str] = frozenset(tongue.data["acronyms"]["spelled"])
    letters: Mapping[str, str] = tongue.data["letters"]

    def is_spelled(word: str) -> bool:
        return word in spelled or (_VOWELS.isdisjoint(word) and _SOUND.fullmatch(word) is None)

    def said(word: str) -> str:
        return " ".join(letters[letter.lower()] for letter in word)

    def say(match: re.Match[str]) -> str | None:
        word = match[1]
        is_numeral = NUMERAL.fullmatch(word) is not None
        if not (is_spelled(word) or is_numeral) or _is_shouted(match, is_spelled):
            return None
        if is_numeral:
            return tongue.cardinal(str(roman_value(word)))
        return said(word) + ("s" if match[2] else "")

    def by_number(match: re.Match[str]) -> str | None:
        word = match[1]
        if len(word) > 2 and not is_spelled(word):
            return None  # "COVID-19"
        return said(word) + (" " if match[2] else "")

    pattern = re.compile(r"(?<![\w.@/'’-])([A-Z]{2,6})(s?)(?![\w@]|[.'’]\w)")
    before_number = re.compile(r"(?<![^\W\d]|[.@/$])([A-Z]{1,5})(-?)(?=[0-9])")
    after_number = re.compile(r"(?<=[0-9])([A-Z])()(?![\w'’]|[.-]\w)")
    return (
        Rule("acronym", before_number, by_number, _DIGITS),
        Rule("acronym", pattern, say),
        Rule("acronym", after_number, by_number, _DIGITS),
    )


def letter_names(tongue: Tongue, text: str) -> list[str]:
    """Return the names of letters, one for each; others as they stand."""
    names: Mapping[str, str] = tongue.data.get("letters", {})
    return [names.get(char.lower(), char.upper()) for char in text]


def _is_shouted(match: re.Match[str], is_spelled: Callable[[str], bool]) -> bool:
    """Say whether the words around it are in capitals too; other acronyms among them tell nothing."""
    around = (
        match.string[max(0, match.start() - 60) : match.start()].rpartition("\n")[2],
        match.string[match.end() : match.end() + 60].partition("\n")[0],
    )
    found: list[str] = [word for text in around for word in _WORD.findall(text)]
    words = [word for word in found if not is_spelled(word)]
    shouted = sum(word.isupper() and len(word) > 1 for word in words)
    return shouted > 1 and shouted >= _SHOUTED_SHARE * len(words)
