"""The audio of a take as it lies in a project: FLAC, and exactly what is kept of float32.

Samples are rounded to the nearest step of 2^-23 of full scale, so that nothing moves by more than 2^-24
(-144 dB); what came as 16 bit, or as 24 bit, is kept as it is. Peaks of full scale and above are kept too:
all is halved as often as it takes (``exponent``), and the step doubles with it. What FLAC cannot hold (no
sample at all, numbers that are none, odd sample rates) lies there as float32.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.model.audio import AudioClip, Samples

FLAC = "flac"
FLOATS = "f32"

MOST_EXPONENT = 16
"""Louder than 65,536 times full scale is no audio; it is kept as float32."""

MOST_SAMPLES = 2**28
"""Longer than any take may be: three hours at 24 kHz."""

BROKEN = "the audio of a take cannot be read"


class AudioBroken(Exception):
    """What lies in the file is not what was put there."""


@dataclass(frozen=True)
class Encoded:
    """Audio as it lies in a project.

    Attributes:
        coding: ``FLAC`` or ``FLOATS``.
        exponent: The samples were divided by two to this power.
        data: The bytes.
        crc32: Of the bytes.
    """

    coding: str
    exponent: int
    data: bytes
    crc32: int

    @classmethod
    def of(cls, coding: str, exponent: int, data: bytes) -> Encoded:
        """Make one of new bytes."""
        return cls(coding, exponent, data, zlib.crc32(data))


def encode(clip: AudioClip) -> Encoded:
    """Return the audio as it is to be stored."""
    samples = np.asarray(clip.samples, np.float32)
    fitting = _integers(samples)
    if fitting is not None:
        integers, bits, exponent = fitting
        data = _flac(integers, bits, clip.sample_rate_hz)
        if data is not None:
            return Encoded.of(FLAC, exponent, data)
    return Encoded.of(FLOATS, 0, samples.astype("<f4").tobytes())


def decode(encoded: Encoded, samples: int) -> Samples:
    """Return the audio.

    Args:
        encoded: As it was stored.
        samples: How many there must be.

    Returns:
        float32, shape ``(samples,)``, not to be written to.

    Raises:
        AudioBroken: When the bytes are not those that were stored.
    """
    if zlib.crc32(encoded.data) != encoded.crc32 or not 0 <= samples <= MOST_SAMPLES:
        raise AudioBroken(BROKEN)
    if not 0 <= encoded.exponent <= MOST_EXPONENT:
        raise AudioBroken(BROKEN)
    if encoded.coding == FLOATS and len(encoded.data) == 4 * samples:
        heard: Samples = np.frombuffer(encoded.data, "<f4").astype(np.float32, copy=False)
    elif encoded.coding == FLAC:
        heard = _unpacked(encoded.data, samples, encoded.exponent)
    else:
        raise AudioBroken(BROKEN)
    heard.flags.writeable = False
    return heard


def _integers(samples: Samples) -> tuple[NDArray[np.int32], int, int] | None:
    """Return the samples as integers, their bits and the exponent; None for what does not fit."""
    if not len(samples) or len(samples) > MOST_SAMPLES or not bool(np.isfinite(samples).all()):
        return None
    exact = samples.astype(np.float64)
    for bits in (16, 24):
        full = 2 ** (bits - 1)
        scaled = np.rint(exact * full)
        if bits == 24 or bool((scaled == exact * full).all()):
            exponent = 0
            while scaled.max() > full - 1 or scaled.min() < -full:
                exponent += 1
                if exponent > MOST_EXPONENT or bits == 16:
                    break
                scaled = np.rint(exact * (full / 2**exponent))
            if exponent <= MOST_EXPONENT and not (bits == 16 and exponent):
                return scaled.astype(np.int32), bits, exponent
    return None


def _flac(integers: NDArray[np.int32], bits: int, sample_rate_hz: int) -> bytes | None:
    import soundfile

    out = io.BytesIO()
    try:
        with soundfile.SoundFile(out, "w", sample_rate_hz, 1, f"PCM_{bits}", format="FLAC") as file:
            file.write(integers.astype(np.int16) if bits == 16 else integers << 8)
    except (soundfile.LibsndfileError, ValueError, OverflowError):
        return None
    return out.getvalue()


def _unpacked(data: bytes, samples: int, exponent: int) -> Samples:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.format != "FLAC" or file.channels != 1 or file.frames != samples:
                raise AudioBroken(BROKEN)
            integers = file.read(samples, dtype="int32")
    except (RuntimeError, ValueError) as error:  # LibsndfileError is the former
        raise AudioBroken(BROKEN) from error
    if len(integers) != samples:
        raise AudioBroken(BROKEN)
    heard: Samples = (integers >> 8).astype(np.float32)
    heard *= np.float32(2.0 ** (exponent - 23))
    return heard
