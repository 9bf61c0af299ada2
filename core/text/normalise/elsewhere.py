"""Plain numbers, percents, ranges and negative numbers in the languages that have no words for more."""

from __future__ import annotations

import re

from core.text.normalise.agreement import agreeing
from core.text.normalise.portuguese import counted_is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_EASTERN = ("zh", "ja", "ko")
_CALLS_YEARS_BY_HUNDREDS = ("de", "nl", "da", "nb", "no", "hi")
_AFTER_PERCENT = r"(?![\w%])"


def elsewhere_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for a language that has only its line in ``languages/numbers.toml``."""
    years = (_chinese_years(tongue),) if tongue.code == "zh" else ()
    rules = (*_percents(tongue), *_ranges(tongue), *_negatives(tongue), _plain(tongue))
    return (*years, grouped_by_blanks(tongue), *rules)


def grouped_by_blanks(tongue: Tongue) -> Rule:
    """``1 000 000``: groups of three digits with plain blanks, where they can be nothing else."""

    def say(match: re.Match[str]) -> str:
        female = tongue.code == "pt" and counted_is_feminine(match.string, match.end())
        number = match.group().replace(" ", "")
        return tongue.cardinal(number, female=female)

    return Rule(
        "number",
        re.compile(
            r"(?<![0-9] )(?<![\w.,+/()-])[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}(?<= 000)(?![\w]|[ .,/-][0-9])"
        ),
        say,
    )


def _start(tongue: Tongue) -> str:
    return "(?<![0-9a-zA-Z.,:/#-])" if tongue.code in _EASTERN else r"(?<![\w.,:/#'’-])"


def _end(tongue: Tongue) -> str:
    """Return what may not follow: letters may be an ordinal's ending ("1er", "5-й", "3. Mai")."""
    if tongue.code in _EASTERN:
        return r"(?![0-9a-zA-Z%]|[-.,:/][0-9])"
    return r"(?![\w%°ºª]|[-.,:/'’][\wºª]" + (r"|\.\s+\w" if tongue.dotted else "") + ")"


def _percents(tongue: Tongue) -> tuple[Rule, ...]:
    """``20 %``; in Turkish and Chinese the word comes first."""
    word = tongue.numbers.get("percent")
    if word is None:
        return ()

    def say(match: re.Match[str]) -> str:
        number = tongue.amount_words(match[1])
        if tongue.code == "zh":
            return f"{word}{number}"
        return f"{word} {number}" if tongue.code == "tr" else f"{number} {word}"

    sign = rf"%({tongue.amount}){_end(tongue)}" if tongue.code == "tr" else ""
    pattern = sign or rf"{_start(tongue)}({tongue.amount})[ \u00a0\u202f]?%{_AFTER_PERCENT}"
    if tongue.code in _EASTERN:
        pattern = rf"{_start(tongue)}({tongue.amount})%"
    return (Rule("unit", re.compile(pattern), say, ("%",)),)


def _ranges(tongue: Tongue) -> tuple[Rule, ...]:
    """``10-15``, where it goes up."""
    word = tongue.numbers.get("range")
    if word is None:
        return ()

    def say(match: re.Match[str]) -> str | None:
        first, second = int(match[1]), int(match[2])
        return f"{_number(tongue, match[1])} {word} {_number(tongue, match[2])}" if first < second else None

    pattern = rf"{_start(tongue)}([1-9][0-9]{{0,3}})[-–]([1-9][0-9]{{0,3}})(?![–-]){_end(tongue)}"
    return (Rule("number", re.compile(pattern), say, ("-–",)),)


def _negatives(tongue: Tongue) -> tuple[Rule, ...]:
    word = tongue.numbers.get("minus")
    if word is None:
        return ()

    def say(match: re.Match[str]) -> str:
        return f"{word} {tongue.amount_words(match[1])}"

    pattern = rf"(?<![^\s(\[])[-−]({tongue.amount}){_end(tongue)}"
    return (Rule("number", re.compile(pattern), say, ("-−",)),)


def _plain(tongue: Tongue) -> Rule:
    def say(match: re.Match[str]) -> str:
        return agreeing(tongue.code, _number(tongue, match.group()), match.string, match.end())

    return Rule("number", re.compile(f"{_start(tongue)}{tongue.amount}{_end(tongue)}"), say)


def _number(tongue: Tongue, written: str) -> str:
    if tongue.code in _CALLS_YEARS_BY_HUNDREDS and re.fullmatch("1[1-9][0-9]{2}", written):
        return tongue.year_by_hundreds(written)
    return tongue.amount_words(written)


def _chinese_years(tongue: Tongue) -> Rule:
    """``2026年`` is read digit by digit."""

    def say(match: re.Match[str]) -> str:
        return tongue.singly(match.group())

    return Rule("date", re.compile(r"(?<![0-9.,])[12][0-9]{3}(?=年)"), say)
