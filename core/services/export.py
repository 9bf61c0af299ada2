"""Write audio into a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from core.audio.write import WavFacts, WavFormat, write_wav
from core.model.audio import AudioClip

LINE_PAUSE_S = 0.3
"""Silence between two lines, as ``say`` leaves it."""


def with_pauses(clips: Iterable[AudioClip]) -> Iterator[AudioClip]:
    """Yield clips with a pause between each two, at the rate of the one before it."""
    rate_hz = 0
    for clip in clips:
        if rate_hz:
            yield AudioClip(np.zeros(round(LINE_PAUSE_S * rate_hz), np.float32), rate_hz)
        rate_hz = clip.sample_rate_hz
        yield clip


def export_wav(path: Path, clips: Iterable[AudioClip], fmt: WavFormat, replace: bool) -> WavFacts:
    """Write clips one after the other into a WAV file, marked as synthetic speech.

    Args:
        path: The file; it is whole or not there.
        clips: In order.
        fmt: How samples are stored.
        replace: Replace a regular file of that name.

    Raises:
        StorageError: When it cannot be written.
    """
    return write_wav(path, clips, fmt, replace=replace)
