"""FLAC files of references: every sample kept, and nothing but sound in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.audio.sound_io import SoundIo
from core.errors import ReferenceUnreadable
from core.model.audio import AudioClip

if TYPE_CHECKING:
    from soundfile import SoundFile

MOST_CHANNELS = 8
"""FLAC has no more; of a file with more the mean of all is kept."""

MOST_SAMPLES = 2**29
"""Longest that is read, all channels together: 3 hours of mono at 48 kHz."""

WRONG_LENGTH = "a recording that is not as long as it says"
NO_FLAC = "a recording that is no FLAC"
TOO_LONG = "recordings that are far too long"

_BLOCK_FRAMES = 65_536
_SIXTEEN_BIT = ("PCM_S8", "PCM_U8", "PCM_16", "ULAW", "ALAW")


@dataclass(frozen=True)
class FlacFacts:
    """What was read or written.

    Attributes:
        duration_s: Length in seconds.
        sample_rate_hz: Samples per second.
        channels: 1 is mono.
        sha256: Hash of rate, channels and samples: the same sound has the same, whatever the file around it.
    """

    duration_s: float
    sample_rate_hz: int
    channels: int
    sha256: str

    @property
    def samples(self) -> int:
        """How many there are, of all channels together."""
        return round(self.duration_s * self.sample_rate_hz) * self.channels


def write_flac(source: Path, target: Path) -> FlacFacts:
    """Make a FLAC of a recording's sound; samples of up to 24 bit are kept as they are.

    Args:
        source: What libsndfile reads, looked into before (``core.audio.read.probe_reference``).
        target: Where to; replaced if it is there.

    Raises:
        ReferenceUnreadable: When it cannot be read to its end.
        OSError: When the target cannot be written.
    """
    with _opened(source) as file:
        kind = "int32" if file.subtype.startswith("PCM_") else "float32"
        subtype = "PCM_16" if file.subtype in _SIXTEEN_BIT else "PCM_24"
        channels = file.channels if file.channels <= MOST_CHANNELS else 1
        with _writing(target, file.samplerate, channels, subtype) as out:
            for block in _blocks(source, file, kind):
                out.write(block if channels == file.channels else _mean(block))
    return read_flac(target)


def write_flac_clip(clip: AudioClip, target: Path) -> FlacFacts:
    """Make a FLAC, 24 bit, of mono audio.

    Raises:
        OSError: When the target cannot be written.
    """
    with _writing(target, clip.sample_rate_hz, 1, "PCM_24") as out:
        out.write(clip.samples)
    return read_flac(target)


def read_flac(path: Path, most_samples: int = MOST_SAMPLES) -> FlacFacts:
    """Read a FLAC to its end.

    Args:
        path: The file.
        most_samples: One that says that it has more, of all channels together, is not read.

    Raises:
        ReferenceUnreadable: When it is no FLAC, not as long as it says, far too long, or broken.
    """
    with path.open("rb") as head:
        if head.read(4) != b"fLaC":
            raise ReferenceUnreadable(path=str(path), reason=NO_FLAC)
    with _opened(path, most_samples) as file:
        digest = hashlib.sha256(f"{file.samplerate} {file.channels} ".encode())
        for block in _blocks(path, file, "int32"):
            digest.update(block.astype("<i4", copy=False).tobytes())
        return FlacFacts(file.frames / file.samplerate, file.samplerate, file.channels, digest.hexdigest())


def _opened(path: Path, most_samples: int = MOST_SAMPLES) -> SoundFile:
    import soundfile

    try:
        file = soundfile.SoundFile(_name(path))
    except soundfile.LibsndfileError as error:
        raise ReferenceUnreadable(path=str(path), reason=error.error_string.rstrip(".")) from error
    if not 0 < file.frames * file.channels <= most_samples:
        file.close()
        raise ReferenceUnreadable(path=str(path), reason=TOO_LONG if file.frames > 0 else WRONG_LENGTH)
    return file


def _blocks(path: Path, file: SoundFile, kind: str) -> Iterator[NDArray[np.generic]]:
    """Give all of a file's samples, shape ``(frames, channels)`` a block.

    Raises:
        ReferenceUnreadable: When there are fewer than the file says, or what is there is broken.
    """
    left = file.frames
    while left:
        try:
            block = file.read(min(left, _BLOCK_FRAMES), dtype=kind, always_2d=True)
        except RuntimeError as error:  # what soundfile raises, LibsndfileError too
            raise ReferenceUnreadable(path=str(path), reason=WRONG_LENGTH) from error
        if not len(block):
            raise ReferenceUnreadable(path=str(path), reason=WRONG_LENGTH)
        left -= len(block)
        yield block


def _mean(block: NDArray[np.generic]) -> NDArray[np.generic]:
    mean: NDArray[np.generic] = block.mean(axis=1, dtype=np.float64).astype(block.dtype)
    return mean


def _name(path: Path) -> str | bytes:
    return str(path) if os.name == "nt" else os.fsencode(path)


@contextmanager
def _writing(target: Path, rate_hz: int, channels: int, subtype: str) -> Iterator[SoundFile]:
    """Give a FLAC to write to, which is on the disk when the block ends.

    Raises:
        OSError: When the target cannot be written.
    """
    import soundfile

    with target.open("wb+", buffering=0) as raw:
        sink = SoundIo(raw)
        try:
            with soundfile.SoundFile(sink, "w", rate_hz, channels, subtype, format="FLAC") as out:
                yield out
        except (soundfile.LibsndfileError, AssertionError) as error:
            raise sink.error or OSError(str(error)) from error
        if sink.error is not None:
            raise sink.error
        os.fsync(raw.fileno())
