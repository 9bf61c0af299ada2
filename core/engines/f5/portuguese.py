"""Digits as Portuguese words, for weights of F5 that speak Portuguese: it drops digits."""

from __future__ import annotations

import re

_AMOUNT = r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?"
_MONEY = re.compile(rf"(R|US)\$\s?{_AMOUNT}(?![\d,.]*\d)", re.ASCII)
_HOUR = re.compile(r"(?<![\w,.])([01]?\d|2[0-3])h([0-5]\d)?(?!\w)", re.ASCII)
_ORDINAL = re.compile(r"(?<![\w,.])(\d{1,4})\.?([ºª°])(?!\w)", re.ASCII)
_PERCENT = re.compile(r"(?<=\d)\s?%")
_NUMBER = re.compile(_AMOUNT, re.ASCII)
_COINS = {"R": ("real", "reais"), "US": ("dólar", "dólares")}
_READ_SINGLY_FROM = 13
"""A number of that many digits is an identifier: it is read digit by digit."""


def with_portuguese_numbers(text: str) -> str:
    """Return a text with its numbers, amounts, hours and ordinals in Portuguese words."""
    for pattern, said in ((_MONEY, _money), (_HOUR, _hour), (_ORDINAL, _ordinal)):
        text = pattern.sub(said, text)
    return _NUMBER.sub(_number, _PERCENT.sub(" por cento", text))


def _money(match: re.Match[str]) -> str:
    one, many = _COINS[match[1]]
    whole = match[2].replace(".", "")
    cents = match[3] or ""
    if len(cents) not in (0, 2) or len(whole) >= _READ_SINGLY_FROM:
        return f"{_cardinal(whole, cents)} {many}"
    of = "de " if len(whole) > 6 and whole.endswith("000000") else ""
    words = f"{_cardinal(whole)} {of}{one if int(whole) == 1 else many}"
    if not int(cents or 0):
        return words
    coins = f"{_cardinal(str(int(cents)))} {'centavo' if int(cents) == 1 else 'centavos'}"
    return f"{words} e {coins}" if int(whole) else coins


def _hour(match: re.Match[str]) -> str:
    hour, minutes = int(match[1]), int(match[2] or 0)
    words = f"{_feminine(_cardinal(str(hour)))} {'hora' if hour in (0, 1) else 'horas'}"
    return f"{words} e {_cardinal(str(minutes))}" if minutes else words


def _ordinal(match: re.Match[str]) -> str:
    from num2words import num2words

    if not int(match[1]):
        return match[0]
    if match[2] == "°":  # the sign of a degree
        return f"{_cardinal(match[1])} {'grau' if int(match[1]) == 1 else 'graus'}"
    words = str(num2words(int(match[1]), lang="pt_BR", to="ordinal"))
    return " ".join(f"{word[:-1]}a" for word in words.split()) if match[2] == "ª" else words


def _number(match: re.Match[str]) -> str:
    words = _cardinal(match[1].replace(".", ""), match[2] or "")
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return (" " if before.isalnum() else "") + words + (" " if after.isalnum() else "")


def _cardinal(whole: str, fraction: str = "") -> str:
    """Return a number in words: 3 and 14 are "três vírgula catorze", a zero before is read."""
    from num2words import num2words

    def word(digits: str) -> str:
        if len(digits) >= _READ_SINGLY_FROM or (len(digits) > 1 and digits.startswith("0")):
            return " ".join(str(num2words(int(digit), lang="pt_BR")) for digit in digits)
        return str(num2words(int(digits), lang="pt_BR")).replace(",", "")

    return f"{word(whole)} vírgula {word(fraction)}" if fraction else word(whole)


def _feminine(words: str) -> str:
    """Return a number of hours as it is said: duas, vinte e uma."""
    return re.sub(r"\bdois$", "duas", re.sub(r"\bum$", "uma", words))
