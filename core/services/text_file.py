"""Read a script from a text file, whatever its encoding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from core.errors import TextFileEmpty, TextFileUnreadable
from core.model.events import Notice

SIZE_LIMIT_BYTES = 50_000_000
"""A longer file is no script; it would fill the memory."""

_FEW = 8
"""So many control characters are a slip of the keyboard in any text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class TextFile:
    """What was read.

    Attributes:
        text: The text; every line ends in a line feed.
        notices: ``text_guessed`` where the encoding was a guess.
    """

    text: str
    notices: tuple[Notice, ...] = ()


def read_text_file(path: Path) -> TextFile:
    """Read UTF-8, UTF-16 with a mark, or else Windows-1252, which is told.

    Raises:
        TextFileUnreadable: When it is missing, a folder, too long or no text.
        TextFileEmpty: When it holds nothing to speak.
    """
    try:
        if not path.is_file():
            reason = "it is a folder or a device" if path.exists() else "there is no such file"
            raise TextFileUnreadable(path=str(path), reason=reason)
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT_BYTES + 1)
    except OSError as error:
        raise TextFileUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    if len(data) > SIZE_LIMIT_BYTES:
        raise TextFileUnreadable(path=str(path), reason=f"it is longer than {SIZE_LIMIT_BYTES // 10**6} MB")
    found = decode_text(path, data)
    if not found.text.strip():
        raise TextFileEmpty(path=str(path))
    return found


def decode_text(path: Path, data: bytes) -> TextFile:
    """Decode UTF-8, UTF-16 with a mark, or else Windows-1252, which is told.

    Args:
        path: Where it came from, for words.
        data: All of it.

    Raises:
        TextFileUnreadable: When it is no text.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    notices: tuple[Notice, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _is_binary(data):
            raise TextFileUnreadable(path=str(path), reason="it is no text") from error
        text = data.decode("cp1252", errors="replace")
        notices = (Notice("text_guessed", {"name": path.name, "encoding": "Windows-1252"}),)
    if encoding == "utf-8" and _is_binary(data):
        raise TextFileUnreadable(path=str(path), reason="it is no text")
    return TextFile(text.replace("\r\n", "\n").replace("\r", "\n"), notices)


def _is_binary(data: bytes) -> bool:
    """Say whether it has control characters as no text has: more than a few zero bytes, or others."""
    head = data[:65536]
    if not head:
        return False
    odd = sum(head.count(code) for code in range(32) if code not in {8, 9, 10, 11, 12, 13, 27})
    return head.count(0) > max(_FEW, len(head) // 1000) or odd > max(_FEW, len(head) // 20)
