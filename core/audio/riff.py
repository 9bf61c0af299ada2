"""WAV headers, byte for byte the same for the same audio.

libsndfile is not used for writing: it puts the time into float files (the PEAK chunk) and has no dither.
The layout is that of EBU Tech 3306: a JUNK chunk keeps room for the 64-bit sizes, and where the file
grows over 4 GiB the header becomes RF64.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.audio.marking import wav_info

_MAX_32 = 0xFFFFFFFF
_PCM, _IEEE_FLOAT = 1, 3


class WavFormat(StrEnum):
    """How samples are stored."""

    PCM_16 = "pcm_16"
    PCM_24 = "pcm_24"
    FLOAT_32 = "float_32"

    @property
    def sample_bytes(self) -> int:
        """Bytes per sample."""
        return {WavFormat.PCM_16: 2, WavFormat.PCM_24: 3, WavFormat.FLOAT_32: 4}[self]


@dataclass(frozen=True)
class WavHeader:
    """What stands before the samples of a mono file; its length depends on format and tags alone.

    Attributes:
        sample_rate_hz: Samples per second.
        format: How samples are stored.
        samples: How many follow.
        tags: Fields of the INFO chunk beside the mark of synthetic speech, by their four letters.
    """

    sample_rate_hz: int
    format: WavFormat
    samples: int
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def data_bytes(self) -> int:
        """Bytes of samples, without the byte that pads them to an even number."""
        return self.samples * self.format.sample_bytes

    def to_bytes(self) -> bytes:
        """Return the header."""
        body = self._format_chunk() + _info_chunk(dict(self.tags))
        riff_bytes = 4 + 36 + len(body) + 8 + self.data_bytes + self.data_bytes % 2
        if riff_bytes > _MAX_32:
            sizes = struct.pack("<4sIQQQI", b"ds64", 28, riff_bytes, self.data_bytes, self.samples, 0)
            opening = struct.pack("<4sI4s", b"RF64", _MAX_32, b"WAVE") + sizes
            data = struct.pack("<4sI", b"data", _MAX_32)
        else:
            room = struct.pack("<4sI28x", b"JUNK", 28)
            opening = struct.pack("<4sI4s", b"RIFF", riff_bytes, b"WAVE") + room
            data = struct.pack("<4sI", b"data", self.data_bytes)
        return opening + body + data

    def _format_chunk(self) -> bytes:
        size = self.format.sample_bytes
        common = (1, self.sample_rate_hz, self.sample_rate_hz * size, size, size * 8)
        if self.format is WavFormat.FLOAT_32:
            fact = struct.pack("<4sII", b"fact", 4, min(self.samples, _MAX_32))
            return struct.pack("<4sIHHIIHHH", b"fmt ", 18, _IEEE_FLOAT, *common, 0) + fact
        return struct.pack("<4sIHHIIHH", b"fmt ", 16, _PCM, *common)


def _info_chunk(tags: Mapping[str, str]) -> bytes:
    """Return the LIST/INFO chunk that marks the file as synthetic speech."""
    body = b"INFO"
    for name, text in {**tags, **wav_info(tags.get("ICMT", ""))}.items():
        value = text.replace("\0", "").encode() + b"\0"
        body += struct.pack("<4sI", name.encode("ascii"), len(value)) + value + b"\0" * (len(value) % 2)
    return struct.pack("<4sI", b"LIST", len(body)) + body
