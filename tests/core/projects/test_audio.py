"""What is kept of float32, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.model.audio import AudioClip
from core.projects.audio import FLAC, FLOATS, AudioBroken, decode, encode

RNG = np.random.default_rng(5)
STEP = 2.0**-23


def back(samples: np.ndarray, rate_hz: int = 24_000) -> tuple[np.ndarray, str, int]:
    encoded = encode(AudioClip(samples.astype(np.float32), rate_hz))
    return decode(encoded, len(samples)), encoded.coding, encoded.exponent


def test_sixteen_and_twenty_four_bit_come_back_as_they_were() -> None:
    for bits in (8, 16, 24):
        full = 2 ** (bits - 1)
        samples = (RNG.integers(-full, full, 20_000) / full).astype(np.float32)
        samples[:2] = (-1.0, (full - 1) / full)
        heard, coding, exponent = back(samples)
        assert (coding, exponent) == (FLAC, 0)
        assert np.array_equal(heard, samples), bits


def test_sixteen_bit_takes_less_room_than_floats() -> None:
    samples = RNG.normal(0, 0.1, 48_000).astype(np.float32)
    coarse = np.rint(samples * 32768).astype(np.float32) / 32768
    small, large = (encode(AudioClip(one, 24_000)) for one in (coarse, samples))
    assert len(small.data) < 0.7 * len(large.data) < samples.nbytes


@pytest.mark.parametrize("peak", [1e-6, 0.01, 0.5, 0.999])
def test_floats_below_full_scale_move_by_half_a_step_at_most(peak: float) -> None:
    samples = RNG.uniform(-peak, peak, 20_000).astype(np.float32)
    heard, coding, exponent = back(samples)
    assert (coding, exponent) == (FLAC, 0)
    assert np.abs(heard.astype(np.float64) - samples.astype(np.float64)).max() <= STEP / 2


@pytest.mark.parametrize(
    ("peak", "exponent"), [(1.0, 1), (1.7, 1), (2.0, 2), (3.0, 2), (1000.0, 10), (60_000.0, 16)]
)
def test_above_full_scale_the_step_grows_with_the_peak(peak: float, exponent: int) -> None:
    samples = RNG.uniform(-0.9, 0.9, 20_000).astype(np.float32)
    samples[7] = peak
    heard, coding, found = back(samples)
    assert (coding, found) == (FLAC, exponent)
    error = np.abs(heard.astype(np.float64) - samples.astype(np.float64)).max()
    assert error <= STEP * 2**exponent / 2
    assert heard[7] == pytest.approx(peak, rel=1e-6)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.array([np.nan, 0.5, np.inf, -np.inf]),
        np.array([1e20, -3.0]),
        np.array([2.0**17]),
    ],
)
def test_what_flac_cannot_hold_is_kept_as_floats(samples: np.ndarray) -> None:
    heard, coding, _ = back(samples)
    assert coding == FLOATS
    assert np.array_equal(heard, samples.astype(np.float32), equal_nan=True)


@pytest.mark.parametrize("rate_hz", [1, 8000, 24_000, 44_100, 48_000, 192_000, 2_000_000])
@pytest.mark.parametrize("count", [1, 15, 16, 4096, 4097])
def test_any_length_at_any_rate(rate_hz: int, count: int) -> None:
    samples = RNG.uniform(-0.5, 0.5, count)
    heard, _, _ = back(samples, rate_hz)
    assert np.abs(heard - samples).max() <= STEP


def test_silence_and_minus_zero() -> None:
    heard, coding, _ = back(np.full(10_000, -0.0))
    assert coding == FLAC
    assert not heard.any()


def test_the_samples_cannot_be_written_to() -> None:
    for samples in (RNG.uniform(-1, 1, 100), np.array([np.nan])):
        heard, _, _ = back(samples)
        with pytest.raises(ValueError, match="read-only"):
            heard[0] = 0


def test_what_was_not_stored_is_not_heard() -> None:
    good = encode(AudioClip(RNG.uniform(-0.5, 0.5, 5000).astype(np.float32), 24_000))
    assert len(decode(good, 5000)) == 5000
    bad = bytearray(good.data)
    bad[500] ^= 1
    for broken, count in (
        (replace(good, data=bytes(bad)), 5000),
        (replace(good, data=good.data[:-1]), 5000),
        (good, 4999),
        (good, 5001),
        (good, -1),
        (replace(good, exponent=99), 5000),
        (replace(good, coding="mp3"), 5000),
        (replace(good, coding=FLOATS), 5000),
    ):
        with pytest.raises(AudioBroken):
            decode(broken, count)
