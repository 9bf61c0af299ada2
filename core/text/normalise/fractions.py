"""Fractions: ``3/4``, ``½``, ``1 1/2``, also of a unit: ``½ kg``, ``2½ km``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.text.normalise.portuguese import counted_is_feminine, is_feminine
from core.text.normalise.scan import Rule
from core.text.normalise.tongue import Tongue
from core.text.normalise.units import STOP

_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
GLYPHS = "".join(_VULGAR)
"""Fractions that are one character."""

_MIXED = (2, 3, 4, 5, 8, 16)
"""What a fraction behind a whole number is of: ``1 1/2``, ``2 3/4``."""


def fraction_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Return the rules for fractions; none where the language has no words for them."""
    if "fractions" not in tongue.data:
        return ()
    units = _units(tongue)
    choice = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    unit = rf"(?:[ \u00a0\u202f]?(?P<unit>{choice})(?![\w²³]){STOP})?"
    most = 16 if tongue.code == "en" else 10

    def by_glyph(match: re.Match[str]) -> str:
        return _said(tongue, units, match, *_VULGAR[match["glyph"]])

    def by_slash(match: re.Match[str]) -> str | None:
        part, whole = int(match["part"]), int(match["of"])
        if (part, whole) == (24, 7):
            return " ".join((tongue.cardinal("24"), tongue.data["by_seven"], tongue.cardinal("7"))).replace(
                "  ", " "
            )
        if (part, whole) == (9, 11) and tongue.code == "en":
            return "nine eleven"
        if not 0 < part < whole <= most or (match["whole"] and whole not in _MIXED):
            return None
        return _said(tongue, units, match, part, whole)

    return (
        Rule(
            "number",
            re.compile(rf"(?<![\w.,/])(?P<whole>[0-9]{{0,3}}) ?(?P<glyph>[{GLYPHS}]){unit}(?!\w)"),
            by_glyph,
            (GLYPHS,),
        ),
        Rule(
            "number",
            re.compile(
                r"(?<![\w.,/-])(?:(?P<whole>[0-9]{1,2}) )?(?P<part>[0-9]{1,2})/(?P<of>[0-9]{1,2})"
                rf"(?![0-9/]|[.,-][0-9]){unit}(?!\w)"
            ),
            by_slash,
            ("/",),
        ),
    )


def _units(tongue: Tongue) -> Mapping[str, list[str]]:
    return {**tongue.data["units"], **tongue.data["units_apart"], "h": tongue.data["hour"]}


def _said(tongue: Tongue, units: Mapping[str, list[str]], match: re.Match[str], part: int, whole: int) -> str:
    """Return a fraction in words, with the whole number before it and the unit after it."""
    one, many = units[match["unit"]] if match["unit"] else ("", "")
    female = (is_feminine(one) if one else counted_is_feminine(match.string, match.end())) and (
        tongue.code == "pt"
    )
    words = _fraction(tongue, part, whole, female=female)
    half = (part, whole) == (1, 2)
    if not match["whole"]:
        return _of_unit(tongue, words, one, half=half) if one else words
    number = tongue.cardinal(match["whole"], female=female)
    if tongue.code == "pt":
        counted = f" {one if match['whole'] == '1' else many}" if one else ""
        return f"{number}{counted} {tongue.data['and']} {words}"
    words = words.replace("one ", "a ", 1) if words.startswith("one ") else words
    return f"{number} {tongue.data['and']} {words} {many}".rstrip()


def _of_unit(tongue: Tongue, words: str, unit: str, *, half: bool) -> str:
    """``half a kilogram``, ``three quarters of a mile``, ``meio quilo``, ``três quartos de quilo``."""
    if tongue.code == "pt":
        return f"{words} {unit}" if half else f"{words} de {unit}"
    article = "an" if unit[0] in "aeio" or unit == "hour" else "a"
    return f"half {article} {unit}" if half else f"{words} of {article} {unit}"


def _fraction(tongue: Tongue, part: int, whole: int, *, female: bool) -> str:
    """Return a fraction under one in words: one half, three quarters; meia before a feminine noun."""
    names = tongue.data["fractions"]
    if (part, whole) == (1, 2):
        return str(names["half_feminine"] if female else names["half"])
    one, many = names["parts"].get(str(whole)) or (
        tongue.ordinal(str(whole)),
        tongue.ordinal(str(whole)) + "s",
    )
    return f"{tongue.cardinal(str(part))} {one if part == 1 else many}"
