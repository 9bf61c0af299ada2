"""Abbreviations, each only where it stands for the word: ``Dr.`` before a name, ``p.`` before a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_BEFORE_NAME = r"(?=\s+[\"“‘']?[A-ZÀ-ÖØ-Þ]|\s+(?:and|&|e)\s+(?:Mrs?|Ms|Dra?|Sra?|Profa?)\b)"
_BEFORE_NUMBER = r"(?=\s?[0-9]|\s[IVXLC]+\b)"
_START = r"(?<![\w.&])"
_LAST_WORD = re.compile(r"(?:^|\s)([^\s]+) $")
_NO_NAMES = frozenset(
    ("at", "in", "on", "to", "from", "the", "of", "near", "by", "and", "a", "o", "de", "da", "do")
)
_WITHOUT_STOP = frozenset(("Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Dra", "Sr", "Sra"))
"""Titles that are written without a full stop too."""


def abbreviation_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for abbreviations; none where the language's are not known."""
    tables = tongue.data.get("abbreviations")
    if not tables:
        return ()
    titles = tables["name"]
    short = {name: titles[f"{name}."] for name in _WITHOUT_STOP if f"{name}." in titles}
    return (
        _before(tables["number"], _BEFORE_NUMBER),
        _after_name(tables["after"]),
        _before({**titles, **short}, _BEFORE_NAME),
        _anywhere(tables["any"]),
    )


def _before(table: Mapping[str, str], what: str) -> Rule:
    def say(match: re.Match[str]) -> str:
        return table[match.group()]

    return Rule("abbreviation", re.compile(f"{_START}(?:{_choice(table)}){what}"), say)


def _after_name(table: Mapping[str, str]) -> Rule:
    """``Main St.`` and ``Luther King, Jr.``."""

    def say(match: re.Match[str]) -> str | None:
        word = _LAST_WORD.search(match.string[max(0, match.start() - 32) : match.start()])
        if word is None or not word[1][0].isupper() or word[1].lower() in _NO_NAMES:
            return None
        return table[match.group()] + _stop(match)

    return Rule("abbreviation", re.compile(rf"(?<=[^\s.!?] )(?:{_choice(table)})(?!\w)"), say)


def _anywhere(table: Mapping[str, str]) -> Rule:
    def say(match: re.Match[str]) -> str:
        return table[match.group()] + _stop(match)

    return Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{_choice(table)})(?!\w)"), say)


def _choice(table: Mapping[str, str]) -> str:
    return "|".join(re.escape(written) for written in sorted(table, key=len, reverse=True))


def _stop(match: re.Match[str]) -> str:
    """Return the full stop of an abbreviation that ends a sentence: it is the sentence's too."""
    if not match.group().endswith("."):
        return ""
    rest = match.string[match.end() : match.end() + 8].lstrip("\"'”’)»")
    following = rest.lstrip()
    return "." if not following or (rest[0].isspace() and following[0].isupper()) else ""
