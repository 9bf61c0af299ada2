"""The parts of a zip archive that somebody else made (.docx, .epub), read in memory and never written.

The sizes that an archive gives are looked at before anything is unpacked, and `zipfile` unpacks no more than
they say; so they bound what a bomb can do. A name is only ever looked up among the archive's own names.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote, urlsplit

from core.importing.limits import (
    MOST_PART_BYTES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    SMALL_BYTES,
    TOO_LONG,
    Refused,
    Unreadable,
)

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""What `zipfile` raises at an archive that is damaged."""

_END = b"PK\x05\x06"
_END_BYTES = 22
_COMMENT_BYTES = 65_535
_LOCATOR_BYTES = 20
_LOCATOR = b"PK\x06\x07"
_MOST_DIRECTORY_BYTES = 4_000_000
"""A directory beyond this is not read: each of its entries would take memory."""


class Archive:
    """An archive whose directory has been looked through."""

    def __init__(self, data: bytes) -> None:
        """Look through it.

        Args:
            data: All of it.

        Raises:
            Refused: When it is no archive, damaged, encrypted or a bomb.
        """
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise Refused("it is no zip archive, or it was cut short") from error
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._check()
        self._left_bytes = MOST_UNPACKED_BYTES

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._parts)

    def read(self, name: str) -> bytes:
        """Unpack one part.

        Raises:
            KeyError: When there is no such part.
            Refused: When it is damaged.
            Unreadable: When it is longer than a text is.
        """
        info = self._parts[name]
        self._left_bytes -= info.file_size
        if info.file_size > MOST_PART_BYTES or self._left_bytes < 0:
            raise Unreadable(TOO_LONG)
        try:
            return self._zip.read(info)
        except _BROKEN as error:
            raise Refused("it is damaged") from error

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS:
            raise Refused("it holds far more parts than a text has")
        if len(self._parts) < len(infos):
            raise Refused("it holds a part twice")
        if any(info.flag_bits & 1 for info in infos):
            raise Refused("it is encrypted")
        bombs = (
            info.file_size > SMALL_BYTES and info.file_size > MOST_RATIO * max(1, info.compress_size)
            for info in infos
        )
        if any(bombs) or sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
            raise Refused("unpacked it would be far larger than a text is")


def resolved(base: str, reference: str) -> tuple[str, str]:
    """Follow a reference from one part of an archive to another.

    Args:
        base: Name of the part that it stands in.
        reference: Relative address, quoted, with or without a fragment.

    Returns:
        The other part's name, which may be none that is there, and the fragment; an empty name for an
        address outside the archive.
    """
    try:
        address = urlsplit(reference.strip())
    except ValueError:
        return "", ""
    if address.scheme or address.netloc:
        return "", ""
    if not address.path:
        return base, unquote(address.fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address.path)))
    outside = path.startswith(("../", "/")) or path == ".."
    return "" if outside else path, unquote(address.fragment)


def _check_directory(data: bytes) -> None:
    """See that the directory is short, before each of its entries takes memory.

    Raises:
        Refused: When there is none, or it is far too long.
    """
    tail = data[-(_END_BYTES + _COMMENT_BYTES) :]
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise Refused("it is no zip archive, or it was cut short")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail[max(0, at - _LOCATOR_BYTES) : at].startswith(_LOCATOR)
    if large or size > _MOST_DIRECTORY_BYTES:
        raise Refused("it holds far more parts than a text has")
