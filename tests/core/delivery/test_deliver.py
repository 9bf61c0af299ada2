"""Pieces of speech become files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from core.delivery.deliver import deliver
from core.delivery.wishes import Loudness, Piece, Wishes
from core.model.audio import AudioClip
from tests.core.audio.sounds import tone


def piece(
    line: int, duration_s: float = 0.5, level: float = 0.3, rate: int = 24_000, **more: object
) -> Piece:
    """Return a tone with silence around it, as a line."""
    silence = np.zeros(rate // 4, np.float32)
    samples = np.concatenate((silence, tone(duration_s, rate, level), silence))
    return Piece(AudioClip(samples, rate), line, f"Line {line}.", "Heart", **more)


def test_lines_of_different_levels_come_out_alike_and_at_the_target(tmp_path: Path):
    pieces = [piece(1, 1.5, 0.02), piece(2, 1.5, 0.5), piece(3, 1.5, 0.1)]
    report = deliver(lambda: pieces, Wishes(loudness=Loudness.PODCAST), tmp_path / "out.wav")
    assert report.met
    samples, rate = soundfile.read(tmp_path / "out.wav")
    assert (rate, len(samples)) == (24_000, round(report.duration_s * 24_000))
    middles = [np.abs(samples[int(s * rate) : int(s * rate) + 2400]).max() for s in (0.7, 2.7, 4.7)]
    assert max(middles) / min(middles) < 1.02
