"""Measures: percent, units, degrees, feet and inches."""

from __future__ import annotations

import re

from core.text.normalise.portuguese import is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_SCREENS = r"(?=[ -](?:monitor|screen|TV|display|wheel|tall|long|wide|x|×))"
STOP = r"(?:(?<=[a-z])\.(?=\s+[a-z]|[,;]))?"
"""The full stop of a unit, where it ends no sentence."""

_START = r"(?<![\w.,:/])"
_ARTICLE = re.compile(r"\b[Aa]n? $")
_MEASURED = re.compile(r"[ -]([a-z]{3,})\b")
_NOT_MEASURED = frozenset(
    (
        "and",
        "away",
        "from",
        "long",
        "wide",
        "tall",
        "deep",
        "high",
        "was",
        "were",
        "are",
        "has",
        "had",
        "per",
        "later",
    )
)


def unit_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for measures; none where the language has no words for them."""
    if "units" not in tongue.data:
        return ()
    feet = _feet(tongue) if tongue.code == "en" else _portuguese(tongue)
    return (
        *feet,
        _percent(tongue),
        _units(tongue, "units", r"[ \u00a0\u202f-]?"),
        _units(tongue, "units_apart", r"(?:[ \u00a0\u202f]|(?<=[.,][0-9])|(?<=[.,][0-9]{2}))"),
        _per(tongue),
    )


def _percent(tongue: Tongue) -> Rule:
    words = {"%": tongue.data["percent"]["word"], "‰": tongue.data["percent"]["permille"]}

    def say(match: re.Match[str]) -> str:
        return f"{_sign(tongue, match)}{_numbers(tongue, match, female=False)} {words[match['unit']]}"

    return Rule("unit", _pattern(tongue, "[%‰]", r"[ \u00a0\u202f]?", with_percent=True), say, ("%‰",))


def _units(tongue: Tongue, table: str, blank: str) -> Rule:
    names = tongue.data[table]
    choice = "|".join(re.escape(unit) for unit in sorted(names, key=len, reverse=True))

    def say(match: re.Match[str]) -> str:
        one, many = names[match["unit"]]
        if _stands_before_noun(tongue, match):
            many = one
        last = match["second"] or match["first"]
        female = tongue.code == "pt" and is_feminine(many.split()[0].split("-")[0])
        number = _numbers(tongue, match, female=female)
        return f"{_sign(tongue, match)}{number} {one if _is_one(tongue, last) else many}"

    return Rule("unit", _pattern(tongue, choice, blank), say)


def _pattern(tongue: Tongue, unit: str, blank: str, *, with_percent: bool = False) -> re.Pattern[str]:
    amount = tongue.amount
    percent = "%? ?" if with_percent else ""
    second = rf"(?:{percent}(?P<joint>[-–]| – | a | to | ?[x×] ?)(?P<second>{amount}))?"
    minus = r"(?P<minus>(?<![^\s(])[-−+])?"
    return re.compile(rf"{_START}{minus}(?P<first>{amount}){second}{blank}(?P<unit>{unit})(?![\w²³]){STOP}")


def _numbers(tongue: Tongue, match: re.Match[str], *, female: bool) -> str:
    words = [
        tongue.amount_words(number, female=female) for number in (match["first"], match["second"]) if number
    ]
    joint = "by" if match["joint"] and match["joint"].strip() in ("x", "×") else "range"
    return f" {tongue.data[joint]} ".join(words)


def _stands_before_noun(tongue: Tongue, match: re.Match[str]) -> bool:
    """Say whether a noun is measured, as in "a 10 kg bag"; English has the singular there."""
    head = match.string[max(0, match.start() - 3) : match.start()]
    if tongue.code != "en" or match["unit"] == "m" or not _ARTICLE.search(head):
        return False
    after = _MEASURED.match(match.string, match.end())
    return after is not None and after[1] not in _NOT_MEASURED


def _sign(tongue: Tongue, match: re.Match[str]) -> str:
    if not match["minus"]:
        return ""
    return f"{tongue.data['plus' if match['minus'] == '+' else 'minus']} "


def _is_one(tongue: Tongue, number: str) -> bool:
    """Say whether a number takes the singular: 1 in English, all below 2 in Portuguese."""
    if tongue.code == "pt":
        return number.partition(",")[0] in ("1", "0") and number != "0"
    return number == "1"


def _feet(tongue: Tongue) -> tuple[Rule, ...]:
    """``5'10"`` is five foot ten; ``27"`` a number of inches where a screen or the like comes."""

    def height(match: re.Match[str]) -> str:
        return f"{tongue.cardinal(match[1])} foot {tongue.cardinal(match[2])}"

    def inches(match: re.Match[str]) -> str:
        return f"{tongue.amount_words(match[1])} inch"

    return (
        Rule(
            "unit",
            re.compile(rf"{_START}([1-9])['’′] ?([0-9]|1[01])(?:[\"”″]|''|’’|(?!\w))"),
            height,
            ("'’′",),
        ),
        Rule("unit", re.compile(rf"{_START}({tongue.amount})[\"”]{_SCREENS}"), inches, ('"”',)),
    )


def _portuguese(tongue: Tongue) -> tuple[Rule, ...]:
    """``TV de 55"``, ``km 21``, ``1m75``, ``de 8/8h``, ``10 mi``: what Brazilians write."""
    screens = re.compile(r"\b(?:TVs?|telas?|monitor|televisão|pizzas?) de $")

    def inches(match: re.Match[str]) -> str | None:
        if not screens.search(match.string[max(0, match.start() - 16) : match.start()]):
            return None
        return f"{tongue.amount_words(match[1], female=True)} polegadas"

    def height(match: re.Match[str]) -> str:
        unit = "metro" if match[1] == "1" else "metros"
        return f"{tongue.cardinal(match[1])} {unit} e {tongue.cardinal(match[2].lstrip('0') or '0')}"

    def every(match: re.Match[str]) -> str:
        hours = tongue.cardinal(match[1], female=True)
        return f"{hours} em {hours} horas"

    def large(match: re.Match[str]) -> str:
        few = match[1].partition(",")[0] in ("0", "1")
        return f"{tongue.amount_words(match[1])} {match[2]}lh{'ão' if few else 'ões'}"

    return (
        Rule("number", re.compile(r"(?<![\w.,])1 mil\b(?! rea[li])"), lambda _: "mil"),
        Rule("unit", re.compile(rf"{_START}([12])m([0-9]{{2}})(?!\w)"), height),
        Rule("time", re.compile(rf"{_START}([0-9]{{1,2}})/\1 ?(?:h|hs|horas)(?!\w)"), every),
        Rule("number", re.compile(rf"{_START}({tongue.amount}) (mi|bi|tri)(?!\w)"), large),
        Rule("unit", re.compile(rf"(?<=de )({tongue.amount})[\"”″]"), inches, ('"”″',)),
        Rule("unit", re.compile(r"(?<![0-9]\s)(?<![\w.,])[kK]m(?=\s[0-9])"), lambda _: "quilômetro"),
    )


def _per(tongue: Tongue) -> Rule:
    """``R$ 5/kg``: the slash before a unit, after a number."""
    names = (
        {**tongue.data["units"], "h": tongue.data["hour"], "d": tongue.data["day"]}
        if "hour" in tongue.data
        else tongue.data["units"]
    )
    choice = "|".join(re.escape(unit) for unit in sorted(names, key=len, reverse=True) if "/" not in unit)

    per = tongue.data["per"]
    choice = "|".join([*per["words"], choice])

    def say(match: re.Match[str]) -> str:
        return f" {per['word']} {names[match[1]][0] if match[1] in names else match[1]}"

    return Rule("unit", re.compile(rf"(?<=[0-9hgml])/({choice})(?![\w²³])"), say, ("/",))
