"""The wire format: frames of a fixed header, a JSON body and raw bytes. Never pickle.

::

    0      4         6      8             12               16
    +------+---------+------+-------------+----------------+---- ... ----+------ ... ------+
    | SVOC | version | kind | JSON length | payload length |  JSON body  |  payload (raw)  |
    +------+---------+------+-------------+----------------+---- ... ----+------ ... ------+

All header numbers are unsigned and big-endian. The payload of an ``AUDIO`` frame is mono little-endian
float32. The header and the body of an ``ERROR`` frame stay as they are in every version, so that a
refused peer can read why.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from core.errors import WireBroken, WireVersionMismatch

MAGIC = b"SVOC"
VERSION = 1
HEADER = struct.Struct("!4sHHII")
JSON_LIMIT_BYTES = 16 * 1024**2
PAYLOAD_LIMIT_BYTES = 64 * 1024**2
BAD_WIRE_EXIT = 3
"""Exit code of a host that could not read its client."""
POISONED_EXIT = 4
"""Exit code of a host in which CUDA has failed; it has told the job's error before."""
READ_BYTES = 256 * 1024
"""Read at most so much at once, so that a lying length allocates nothing that has not arrived."""


class Kind(IntEnum):
    """What a frame is. Under 16 the client may send it, from 16 on the host; others are ignored."""

    SYNTHESIZE = 2
    CANCEL = 3
    LOAD = 4
    RELEASE = 5
    SAMPLE = 6
    SURVEY = 7
    PREPARE = 8
    TRANSCRIBE = 9
    FORECAST = 10
    HELLO = 16
    TAKEN = 17
    PROGRESS = 18
    AUDIO = 19
    NOTICE = 20
    MEMORY = 21
    DONE = 22
    ERROR = 23
    CANCELLED = 24
    SURVEYED = 25
    PREPARED = 26
    TRANSCRIBED = 27
    FIT = 28


class FrameCutShort(WireBroken):
    """The peer ended inside a frame: it has died, where garbage would mean that it goes on wrongly."""


@dataclass(frozen=True)
class Frame:
    """One message as it came: its kind, its JSON and its raw bytes."""

    kind: int
    body: bytes | bytearray
    payload: bytes | bytearray = b""


def encode_frame(kind: int, body: bytes, payload: bytes | memoryview = b"", version: int = VERSION) -> bytes:
    """Return the bytes of a frame.

    Raises:
        WireBroken: When body or payload is over its cap.
    """
    size = len(payload) if isinstance(payload, bytes) else payload.nbytes
    _check_lengths(len(body), size)
    return b"".join((HEADER.pack(MAGIC, version, kind, len(body), size), body, payload))


def read_frame(read: Callable[[int], bytes]) -> Frame | None:
    """Read one frame.

    Args:
        read: Returns at least one and at most so many bytes, none at the end (``os.read``).

    Returns:
        The frame, or None when the peer has ended between two frames.

    Raises:
        WireBroken: On garbage, or on a length over its cap.
        FrameCutShort: When the bytes end inside a frame.
        WireVersionMismatch: When the peer speaks another version.
    """
    first = read(HEADER.size)
    if not first:
        return None
    if not first.startswith(MAGIC[: len(first)]):
        raise WireBroken(reason=f"no frame begins with {first!r}")
    header = first + _read_exactly(read, HEADER.size - len(first))
    magic, version, kind, json_bytes, payload_bytes = HEADER.unpack(header)
    if magic != MAGIC:
        raise WireBroken(reason=f"no frame begins with {header[:8]!r}")
    if version != VERSION:
        raise WireVersionMismatch(ours=VERSION, theirs=version)
    _check_lengths(json_bytes, payload_bytes)
    return Frame(kind, _read_exactly(read, json_bytes), _read_exactly(read, payload_bytes))


def _check_lengths(json_bytes: int, payload_bytes: int) -> None:
    for name, size, limit in (
        ("JSON", json_bytes, JSON_LIMIT_BYTES),
        ("payload", payload_bytes, PAYLOAD_LIMIT_BYTES),
    ):
        if size > limit:
            raise WireBroken(reason=f"{name} of {size} bytes is over the cap of {limit}")


def _read_exactly(read: Callable[[int], bytes], size: int) -> bytearray:
    """Read so many bytes into one buffer: pieces of any size cost no more than what they hold."""
    data = bytearray()
    while missing := size - len(data):
        piece = read(min(missing, READ_BYTES))
        if not piece:
            raise FrameCutShort(reason=f"the frame ends {missing} bytes early")
        data += piece
    return data
