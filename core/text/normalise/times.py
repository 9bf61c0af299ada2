"""Times of day: ``10:30 am``, ``14h30``, ``5pm``."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_HALF = r"(?:\s?([apAP])(?:[mM](?!\w)|\.\s?[mM]\b(?:\.(?!\s+[A-Z]|\s*$))?))"
"""am or p.m.; the last full stop of p.m. stays where it ends the sentence too."""


def time_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for times of day; none where the language has no words for them."""
    if tongue.code == "en":
        return _english(tongue)
    return _portuguese(tongue) if tongue.code == "pt" and tongue.data else ()


def _english(tongue: Tongue) -> tuple[Rule, ...]:
    def clock(match: re.Match[str]) -> str | None:
        hour, minute, second, half = int(match[1]), match[2], match[3], match[4]
        if hour > 24 or int(minute) > 59 or int(second or 0) > 59:
            return None
        words = [tongue.cardinal(str(hour))]
        if minute != "00":
            words.append(_two_digits(tongue, minute))
        elif not half:
            words.append("o'clock" if 1 <= hour <= 12 and not second else "hundred")
        if second:
            words.append(_two_digits(tongue, second))
        return " ".join([*words, f"{half.upper()}M"] if half else words)

    def hour(match: re.Match[str]) -> str | None:
        return f"{tongue.cardinal(match[1])} {match[2].upper()}M" if 1 <= int(match[1]) <= 12 else None

    return (
        Rule(
            "time",
            re.compile(
                rf"(?<![\w.,:])([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?(?![\w:]|[.,][0-9]){_HALF}?"
            ),
            clock,
        ),
        Rule("time", re.compile(rf"(?<![\w.,:])([0-2]?[0-9]):([0-5][0-9])(){_HALF}"), clock, (":",)),
        Rule("time", re.compile(rf"(?<![\w.,:])(1?[0-9]){_HALF}"), hour, ("mM",)),
    )


def _two_digits(tongue: Tongue, digits: str) -> str:
    if digits == "00":
        return "hundred"
    return f"oh {tongue.cardinal(digits[1])}" if digits[0] == "0" else tongue.cardinal(digits)


def _portuguese(tongue: Tongue) -> tuple[Rule, ...]:
    def clock(match: re.Match[str]) -> str | None:
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if hour > 24 or minute > 59:
            return None
        words = f"{tongue.cardinal(str(hour), female=True)} {'hora' if hour in (0, 1) else 'horas'}"
        parts = [words, *(tongue.cardinal(str(part)) for part in (minute,) if part)]
        words = " e ".join(parts)
        if match.group().rstrip().endswith("min") or (minute and second):
            words += " minuto" if minute == 1 else " minutos"
        return (
            f"{words} e {tongue.cardinal(str(second))} {'segundo' if second == 1 else 'segundos'}"
            if second
            else words
        )

    start, end = r"(?<![\w,.:])", r"(?!\w|[.,:][0-9])"
    return (
        Rule(
            "time",
            re.compile(rf"{start}([0-2]?[0-9]) ?[hH]\s?([0-5][0-9])(?: ?min)?(?:\s?([0-5]?[0-9]) ?s)?{end}"),
            clock,
        ),
        Rule(
            "time",
            re.compile(rf"{start}([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?(?: ?[hH]s?)?{end}"),
            clock,
        ),
        Rule("time", re.compile(rf"{start}([0-9]{{1,2}}) ?(?:h|hs|hrs)()()\b\.?(?<![.])(?!\w)"), clock),
    )
