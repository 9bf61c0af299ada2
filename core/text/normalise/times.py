"""Times of day: ``10:30 am``, ``14h30``, ``5pm``."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_NEW_SENTENCE = r"\s+(?!(?:[ECMP][SD]?T|GMT|UTC|BST|CET|[SMTWF][a-z]{2,5}day)\b)[A-Z]|\s*$"
_HALF = rf"(?:\s?([apAP])(?:[mM](?!\w)|\.\s?[mM]\b(?:\.(?!{_NEW_SENTENCE}))?))"
"""am or p.m.; the last full stop of p.m. stays where it ends the sentence too."""


_BEFORE_DASH = re.compile(r"[0-9](?::[0-5][0-9]|[hH](?:[0-5][0-9])?|\s?[apAP]\.?\s?[mM]\.?)\s?$")
_HALF_IN_PORTUGUESE = r"(?:\s?([apAP])\.?[mM]\b(?:\.(?!\s+[A-Z]|\s*$))?)?"


def time_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for times of day; none where the language has no words for them."""
    if tongue.code == "en":
        return (*_english(tongue), _until(tongue))
    return (*_portuguese(tongue), _until(tongue)) if tongue.code == "pt" and tongue.data else ()


def _until(tongue: Tongue) -> Rule:
    """``9am-5pm``, ``10:30–11:00``, ``das 8h-12h``: the dash between two times."""

    def say(match: re.Match[str]) -> str | None:
        head = match.string[max(0, match.start() - 16) : match.start()]
        if not _BEFORE_DASH.search(head):
            return None
        if tongue.code != "pt" or not re.search(r"\bdas? [0-9:hH]+\s?$", head):
            return f" {tongue.data['range']} "
        return " à " if re.match(r"0?1\D", match.string[match.end() :]) else " às "

    time = r"[0-2]?[0-9](?::[0-5][0-9]|[hH]|\s?[apAP]\.?\s?[mM]\b)"
    return Rule("time", re.compile(rf"\s?[-–]\s?(?={time})"), say, ("-–",))


def _english(tongue: Tongue) -> tuple[Rule, ...]:
    def clock(match: re.Match[str]) -> str | None:
        hour, minute, second, half = int(match[1]), match[2], match[3], match[4]
        if hour > 24 or int(minute) > 59 or int(second or 0) > 59:
            return None
        words = [tongue.cardinal(str(hour))]
        if minute != "00":
            words.append(_two_digits(tongue, minute))
        elif not half:
            words.append("o'clock" if 1 <= hour <= 12 else "hundred")
        if second and second != "00":
            if words[-1] == "o'clock":
                words.pop()
            words += ["and", tongue.cardinal(str(int(second))), "seconds" if second != "01" else "second"]
        return " ".join([*words, f"{half.upper()}M"] if half else words)

    def hour(match: re.Match[str]) -> str | None:
        first, last = match[1], match[2]
        if not (1 <= int(first or 1) <= 12 and 1 <= int(last) <= 12):
            return None
        since = f"{tongue.cardinal(first)} {tongue.data['range']} " if first else ""
        return f"{since}{tongue.cardinal(last)} {match[3].upper()}M"

    return (
        Rule(
            "time",
            re.compile(
                rf"(?<![\w.,:])([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?(?![\w:]|[.,][0-9]){_HALF}?"
            ),
            clock,
        ),
        Rule("time", re.compile(rf"(?<![\w.,:])([0-2]?[0-9]):([0-5][0-9])(){_HALF}"), clock, (":",)),
        Rule("time", re.compile(rf"(?<![\w.,:])(?:(1?[0-9]) ?[-–] ?)?(1?[0-9]){_HALF}"), hour, ("mM",)),
    )


def _two_digits(tongue: Tongue, digits: str) -> str:
    return f"oh {tongue.cardinal(digits[1])}" if digits[0] == "0" else tongue.cardinal(digits)


def _portuguese(tongue: Tongue) -> tuple[Rule, ...]:
    def clock(match: re.Match[str]) -> str | None:
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if hour > 24 or minute > 59:
            return None
        words = f"{tongue.cardinal(str(hour), female=True)} {'hora' if hour in (0, 1) else 'horas'}"
        if minute:
            words += f" e {tongue.cardinal(str(minute))}"
        if match.group().rstrip().endswith("min") or (minute and second):
            words += " minuto" if minute == 1 else " minutos"
        if second:
            words += f" e {tongue.cardinal(str(second))} {'segundo' if second == 1 else 'segundos'}"
        return words + _half_of_day(hour, match[4] or "")

    start, end = r"(?<![\w,.:/])", r"(?!\w|[.,:][0-9])"
    return (
        Rule(
            "time",
            re.compile(
                rf"{start}([0-2]?[0-9]) ?[hH]\s?([0-5][0-9])(?: ?min)?(?:\s?([0-5]?[0-9]) ?s)?(){end}"
            ),
            clock,
        ),
        Rule(
            "time",
            re.compile(
                rf"{start}([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?(?: ?[hH]s?)?{_HALF_IN_PORTUGUESE}{end}"
            ),
            clock,
        ),
        Rule("time", re.compile(rf"{start}([0-9]{{1,2}}) ?(?:h|hs|hrs)()()()(?!\w)"), clock),
        Rule(
            "time", re.compile(rf"{start}(1?[0-9])()(){_HALF_IN_PORTUGUESE}(?<=[mM.]){end}"), clock, ("mM",)
        ),
    )


def _half_of_day(hour: int, half: str) -> str:
    """Return what ``am`` or ``pm`` is in Portuguese; nothing where there is neither."""
    if not half or hour > 12:
        return ""
    if half in "aA":
        return " da manhã"
    return " da noite" if 7 <= hour < 12 else " da tarde"
