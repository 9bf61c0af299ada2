"""Meters that are fed piece by piece."""

from __future__ import annotations

import numpy as np
import pytest

from core.audio.loudness import loudness_lufs
from core.delivery.meters import Meters
from core.model.audio import AudioClip
from tests.core.audio.sounds import tone
from tests.core.delivery.pieces import RATE, speech


def test_a_stream_measures_as_the_whole():
    meters, parts = Meters(RATE), []
    for sound in speech() * 3:
        pause = np.zeros(RATE // 3 + 7, np.float32)
        meters.line(sound)
        meters.pause(pause)
        parts += [sound, pause]
    whole = np.concatenate(parts)
    assert meters.figures.loudness_lufs == pytest.approx(loudness_lufs(AudioClip(whole, RATE)), abs=0.03)
    assert meters.figures.rms_dbfs == pytest.approx(20 * np.log10(np.sqrt(np.mean(whole**2))), abs=0.01)
    assert meters.samples == len(whole)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000])
def test_a_full_scale_sine_measures_as_the_standard_says(rate: int):
    meters = Meters(rate)
    meters.line(tone(5.0, rate, level=1.0, pitch_hz=997.0))
    assert meters.figures.loudness_lufs == pytest.approx(-3.01, abs=0.15)
    assert meters.figures.true_peak_dbtp == pytest.approx(0, abs=0.15)  # it begins and ends with a corner
    assert meters.figures.rms_dbfs == pytest.approx(-3.01, abs=0.01)


def test_noise_is_that_of_the_quiet_parts_of_lines_only():
    rng = np.random.default_rng(2)
    line = np.concatenate((tone(2.0), np.zeros(RATE // 2, np.float32)))
    line += rng.normal(0, 10 ** (-55 / 20), len(line)).astype(np.float32)
    meters = Meters(RATE)
    for _ in range(3):
        meters.line(line)
        meters.pause(np.zeros(RATE * 10, np.float32))
    assert meters.figures.noise_dbfs == pytest.approx(-55, abs=1.5)


def test_silence_and_nothing():
    meters = Meters(RATE)
    assert meters.figures.loudness_lufs == -70
    meters.line(np.zeros(0, np.float32))
    meters.line(np.zeros(RATE, np.float32))
    assert (meters.figures.loudness_lufs, meters.figures.true_peak_dbtp) == (-70, -200)
