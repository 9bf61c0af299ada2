"""Dates: ``March 12, 2026``, ``12/03/2026``, ``2026-03-12``, ``1 de maio``."""

from __future__ import annotations

import re
from calendar import monthrange

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_START = r"(?<![\w.,/-])"
_END = r"(?![\w/]|[-.,][0-9])"
_BEFORE_DAY = {
    "en": re.compile(r"\b(?:on|by|until|since|before|after|from)\s$", re.IGNORECASE),
    "pt": re.compile(r"\b(?:dia|em|até|desde|de|a|no|entre|e)\s$", re.IGNORECASE),
}


def date_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for dates; none where the language has no words for them."""
    if "dates" not in tongue.data:
        return ()
    numbers = {name.lower(): index + 1 for index, name in enumerate(tongue.data["dates"]["months"])}
    numbers |= {name.lower(): number for name, number in tongue.data["dates"]["short"].items()}
    named = _english(tongue, numbers) if tongue.code == "en" else _portuguese(tongue, numbers)
    return (*named, _iso(tongue), _by_numbers(tongue), _month_and_year(tongue), _day_and_month(tongue))


def _day_first(tongue: Tongue) -> bool:
    place = tongue.tag.replace("_", "-").split("-")[-1].upper()
    return tongue.code != "en" or place in tongue.data["dates"]["day_first"]


def _iso(tongue: Tongue) -> Rule:
    """``2026-03-12``."""

    def say(match: re.Match[str]) -> str | None:
        return _date(tongue, int(match[3]), int(match[2]), match[1])

    pattern = rf"{_START}([12][0-9]{{3}})-([01][0-9])-([0-3][0-9])(?![\w-])"
    return Rule("date", re.compile(pattern), say, ("-",))


def _by_numbers(tongue: Tongue) -> Rule:
    """``12/03/2026``, ``12.3.26``."""
    day_first = _day_first(tongue)

    def say(match: re.Match[str]) -> str | None:
        first, second, year = int(match[1]), int(match[3]), match[4]
        day, month = (first, second) if day_first or (first > 12 and second <= 12) else (second, first)
        if day_first and month > 12 >= day:
            day, month = month, day
        return _date(tongue, day, month, year)

    pattern = rf"{_START}([0-3]?[0-9])º?([/.-])([0-3]?[0-9])\2([12][0-9]{{3}}|[0-9]{{2}}){_END}"
    return Rule("date", re.compile(pattern), say)


def _month_and_year(tongue: Tongue) -> Rule:
    """``03/2026``."""
    of = " de " if tongue.code == "pt" else " "

    def say(match: re.Match[str]) -> str:
        return f"{tongue.data['dates']['months'][int(match[1]) - 1]}{of}{tongue.year(match[2])}"

    return Rule("date", re.compile(rf"{_START}(0[1-9]|1[0-2])/((?:19|20)[0-9]{{2}}){_END}"), say, ("/",))


def _day_and_month(tongue: Tongue) -> Rule:
    """``dia 25/12``, ``on 12/25``: without a year only where it can hardly be a fraction."""
    day_first = _day_first(tongue)

    def say(match: re.Match[str]) -> str | None:
        head = match.string[max(0, match.start() - 12) : match.start()]
        sure = match[1][0] == "0" or match[2][0] == "0" or int(match[1]) > 12 or int(match[2]) > 12
        named = re.search(r"\bdia\s$", head) is not None
        padded = tongue.code == "pt" and (match[2][0] == "0" or int(match[1]) > 12 >= int(match[2]))
        padded = padded and match.group() != "24/7"
        if not (named or padded or (sure and _BEFORE_DAY[tongue.code].search(head))):
            return None
        day, month = (int(match[1]), int(match[2])) if day_first else (int(match[2]), int(match[1]))
        return _date(tongue, day, month, "")

    return Rule("date", re.compile(rf"{_START}([0-3]?[0-9])/([0-3]?[0-9]){_END}"), say, ("/",))


def _date(tongue: Tongue, day: int, month: int, year: str) -> str | None:
    """Return a date in words; None where there is no such day."""
    if len(year) == 2:
        year = ("20" if int(year) < 60 else "19") + year
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(int(year or 2024), month)[1]:
        return None
    name = tongue.data["dates"]["months"][month - 1]
    if tongue.code == "pt":
        words = f"{_day(tongue, day)} de {name}"
        return f"{words} de {tongue.year(year)}" if year else words
    words = f"{name} {_day(tongue, day)}"
    return f"{words}, {tongue.year(year)}" if year else words


def _day(tongue: Tongue, day: int) -> str:
    """Return the day of a month: an ordinal in English, in Portuguese for the first one only."""
    if tongue.code == "pt" and day > 1:
        return tongue.cardinal(str(day))
    return tongue.ordinal(str(day))


def _english(tongue: Tongue, numbers: dict[str, int]) -> tuple[Rule, ...]:
    """``March 12, 2026``, ``Mar. 12``, ``12 March``, ``the 12th of March``."""
    months = tongue.data["dates"]["months"]
    names = "|".join([*months, *(rf"{name}\b\.?" for name in tongue.data["dates"]["short"])])
    suffix = "(?:st|nd|rd|th)?"

    def full(name: str) -> str:
        return str(months[numbers[name.rstrip(".").lower()] - 1])

    def month_first(match: re.Match[str]) -> str | None:
        days = [int(day) for day in match.group(2, 3) if day]
        if not all(1 <= day <= 31 for day in days):
            return None
        said = f" {tongue.data['range']} ".join(_day(tongue, day) for day in days)
        return f"{full(match[1])} {said}" + _year(tongue, match[4], match[5])

    def day_first(match: re.Match[str]) -> str | None:
        if not 1 <= int(match[1]) <= 31:
            return None
        head = match.string[max(0, match.start() - 4) : match.start()].lower()
        the = "" if head.endswith("the ") else "the "
        return f"{the}{_day(tongue, int(match[1]))} of {full(match[2])}" + _year(tongue, match[3], match[4])

    def month_only(match: re.Match[str]) -> str:
        return full(match[1])

    year = r"(?:(,?\s+)([12][0-9]{3})(?![\w]|[.,][0-9]))?"
    return (
        Rule(
            "date",
            re.compile(
                rf"(?<!\w)({names})\s+([0-3]?[0-9]){suffix}(?:[-–]([0-3]?[0-9]){suffix})?(?![\w]|[.,:][0-9]){year}"
            ),
            month_first,
        ),
        _weekdays(tongue),
        Rule(
            "date", re.compile(rf"{_START}([0-3]?[0-9]){suffix}\s+(?:of\s+)?({names})(?!\w){year}"), day_first
        ),
        Rule(
            "date",
            re.compile(
                rf"(?<!\w)({'|'.join(tongue.data['dates']['short'])})\b\.?(?=\s+(?:19|20)[0-9]{{2}}(?![\w]))"
            ),
            month_only,
        ),
    )


def _weekdays(tongue: Tongue) -> Rule:
    """``Tues., Jan. 5``: before a comma or a date; else it may be a word."""
    names = tongue.data["dates"]["weekdays"]

    def say(match: re.Match[str]) -> str:
        return str(names[match[1]])

    choice = "|".join(sorted(names, key=len, reverse=True))
    return Rule(
        "date", re.compile(rf"(?<!\w)({choice})\.(?=,\s|\s+(?:[A-Z][a-z]{{2,8}}\.?\s+)?[0-9])"), say, (".",)
    )


def _year(tongue: Tongue, between: str | None, year: str | None) -> str:
    return f"{between}{tongue.year(year)}" if year else ""


def _portuguese(tongue: Tongue, numbers: dict[str, int]) -> tuple[Rule, ...]:
    """``1 de maio``, ``05 de abril``, ``12 mar. 2026``, ``mar/2026``."""
    months = tongue.data["dates"]["months"]
    short = "|".join(tongue.data["dates"]["short"])

    def day(match: re.Match[str]) -> str | None:
        return _day(tongue, int(match[1])) if 1 <= int(match[1]) <= 31 else None

    def abbreviated(match: re.Match[str]) -> str | None:
        bare = " " in match[0] and not match[3]  # "12 set": perhaps no month
        if bare or not 1 <= int(match[1]) <= 31:
            return None
        words = f"{_day(tongue, int(match[1]))} de {months[numbers[match[2].lower()] - 1]}"
        return f"{words} de {tongue.year(match[3])}" if match[3] else words

    def month_and_year(match: re.Match[str]) -> str:
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        return f"{months[numbers[match[1].lower()] - 1]} de {tongue.year(year)}"

    year = r"(?:[ /-](?:de )?([12][0-9]{3}))?"
    return (
        Rule("date", re.compile(rf"{_START}([0-3]?[0-9])(?=\s+de\s+(?i:{'|'.join(months)})(?!\w))"), day),
        Rule(
            "date",
            re.compile(rf"{_START}([0-3]?[0-9])[ /-](?:de )?(?i:({short}))\.?{year}(?!\w)"),
            abbreviated,
        ),
        Rule(
            "date",
            re.compile(rf"(?<!\w)(?i:({short}))\.?/((?:19|20)?[0-9]{{2}})(?!\w)"),
            month_and_year,
            ("/",),
        ),
    )
