"""Acronyms that are spelled, in the names of the letters.

English engines spell capitals rightly, and read NASA as a word: there they stand as they are. In Portuguese
an engine reads IBGE as a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.roman import NUMERAL, roman_value
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_SHOUTED_SHARE = 0.6
_VOWELS = frozenset("AEIOUÁÉÍÓÚÂÊÔÃÕY")


def acronym_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for acronyms; none where they may stand as they are."""
    if "acronyms" not in tongue.data:
        return ()
    spelled = frozenset(tongue.data["acronyms"]["spelled"])
    letters: Mapping[str, str] = tongue.data["letters"]

    def say(match: re.Match[str]) -> str | None:
        word = match[1]
        is_numeral = NUMERAL.fullmatch(word) is not None
        if (word not in spelled and not is_numeral and not _VOWELS.isdisjoint(word)) or _is_shouted(match):
            return None
        if is_numeral:
            return tongue.cardinal(str(roman_value(word)))
        return " ".join(letters[letter.lower()] for letter in word) + ("s" if match[2] else "")

    pattern = re.compile(r"(?<![\w.@/'’-])([A-Z]{2,6})(s?)(?![\w@]|[.'’]\w)")
    return (Rule("acronym", pattern, say),)


def letter_names(tongue: Tongue, text: str) -> list[str]:
    """Return the names of letters, one for each; others as they stand."""
    names: Mapping[str, str] = tongue.data.get("letters", {})
    return [names.get(char.lower(), char.upper()) for char in text]


def _is_shouted(match: re.Match[str]) -> bool:
    """Say whether the words around it are in capitals too."""
    around = (
        match.string[max(0, match.start() - 60) : match.start()]
        + match.string[match.end() : match.end() + 60]
    )
    letters = [char for char in around if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > _SHOUTED_SHARE * len(letters)
