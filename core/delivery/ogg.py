"""A comment more in an Ogg Opus file: libsndfile writes only those that it knows.

The second packet holds the comments (RFC 7845, 5.2). With a picture in it, it takes more pages, so that all
pages after it get other numbers and checksums (RFC 3533).
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

_HEAD = struct.Struct("<4sBBqIIIB")
_SEGMENT = 255
_MOST_SEGMENTS = 255
_CONTINUED = 1
_NO_PACKET_ENDS = -1
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def with_comment(path: Path, out: BinaryIO, comment: bytes) -> None:
    """Rewrite an Opus file with one comment more.

    Args:
        path: The file.
        out: The same file, open for writing.
        comment: ``NAME=value``.

    Raises:
        OSError: When it cannot be written.
    """
    out.flush()
    with tempfile.TemporaryFile(dir=path.parent) as copy:
        with path.open("rb") as source:
            shutil.copyfileobj(source, copy)
        copy.seek(0)
        out.seek(0)
        out.truncate()
        for page in _rewritten(copy, comment):
            out.write(page)


def _rewritten(source: BinaryIO, comment: bytes) -> Iterator[bytes]:
    head = _read_page(source)
    if head is None:
        return
    yield head.to_bytes()
    packet, taken = b"", 0
    while (page := _read_page(source)) is not None:
        packet += page.body
        taken += 1
        if page.lacing[-1] < _SEGMENT:
            break
    pages = _pages_of(_with(packet, comment), head.serial)
    for page in pages:
        yield page.to_bytes()
    while (page := _read_page(source)) is not None:
        yield replace(page, number=page.number + len(pages) - taken).to_bytes()


def _with(packet: bytes, comment: bytes) -> bytes:
    """Return a packet of comments with one more."""
    vendor_end = 12 + int.from_bytes(packet[8:12], "little")
    count = int.from_bytes(packet[vendor_end : vendor_end + 4], "little")
    end = vendor_end + 4
    for _ in range(count):
        end += 4 + int.from_bytes(packet[end : end + 4], "little")
    more = len(comment).to_bytes(4, "little") + comment
    head = packet[:vendor_end] + (count + 1).to_bytes(4, "little")
    return head + packet[vendor_end + 4 : end] + more


@dataclass(frozen=True)
class _Page:
    """A page: flags, where its sound ends, whose it is, its number, its segments' lengths, its bytes."""

    flags: int
    granule: int
    serial: int
    number: int
    lacing: bytes
    body: bytes

    def to_bytes(self) -> bytes:
        fields = (b"OggS", 0, self.flags, self.granule, self.serial, self.number)
        rest = self.lacing + self.body
        checksum = _checksum(_HEAD.pack(*fields, 0, len(self.lacing)) + rest)
        return _HEAD.pack(*fields, checksum, len(self.lacing)) + rest


def _read_page(source: BinaryIO) -> _Page | None:
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    _, _, flags, granule, serial, number, _, segments = _HEAD.unpack(head)
    lacing = source.read(segments)
    return _Page(flags, granule, serial, number, lacing, source.read(sum(lacing)))


def _pages_of(packet: bytes, serial: int) -> list[_Page]:
    """Return a packet as pages of its own, from number 1 on."""
    whole, rest = divmod(len(packet), _SEGMENT)
    lacing = bytes([_SEGMENT]) * whole + bytes([rest])
    pages = []
    for number, start in enumerate(range(0, len(lacing), _MOST_SEGMENTS), 1):
        part = lacing[start : start + _MOST_SEGMENTS]
        ends = start + len(part) == len(lacing)
        body = packet[start * _SEGMENT : start * _SEGMENT + sum(part)]
        flags = _CONTINUED if start else 0
        pages.append(_Page(flags, 0 if ends else _NO_PACKET_ENDS, serial, number, part, body))
    return pages


def _checksum(page: bytes) -> int:
    """Return Ogg's checksum: the polynomial of zlib's, but not mirrored and begun with zeros."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
