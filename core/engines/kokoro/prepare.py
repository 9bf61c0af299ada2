"""Bring text into what espeak-ng spells right, and say which letters have no sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SCRIPTS = ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE", "SUPERSCRIPT", "SUBSCRIPT", "VULGAR")
_SIGNS = "°©®™§"
_SAMPLE_CHARS = 12

_PUNCTUATION = {"、": ", ", "。": ". ", "､": ", ", "｡": ". ", "！": "! ", "？": "? ", "،": ", ", "؟": "? "}

_AMOUNT = r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?(?![\d,.]*\d)"
_PORTUGUESE_MONEY = re.compile(rf"(R|US)\$\s?{_AMOUNT}", re.ASCII)
_PORTUGUESE_HOUR = re.compile(r"\b([01]?\d|2[0-3])h([0-5]\d)?\b", re.ASCII)
_COINS = {"R": ("real", "reais"), "US": ("dólar", "dólares")}


@dataclass(frozen=True)
class Prepared:
    """Text that espeak-ng spells.

    Attributes:
        text: Latin and Greek letters, digits, signs, punctuation.
        unspoken: How many letters and digits of other scripts were left out.
        sample: The first few of them.
    """

    text: str
    unspoken: int
    sample: str


def prepare(text: str, language: str) -> Prepared:
    """Drop what has no sound, and write out what espeak-ng misreads.

    Left to itself it names the script of each letter that it does not know ("letra chinesa"), and emoji.

    Args:
        text: Cleaned text.
        language: One of the engine's languages.
    """
    spoken = {char: _spoken(char) for char in set(text)}
    lost = [char for char in text if spoken[char] is None]
    text = "".join(" " if (read := spoken[char]) is None else read for char in text)
    if language == "pt-BR":
        text = _PORTUGUESE_HOUR.sub(_hour_in_portuguese, _PORTUGUESE_MONEY.sub(_money_in_portuguese, text))
    return Prepared(text, len(lost), "".join(lost[:_SAMPLE_CHARS]))


def _spoken(char: str) -> str | None:
    """Return what to read for a character; None for a letter or digit without sound."""
    kind = unicodedata.category(char)
    if char.isascii() or kind in ("Sc", "Sm") or char in _SIGNS:
        return char
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] in "LN":
        return _spoken_letter(char)
    if kind[0] == "P":
        return _PUNCTUATION.get(char, char)
    if kind == "Mn" and "COMBINING" in unicodedata.name(char, ""):
        return char
    return "" if kind[0] == "M" or kind == "Cf" else " "


def _spoken_letter(char: str) -> str | None:
    simple = unicodedata.normalize("NFKC", char)
    is_plain = unicodedata.category(char) in (
        "Ll",
        "Lu",
    )  # superscripts and the like have sounds of their own
    if unicodedata.name(char, "").startswith(_SCRIPTS) and not (is_plain and simple.isascii()):
        return char
    return simple if simple != char and simple.isascii() else None


def _money_in_portuguese(match: re.Match[str]) -> str:
    one, many = _COINS[match[1]]
    whole = match[2].replace(".", "")
    words = f"{whole} {one if int(whole) == 1 else many}"
    if len(whole) > 6 and whole.endswith("000000"):
        words = f"{whole} de {many}"
    cents = int(match[3] or 0)
    return f"{words} e {cents} {'centavo' if cents == 1 else 'centavos'}" if cents else words


def _hour_in_portuguese(match: re.Match[str]) -> str:
    hour, minutes = int(match[1]), int(match[2] or 0)
    words = f"{_feminine(hour)} {'hora' if hour in (0, 1) else 'horas'}"
    return f"{words} e {minutes}" if minutes else words


def _feminine(hour: int) -> str:
    """Write an hour whose number has a feminine form; espeak-ng reads the masculine one."""
    return {1: "uma", 2: "duas", 21: "vinte e uma", 22: "vinte e duas"}.get(hour, str(hour))
