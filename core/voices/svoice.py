"""``.svoice``: one file to share a voice, a zip of a fixed list of names (docs/voice-format.md).

::

    voice.toml             form 2, with what is known of the voice
    references/1.flac      its recordings: sound, nothing else
    references/2.flac …

Nothing in it is compressed: FLAC is already, and what is not compressed cannot be a bomb.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.atomic import atomic_file
from core.voices.facts import FACTS_FILE, MOST_BYTES

SUFFIX = ".svoice"
MOST_REFERENCES = 64
MOST_FILE_BYTES = 1 << 30
"""A file that is shared is no longer than this."""

NO_ZIP = "it is no zip archive, or it was cut short"
TOO_LARGE = "it is far larger than a voice"
TOO_MANY = "it holds far more parts than a voice has"
OUTSIDE = "it holds bytes that belong to no part"
STRANGE = "it holds something that a voice does not have"
TWICE = "it holds a part twice"
WRAPPED = "it holds a part that is packed, encrypted or a link"
DAMAGED = "it is damaged"
MISSING = "it lacks a part"

_END = struct.Struct("<4s4H2LH")
"""End of the central directory (APPNOTE.TXT, 4.3.16)."""

_LOCAL = struct.Struct("<4s5H3L2H")
"""Header of a part (APPNOTE.TXT, 4.3.7)."""

_MOST_DIRECTORY_BYTES = 1024 * 65
"""A directory beyond this is not read: each of its entries would take memory."""

_UTF8 = 0x800
_BLOCK_BYTES = 1 << 20
_DATE = (1980, 1, 1, 0, 0, 0)


class Refused(Exception):
    """The file is none that can be taken in; says why, for ``VoiceFileRefused``."""


def reference_name(number: int) -> str:
    """Return the name of the recording of that number, from 1."""
    return f"references/{number}.flac"


NAMES = (FACTS_FILE, *(reference_name(number) for number in range(1, MOST_REFERENCES + 1)))
"""All that may be in a file, and the order in which it is."""


def pack(target: Path, facts: bytes, references: list[Path]) -> None:
    """Write a file: whole or not at all, the same bytes for the same voice.

    Args:
        target: Where to; replaced if it is there.
        facts: The ``voice.toml``.
        references: Its recordings, in their order.

    Raises:
        StorageError: When it cannot be written.
    """
    with atomic_file(target, replace=True) as out, zipfile.ZipFile(out, "w", allowZip64=False) as archive:
        archive.writestr(_info(FACTS_FILE, len(facts)), facts)
        for number, path in enumerate(references, 1):
            info = _info(reference_name(number), path.stat().st_size)
            with path.open("rb") as source, archive.open(info, "w") as part:
                while block := source.read(_BLOCK_BYTES):
                    part.write(block)


def _info(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = 0
    info.external_attr = 0
    info.file_size = size
    return info


class Archive:
    """A file that was looked through: its parts have the right names, and can be read one by one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Keep an archive that has been checked."""
        self._archive = archive
        self.references = len(archive.infolist()) - 1

    def facts(self) -> bytes:
        """Return its ``voice.toml``.

        Raises:
            Refused: When it is damaged.
        """
        return b"".join(self._blocks(FACTS_FILE))

    def take_out(self, number: int, target: Path) -> None:
        """Write the recording of that number, from 1, into a new file.

        Raises:
            Refused: When it is damaged.
            OSError: When it cannot be written.
        """
        with target.open("xb") as out:
            for block in self._blocks(reference_name(number)):
                out.write(block)

    def _blocks(self, name: str) -> Iterator[bytes]:
        with _zip_errors(), self._archive.open(name) as part:
            while block := part.read(_BLOCK_BYTES):
                yield block


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a file that was shared, and look through it before anything is taken from it.

    Raises:
        Refused: When it is anything but what ``pack`` writes.
        OSError: When it cannot be read.
    """
    with path.open("rb") as file:
        parts = _check_end(file)
        with _zip_errors():
            archive = zipfile.ZipFile(file)
        with archive:
            if len(archive.infolist()) != parts:
                raise Refused(DAMAGED)
            _check_parts(file, archive)
            yield Archive(archive)


def _check_end(file: BinaryIO) -> int:
    """See that the file ends as a plain zip ends: no comment, one disk, no 64-bit sizes, few parts.

    Returns:
        How many parts it says that it has.
    """
    size = file.seek(0, 2)
    if size > MOST_FILE_BYTES:
        raise Refused(TOO_LARGE)
    if size < _END.size:
        raise Refused(NO_ZIP)
    file.seek(size - _END.size)
    parts: int
    mark, disk, first_disk, here, parts, length, start, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06":
        raise Refused(_why_no_end(file))
    if disk or first_disk or here != parts or comment:
        raise Refused(DAMAGED)
    if parts > len(NAMES) or length > _MOST_DIRECTORY_BYTES:
        raise Refused(TOO_MANY)
    if start + length + _END.size != size:
        raise Refused(OUTSIDE)
    return parts


def _why_no_end(file: BinaryIO) -> str:
    """Say why a file does not end as a zip does: it is none, or something follows."""
    file.seek(0)
    begins = file.read(4) == b"PK\x03\x04"
    size = file.seek(0, 2)
    file.seek(max(0, size - 0xFFFF - _END.size))
    return OUTSIDE if begins and b"PK\x05\x06" in file.read() else NO_ZIP


def _check_parts(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """See that the parts are those of a voice, plain, and side by side from the first byte to the last."""
    infos = archive.infolist()
    names = [info.orig_filename for info in infos]
    for name in names:
        if name not in NAMES:
            raise Refused(f"{STRANGE}: {_shown(name)}")
    if len(set(names)) < len(names):
        raise Refused(f"{TWICE}: {next(name for name in names if names.count(name) > 1)}")
    for wanted in NAMES[: max(2, len(names))]:
        if wanted not in names:
            raise Refused(f"{MISSING}: {wanted}")
    place = 0
    for info in infos:
        _check_plain(info)
        if info.header_offset != place:
            raise Refused(OUTSIDE)
        place = _end_of(file, info)
    if place != archive.start_dir:
        raise Refused(OUTSIDE)


def _check_plain(info: zipfile.ZipInfo) -> None:
    """See that a part is stored as it is, with nothing beside it."""
    name = info.orig_filename
    links = info.external_attr >> 16 & 0o170000 not in (0, 0o100000)
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & ~_UTF8 or links:
        raise Refused(f"{WRAPPED}: {name}")
    if info.extra or info.comment or info.file_size != info.compress_size or info.volume:
        raise Refused(f"{DAMAGED}: {name}")
    if name == FACTS_FILE and info.file_size > MOST_BYTES:
        raise Refused(f"{TOO_LARGE}: {name}")


def _end_of(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Return where a part ends; its own header must say the same as the directory."""
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise Refused(DAMAGED)
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    name = file.read(name_length)
    own = (mark, flags, method, crc, packed, size, extra_length, name)
    directory = (
        b"PK\x03\x04",
        info.flag_bits,
        info.compress_type,
        info.CRC,
        info.compress_size,
        info.file_size,
        0,
        info.orig_filename.encode(),
    )
    if own != directory:
        raise Refused(f"{DAMAGED}: {info.orig_filename}")
    return int(info.header_offset + _LOCAL.size + name_length + info.compress_size)


@contextmanager
def _zip_errors() -> Iterator[None]:
    """Turn what the zip library says of a broken archive into a refusal.

    Raises:
        Refused: In its place.
    """
    try:
        yield
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        struct.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        UnicodeError,
        ValueError,
        OverflowError,
    ) as error:
        raise Refused(DAMAGED) from error


def _shown(name: str) -> str:
    """Return a name that may be anything, as it can be shown."""
    shown = "".join(char if char.isprintable() else "?" for char in name[:60])
    return f'"{shown}"' + ("…" if len(name) > 60 else "")
