"""From bytes to text: byte order marks, UTF-8, UTF-16 without a mark, and guesses, which are told."""

from __future__ import annotations

import codecs
import logging
import re
import unicodedata
from dataclasses import dataclass

from core.importing.document import Document, unified
from core.importing.limits import Unreadable
from core.model.events import Notice

_FEW = 8
"""So many control characters are a slip of the keyboard in any text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 comes before that of UTF-16, which it begins with."""

_HEAD_BYTES = 65_536
"""So much of a file is looked at to guess its encoding."""

_SAMPLE_CHARS = 8_192
"""So much of its text is measured."""

_NAMES = {
    "cp1252": "Windows-1252",
    "iso8859_2": "ISO 8859-2",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1253": "Windows-1253",
    "cp1256": "Windows-1256",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "cp866": "IBM866",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
    "mac_roman": "Mac OS Roman",
    "cp850": "IBM850",
    "cp874": "Windows-874",
}
"""Encodings of before UTF-8, and their names for people; of two that fit the first is taken."""

_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœÿŠšŽž“”‘’„‚…–—•«»‹›¿¡ºª°€£§©®™·´\xa0\xad"
)
"""What the languages of western Europe write beyond ASCII."""

_SWAPPED = re.compile(r"\b[а-яёіїєґ][А-ЯЁІЇЄҐ]")
"""Cyrillic with small and capital letters the wrong way round: KOI8 read as Windows-1251, or the reverse."""

_ODD = re.compile("[\uff61-\uff9f\ue000-\uf8ff\u2500-\u259f]")
"""Half-width katakana, private signs, parts of frames: whole texts of them are other texts misread."""

_LETTERS = re.compile(rb"[A-Za-z ]")
_THAI = re.compile("[\u0e01-\u0e5b]")
_THAI_VOWELS = re.compile("[\u0e30-\u0e4e]")
"""More than a third of any Thai text."""

_ICELANDIC = re.compile("[ÞþÐðÝý]")
_TURKISH = re.compile("[ÇçÜüÖö]")
_NOT_TURKISH = re.compile("[ÁáÉéÍíÓóÚúÆæ]")

_CONTROLS = re.compile("[\x80-\x9f]")
"""Control characters that nobody writes: the encoding is another."""


@dataclass(frozen=True)
class Decoded:
    """Text of some bytes.

    Attributes:
        text: As it was written, with its own line ends, without its mark.
        encoding: Python's name of what it was decoded by.
        mark: It began with a byte order mark.
        guessed: The name for people of an encoding that is a guess; else empty.
    """

    text: str
    encoding: str
    mark: bool = False
    guessed: str = ""


def decode_document(data: bytes, name: str) -> Document:
    """Read plain text; nothing of it is changed but the line ends, which are remembered.

    Args:
        data: All of it.
        name: What to call it in a notice.

    Raises:
        Unreadable: When it is no text.
    """
    found = decode(data)
    text, form = unified(found.text, found.encoding, mark=found.mark)
    notices: tuple[Notice, ...] = ()
    if found.guessed:
        notices = (Notice("text_guessed", {"name": name, "encoding": found.guessed}),)
    return Document(text, notices=notices, form=form)


def decode(data: bytes) -> Decoded:
    """Find out how a text was written down, and decode it, so that the same bytes come out again.

    Raises:
        Unreadable: When it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding, mark=True)
            except UnicodeDecodeError as error:
                raise Unreadable("it is no text") from error
    wide = _utf_16_without_mark(data)
    if wide is not None:
        return wide
    if _is_binary(data):
        raise Unreadable("it is no text")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _utf_16_without_mark(data: bytes) -> Decoded | None:
    """Decode UTF-16 that has no mark: every second byte of most texts is zero, or that of line breaks."""
    head = data[:_HEAD_BYTES]
    if len(data) % 2 or len(data) < 4:
        return None
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        plain = high.count(0) >= len(high) // 2
        if not plain and (0 not in head or 2 * len(_LETTERS.findall(head)) > len(head)):
            continue  # no UTF-16, or plain words with a zero byte among them
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head_text = text[:_HEAD_BYTES]
        if _is_binary(head_text.encode("utf-8", "replace")) if plain else not _is_written(head_text):
            continue
        return Decoded(text, encoding, guessed="UTF-16")
    return None


def _is_written(text: str) -> bool:
    """Say whether all its signs are ones that people write: read the wrong way, some of them are not."""
    return not any(
        unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f" for char in text
    )


def _guessed(data: bytes) -> Decoded:
    """Guess an encoding of old; one that gives the same bytes again is always found."""
    western = _decoded(data, "cp1252")
    if western is not None and _looks_western(western):
        return Decoded(western, "cp1252", guessed=_NAMES["cp1252"])
    texts = {encoding: text for encoding in _NAMES if (text := _decoded(data, encoding)) is not None}
    mess = {encoding: _mess(text, encoding) for encoding, text in texts.items() if not _is_misread(text)}
    best = min(mess, key=mess.__getitem__, default="")
    if best and mess[best] < 1.0:
        return Decoded(texts[best], best, guessed=_NAMES[best])
    return Decoded(data.decode("latin-1"), "latin-1", guessed="ISO 8859-1")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _looks_western(text: str) -> bool:
    """Say whether its letters are those of western Europe, and most of them plain."""
    foreign = [letter for letter in text[:_HEAD_BYTES] if letter > "\x7f"]
    letters = sum(letter.isalpha() for letter in text[:_HEAD_BYTES])
    return set(foreign) <= _WESTERN and len(foreign) <= max(1, 0.3 * letters)


def _is_misread(text: str) -> bool:
    """Say whether a text shows that its bytes were meant in another encoding."""
    head = text[:_SAMPLE_CHARS]
    foreign = sum(char > "\x7f" for char in head)
    if 5 * len(_ODD.findall(head)) > foreign:
        return True
    if _SWAPPED.search(head) and 3 * sum(map(str.islower, head)) < sum(map(str.isupper, head)):
        return True
    thai = len(_THAI.findall(head))
    if 4 * len(_THAI_VOWELS.findall(head)) < thai:
        return True
    return bool(_ICELANDIC.search(head) and _TURKISH.search(head) and not _NOT_TURKISH.search(head))


def _mess(text: str, encoding: str) -> float:
    """Return how improbable a text is, 0 to 1, as charset-normalizer measures it (its "chaos")."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.WARNING)
    found = from_bytes(
        text[:_SAMPLE_CHARS].encode(encoding), cp_isolation=[encoding], threshold=0.5, enable_fallback=False
    ).best()
    return 1.0 if found is None else round(found.chaos, 2)


def _is_binary(data: bytes) -> bool:
    """Say whether it has control characters as no text has: more than a few zero bytes, or others."""
    head = data[:_HEAD_BYTES]
    if not head:
        return False
    odd = sum(head.count(code) for code in range(32) if code not in {8, 9, 10, 11, 12, 13, 27})
    return head.count(0) > max(_FEW, len(head) // 1000) or odd > max(_FEW, len(head) // 20)
