"""What normalising needs to know of a language: how numbers are written in it, and words for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

READ_SINGLY_FROM = 13
"""A number of that many digits is an identifier: it is read digit by digit."""

_PACKAGE_NAMES = {"nb": "no", "nn": "no", "kk": "kz", "iw": "he"}
"""num2words' names of languages where they are not the tag's."""

_DECIMAL_POINT = frozenset({"en", "he", "ja", "ko", "th", "te", "kn", "am", "ar", "fa"})


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language's way with numbers.

    Attributes:
        tag: BCP 47 tag.
        code: First part of the tag, in small letters.
        package: num2words' name of the language.
        data: The language's table in ``languages/CODE.toml``; empty where there is none.
    """

    tag: str
    code: str
    package: str
    data: Mapping[str, Any]

    @property
    def decimal(self) -> str:
        """The sign before a fraction."""
        return "." if self.code in _DECIMAL_POINT else ","

    def cardinal(self, digits: str) -> str:
        """Return an unsigned whole number in words; a zero before it, or a long number, is read singly."""
        if len(digits) >= READ_SINGLY_FROM or (len(digits) > 1 and int(digits[0]) == 0):
            return self.singly(digits)
        return _words(self.package, int(digits), "cardinal")

    def singly(self, digits: str) -> str:
        """Return digits in words, one after the other."""
        return " ".join(_words(self.package, int(digit), "cardinal") for digit in digits if digit.isdigit())

    def ordinal(self, digits: str) -> str:
        """Return an ordinal number in words."""
        return _words(self.package, int(digits), "ordinal")


@lru_cache(maxsize=256)
def tongue_of(language: str) -> Tongue | None:
    """Return a language's way with numbers; None where no words for them are known.

    Args:
        language: BCP 47 tag.
    """
    from num2words import CONVERTER_CLASSES

    parts = language.replace("_", "-").split("-")
    code = parts[0].lower()
    package = _PACKAGE_NAMES.get(code, code)
    if code == "pt" and parts[-1].upper() != "PT":
        package = "pt_BR"
    if package not in CONVERTER_CLASSES:
        return None
    return Tongue(language, code, package, _table(code))


@cache
def _table(code: str) -> Mapping[str, Any]:
    file = files("core.text.normalise").joinpath("languages", f"{code}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@lru_cache(maxsize=16384)
def _words(package: str, number: int, form: str) -> str:
    from num2words import num2words

    words: str = num2words(number, lang=package, to=form)
    return " ".join(words.replace(",", "").split())
