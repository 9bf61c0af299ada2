"""What a lossy file sounds like: it is read and measured, since its peaks are not those written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from core.delivery.ffmpeg import decoded
from core.delivery.formats import MPEG1_HZ
from core.delivery.heard import Heard, Spot, spots_of
from core.delivery.listener import GrowingFile
from core.delivery.meters import Meters
from core.delivery.peaks import greatest_peak_db
from core.delivery.wishes import Format
from core.errors import EncoderFailed
from core.model.audio import Samples

if TYPE_CHECKING:
    from soundfile import SoundFile

_BLOCK_S = 20.0
_SEARCHED_S = 2.0
_FRAME_S = 0.01
_READ_FRAMES = 1 << 18
_NO_LENGTH = 1 << 36
"""More frames than any file has: libsndfile's guess for one that grows."""

_FRAME_SAMPLES = 1_152
"""Of MPEG-1, as long as the frame that LAME keeps for what it tells of the file; below 32 kHz it is half."""

_DELAY_SAMPLES = 576 + 529
"""What LAME puts before the sound, and what a decoder needs until it has swung in (LAME's technical FAQ)."""


def as_heard(path: Path, fmt: Format, sample_rate_hz: int, most_db: float) -> Heard:
    """Measure a file that is whole.

    Args:
        path: The file.
        fmt: Its kind.
        sample_rate_hz: Samples per second.
        most_db: What no true peak may pass.

    Raises:
        EncoderFailed: When it cannot be read again.
    """
    if fmt.needs_ffmpeg:
        return _measured(decoded(path, sample_rate_hz), sample_rate_hz, most_db)
    try:
        with path.open("rb") as file, _opened(file, fmt) as sound:
            return _measured(_blocks(sound), sample_rate_hz, most_db)
    except OSError as error:
        raise EncoderFailed(format=fmt.value, reason=str(error)) from error


def as_it_grows(file: GrowingFile, sample_rate_hz: int, most_db: float) -> Heard:
    """Measure an MP3 while another thread writes it.

    Where the sound begins and ends is told by the file's first frame, which is written last: so what comes
    before is left out by what is known of it, and what comes after by the length that is told at the end.

    Raises:
        EncoderFailed: When it cannot be read.
    """
    lead = _DELAY_SAMPLES + (_FRAME_SAMPLES if sample_rate_hz >= MPEG1_HZ else _FRAME_SAMPLES // 2)
    with _opened(file, Format.MP3) as sound:
        tells = sound.frames < _NO_LENGTH  # it is so short that it was whole before it was opened
        blocks = _blocks(sound)
        kept = blocks if tells else _bounded(blocks, lead, file)
        return _measured(kept, sample_rate_hz, most_db)


def _bounded(blocks: Iterator[Samples], lead: int, file: GrowingFile) -> Iterator[Samples]:
    """Leave out what comes before the sound and after it."""
    given, held = 0, np.zeros(0, np.float32)
    for block in blocks:
        yield held
        given += len(held)
        held, lead = block[lead:], max(0, lead - len(block))
    yield held[: max(0, file.sound_samples - given)]


def _measured(blocks: Iterator[Samples], sample_rate_hz: int, most_db: float) -> Heard:
    meters = Meters(sample_rate_hz)
    too_high: list[Spot] = []
    for part in _at_rest(blocks, sample_rate_hz):
        peak_db = greatest_peak_db(part, sample_rate_hz)
        if peak_db > most_db:
            too_high += spots_of(part, meters.samples, sample_rate_hz, most_db)
        meters.line(part, peak_db)
    return Heard(meters.figures, tuple(too_high))


@contextmanager
def _opened(file: BinaryIO | GrowingFile, fmt: Format) -> Iterator[SoundFile]:
    """Open a file for reading onwards only: soundfile else seeks after each block, which disturbs MP3."""
    import soundfile

    class Onward(soundfile.SoundFile):  # type: ignore[misc]
        def seekable(self) -> bool:
            return False

    try:
        with Onward(file) as sound:
            yield sound
    except (RuntimeError, OSError) as error:
        raise EncoderFailed(format=fmt.value, reason=str(error)) from error


def _blocks(sound: SoundFile) -> Iterator[Samples]:
    while len(block := sound.read(_READ_FRAMES, dtype="float32")):
        yield block


def _at_rest(blocks: Iterator[Samples], sample_rate_hz: int) -> Iterator[Samples]:
    """Cut a stream anew, about every 20 s, where it is quietest: meters want stretches that begin at rest."""
    whole, searched = round(_BLOCK_S * sample_rate_hz), round(_SEARCHED_S * sample_rate_hz)
    frame = max(1, round(_FRAME_S * sample_rate_hz))
    held: Samples = np.zeros(0, np.float32)
    for block in blocks:
        held = np.concatenate((held, block))
        while len(held) >= whole:
            start = whole - searched
            frames = held[start : start + searched // frame * frame].reshape(-1, frame)
            cut = start + (int(np.abs(frames).max(axis=1).argmin()) * frame) + frame // 2
            yield held[:cut]
            held = held[cut:]
    if len(held):
        yield held
