"""Numbers of all kinds that are nothing more: ranges, products, decades, years, and plain ones."""

from __future__ import annotations

import re

from core.text.normalise.elsewhere import elsewhere_rules, grouped_by_blanks
from core.text.normalise.portuguese import counted_is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue
from core.text.normalise.versions import dotted_rule, version_rules

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(RAISED, "0123456789")

_START = r"(?<![\w.,:/'’-])"
"""What is before a number that stands by itself."""

_END = r"(?![\w%]|[.,:/'’-]\w)"
"""What is after it."""


def number_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for what is left of numbers when all other subjects have spoken."""
    if not tongue.data:
        return elsewhere_rules(tongue)
    english = (_decades, _short_year, _screen_lines, _named, _years) if tongue.code == "en" else ()
    return (
        grouped_by_blanks(tongue),
        *version_rules(tongue),
        _ranges(tongue),
        *_products(tongue),
        *_pairs(tongue),
        *(rule(tongue) for rule in english),
        _signed(tongue),
        dotted_rule(tongue),
        _plain(tongue),
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
        joint = tongue.data["score"] if _is_score(tongue, match) else by
        return f" {joint} ".join(_in_words(tongue, number, female=False) for number in numbers)

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


_GAME = re.compile(
    r"\b(?:venc|ganh|decid|aprov|perd|empat|golea|derrot|bat|placar|vitória|jogo|final|eliminou)\w*\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"(?:^|\s)[A-ZÀ-Ý][\w-]+\s$")


def _is_score(tongue: Tongue, match: re.Match[str]) -> bool:
    """Say whether ``2x1`` is a game's, as it is written in Brazil, and no measure."""
    if tongue.code != "pt" or not re.fullmatch(r"[0-9]{1,2} ?x ?[0-9]{1,2}", match.group()):
        return False
    head = match.string[max(0, match.start() - 40) : match.start()]
    is_between = _BETWEEN_NAMES.search(head) and re.match(r"\s[A-ZÀ-Ý]", match.string[match.end() :][:2])
    return bool(is_between or _GAME.search(head))


def _pairs(tongue: Tongue) -> tuple[Rule, ...]:
    """``16:9``, ``50/50``, ``12/40``, ``3²``."""
    slash, ratio, powers = tongue.data["slash"], tongue.data["ratio"], tongue.data["powers"]

    def pair(match: re.Match[str]) -> str:
        first, second = match[1], match[3]
        words = [tongue.amount_words(first), tongue.amount_words(second)]
        if match[2] == "/" and first == second and len(first) > 1:
            return f" {tongue.data['out_of']} ".join(words) if first == "10" else " ".join(words)
        return f" {slash if match[2] == '/' else ratio} ".join(words)

    def power(match: re.Match[str]) -> str:
        said = powers.get(match[2])
        if said is None:
            said = f"{tongue.data['signs']['^']} {tongue.cardinal(match[2].translate(_LOWERED))}"
        return f"{tongue.amount_words(match[1])} {said}"

    two = rf"(?<![\w.,:/-])({tongue.amount})([:/])([0-9]{{1,4}})(?![\w:/]|[.,-][0-9])"
    letter = tongue.data["powers"]

    def letter_power(match: re.Match[str]) -> str:
        return f"{match[1]} {letter[match[2]]}"

    return (
        Rule("number", re.compile(two), pair, (":/",)),
        Rule("number", re.compile(rf"(?<![\w.,])({tongue.amount})([{RAISED}]+)(?!\w)"), power, (RAISED,)),
        Rule("number", re.compile(r"(?<![^\W\d])(?!m)([a-z])([²³])(?!\w)"), letter_power, ("²³",)),
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


def _short_year(tongue: Tongue) -> Rule:
    """``the class of '98``."""

    def say(match: re.Match[str]) -> str:
        return _two_digits(tongue, match[1])

    return Rule("number", re.compile(r"(?<!\w)['’‘]([0-9]{2})(?![\w'’]|[.,-][0-9])"), say, ("'’‘",))


def _two_digits(tongue: Tongue, digits: str) -> str:
    return f"oh {tongue.cardinal(digits[1])}" if digits[0] == "0" else tongue.cardinal(digits)


def _screen_lines(tongue: Tongue) -> Rule:
    """``1080p`` is ten eighty p."""

    def say(match: re.Match[str]) -> str:
        return " ".join(_two_digits(tongue, half) for half in match.groups() if half)

    return Rule("number", re.compile(r"(?<![\w.,])(7|10|14|21)([24680]{2})(?=[pi]\b)"), say, ("pi",))


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


def _plain(tongue: Tongue) -> Rule:
    """What is left; also the digits in ``MP3`` and ``COVID-19``."""

    def say(match: re.Match[str]) -> str:
        return tongue.amount_words(match.group(), female=_counts_feminine(tongue, match))

    return Rule("number", re.compile(rf"{tongue.amount}|(?<![\w.,])\.[0-9]++(?!\w)"), say)


def _in_words(tongue: Tongue, number: str, *, female: bool) -> str:
    if tongue.code == "en" and re.fullmatch(r"1[1-9][0-9]{2}|20[1-9][0-9]", number):
        return tongue.year(number)
    return tongue.amount_words(number, female=female)


def _value(tongue: Tongue, number: str) -> float:
    whole, _, fraction = number.partition(tongue.decimal)
    return float("".join(char for char in whole if char.isdecimal()) + "." + (fraction or "0"))


def _counts_feminine(tongue: Tongue, match: re.Match[str]) -> bool:
    return tongue.code == "pt" and counted_is_feminine(match.string, match.end())
