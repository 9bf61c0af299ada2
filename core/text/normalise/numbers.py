"""Numbers of all kinds that are nothing more: ranges, fractions, versions, decades, years, and plain ones."""

from __future__ import annotations

import re

from core.text.normalise.portuguese import counted_is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
GLYPHS = "".join(_VULGAR)
"""Fractions that are one character."""

_START = r"(?<![\w.,:/'’-])"
"""What is before a number that stands by itself."""

_END = r"(?![\w%]|[.,:/'’-]\w)"
"""What is after it."""


def number_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for what is left of numbers when all other subjects have spoken."""
    if not tongue.data:
        return (_signed(tongue), _plain_elsewhere(tongue))
    english = (_decades(tongue), _named(tongue), _years(tongue)) if tongue.code == "en" else ()
    return (
        *_fractions(tongue),
        _versions(tongue),
        _ranges(tongue),
        *_products(tongue),
        *_pairs(tongue),
        *english,
        _signed(tongue),
        _dotted(tongue),
        _plain(tongue),
    )


def _fractions(tongue: Tongue) -> tuple[Rule, ...]:
    """``3/4``, ``½`` and ``1½``."""

    def by_glyph(match: re.Match[str]) -> str | None:
        words = fraction_words(tongue, *_VULGAR[match[2]], match)
        if not match[1]:
            return words
        whole = tongue.cardinal(match[1], female=_counts_feminine(tongue, match))
        return f"{whole} {tongue.data['and']} {words if tongue.code == 'pt' else _with_article(words)}"

    most = 16 if tongue.code == "en" else 10

    def by_slash(match: re.Match[str]) -> str | None:
        part, whole = int(match[1]), int(match[2])
        if (part, whole) == (24, 7):
            return f"{tongue.cardinal('24')} {tongue.data['by_seven']} {tongue.cardinal('7')}".replace(
                "  ", " "
            )
        if (part, whole) == (9, 11) and tongue.code == "en":
            return "nine eleven"
        return fraction_words(tongue, part, whole, match) if 0 < part < whole <= most else None

    return (
        Rule("number", re.compile(rf"(?<![\w.,/])([0-9]{{0,3}}) ?([{GLYPHS}])(?!\w)"), by_glyph, (GLYPHS,)),
        Rule(
            "number",
            re.compile(r"(?<![\w.,/-])([0-9]{1,2})/([0-9]{1,2})(?![\w/]|[.,-][0-9])"),
            by_slash,
            ("/",),
        ),
    )


def fraction_words(tongue: Tongue, part: int, whole: int, match: re.Match[str]) -> str:
    """Return a fraction under one in words: one half, three quarters; meia before a feminine noun."""
    names = tongue.data["fractions"]
    female = _counts_feminine(tongue, match)
    if (part, whole) == (1, 2):
        return str(names["half_feminine"] if female else names["half"])
    one, many = names["parts"].get(str(whole)) or (
        tongue.ordinal(str(whole)),
        tongue.ordinal(str(whole)) + "s",
    )
    return f"{tongue.cardinal(str(part))} {one if part == 1 else many}"


def _with_article(words: str) -> str:
    return words.replace("one ", "a ", 1) if words.startswith("one ") else words


def _versions(tongue: Tongue) -> Rule:
    def say(match: re.Match[str]) -> str:
        point = f" {tongue.data['dot_in_version']} "
        return f"{tongue.data['version']} {point.join(tongue.cardinal(part) for part in match[1].split('.'))}"

    return Rule(
        "number", re.compile(r"(?<![\w.])[vV]\.?([0-9]{1,4}(?:\.[0-9]{1,4})*)(?![\w]|\.[0-9])"), say, ("vV",)
    )


def _ranges(tongue: Tongue) -> Rule:
    """``3–4``, ``10-15``, ``2019-2021``; with a hyphen only where it goes up."""

    def say(match: re.Match[str]) -> str | None:
        first, sign, second = match.groups()
        century = len(first) == 4 and len(second) == 2 and first[2:] < second
        if sign == "-" and not century and not _value(tongue, first) < _value(tongue, second):
            return None
        female = _counts_feminine(tongue, match)
        words = [_in_words(tongue, number, female=female) for number in (first, second)]
        return f" {tongue.data['range']} ".join(words)

    amount = tongue.amount
    return Rule(
        "number", re.compile(rf"{_START}({amount})([-–]| – )({amount})(?![\w%]|[.,:/'’–-]\w)"), say, ("-–",)
    )


def _products(tongue: Tongue) -> tuple[Rule, ...]:
    """``4x4``, ``1920 × 1080``, ``10x``."""
    amount, by, times = tongue.amount, tongue.data["by"], tongue.data["times"]

    def product(match: re.Match[str]) -> str:
        numbers = re.split(r" ?[x×] ?", match.group())
        return f" {by} ".join(_in_words(tongue, number, female=False) for number in numbers)

    def factor(match: re.Match[str]) -> str:
        return f"{tongue.amount_words(match[1], female=tongue.code == 'pt')} {times}"

    return (
        Rule(
            "number",
            re.compile(rf"(?<![\w.,]){amount}(?: ?[x×] ?{amount}){{1,3}}+(?![\w]|[.,][0-9])"),
            product,
        ),
        Rule("number", re.compile(rf"(?<![\w.,])({amount})[x×](?!\w)"), factor, ("x×",)),
    )


def _pairs(tongue: Tongue) -> tuple[Rule, ...]:
    """``16:9``, ``50/50``, ``12/40``, ``3²``."""
    slash, ratio, powers = tongue.data["slash"], tongue.data["ratio"], tongue.data["powers"]

    def pair(match: re.Match[str]) -> str:
        first, second = match[1], match[3]
        words = [tongue.amount_words(first), tongue.amount_words(second)]
        if match[2] == "/" and first == second and len(first) > 1:
            return " ".join(words)
        return f" {slash if match[2] == '/' else ratio} ".join(words)

    def power(match: re.Match[str]) -> str:
        return f"{tongue.amount_words(match[1])} {powers[match[2]]}"

    two = rf"(?<![\w.,:/-])({tongue.amount})([:/])([0-9]{{1,4}})(?![\w:/]|[.,-][0-9])"
    return (
        Rule("number", re.compile(two), pair, (":/",)),
        Rule("number", re.compile(rf"(?<![\w.,])({tongue.amount})([²³])(?!\w)"), power, ("²³",)),
    )


def _decades(tongue: Tongue) -> Rule:
    """``1990s``, ``'90s``, ``80s``."""

    def say(match: re.Match[str]) -> str:
        century, tens = match[1] or "", match[2]
        if match[3]:
            return {"100": "hundred", "1000": "thousand", "1,000": "thousand"}[match[3]] + "s"
        if century and tens == "00":
            return (
                tongue.year(century + "00") + "s"
                if int(century) % 10
                else tongue.cardinal(century + "00") + "s"
            )
        decade = tongue.cardinal(tens)
        return f"{tongue.cardinal(century)} {_plural(decade)}" if century else _plural(decade)

    return Rule(
        "number",
        re.compile(r"(?<![\w.,])(?:['’]?(1[0-9]|20)?([0-9]0)['’]?|(100|1,?000))s(?!\w)"),
        say,
        ("s",),
    )


def _years(tongue: Tongue) -> Rule:
    """Four digits as a year: the way that English says any such number."""

    def say(match: re.Match[str]) -> str:
        return tongue.year(match.group())

    return Rule(
        "number",
        re.compile(
            r"(?<![\w.,$€£#])(?:1[1-9][0-9]{2}|20[1-9][0-9]|(?<=[Ii]n )10[1-9][0-9])(?![\w%]|[.,][0-9])"
        ),
        say,
    )


def _named(tongue: Tongue) -> Rule:
    """``MP3s``, ``B-52s``: things that are called by a number."""

    def say(match: re.Match[str]) -> str:
        return _plural(tongue.cardinal(match[1]))

    return Rule("number", re.compile(r"(?<=[A-Za-z-])([0-9]{1,4})s(?!\w)"), say, ("s",))


def _plural(words: str) -> str:
    if words.endswith("y"):
        return words.removesuffix("y") + "ies"
    return words + ("es" if words.endswith("x") else "s")


def _signed(tongue: Tongue) -> Rule:
    """``-5`` and ``+5`` after a blank or a bracket."""
    minus, plus = tongue.data.get("minus", ""), tongue.data.get("plus", "")

    def say(match: re.Match[str]) -> str | None:
        word = plus if match[1] == "+" else minus
        return f"{word} {tongue.amount_words(match[2])}" if word else None

    return Rule("number", re.compile(rf"(?<![^\s(\[])([-−+])({tongue.amount}){_END}"), say, ("-−+",))


def _dotted(tongue: Tongue) -> Rule:
    """``2.0.1``, and ``2.0`` where the comma is the decimal sign: points that group nothing."""

    def say(match: re.Match[str]) -> str:
        point = f" {tongue.data['dot_in_version']} "
        return point.join(tongue.cardinal(part) for part in match.group().split("."))

    least = "{2,}" if tongue.decimal == "." else "+"
    groups = r"(?![0-9]{1,3}(?:\.[0-9]{3})+(?![0-9.]))" if tongue.decimal == "," else ""
    return Rule(
        "number", re.compile(rf"(?<![\w.,]){groups}[0-9]++(?:\.[0-9]++){least}(?![\w]|,[0-9])"), say, (".",)
    )


def _plain(tongue: Tongue) -> Rule:
    """What is left; also the digits in ``MP3`` and ``COVID-19``."""

    def say(match: re.Match[str]) -> str:
        return tongue.amount_words(match.group(), female=_counts_feminine(tongue, match))

    return Rule("number", re.compile(rf"{tongue.amount}|(?<![\w.,])\.[0-9]++(?!\w)"), say)


def _plain_elsewhere(tongue: Tongue) -> Rule:
    """Numbers that touch no letters: what follows one may be an ordinal's ending ("1er", "5-й", "3. Mai")."""
    ending = r"(?![\w%°ºª]|[-.,:/'’][\wºª]" + (r"|\.\s+\w" if tongue.dotted else "") + ")"
    start = r"(?<![\w.,:/#'’-])" if tongue.code not in ("zh", "ja", "ko") else "(?<![0-9a-zA-Z.,:/#-])"
    if tongue.code in ("zh", "ja", "ko"):
        ending = r"(?![0-9a-zA-Z%]|[-.,:/][0-9])"

    def say(match: re.Match[str]) -> str:
        return tongue.amount_words(match.group())

    return Rule("number", re.compile(rf"{start}{tongue.amount}{ending}"), say)


def _in_words(tongue: Tongue, number: str, *, female: bool) -> str:
    if tongue.code == "en" and re.fullmatch(r"1[1-9][0-9]{2}|20[1-9][0-9]", number):
        return tongue.year(number)
    return tongue.amount_words(number, female=female)


def _value(tongue: Tongue, number: str) -> float:
    whole, _, fraction = number.partition(tongue.decimal)
    return float("".join(char for char in whole if char.isdecimal()) + "." + (fraction or "0"))


def _counts_feminine(tongue: Tongue, match: re.Match[str]) -> bool:
    return tongue.code == "pt" and counted_is_feminine(match.string, match.end())
