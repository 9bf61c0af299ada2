"""Abbreviations, each only where it stands for the word: ``Dr.`` before a name, ``p.`` before a number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_BEFORE_NAME = r"(?=\s+[\"“‘']?[A-ZÀ-ÖØ-Þ]|\s+(?:and|&|e)\s+(?:[oa]\s+)?(?:Mrs?|Ms|Dra?|Sra?|Profa?)\b)"
_BEFORE_NUMBER = r"(?=:?\s?\(?[0-9]|\s[IVXLC]+\b)"
_START = r"(?<![\w.&])"
_LAST_WORD = re.compile(r"(?:^|\s)([^\s]+) $")
_NO_NAMES = frozenset(
    ("at", "in", "on", "to", "from", "the", "of", "near", "by", "and", "a", "o", "de", "da", "do")
)
_NAME = re.compile(r"\s+([^\W\d_]+)")
_WOMEN = frozenset(
    (
        "Isabel",
        "Inês",
        "Beatriz",
        "Leonor",
        "Raquel",
        "Ester",
        "Carmen",
        "Lourdes",
        "Dulce",
        "Alice",
        "Irene",
        "Ivone",
    )
)
_GO_ON = frozenset(
    ("vs.", "e.g.", "i.e.", "approx.", "aprox.", "p. ex.", "p.ex.", "a.k.a.", "esp.", "V. Exa.")
)
"""They end no sentence."""

_QUARTER = re.compile(r"[NS][EW]\b")
"""The part of a city that follows a street: "Pennsylvania Ave. NW"."""

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
        *((_streets(),) if tongue.code == "pt" else ()),
        _before({**titles, **short}, _BEFORE_NAME),
        _after_article(tongue),
        _anywhere(tables["any"]),
    )


def _before(table: Mapping[str, str], what: str) -> Rule:
    def say(match: re.Match[str]) -> str:
        if match.group() == "D." and _is_woman(match):
            return "Dona"
        return table[match.group()]

    return Rule("abbreviation", re.compile(f"{_START}(?:{_choice(table)}){what}"), say)


def _is_woman(match: re.Match[str]) -> bool:
    """Say whether a woman's name follows: "D. Maria" is Dona, "D. Pedro" Dom."""
    name = _NAME.match(match.string, match.end())
    return name is not None and (name[1].endswith("a") or name[1] in _WOMEN)


def _after_article(tongue: Tongue) -> Rule:
    """``the Dr. is in``, ``o Sr. sabe``: a title without a name, behind an article or the like."""
    table, titles = tongue.data["abbreviations"]["alone"], tongue.data["abbreviations"]["name"]
    articles = re.compile(rf"\b(?:{'|'.join(table['after'])}) $", re.IGNORECASE)

    def say(match: re.Match[str]) -> str | None:
        if not articles.search(match.string[max(0, match.start() - 12) : match.start()]):
            return None
        return str(titles[match.group()]) + _stop(match)

    choice = "|".join(re.escape(title) for title in table["titles"])
    follows = r"(?=\s+[^\W\d_A-ZÀ-Þ]|[,;:!?)\"”»…]|\s*$)"
    return Rule("abbreviation", re.compile(rf"(?<=\w )(?:{choice}){follows}"), say, (".",))


def _streets() -> Rule:
    """``R. Augusta, 123``; without a number it may be a name's initial."""
    word = r"(?:[A-ZÀ-Ý][\wà-ÿ.]*|d[aeo]s?|e)"
    number = r",?\s+(?:n[º°.o]{1,2}\s?)?[0-9]+\b(?!\s+anos)"
    return Rule(
        "abbreviation", re.compile(rf"{_START}R\.(?=\s{word}(?:\s{word}){{0,6}}{number})"), lambda _: "Rua"
    )


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
        return table[match.group()] + ("" if match.group() in _GO_ON else _stop(match))

    return Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{_choice(table)})(?!\w)"), say)


def _choice(table: Mapping[str, str]) -> str:
    return "|".join(re.escape(written) for written in sorted(table, key=len, reverse=True))


def _stop(match: re.Match[str]) -> str:
    """Return the full stop of an abbreviation that ends a sentence: it is the sentence's too."""
    if not match.group().endswith("."):
        return ""
    rest = match.string[match.end() : match.end() + 8].lstrip("\"'”’)»")
    following = rest.lstrip()
    if _QUARTER.match(following):
        return ""
    return "." if not following or (rest[0].isspace() and following[0].isupper()) else ""
