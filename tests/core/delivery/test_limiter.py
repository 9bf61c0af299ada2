"""The limiter."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from core.delivery.limiter import gain_curve, limit
from core.delivery.peaks import decibels, greatest_peak_db, true_peaks
from tests.core.audio.sounds import tone
from tests.core.delivery.pieces import RATE, speech


def limited(samples: np.ndarray, ceiling_db: float, rate: int = RATE) -> np.ndarray:
    return limit(samples, decibels(true_peaks(samples, rate)), ceiling_db, rate)[0]


def true_peak_db(samples: np.ndarray) -> float:
    padded = np.pad(samples, 2000)
    return float(20 * np.log10(np.abs(soxr.resample(padded, 1, 16, quality="VHQ")).max()))


@pytest.mark.parametrize("gain_db", [3, 9, 18])
@pytest.mark.parametrize("ceiling_db", [-1.0, -3.0])
def test_no_true_peak_of_loud_speech_passes_the_ceiling(gain_db: float, ceiling_db: float):
    for sound in speech():
        loud = sound * np.float32(10 ** (gain_db / 20) / np.abs(sound).max())
        assert true_peak_db(limited(loud, ceiling_db)) <= ceiling_db


def test_a_peak_between_the_samples_is_seen():
    swing = np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4) * np.hanning(RATE)
    samples = (0.99 * swing).astype(np.float32)  # samples at 0.7 at most, peaks at 0.99
    assert np.abs(samples).max() < 0.71
    assert decibels(true_peaks(samples, RATE)).max() == pytest.approx(20 * np.log10(0.99), abs=0.05)


def test_single_clicks_and_edges_are_held_too():
    samples = np.zeros(RATE, np.float32)
    samples[[0, 5000, 5001, RATE - 1]] = (2, -3, 3, 2)
    assert true_peak_db(limited(samples, -1.0)) <= -1.0


def test_what_is_under_the_ceiling_is_not_changed():
    soft = tone(1.0, level=0.5)
    assert not gain_curve(decibels(true_peaks(soft, RATE)), -1.0).any()


def test_the_gain_moves_slowly_and_recovers():
    samples = tone(2.0, level=0.5)
    samples[RATE : RATE + 48] *= 4
    gain = gain_curve(decibels(true_peaks(samples, RATE)), -1.0)
    assert gain.min() < -5
    assert np.abs(np.diff(gain)).max() <= 1.01
    assert gain[:980].max() == 0 == gain[:980].min()
    assert gain[1200:].max() == 0


def test_long_sounds_are_the_same_in_parts():
    samples = np.tile(speech()[0], 20)[: 45 * RATE]
    whole = true_peaks(samples, RATE)
    middle = true_peaks(samples[15 * RATE : 25 * RATE], RATE)
    np.testing.assert_allclose(whole[15_050:24_950], middle[50:-50], rtol=1e-4)


@pytest.mark.parametrize("samples", [0, 1, 23, 24, 25])
def test_any_length(samples: int):
    sound = np.full(samples, 2.0, np.float32)
    out = limited(sound, -1.0)
    assert len(out) == samples
    assert not samples or np.abs(out).max() <= 10 ** (-1 / 20)


def test_the_greatest_peak_is_that_of_a_fine_look_at_all():
    for sound in speech():
        loud, _ = limit(sound * 8, decibels(true_peaks(sound * 8, RATE)), -1.0, RATE)
        fine = decibels(true_peaks(loud, RATE, fine=True)).max()
        assert greatest_peak_db(loud, RATE) == pytest.approx(fine, abs=0.01)
