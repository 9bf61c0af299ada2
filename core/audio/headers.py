"""What a file's own header promises, to tell a recording that was cut short from a whole one."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_UNKNOWN_SIZES = (0, 0x7FFFFFFF, 0x7FFFF000, 0x80000000, 0xFFFFFFFF)
"""What programs write that do not know the size when they begin."""

_MOST_CHUNKS = 10_000
_OGG_PAGE_BYTES = 65_307
"""Greatest size of an Ogg page (RFC 3533)."""

_OGG_END = 0x04


def missing_bytes(path: Path) -> int:
    """Return how many bytes of samples the header promises that the file does not have.

    WAV and AIFF files only: libsndfile reads what is there of these and says nothing. 0 for any other
    file, for a whole one, and where the header does not know the size.

    Raises:
        OSError: When the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        opening = file.read(12)
        if len(opening) < 12:
            return 0
        form, kind = opening[:4], opening[8:12]
        if form in (b"RIFF", b"RIFX") and kind == b"WAVE":
            end = _chunk_end(file, "<" if form == b"RIFF" else ">", b"data")
        elif form == b"FORM" and kind in (b"AIFF", b"AIFC"):
            end = _chunk_end(file, ">", b"SSND")
        else:
            return 0
    return max(0, end - size)


def lacks_ogg_end(path: Path) -> bool:
    """Say whether an Ogg file does not end with the page that says it is the last.

    Raises:
        OSError: When the file cannot be read.
    """
    with path.open("rb") as file:
        if file.read(4) != b"OggS":
            return False
        file.seek(max(0, path.stat().st_size - _OGG_PAGE_BYTES))
        tail = file.read()
    page = tail.rfind(b"OggS")
    segments = tail[page + 27 :][: tail[page + 26]] if 0 <= page < len(tail) - 27 else b""
    whole = bool(segments) and len(tail) >= page + 27 + tail[page + 26] + sum(segments)
    return not whole or not tail[page + 5] & _OGG_END


def _chunk_end(file: BinaryIO, order: str, wanted: bytes) -> int:
    """Walk over chunks to the wanted one and return where it says it ends (0: not found, or not said)."""
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            break
        length: int = struct.unpack(order + "I", head[4:])[0]
        if head[:4] == wanted:
            return 0 if length in _UNKNOWN_SIZES else file.tell() + length
        file.seek(length + length % 2, 1)
    return 0
