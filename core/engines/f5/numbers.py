"""Digits as words: in the two languages of F5's own weights, and in Portuguese."""

from __future__ import annotations

import re

from core.engines.f5.portuguese import with_portuguese_numbers
from core.text.normalise.chinese import chinese_number

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_MONEY = re.compile(r"([$€£¥])\s?(\d+)(?:\.(\d{2}))?(?![\d.]*\d)")
_ORDINAL = re.compile(r"(?<!\w)(\d{1,9})(?:st|nd|rd|th)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNITS = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", "sen")}
_PLURALS = {"penny": "pence", "yen": "yen", "sen": "sen"}
_READ_SINGLY_FROM = 13
"""A number of that many digits is an identifier: it is read digit by digit."""


def with_spoken_numbers(text: str, language: str) -> str:
    """Return a text with its numbers in words; in English, Chinese and Portuguese only."""
    tongue = language.partition("-")[0].lower()
    if tongue == "pt":
        return with_portuguese_numbers(text)
    if tongue == "zh":
        return _NUMBER.sub(lambda match: chinese_number(match.group()), _GROUPED.sub(_ungrouped, text))
    if tongue not in ("", "en"):
        return text
    text = _GROUPED.sub(_ungrouped, text)
    text = _MONEY.sub(_money, text)
    text = _ORDINAL.sub(lambda match: _apart(match, _words(match.group(1), ordinal=True)), text)
    text = _NUMBER.sub(lambda match: _apart(match, english_number(match.group())), text)
    return re.sub(r"(?<=\w)\s?%", " percent", text)


def english_number(number: str) -> str:
    """Return an unsigned number in words: ``3.14`` is "three point one four"."""
    whole, _, fraction = number.partition(".")
    words = _words(whole)
    return f"{words} point {' '.join(_words(digit) for digit in fraction)}" if fraction else words


def _ungrouped(match: re.Match[str]) -> str:
    return match.group().replace(",", "")


def _money(match: re.Match[str]) -> str:
    unit, part = _UNITS[match.group(1)]
    said = [_amount(match.group(2), unit)]
    if match.group(3) and int(match.group(3)):
        said.append(_amount(str(int(match.group(3))), part))
    return _apart(match, " ".join(said))


def _amount(number: str, unit: str) -> str:
    return f"{_words(number)} {unit if int(number) == 1 else _PLURALS.get(unit, unit + 's')}"


def _apart(match: re.Match[str], words: str) -> str:
    """Set words off from letters that touch the number (``B2B``)."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return (" " if before.isalnum() else "") + words + (" " if after.isalnum() else "")


def _words(digits: str, *, ordinal: bool = False) -> str:
    from num2words import num2words

    if len(digits) >= _READ_SINGLY_FROM or (len(digits) > 1 and digits.startswith("0")):
        return " ".join(str(num2words(int(digit))) for digit in digits)
    words: str = num2words(int(digits), to="ordinal" if ordinal else "cardinal", lang="en")
    return words.replace(",", "")
