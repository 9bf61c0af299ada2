"""Ordinals: ``3rd``, ``2ª``, ``1º``; and ``No. 5``."""

from __future__ import annotations

import re

from core.text.normalise.portuguese import is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_RANKED = (
    "lugar", "andar", "dia", "turno", "capítulo", "ano", "grau", "bimestre", "trimestre", "semestre", "tempo",
    "round", "colocado", "mês", "século", "distrito", "batalhão", "ofício", "prêmio", "episódio", "artigo",
    "de", "da", "do",
)  # fmt: skip
"""After these a degree sign stands for the sign of an ordinal, which many keyboards lack."""


def ordinal_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for ordinals; none where the language's are not known."""
    if tongue.code == "en":
        return (_english(tongue), _number_sign(tongue))
    return (*_portuguese(tongue), _number_sign(tongue)) if tongue.code == "pt" and tongue.data else ()


def portuguese_ordinal(tongue: Tongue, number: int, *, female: bool, plural: bool = False) -> str:
    """Return an ordinal as it is said: vigésima primeira."""
    words = tongue.ordinal(str(number)).split()
    ends = ("a" if female else "o") + ("s" if plural else "")
    return " ".join(word[:-1] + ends if word.endswith("o") else word for word in words)


def _english(tongue: Tongue) -> Rule:
    def say(match: re.Match[str]) -> str | None:
        digits = match[1].replace(",", "")
        return tongue.ordinal(digits) if int(digits) and len(digits) < 13 else None

    pattern = r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)"
    return Rule("ordinal", re.compile(pattern), say)


def _number_sign(tongue: Tongue) -> Rule:
    """``No. 5``, ``#5``, ``nº 9.610/98``."""
    sign = r"\bNo\.\s?|\bNº\s?|#" if tongue.code == "en" else r"\b[nN][º°]\s?|\b[nN]\.º\s?|\bNo\.\s|\bn\.\s|#"

    def say(match: re.Match[str]) -> str:
        words = f"{tongue.data['number']} {tongue.amount_words(match[1])}"
        return f"{words} {tongue.data['slash']} {tongue.cardinal(match[2])}" if match[2] else words

    number = rf"({tongue.amount})(?:/([0-9]{{2,4}}))?(?!\w)"
    return Rule("ordinal", re.compile(rf"(?<![\w#&/])(?:{sign}){number}"), say)


def _portuguese(tongue: Tongue) -> tuple[Rule, ...]:
    def say(match: re.Match[str]) -> str | None:
        number = int(match[1].replace(".", ""))
        if not 0 < number < 10_000:
            return None
        if match[2] == "°" and not _is_rank(match):
            return None
        female = match[2] in "ªa"
        return portuguese_ordinal(tongue, number, female=female, plural=bool(match[3]))

    def by_letter(match: re.Match[str]) -> str | None:
        female = match[2] == "a"
        if not int(match[1]) or female is not is_feminine(match[3]):
            return None
        return portuguese_ordinal(tongue, int(match[1]), female=female)

    start = r"(?<![\w,.])"
    return (
        Rule(
            "ordinal",
            re.compile(rf"{start}([0-9]{{1,3}}(?:\.[0-9]{{3}})++|[0-9]{{1,4}})\.?([ºª°])(s?)(?!\w)"),
            say,
        ),
        Rule("ordinal", re.compile(rf"{start}([0-9]{{1,3}})([oa])\.?(?=\s+([^\W\d_]{{2,}}))"), by_letter),
    )


def _is_rank(match: re.Match[str]) -> bool:
    after = re.match(r"\s+([^\W\d_]+)", match.string[match.end() : match.end() + 24])
    return after is not None and after[1].lower().removesuffix("s") in _RANKED
