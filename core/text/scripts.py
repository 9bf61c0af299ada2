"""Which script a text is written in, and which scripts a language is written with."""

from __future__ import annotations

import unicodedata
from collections import Counter

_SAMPLE_CHARS = 4000
_LATIN = "LATIN"

_SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("ar", "fa", "ps", "sd", "ug", "ur"), ("ARABIC",)),
    **dict.fromkeys(("he", "yi"), ("HEBREW",)),
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "tg", "uk"), ("CYRILLIC",)),
    "sr": ("CYRILLIC", _LATIN),
    "el": ("GREEK",),
    "hy": ("ARMENIAN",),
    "ka": ("GEORGIAN",),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), ("DEVANAGARI",)),
    **dict.fromkeys(("as", "bn"), ("BENGALI",)),
    "gu": ("GUJARATI",),
    "kn": ("KANNADA",),
    "ml": ("MALAYALAM",),
    "or": ("ORIYA",),
    "pa": ("GURMUKHI", "ARABIC"),
    "si": ("SINHALA",),
    "ta": ("TAMIL",),
    "te": ("TELUGU",),
    "th": ("THAI",),
    "lo": ("LAO",),
    "my": ("MYANMAR",),
    "km": ("KHMER",),
    **dict.fromkeys(("am", "ti"), ("ETHIOPIC",)),
    **dict.fromkeys(("zh", "yue", "cmn", "wuu"), ("CJK",)),
    "ja": ("KANA", "CJK"),
    "ko": ("HANGUL", "CJK"),
}
"""Scripts by the first part of a language's tag, the usual one first; all others are written in Latin."""

_SAME = {"HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA"}


def main_script(text: str) -> str:
    """Return the script of most letters, such as ``LATIN`` or ``HEBREW``; empty for a text without letters.

    Only the first 4,000 characters are looked at. Japanese counts as ``KANA`` where it has any kana.
    """
    counts: Counter[str] = Counter()
    for char in text[:_SAMPLE_CHARS]:
        if char.isascii():
            counts[_LATIN] += char.isalpha()
        elif char.isalpha():
            name = unicodedata.name(char, "").partition(" ")[0]
            counts[_SAME.get(name, name)] += 1
    if counts["KANA"]:
        counts["KANA"] += counts.pop("CJK", 0)
    script, most = counts.most_common(1)[0] if counts else ("", 0)
    return script if most else ""


def scripts_of(tag: str) -> tuple[str, ...]:
    """Return the scripts that a language is written with, the usual one first.

    Args:
        tag: BCP 47 tag.
    """
    parts = tag.replace("_", "-").casefold().split("-")
    return (_LATIN,) if "latn" in parts[1:] else _SCRIPTS.get(parts[0], (_LATIN,))
