"""Read a file as a script, whatever kind of text it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.errors import DocumentRefused, TextFileEmpty, TextFileUnreadable
from core.importing.decoding import decode_document
from core.importing.document import TEXT_KINDS, Document
from core.importing.limits import MOST_FILE_BYTES, MOST_TEXT_BYTES, TOO_LONG, Refused, Unreadable
from core.importing.pasted import read_html
from core.importing.ssml import is_ssml, read_ssml

SUFFIXES = (".txt", ".md", ".docx", ".epub", ".srt", ".csv", ".tsv", ".ssml", ".xml", ".html")
"""What there is a reader for; a file of any other name is read as plain text."""

_PACKED = {".docx", ".epub"}

_FOREIGN = (b"{\\rtf", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How RTF, PDF and old Word documents begin."""

Convert = Callable[[bytes, str], Document]
"""From a file's bytes and name."""


def read_document(path: Path) -> Document:
    """Read a text file, Markdown, a Word document, an e-book, subtitles, a table or SSML as a script.

    Args:
        path: Its suffix tells the kind; what is in it decides where the suffix does not fit.

    Raises:
        TextFileUnreadable: When it is missing, a folder, too long or no text.
        TextFileEmpty: When it holds nothing to speak.
        DocumentRefused: When it is damaged, or made to do harm.
    """
    suffix = path.suffix.lower()
    data = _bytes_of(path, MOST_FILE_BYTES if suffix in _PACKED else MOST_TEXT_BYTES)
    with _told(str(path)):
        document = _convert(data, suffix)(data, path.name)
    if not document.text.strip():
        raise TextFileEmpty(path=str(path))
    differs = document.kind in TEXT_KINDS and document.form.encode(document.text) != data
    return replace(document, title=document.title.strip(), data=data if differs else b"")


def read_plain(path: Path) -> Document:
    """Read a file as plain text, whatever its name.

    Raises:
        TextFileUnreadable: When it is missing, a folder, too long or no text.
        TextFileEmpty: When it holds nothing to speak.
    """
    data = _bytes_of(path, MOST_TEXT_BYTES)
    with _told(str(path)):
        document = decode_document(data, path.name)
    if not document.text.strip():
        raise TextFileEmpty(path=str(path))
    return document


def read_text(data: bytes, name: str) -> Document:
    """Read what came by another way than a file, such as standard input: plain text, or SSML.

    Args:
        data: All of it.
        name: What to call it in an error.

    Raises:
        TextFileUnreadable: When it is too long, or no text.
        DocumentRefused: When it is SSML that cannot be understood.
    """
    if len(data) > MOST_TEXT_BYTES:
        raise TextFileUnreadable(path=name, reason=TOO_LONG)
    with _told(name):
        return _text_or_ssml(data, name)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Tell of a refusal in the block as an error of the file.

    Raises:
        TextFileUnreadable: When it holds no text, or far too much.
        DocumentRefused: When something else is wrong with it.
    """
    try:
        yield
    except Unreadable as error:
        raise TextFileUnreadable(path=path, reason=str(error)) from error
    except Refused as error:
        raise DocumentRefused(path=path, reason=str(error)) from error


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        if not path.is_file():
            reason = "it is a folder or a device" if path.exists() else "there is no such file"
            raise TextFileUnreadable(path=str(path), reason=reason)
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise TextFileUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    except ValueError as error:  # a zero byte in the name
        raise TextFileUnreadable(path=str(path), reason="there is no such file") from error
    if len(data) > most:
        raise TextFileUnreadable(path=str(path), reason=TOO_LONG)
    return data


def _convert(data: bytes, suffix: str) -> Convert:
    """Return what reads such a file: by what is in it, else by its name.

    Raises:
        Refused: When it is of a kind that is not read.
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(_FOREIGN):
        raise Refused("it is of a kind that is not read: save it as .docx or .txt")
    if suffix in _PACKED:
        raise Refused("it is no zip archive, or it was cut short")
    return _reader(suffix)


def _reader(suffix: str) -> Convert:
    """Return what reads text files of such a name; what it needs is imported with it."""
    match suffix:
        case ".md" | ".markdown":
            from core.importing.markdown import read_markdown

            return read_markdown
        case ".srt" | ".vtt":
            from core.importing.subtitles import read_subtitles

            return read_subtitles
        case ".csv" | ".tsv":
            from core.importing.table import read_table

            return read_table
        case ".html" | ".htm" | ".xhtml":
            return read_html
        case ".ssml" | ".xml":
            return read_ssml
        case _:
            return _text_or_ssml


def _packed(data: bytes) -> Convert:
    """Return what reads an archive: a document or a book.

    Raises:
        Refused: When it is neither, damaged, or made to do harm.
    """
    from core.importing.archive import Archive
    from core.importing.epub import CONTAINER, read_epub
    from core.importing.word import MAIN_PART, read_word

    names = Archive(data).names
    if CONTAINER in names:
        return read_epub
    if MAIN_PART in names:
        return read_word
    raise Refused("it is of a kind that is not read: save it as .docx or .txt")


def _text_or_ssml(data: bytes, name: str) -> Document:
    document = decode_document(data, name)
    if not is_ssml(document.text):
        return document
    return read_ssml(document.text)
