"""Bring text into the letters that hibari reads, and say which letters it has no sound for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

LONGEST_WORD = 28
"""hibari reads 24 letters of a word that is not in its lexicon and forgets the rest."""

_LONG_WORD = re.compile(rf"[^\W\d_]{{{LONGEST_WORD + 1},}}")
_LONG_NUMBER = re.compile(r"\d{16,}|\d{1,3}(?:,\d{3}){5,}")
"""Beyond a quadrillion a number is read digit by digit (hibari fails from 37 digits on)."""

_PUNCTUATION = {"、": ", ", "。": ". ", "｡": ". ", "،": ", ", "؛": "; ", "؟": "? "}
_SAMPLE_CHARS = 12
_SCRIPTS = ("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE", "KELVIN", "ANGSTROM", "OHM")


@dataclass(frozen=True)
class Prepared:
    """Text that hibari reads.

    Attributes:
        text: Latin and Greek letters, digits, signs, punctuation.
        unspoken: How many letters and digits were left out.
        sample: The first few of them.
    """

    text: str
    unspoken: int
    sample: str


def prepare(text: str, letters: Collection[str]) -> Prepared:
    """Replace what hibari misreads and drop what it has no sound for.

    Args:
        text: Cleaned text.
        letters: Letters besides ASCII for which its letter-to-sound net has an entry.
    """
    table: dict[int, str] = {}
    silent: set[str] = set()
    for char in set(text):
        if char.isascii():
            continue
        spoken = _spoken(char, letters)
        if spoken is None:
            silent.add(char)
        table[ord(char)] = " " if spoken is None else spoken
    lost = [char for char in text if char in silent] if silent else []
    text = text.translate(table).replace("](", "] (")  # no phonemes from what looks like a link
    text = _LONG_NUMBER.sub(lambda match: " ".join(match.group().replace(",", "")), text)
    text = _LONG_WORD.sub(lambda match: _cut_word(match.group()), text)
    return Prepared(text, len(lost), "".join(lost[:_SAMPLE_CHARS]))


def _spoken(char: str, letters: Collection[str]) -> str | None:
    """Return what to read for a character that is not ASCII; None for a letter or digit without sound."""
    kind = unicodedata.category(char)
    if kind[0] in "LN":
        return _spoken_letter(char, kind, letters)
    if kind[0] == "P":
        plain = unicodedata.normalize("NFKC", char)
        return _PUNCTUATION.get(char, plain + " " if plain != char and plain.isascii() else char)
    if kind[0] == "M" or kind == "Cf":
        return ""
    if kind in ("Zl", "Zp"):
        return "\n"
    return char if kind in ("Sc", "Sm") or char in "°©®™§" else " "


def _spoken_letter(char: str, kind: str, letters: Collection[str]) -> str | None:
    """Return a letter or digit as it is, in a simpler form, or None."""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if _is_known(char, letters):
        return char
    simple = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if simple and all(c.isascii() or _is_known(c, letters) for c in simple):
        return f" {simple} " if kind[0] == "N" else simple
    return None


def _is_known(char: str, letters: Collection[str]) -> bool:
    """Say whether it is a letter of a script that hibari reads, and one that it knows.

    Its net has entries for some Cyrillic and other letters too, but gives them English letter names.
    """
    return char in letters and unicodedata.name(char, "").startswith((*_SCRIPTS, "SUPERSCRIPT", "VULGAR"))


def _cut_word(word: str) -> str:
    """Part a word that is too long into parts of about one length."""
    parts = -(-len(word) // LONGEST_WORD)
    size = -(-len(word) // parts)
    return " ".join(word[i : i + size] for i in range(0, len(word), size))
