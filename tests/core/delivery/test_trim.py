"""Heads and tails."""

from __future__ import annotations

import numpy as np
import pytest

from core.delivery.trim import sound_bounds, trimmed, zero_crossing
from tests.core.audio.sounds import tone
from tests.core.delivery.pieces import RATE, speech


def around(sound: np.ndarray, before_s: float, after_s: float, noise: float = 0.0) -> np.ndarray:
    padded = np.concatenate((np.zeros(int(before_s * RATE)), sound, np.zeros(int(after_s * RATE))))
    return (padded + np.random.default_rng(5).normal(0, noise, len(padded))).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 0.0005])
def test_silence_and_noise_around_the_sound_go(noise: float):
    start, end = sound_bounds(around(tone(1.0), 0.7, 0.9, noise), RATE)
    assert start / RATE == pytest.approx(0.7, abs=0.03)
    assert end / RATE == pytest.approx(1.7, abs=0.06)


def test_what_is_inside_a_line_stays_a_long_pause_too():
    sound = np.concatenate((tone(0.5), np.zeros(2 * RATE, np.float32), tone(0.5)))
    assert len(trimmed(sound, RATE)) == pytest.approx(3 * RATE, abs=RATE // 100)


def test_a_breath_before_the_words_is_kept():
    breath = np.random.default_rng(1).normal(0, 0.004, RATE // 4).astype(np.float32)  # 34 dB below the tone
    start, _ = sound_bounds(around(np.concatenate((breath, tone(1.0))), 0.5, 0.5, 0.00005), RATE)
    assert start / RATE == pytest.approx(0.5, abs=0.03)


def test_no_word_is_touched():
    for sound in speech():
        start, end = sound_bounds(sound, RATE)
        outside = np.concatenate((sound[:start], sound[end:]))
        assert np.abs(outside).max() < np.abs(sound).max() / 100  # 40 dB below


def test_edges_are_at_rest_without_a_step():
    for sound in speech():
        cut = trimmed(sound, RATE)
        assert cut[0] == 0
        assert abs(cut[-1]) < 1e-4


@pytest.mark.parametrize("samples", [0, 1, 2, 100])
def test_short_and_silent_sounds(samples: int):
    assert len(trimmed(np.zeros(samples, np.float32), RATE)) == 0
    assert len(trimmed(np.full(samples, 0.5, np.float32), RATE)) <= samples


def test_the_nearest_zero_crossing():
    samples = np.array([1, 1, 1, -1, -1, 1, 1, 1, 1], np.float32)
    assert zero_crossing(samples, 2, 3) == 3
    assert zero_crossing(samples, 6, 3) == 5
    assert zero_crossing(samples, 8, 1) == 8
