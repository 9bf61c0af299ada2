"""Roman numerals where they are surely numerals: in headings, after "Chapter", in the names of rulers."""

from __future__ import annotations

import re

from core.text.normalise.ordinals import portuguese_ordinal
from core.text.normalise.portuguese import is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_ROMAN = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w'’.-]\w|\w)"
_SMALL = r"(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})(?![\w'’.-]\w|\w)"
NUMERAL = re.compile(r"(?=[XVI]{2})X{0,3}(?:IX|IV|V?I{0,3})")
"""A numeral that is no single letter and no word."""

_GOES_ON = re.compile(
    r"\s+(?:am|was|have|had|want|think|know|love|like|need|do|did|would|will|could|can|saw|got|get|read|wrote|made|make|"
    r"use|said|say|must|should|might|may|shall|never|always|just|really|also|don|didn|wouldn|couldn|can|believe|hate|"
    r"found|find|mean|remember|went|go|see|thought|felt|feel|took|take|guess|hope|wish|enjoy|still|only|[a-z]+ed)\b"
)
_ENDS = re.compile(r"['’]s\b|\s+of\b|[,;:)]|\s*$|[.!?](?:\s|$)")
"""What follows a numeral I; elsewhere it is as likely the word."""

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FEMALE_RULERS = frozenset(("Elizabeth", "Isabel", "Maria", "Catarina", "Margarida", "Vitória", "Beatriz"))


def roman_value(numeral: str) -> int:
    """Return the value of a numeral in capital letters."""
    values = [_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def roman_rules(tongue: Tongue, *, heading: bool) -> tuple[Rule, ...]:
    """Return the rules for Roman numerals; in most languages for headings only."""
    rules: list[Rule] = []
    table = tongue.data.get("roman")
    if table:
        rules += [_rulers(tongue), _after_word(tongue), _after_name(tongue)]
        rules.append(_before_noun(tongue) if tongue.code == "pt" else _centuries(tongue))
    if heading:
        rules += _in_headings(tongue)
    return tuple(rules)


def _rulers(tongue: Tongue) -> Rule:
    """``Henry VIII``, ``Dom Pedro II``, ``King James I``."""
    table = tongue.data["roman"]
    names, rulers = "|".join(table["names"]), "|".join(table["rulers"])

    def say(match: re.Match[str]) -> str | None:
        title, name, numeral = match.groups()
        if (
            numeral == "I"
            and tongue.code == "en"
            and not title
            and not _ENDS.match(match.string, match.end())
        ):
            return None  # "if Charles I think"
        return f"{title or ''}{name} {_of_ruler(tongue, name.split()[-1], roman_value(numeral))}"

    pattern = rf"(?<!\w)((?:{rulers})\s+)?((?:(?:{names})\s+)?(?:{names}))\s+({_SMALL})"
    return Rule("roman", re.compile(pattern), say)


def _of_ruler(tongue: Tongue, name: str, number: int) -> str:
    if tongue.code == "pt":
        if number > 10:
            return tongue.cardinal(str(number))
        return portuguese_ordinal(tongue, number, female=name in _FEMALE_RULERS)
    return str(tongue.data["roman"]["title"]).format(ordinal=tongue.ordinal(str(number)).capitalize())


def _after_word(tongue: Tongue) -> Rule:
    """``Chapter IV``, ``World War II``, ``séculos XIX e XX``."""
    words = [re.escape(word) for word in tongue.data["roman"]["before"]]
    if tongue.code == "pt":
        words += [word.lower() for word in words]
    short: dict[str, str] = tongue.data["abbreviations"]["number"]
    words += [re.escape(word) for word in short]

    def say(match: re.Match[str]) -> str | None:
        word, numeral, joint, second = match.groups()
        if numeral in ("C", "D", "L", "M"):
            return None  # "Appendix C"
        if (
            numeral == "I"
            and tongue.code == "en"
            and word != "War"
            and _GOES_ON.match(match.string, match.end())
        ):
            return None  # "Part I like"
        said = f"{short.get(word, word)} {tongue.cardinal(str(roman_value(numeral)))}"
        return f"{said}{joint}{tongue.cardinal(str(roman_value(second)))}" if second else said

    more = rf"(?:(\s+(?:e|ao|a|and|to)\s+)({_SMALL}))?"
    return Rule("roman", re.compile(rf"(?<!\w)((?:{'|'.join(words)})s?)\s+({_ROMAN}){more}"), say)


def _after_name(tongue: Tongue) -> Rule:
    """``Rocky III``: two letters or more after a capitalised word; ``IV`` is as often a drip."""

    def say(match: re.Match[str]) -> str | None:
        if match[2] == "IV":
            return None
        return f"{match[1]} {tongue.cardinal(str(roman_value(match[2])))}"

    return Rule("roman", re.compile(rf"(?<![\w.])([A-ZÀ-Ý][a-zà-ÿ]++)\s+((?=[XVI]{{2}}){_SMALL})"), say)


def _before_noun(tongue: Tongue) -> Rule:
    """``II Guerra``, ``o III Encontro``, ``a VI edição``: an ordinal before a noun."""
    counted = "|".join(tongue.data["roman"]["counted"])
    is_counted = re.compile(counted, re.IGNORECASE)

    def say(match: re.Match[str]) -> str | None:
        if match[1] == "I" and not is_counted.fullmatch(match[2]):
            return None  # "I Will Survive"
        words = portuguese_ordinal(tongue, roman_value(match[1]), female=is_feminine(match[2]))
        return words.capitalize() if match[2][0].isupper() else words

    noun = rf"[A-ZÀ-Ý][a-zà-ÿ]{{3,}}|(?:{counted})\b"
    return Rule("roman", re.compile(rf"(?<![\w.])(?!X\b)({_SMALL})(?=\s+({noun}))"), say)


def _centuries(tongue: Tongue) -> Rule:
    """``the XX century``."""

    def say(match: re.Match[str]) -> str:
        return tongue.ordinal(str(roman_value(match[1])))

    return Rule("roman", re.compile(rf"(?<=\b[Tt]he )({_SMALL})(?=\s+[Cc]entur(?:y|ies)\b)"), say)


_HEADING_WORDS = (
    "Kapitel|Teil|Akt|Band|Buch|Capítulo|Parte|Acto|Libro|Capitolo|Atto|Chapitre|Partie|Acte|Tome|Livre|Hoofdstuk|"
    "Deel|Rozdział|Część|Kapitola|Část|Глава|Часть|Том|Bölüm|Fejezet|Capitolul|Partea|Luku|Osa|Capítol|Kapittel"
)


def _in_headings(tongue: Tongue) -> list[Rule]:
    """``IV``, ``IV. The Storm``, ``Kapitel I``, ``Rocky XII``."""

    def say(match: re.Match[str]) -> str:
        return tongue.cardinal(str(roman_value(match.group())))

    def after_word(match: re.Match[str]) -> str:
        return f"{match[1]} {tongue.cardinal(str(roman_value(match[2])))}"

    small = rf"(?=[XVIL]+\b){_ROMAN}"
    stop = "" if tongue.dotted else "."  # "XX. Jahrhundert" is an ordinal
    return [
        Rule("roman", re.compile(rf"(?<!\S)(?<!\S\s){small}(?=\s*$|[{stop}:)–—-](?:\s|$)|\s[–—-]\s)"), say),
        Rule(
            "roman",
            re.compile(rf"(?<!\w)((?:{_HEADING_WORDS}))\s+({small})(?=\s*$|[.:)–—-]|\s[–—-])"),
            after_word,
        ),
        Rule("roman", re.compile(rf"(?<=\w\s)(?=[XVI]{{2}}){_SMALL}(?=\s*(?:$|[.:–—]))"), say),
    ]
