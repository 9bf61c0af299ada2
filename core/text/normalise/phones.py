"""Telephone numbers and other numbers that are read digit by digit: postcodes, tax numbers."""

from __future__ import annotations

import re

from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue

_END = r"(?![\w]|[.,-][0-9])"


def phone_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for telephone numbers; none where the language's are not known."""
    if tongue.code == "en":
        return (*_english(tongue), _international(tongue))
    return (*_portuguese(tongue), _international(tongue)) if tongue.code == "pt" and tongue.data else ()


def _groups(tongue: Tongue, text: str) -> str:
    """Return digits one by one, with a comma between groups; ``+`` is named."""
    words = [tongue.singly(group) for group in re.findall(r"[0-9]+", text)]
    plus = f"{tongue.data['plus']} " if text.startswith("+") else ""
    return plus + ", ".join(words)


def _english(tongue: Tongue) -> tuple[Rule, ...]:
    def say(match: re.Match[str]) -> str:
        return _groups(tongue, match.group())

    start = r"(?<![\w.,+(-])"
    area = r"(?:\+?1[-. ]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-. ])"
    return (
        Rule("phone", re.compile(rf"{start}{area}[0-9]{{3}}[-. ][0-9]{{4}}{_END}"), say),
        Rule("phone", re.compile(rf"{start}[2-9][0-9]{{2}}-[0-9]{{4}}{_END}"), say),
        Rule("phone", re.compile(rf"{start}[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}{_END}"), say),
        Rule("phone", re.compile(r"(?<=\bZIP )[0-9]{5}\b|(?<=\b[Zz][Ii][Pp] code )[0-9]{5}\b"), say),
        Rule("phone", re.compile(r"(?<=[Cc]all )911\b|(?<=[Dd]ial )911\b|(?<=[Cc]alled )911\b"), say),
    )


def _international(tongue: Tongue) -> Rule:
    def say(match: re.Match[str]) -> str | None:
        digits = sum(char.isdecimal() for char in match.group())
        return _groups(tongue, match.group()) if 8 <= digits <= 15 else None

    return Rule(
        "phone", re.compile(rf"(?<![\w+])\+[0-9]{{1,3}}(?:[ .-]?\(?[0-9]{{1,5}}\)?){{2,6}}+{_END}"), say
    )


def _portuguese(tongue: Tongue) -> tuple[Rule, ...]:
    def by_area(match: re.Match[str]) -> str:
        area = match[2].lstrip("0")
        country = f"{tongue.data['plus']} {tongue.cardinal('55')}, " if match[1] else ""
        return f"{country}{tongue.cardinal(area)}, {_groups(tongue, match[3])}"

    def say(match: re.Match[str]) -> str:
        return _groups(tongue, match.group())

    def unless_years(match: re.Match[str]) -> str | None:
        return (
            None
            if re.fullmatch(r"(?:1[5-9]|20)[0-9]{2}-(?:1[5-9]|20)[0-9]{2}", match.group())
            else say(match)
        )

    start = r"(?<![\w.,+(-])"
    local = r"(?:9[ .]?)?[0-9]{4}[-. ][0-9]{4}"
    return (
        Rule(
            "phone",
            re.compile(rf"{start}(\+?55 ?)?\(?(0?[1-9][0-9])\)[ -]?({local}){_END}"),
            by_area,
            ("-. ",),
        ),
        Rule("phone", re.compile(rf"{start}(\+55 ?)(0?[1-9][0-9])[ -]({local}){_END}"), by_area, ("-. ",)),
        Rule(
            "phone",
            re.compile(rf"{start}()([1-9][0-9])[ -](9[0-9]{{4}}[-. ][0-9]{{4}}){_END}"),
            by_area,
            ("-. ",),
        ),
        Rule("phone", re.compile(rf"{start}0[38]00[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}{_END}"), say),
        Rule(
            "phone",
            re.compile(rf"{start}[0-9]{{7}}-[0-9]{{2}}\.[0-9]{{4}}\.[0-9]\.[0-9]{{2}}\.[0-9]{{4}}{_END}"),
            say,
            ("-",),
        ),
        Rule("phone", re.compile(rf"{start}9?[0-9]{{4}}-[0-9]{{4}}{_END}"), unless_years),
        Rule("phone", re.compile(rf"{start}[0-9]{{2}}\.?[0-9]{{3}}-[0-9]{{3}}{_END}"), say),
        Rule("phone", re.compile(rf"{start}[0-9]{{2}}\.[0-9]{{3}}\.[0-9]{{3}}-[0-9](?!\w)"), say, ("-",)),
        Rule("phone", re.compile(r"(?<=[Ll]igue )1[0-9]{2}\b|(?<=[Dd]isque )1[0-9]{2}\b"), say, ("iI",)),
        Rule("phone", re.compile(rf"{start}[0-9]{{3}}\.[0-9]{{3}}\.[0-9]{{3}}-[0-9]{{2}}{_END}"), say),
        Rule(
            "phone",
            re.compile(rf"{start}[0-9]{{2}}\.[0-9]{{3}}\.[0-9]{{3}}/[0-9]{{4}}-[0-9]{{2}}{_END}"),
            say,
        ),
    )
