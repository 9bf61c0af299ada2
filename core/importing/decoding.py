"""From bytes to text: byte order marks, UTF-8, UTF-16 without a mark, and guesses, which are told."""

from __future__ import annotations

import codecs
import logging
import re
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
    "cp866": "IBM866",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
    "mac_roman": "Mac OS Roman",
    "cp850": "IBM850",
}
"""Encodings of before UTF-8, and their names for people; of two that fit the first is taken."""

_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœÿŠšŽž“”‘’„‚…–—•«»‹›¿¡ºª°€£§©®™·´\xa0\xad"
)
"""What the languages of western Europe write beyond ASCII."""

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
    """Decode UTF-16 that has no mark: every second byte of most texts in it is the same, often zero."""
    head = data[:_HEAD_BYTES]
    if len(data) % 2 or len(data) < 4:
        return None
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if high.count(0) < len(high) // 2:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text[:_HEAD_BYTES].encode("utf-8", "replace")):
            return Decoded(text, encoding, guessed="UTF-16")
    return None


def _guessed(data: bytes) -> Decoded:
    """Guess an encoding of old; one that gives the same bytes again is always found."""
    western = _decoded(data, "cp1252")
    if western is not None and _looks_western(western):
        return Decoded(western, "cp1252", guessed=_NAMES["cp1252"])
    texts = {encoding: text for encoding in _NAMES if (text := _decoded(data, encoding)) is not None}
    mess = {encoding: _mess(text, encoding) for encoding, text in texts.items()}
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
