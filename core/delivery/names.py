"""Names of files from a template, safe on every system, no two alike."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping

from core.delivery.wishes import Layout
from core.errors import TemplateInvalid

FIELDS = ("title", "number", "line", "chapter", "voice", "text")
"""What a template may name; ``number`` counts the files from 1, ``line`` is the line's in the script."""

TEMPLATES = {
    Layout.LINES: "{number} {text}",
    Layout.CHAPTERS: "{number} {chapter}",
    Layout.STEMS: "{title} - {voice}",
}

_FORM = re.compile(r"(.?[<>^])?\d{0,3}(\.\d{1,3})?")
"""How a field may be filled up or cut; nothing that fills the memory, as it may come with a project."""

LONGEST_BYTES = 120
_TEXT_CHARACTERS = 40
_READ_CHARACTERS = 1000
"""What lies behind is not even looked at: a line may be a whole book."""

_NO_END = " .-"
_FORBIDDEN = dict.fromkeys([*map(ord, '<>:"/\\|?*'), 0x7F, *range(32)], " ")
_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Cf"}
"""Categories that a name has no use for: among them marks that turn the direction of what follows."""

_JOINERS = "\u200c\u200d"
"""Of those, what Persian, Hindi and emoji are written with."""

_RESERVED = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
}


def check_template(template: str) -> None:
    """See whether a template can be filled in.

    Raises:
        TemplateInvalid: When it cannot.
    """
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise TemplateInvalid(template=template, reason=str(error)) from error
    for _, name, form, _ in parts:
        if name is not None and name not in FIELDS:
            raise TemplateInvalid(template=template, reason=f"{{{name}}}")
        if form and not _FORM.fullmatch(form):
            raise TemplateInvalid(template=template, reason=f"{{{name}:{form}}}")
    try:
        template.format_map(dict.fromkeys(FIELDS, ""))
    except (ValueError, IndexError, KeyError) as error:
        raise TemplateInvalid(template=template, reason=str(error)) from error


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a name, without a suffix, that every system takes.

    Args:
        template: See ``check_template``.
        values: A value for each of ``FIELDS``.
    """
    short = {name: _Digits(value) if value.isdecimal() else value for name, value in values.items()}
    short["text"] = first_words(values.get("text", ""), _TEXT_CHARACTERS)
    return safe_name(template.format_map({**dict.fromkeys(FIELDS, ""), **short}))


def safe_name(name: str) -> str:
    """Return a name of at most 120 bytes without what Windows, macOS or Linux refuse in one."""
    seen = "".join(filter(_is_seen, name[:_READ_CHARACTERS].translate(_FORBIDDEN)))
    words = _cut(" ".join(unicodedata.normalize("NFC", seen).split()).strip(_NO_END))
    if words.partition(".")[0].strip().lower() in _RESERVED:
        words = f"_{words}"
    return words if words.strip(_JOINERS) else "Sottovoce"


def _is_seen(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN


def _cut(words: str) -> str:
    """Return the beginning that is no longer than `LONGEST_BYTES`, all its signs whole."""
    if len(words.encode()) <= LONGEST_BYTES:
        return words
    import regex

    kept, length = [], 0
    for sign in regex.findall(r"\X", words):
        length += len(sign.encode())
        if length > LONGEST_BYTES:
            break
        kept.append(sign)
    return "".join(kept).rstrip(_NO_END)


class _Digits(str):
    """A number in a name: ``{number:3}`` and ``{number:03}`` give it at least three digits."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        return str(int(self)).zfill(int(form)) if form.isdecimal() else super().__format__(form)


def first_words(text: str, most: int) -> str:
    """Return the first words of a text, whole ones where there is a blank."""
    plain = " ".join("".join(sign if _is_of_word(sign) else " " for sign in text[:_READ_CHARACTERS]).split())
    if len(plain) <= most:
        return plain
    whole = plain[: most + 1].rpartition(" ")[0]
    return whole or plain[:most]


def _is_of_word(sign: str) -> bool:
    """Tell whether a sign may stand in a word: letters, digits, and the marks that are written on them."""
    return sign.isalnum() or sign in "-_'’" + _JOINERS or unicodedata.category(sign).startswith("M")


class Names:
    """Makes names differ, also where upper and lower case are the same."""

    def __init__(self) -> None:
        """Start with none taken."""
        self._taken: set[str] = set()

    def unique(self, name: str) -> str:
        """Return the name, with a number after it if it was given out before."""
        tried, count = name, 1
        while unicodedata.normalize("NFC", tried).casefold() in self._taken:
            count += 1
            tried = f"{name} ({count})"
        self._taken.add(unicodedata.normalize("NFC", tried).casefold())
        return tried
