"""What a lossy file sounds like: it is read again and measured, since its peaks are not those written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.delivery.ffmpeg import decoded
from core.delivery.meters import Meters
from core.delivery.report import Figures
from core.delivery.wishes import Format
from core.errors import EncoderFailed
from core.model.audio import Samples

_BLOCK_S = 20.0
_SEARCHED_S = 2.0
_FRAME_S = 0.01
_READ_FRAMES = 1 << 18


def as_heard(path: Path, fmt: Format, sample_rate_hz: int, written: Figures) -> Figures:
    """Measure a file anew; the noise stays as measured before, since only lines count for it.

    Raises:
        EncoderFailed: When it cannot be read again.
    """
    meters = Meters(sample_rate_hz)
    blocks = decoded(path, sample_rate_hz) if fmt.needs_ffmpeg else _read(path, fmt)
    for part in _at_rest(blocks, sample_rate_hz):
        meters.line(part)
    return replace(meters.figures, noise_dbfs=written.noise_dbfs)


def _read(path: Path, fmt: Format) -> Iterator[Samples]:
    import soundfile

    class Onward(soundfile.SoundFile):  # type: ignore[misc]
        """A file that is only read onwards: soundfile else seeks after each block, which disturbs MP3."""

        def seekable(self) -> bool:
            return False

    try:
        with path.open("rb") as raw, Onward(raw) as file:
            while len(block := file.read(_READ_FRAMES, dtype="float32")):
                yield block
    except (RuntimeError, OSError) as error:
        raise EncoderFailed(format=fmt.value, reason=str(error)) from error


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
