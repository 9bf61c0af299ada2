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
_MP3_FRAME_BYTES = 64
"""As much of a first frame as has its length in it."""


def missing_bytes(path: Path) -> int:
    """Return how many bytes of samples the header promises that the file does not have.

    WAV (RF64 and Wave64 too), AIFF, IFF and AU files only: libsndfile reads what is there of these and
    says nothing. 0 for any other file, for a whole one, and where the header does not know the size.

    Raises:
        OSError: When the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        opening = file.read(12)
        if len(opening) < 12:
            return 0
        end = _end_of_samples(file, opening)
    return max(0, end - size)


def lacks_mp3_end(path: Path) -> bool:
    """Say whether an MP3 file is shorter than its first frame says; libsndfile would print a warning of it.

    False for any other file, and where the first frame says nothing.

    Raises:
        OSError: When the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(10)
        start = 0
        if head[:3] == b"ID3" and len(head) == 10:
            start = 10 + sum(
                (byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True)
            )
        file.seek(start)
        frame = file.read(_MP3_FRAME_BYTES)
    promised = _xing_bytes(frame)
    missing = start + promised - path.stat().st_size
    return missing > max(start, 0.01 * promised)  # some count the tag before the first frame too


def _xing_bytes(frame: bytes) -> int:
    """Return the length of all frames that an MP3 file's first one tells (0: none)."""
    if len(frame) < _MP3_FRAME_BYTES or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:
        return 0
    first_version, mono = frame[1] & 0x18 == 0x18, frame[3] & 0xC0 == 0xC0
    place = 4 + (17 if first_version == mono else 32 if first_version else 9)
    name, flags = frame[place : place + 4], frame[place + 7]
    if name not in (b"Xing", b"Info") or not flags & 2:
        return 0
    place += 8 + 4 * (flags & 1)
    return int.from_bytes(frame[place : place + 4], "big")


def _end_of_samples(file: BinaryIO, opening: bytes) -> int:
    """Return where the samples end by what the header says (0: another kind of file, or not said)."""
    end = 0
    match opening[:4], opening[8:12]:
        case b"RIFF", b"WAVE":
            end = _chunk_end(file, "<", b"data")
        case b"RIFX", b"WAVE":
            end = _chunk_end(file, ">", b"data")
        case b"RF64" | b"BW64", b"WAVE":
            end = _rf64_end(file)
        case b"FORM", b"AIFF" | b"AIFC":
            end = _chunk_end(file, ">", b"SSND")
        case b"FORM", b"8SVX" | b"16SV":
            end = _chunk_end(file, ">", b"BODY")
        case b".snd", _:
            end = _au_end(opening, ">")
        case b"dns.", _:
            end = _au_end(opening, "<")
        case b"riff", _:
            end = _wave64_end(file)
    return end


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


def _rf64_end(file: BinaryIO) -> int:
    """Return where the samples of an RF64 file end: the first chunk has their size (EBU Tech 3306)."""
    sizes = file.read(8 + 16)
    if len(sizes) < 24 or sizes[:4] != b"ds64":
        return 0
    length, _, samples = struct.unpack("<IQQ", sizes[4:])
    file.seek(length - 16, 1)
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            break
        if head[:4] == b"data":
            return 0 if samples == 0 else file.tell() + int(samples)
        length = struct.unpack("<I", head[4:])[0]
        file.seek(length + length % 2, 1)
    return 0


def _wave64_end(file: BinaryIO) -> int:
    """Return where the samples of a Wave64 file end: names of 16 bytes, sizes that count the chunk's head."""
    file.seek(40)
    for _ in range(_MOST_CHUNKS):
        head = file.read(24)
        if len(head) < 24:
            break
        length: int = struct.unpack("<Q", head[16:])[0]
        if not 24 <= length < 1 << 62:
            break
        if head[:4] == b"data":
            return file.tell() - 24 + length
        file.seek((length + 7) // 8 * 8 - 24, 1)
    return 0


def _au_end(opening: bytes, order: str) -> int:
    """Return where the samples of an AU file end."""
    start, length = struct.unpack(order + "II", opening[4:12])
    return 0 if length in _UNKNOWN_SIZES else start + length
