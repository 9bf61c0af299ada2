"""What normalising needs to know of a language: how numbers are written in it, and words for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from core.text.normalise.chinese import chinese_number
from core.text.normalise.hindi import hindi_number, hindi_year
from core.text.normalise.portuguese import feminine

READ_SINGLY_FROM = 13
"""A number of that many digits is an identifier: it is read digit by digit."""

_THIN = "\u00a0\u202f\u2009"
"""Blanks that hold a number together: no-break, narrow no-break, thin."""


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language's way with numbers.

    Attributes:
        tag: BCP 47 tag.
        code: First part of the tag, in small letters.
        package: num2words' name of the language; empty for Chinese and Hindi, which have words of their own.
        numbers: The language's table in ``languages/numbers.toml``.
        data: Its words for all else, ``languages/CODE.toml``; empty where there are none.
    """

    tag: str
    code: str
    package: str
    numbers: Mapping[str, Any]
    data: Mapping[str, Any]

    @property
    def decimal(self) -> str:
        """The sign before a fraction."""
        return str(self.numbers.get("decimal", ","))

    @property
    def point(self) -> str:
        """The word for it."""
        return str(self.numbers["point"])

    @property
    def dotted(self) -> bool:
        """Ordinals are written with a full stop."""
        return bool(self.numbers.get("dotted"))

    @cached_property
    def amount(self) -> str:
        """A pattern of an unsigned number with its groups and fraction; it has no groups of its own."""
        group = re.escape(self._groups)
        fraction = re.escape(self.decimal) + "[0-9]++"
        grouped = f"[0-9]{{1,3}}(?:[{group}][0-9]{{3}})++"
        if self.code == "hi":  # 1,25,000
            grouped = f"(?:{grouped}|[0-9]{{1,2}}(?:,[0-9]{{2}}(?![0-9]))++,[0-9]{{3}})"
        return rf"(?:{grouped}(?![0-9])|[0-9]++)(?:{fraction})?"

    @property
    def _groups(self) -> str:
        return str(self.numbers.get("groups", "." if self.decimal == "," else ",")) + _THIN

    def amount_words(self, written: str, *, female: bool = False) -> str:
        """Return a number as ``amount`` finds it in words.

        Args:
            written: With its groups and fraction.
            female: What is counted is feminine; only Portuguese tells.
        """
        whole, _, fraction = written.partition(self.decimal)
        digits = "".join(char for char in whole if char not in self._groups)
        words = self.cardinal(digits, female=female) if digits else ""
        apart = "" if self.code in ("zh", "ja", "ko") else " "
        return f"{words}{apart}{self.point}{apart}{self.fraction(fraction)}".lstrip() if fraction else words

    def fraction(self, digits: str) -> str:
        """Return what is said after the point: in Portuguese a number, elsewhere digit by digit."""
        if self.code == "pt" and len(digits) <= 3 and digits.strip("0"):
            zeros = len(digits) - len(digits.lstrip("0"))
            return " ".join([*["zero"] * zeros, self.cardinal(digits.lstrip("0"))])
        return self.singly(digits)

    def cardinal(self, digits: str, *, female: bool = False) -> str:
        """Return an unsigned whole number in words; a zero before it, or a long number, is read singly."""
        if len(digits) >= READ_SINGLY_FROM or (len(digits) > 1 and digits[0] == "0"):
            return self.singly(digits)
        words = self._words(int(digits), "cardinal")
        return feminine(words) if female and self.code == "pt" else words

    def singly(self, digits: str) -> str:
        """Return digits in words, one after the other."""
        apart = "" if self.code in ("zh", "ja") else " "
        return apart.join(self._words(int(digit), "cardinal") for digit in digits if digit.isdecimal())

    def ordinal(self, digits: str) -> str:
        """Return an ordinal number from 1 on in words; in English and Portuguese only."""
        return self._words(int(digits), "ordinal")

    def year_by_hundreds(self, digits: str) -> str:
        """Return a number from 1100 to 1999 in hundreds, as German and its neighbours say it."""
        return self._words(int(digits), "year")

    def year(self, digits: str) -> str:
        """Return a year of four digits in words."""
        return self._words(int(digits), "year" if self.code == "en" else "cardinal")

    def _words(self, number: int, form: str) -> str:
        if self.package:
            return _words(self.package, number, form)
        if self.code == "zh":
            return chinese_number(str(number))
        return hindi_year(number) if form == "year" else hindi_number(number)


@lru_cache(maxsize=256)
def tongue_of(language: str) -> Tongue | None:
    """Return a language's way with numbers; None where no words for them are known.

    Args:
        language: BCP 47 tag.
    """
    parts = language.replace("_", "-").split("-")
    code = parts[0].lower()
    numbers = _table("numbers").get(code)
    if numbers is None:
        return None
    package = str(numbers.get("package", code))
    if code in ("hi", "zh"):
        package = ""
    elif code == "pt" and (len(parts) == 1 or parts[-1].upper() != "PT"):
        package = "pt_BR"
    return Tongue(language, code, package, numbers, _table(code))


@cache
def _table(name: str) -> Mapping[str, Any]:
    file = files("core.text.normalise").joinpath("languages", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@lru_cache(maxsize=16384)
def _words(package: str, number: int, form: str) -> str:
    from num2words import num2words

    words: str = num2words(number, lang=package, to=form)
    return " ".join(words.replace(",", "").split())
