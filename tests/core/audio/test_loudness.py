from __future__ import annotations

import numpy as np
import pytest

from core.audio.loudness import SILENT_LUFS, loudness_lufs
from core.model.audio import AudioClip
from tests.core.audio.sounds import tone


@pytest.mark.parametrize("rate", [8_000, 16_000, 24_000, 44_100, 48_000, 96_000])
def test_the_sine_of_the_standard_has_its_loudness_at_any_rate(rate: int) -> None:
    # ITU-R BS.1770-4, annex 1: 997 Hz at full scale on one channel reads -3.01.
    clip = AudioClip(tone(5.0, rate, 1.0, 997.0), rate)
    assert loudness_lufs(clip) == pytest.approx(-3.01, abs=0.1)


def test_pauses_are_not_counted() -> None:
    spoken = tone(5.0, level=0.1, pitch_hz=1000.0)
    paused = np.concatenate((spoken, np.zeros(10 * 24_000, np.float32)))
    alone, together = (loudness_lufs(AudioClip(one, 24_000)) for one in (spoken, paused))
    assert together == pytest.approx(alone, abs=0.3)


def test_ten_decibels_are_ten_units() -> None:
    loud, soft = (loudness_lufs(AudioClip(tone(3.0, level=level), 24_000)) for level in (0.5, 0.05))
    assert loud - soft == pytest.approx(20.0, abs=0.05)


@pytest.mark.parametrize("samples", [0, 1, 100, 48_000])
def test_silence_of_any_length_is_silent(samples: int) -> None:
    assert loudness_lufs(AudioClip(np.zeros(samples, np.float32), 24_000)) == SILENT_LUFS
