"""Voice files that want to do harm, byte by byte: what a zip library would not write is written by hand."""

from __future__ import annotations

import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from core.audio.flac import TOO_LONG
from core.voices import svoice
from core.voices.facts import MOST_BYTES
from core.voices.sharing import NOT_UNDERSTOOD

REFERENCE = "references/1.flac"


@dataclass(frozen=True)
class Part:
    """One part, with its two headers; None: as it should be."""

    name: bytes
    data: bytes
    packed: bytes | None = None
    method: int = 0
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    extra: bytes = b""
    own_extra: bytes = b""
    comment: bytes = b""
    attributes: int = 0
    own_name: bytes | None = None
    own_crc: int | None = None
    disk: int = 0
    offset: int | None = None


def zipped(
    parts: Sequence[Part],
    *,
    comment: bytes = b"",
    before: bytes = b"",
    between: bytes = b"",
    after: bytes = b"",
    count: int | None = None,
    start: int | None = None,
    disk: int = 0,
) -> bytes:
    """Return a zip of these parts."""
    out, directory = BytesIO(), b""
    out.write(before)
    for part in parts:
        packed = part.data if part.packed is None else part.packed
        crc = zlib.crc32(part.data) if part.crc is None else part.crc
        size = len(part.data) if part.size is None else part.size
        packed_size = len(packed) if part.packed_size is None else part.packed_size
        place = out.tell() if part.offset is None else part.offset
        own_name = part.name if part.own_name is None else part.own_name
        own_crc = crc if part.own_crc is None else part.own_crc
        sizes = (packed_size, size)
        out.write(struct.pack("<4s5H", b"PK\x03\x04", 20, part.flags, part.method, 0, 33))
        out.write(struct.pack("<3L2H", own_crc, *sizes, len(own_name), len(part.own_extra)))
        out.write(own_name + part.own_extra + packed + between)
        directory += struct.pack(
            "<4s6H3L", b"PK\x01\x02", 20, 20, part.flags, part.method, 0, 33, crc, *sizes
        )
        lengths = (len(part.name), len(part.extra), len(part.comment))
        directory += struct.pack("<5H2L", *lengths, part.disk, 0, part.attributes, place)
        directory += part.name + part.extra + part.comment
    here = out.tell() if start is None else start
    out.write(directory)
    number = len(parts) if count is None else count
    out.write(
        struct.pack("<4s4H2LH", b"PK\x05\x06", disk, disk, number, number, len(directory), here, len(comment))
    )
    return out.getvalue() + comment + after


@dataclass(frozen=True)
class Good:
    """A good file's parts, to be spoiled."""

    facts: bytes
    flac: bytes

    def parts(self, *more: Part) -> list[Part]:
        """Return the two parts of a voice with one recording, and more."""
        return [Part(b"voice.toml", self.facts), Part(REFERENCE.encode(), self.flac), *more]

    def with_facts(self, change: Callable[[bytes], bytes]) -> bytes:
        """Return a file with other facts."""
        return zipped([Part(b"voice.toml", change(self.facts)), self.parts()[1]])

    def with_flac(self, flac: bytes, **fields: object) -> bytes:
        """Return a file with another recording."""
        part = replace(Part(REFERENCE.encode(), flac), **fields)  # type: ignore[arg-type]
        return zipped([self.parts()[0], part])


def deflated(data: bytes) -> bytes:
    """Return data as a zip packs it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def packed(name: str, data: bytes, method: int = 8, **fields: object) -> Part:
    """Return a part that is packed."""
    return replace(Part(name.encode(), data, deflated(data), method), **fields)  # type: ignore[arg-type]


def quoted(facts: bytes, old: bytes, new: bytes) -> bytes:
    """Return facts with one thing changed, which must be in them."""
    assert old in facts
    return facts.replace(old, new, 1)


def says_samples(flac: bytes, samples: int) -> bytes:
    """Change how many samples a FLAC promises (RFC 9639, 8.2)."""
    data = bytearray(flac)
    data[21] = data[21] & 0xF0 | samples >> 32
    data[22:26] = (samples & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(data)


class Bang:
    """What a pickle would do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (open, ("/tmp/sottovoce-was-here",))


def nested(good: Good) -> bytes:
    """Return a zip in a zip in a zip."""
    inner = zipped(good.parts())
    for _ in range(20):
        inner = zipped([Part(b"voice.svoice", inner)])
    return inner


def many(count: int) -> bytes:
    """Return a zip of very many empty parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(count):
            archive.writestr(f"references/{n}.flac", b"")
    return out.getvalue()


def zip64(good: Good) -> bytes:
    """Return a zip whose sizes stand in 64-bit fields, with lies in them."""
    lie = struct.pack("<HHQQ", 1, 16, 2**62, 2**62)
    first, second = good.parts()
    return zipped([first, replace(second, size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=lie, own_extra=lie)])


def zip64_end(good: Good) -> bytes:
    """Return a zip with a 64-bit end that says otherwise than the plain one."""
    plain = zipped(good.parts())
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, 0, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(plain) - 22, 1)
    return plain[:-22] + end + locator + plain[-22:]


def name(text: str) -> Callable[[Good], bytes]:
    """Return what adds an empty part of a name."""
    return lambda good: zipped(good.parts(Part(text.encode("utf-8", "surrogateescape"), b"", flags=0x800)))


def toml(old: str, new: str) -> Callable[[Good], bytes]:
    """Return what changes the facts."""
    return lambda good: good.with_facts(lambda facts: quoted(facts, old.encode(), new.encode()))


LINK = 0o120777 << 16
BOMB = b"\0" * 50_000_000

HOSTILE: dict[str, tuple[Callable[[Good], bytes], str]] = {
    # names that lead elsewhere
    "up and out": (name("../../../../tmp/sottovoce-was-here"), svoice.STRANGE),
    "up within": (name("references/../../x.flac"), svoice.STRANGE),
    "absolute": (name("/tmp/sottovoce-was-here"), svoice.STRANGE),
    "a drive": (name("C:\\Windows\\x.flac"), svoice.STRANGE),
    "a drive of its own": (name("C:references/1.flac"), svoice.STRANGE),
    "another system's slashes": (name("..\\..\\x.flac"), svoice.STRANGE),
    "a share": (name("\\\\server\\share\\x.flac"), svoice.STRANGE),
    "a stream of a file": (name("voice.toml::$DATA"), svoice.STRANGE),
    "a folder": (name("references/"), svoice.STRANGE),
    "a dot before": (name("./voice.toml"), svoice.STRANGE),
    "two slashes": (name("references//1.flac"), svoice.STRANGE),
    "a device": (name("CON"), svoice.STRANGE),
    "a name with NUL": (name("references/2.flac\0.exe"), svoice.STRANGE),
    "a name that NUL makes a good one": (
        lambda good: zipped([good.parts()[0], Part(b"references/1.flac\0.exe", good.flac)]),
        svoice.STRANGE,
    ),
    "a name with control characters": (name("references/\x1b[2J1.flac"), svoice.STRANGE),
    "a name that turns around": (name("references/\u202ecalf.1"), svoice.STRANGE),
    "an empty name": (name(""), svoice.STRANGE),
    "a name of 60,000 letters": (name("x" * 60_000), svoice.STRANGE),
    "a name that is no UTF-8": (name("references/\udcff.flac"), svoice.DAMAGED),
    "a number that is none": (name("references/0.flac"), svoice.STRANGE),
    "a number too high": (name("references/65.flac"), svoice.STRANGE),
    "a number in other digits": (name("references/\u0662.flac"), svoice.STRANGE),
    # names that are there already
    "a part twice": (lambda good: zipped([*good.parts(), good.parts()[1]]), svoice.TWICE),
    "the facts twice": (lambda good: zipped([good.parts()[0], *good.parts()]), svoice.TWICE),
    "a name in capitals": (name("Voice.TOML"), svoice.STRANGE),
    "a name in wide letters": (name("ｖoice.toml"), svoice.STRANGE),
    "a name with a mark of its own": (name("voi\u0327ce.toml"), svoice.STRANGE),
    # parts that do not belong there
    "a program": (name("setup.exe"), svoice.STRANGE),
    "a pickle": (lambda good: zipped(good.parts(Part(b"latents.pth", pickle.dumps(Bang())))), svoice.STRANGE),
    "a pickle for a FLAC": (lambda good: good.with_flac(pickle.dumps(Bang())), "no FLAC"),
    "a zip for a FLAC": (lambda good: good.with_flac(zipped(good.parts())), "no FLAC"),
    "a WAV for a FLAC": (lambda good: good.with_flac(b"RIFF" + bytes(100)), "no FLAC"),
    "a zip in a zip": (nested, svoice.STRANGE),
    "nothing for a FLAC": (lambda good: good.with_flac(b""), "no FLAC"),
    # links, packing, encryption
    "a link": (
        lambda good: good.with_flac(b"/etc/passwd", attributes=LINK),
        svoice.WRAPPED,
    ),
    "a device for a part": (
        lambda good: good.with_flac(good.flac, attributes=0o020666 << 16),
        svoice.WRAPPED,
    ),
    "encrypted": (lambda good: good.with_flac(good.flac, flags=1), svoice.WRAPPED),
    "strongly encrypted": (lambda good: good.with_flac(good.flac, flags=0x41), svoice.WRAPPED),
    "sizes behind the part": (lambda good: good.with_flac(good.flac, flags=8), svoice.WRAPPED),
    "a bomb for a recording": (
        lambda good: zipped([good.parts()[0], packed(REFERENCE, BOMB)]),
        svoice.WRAPPED,
    ),
    "a bomb for the facts": (
        lambda good: zipped([packed("voice.toml", BOMB), good.parts()[1]]),
        svoice.WRAPPED,
    ),
    "packed by another method": (
        lambda good: zipped([good.parts()[0], packed(REFERENCE, good.flac, 14)]),
        svoice.WRAPPED,
    ),
    "packed by no method": (lambda good: good.with_flac(good.flac, method=77), svoice.WRAPPED),
    # counts and sizes
    "70,000 parts": (lambda _: many(70_000), svoice.TOO_MANY),
    "300 parts": (lambda _: many(300), svoice.TOO_MANY),
    "2,000 parts that say they are two": (
        lambda good: zipped([Part(b"voice.toml", b"")] * 2000, count=2),
        svoice.TOO_MANY,
    ),
    "facts of 2 MB": (
        lambda good: good.with_facts(lambda facts: facts + b"#" * 2 * MOST_BYTES),
        svoice.TOO_LARGE,
    ),
    "sizes of 64 bit": (zip64, svoice.DAMAGED),
    "an end of 64 bit": (zip64_end, svoice.OUTSIDE),
    "larger than it is": (lambda good: good.with_flac(good.flac, size=2**31), svoice.DAMAGED),
    "packed to more than there is": (
        lambda good: good.with_flac(good.flac, size=2**31, packed_size=2**31),
        svoice.OUTSIDE,
    ),
    "shorter than it is": (
        lambda good: good.with_flac(good.flac, size=100, packed_size=100),
        svoice.OUTSIDE,
    ),
    "more parts than there are": (lambda good: zipped(good.parts(), count=3), svoice.DAMAGED),
    "fewer parts than there are": (lambda good: zipped(good.parts(), count=1), svoice.DAMAGED),
    "two parts in one place": (
        lambda good: zipped([*good.parts(), Part(b"references/2.flac", good.flac, offset=0)]),
        svoice.OUTSIDE,
    ),
    # contradictions and leftovers
    "a wrong checksum": (lambda good: good.with_flac(good.flac, crc=1), svoice.DAMAGED),
    "two checksums": (lambda good: good.with_flac(good.flac, own_crc=1), svoice.DAMAGED),
    "two names": (lambda good: good.with_flac(good.flac, own_name=b"../../x.flac"), svoice.DAMAGED),
    "more beside a name": (lambda good: good.with_flac(good.flac, extra=b"\x01\x00\x00\x00"), svoice.DAMAGED),
    "more beside a part's own name": (
        lambda good: good.with_flac(good.flac, own_extra=b"\0" * 8),
        svoice.DAMAGED,
    ),
    "a part with a comment": (lambda good: good.with_flac(good.flac, comment=b"hello"), svoice.DAMAGED),
    "a part on another disk": (lambda good: good.with_flac(good.flac, disk=1), svoice.DAMAGED),
    "several disks": (lambda good: zipped(good.parts(), disk=1), svoice.DAMAGED),
    "a comment": (lambda good: zipped(good.parts(), comment=b"x"), svoice.OUTSIDE),
    "a huge comment": (lambda good: zipped(good.parts(), comment=b"x" * 65_535), svoice.OUTSIDE),
    "a program before it": (lambda good: zipped(good.parts(), before=b"MZ" + bytes(1000)), svoice.OUTSIDE),
    "bytes between the parts": (lambda good: zipped(good.parts(), between=b"hidden"), svoice.OUTSIDE),
    "bytes behind it": (lambda good: zipped(good.parts(), after=bytes(100)), svoice.OUTSIDE),
    "a directory elsewhere": (lambda good: zipped(good.parts(), start=10), svoice.OUTSIDE),
    "cut short": (lambda good: zipped(good.parts())[:-100], svoice.NO_ZIP),
    "no zip": (lambda _: b"hello " * 100, svoice.NO_ZIP),
    "nothing": (lambda _: b"", svoice.NO_ZIP),
    "no parts": (lambda _: zipped([]), svoice.MISSING),
    "no facts": (lambda good: zipped(good.parts()[1:]), svoice.MISSING),
    "no recording": (lambda good: zipped(good.parts()[:1]), svoice.MISSING),
    "a recording left out": (
        lambda good: zipped(good.parts(Part(b"references/3.flac", good.flac))),
        svoice.MISSING,
    ),
    "a recording that the facts do not name": (
        lambda good: zipped(good.parts(Part(b"references/2.flac", good.flac))),
        svoice.MISSING,
    ),
    # recordings that lie
    "a FLAC that promises more": (
        lambda good: good.with_flac(says_samples(good.flac, 10**6)),
        "as long as it says",
    ),
    "a FLAC of days": (lambda good: good.with_flac(says_samples(good.flac, 2**36 - 1)), TOO_LONG),
    "a FLAC that is cut": (lambda good: good.with_flac(good.flac[: len(good.flac) // 2]), REFERENCE),
    "a FLAC of nothing but its name": (lambda good: good.with_flac(b"fLaC"), REFERENCE),
    "a FLAC of garbage": (lambda good: good.with_flac(b"fLaC" + bytes(range(256)) * 40), REFERENCE),
    # facts that lie
    "facts that are no UTF-8": (
        lambda good: good.with_facts(lambda facts: facts + b"# \xff"),
        NOT_UNDERSTOOD,
    ),
    "facts that are no TOML": (lambda good: good.with_facts(lambda _: b"{]"), NOT_UNDERSTOOD),
    "facts that nest without end": (
        lambda good: good.with_facts(lambda _: b"x = " + b"[" * 90_000),
        NOT_UNDERSTOOD,
    ),
    "a number for a name": (toml('name = "Eve"', "name = 3"), NOT_UNDERSTOOD),
    "a list for a text": (toml('text = "hi"', "text = []"), NOT_UNDERSTOOD),
    "a text for a length": (toml("duration_s = 1.0", 'duration_s = "1"'), NOT_UNDERSTOOD),
    "a length without end": (toml("duration_s = 1.0", "duration_s = inf"), NOT_UNDERSTOOD),
    "a text for tags": (toml("tags = []", 'tags = "a"'), NOT_UNDERSTOOD),
    "a table for notes": (toml('notes = ""', "notes = {a = 1}"), NOT_UNDERSTOOD),
    "a consent that there is not": (toml('whose = "not_stated"', 'whose = "anybody"'), NOT_UNDERSTOOD),
    "a file that leads out": (toml('file = "1.flac"', 'file = "../../x.flac"'), NOT_UNDERSTOOD),
    "an absolute file": (toml('file = "1.flac"', 'file = "/etc/passwd"'), NOT_UNDERSTOOD),
    "another file": (toml('file = "1.flac"', 'file = "2.flac"'), NOT_UNDERSTOOD),
    "an id that leads out": (toml('id = "abc"', 'id = "../x"'), NOT_UNDERSTOOD),
    "a form of tomorrow": (toml("format = 2", "format = 99"), NOT_UNDERSTOOD),
    "a form of before": (toml("format = 2", "format = 1"), NOT_UNDERSTOOD),
    "no form": (toml("format = 2\n", ""), NOT_UNDERSTOOD),
}
"""What each does, how it is made, and a part of the reason for which it is refused."""
