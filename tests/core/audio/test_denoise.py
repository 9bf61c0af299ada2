from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.spoil import RATE_HZ, Sound
from benchmarks.verdict_grid import starter
from core.audio.denoise import noise_floor_db, reduced_noise
from core.audio.reference import prepare_reference
from core.model.voice import Stretch


@pytest.fixture(scope="module")
def clean() -> Sound:
    return starter()


def _noisy(clean: Sound, snr_db: float) -> Sound:
    noise = np.random.default_rng(1).standard_normal(len(clean))
    level = float(np.sqrt(np.mean(np.square(clean)))) * 10 ** (-snr_db / 20)
    return clean + (level * noise).astype(np.float32)


def _distance_db(sound: Sound, clean: Sound) -> float:
    """Return how far above all that is not the clean speech the clean speech is (SI-SDR), in dB."""
    share = np.dot(sound, clean) / np.dot(clean, clean) * clean
    return float(10 * np.log10(np.sum(share**2) / np.sum((sound - share) ** 2)))


@pytest.mark.parametrize("snr_db", [5.0, 10.0])
def test_noise_falls_and_the_speech_comes_nearer_to_what_was_said(clean: Sound, snr_db: float) -> None:
    noisy = _noisy(clean, snr_db)
    reduced = reduced_noise(noisy, RATE_HZ)
    assert reduced.shape == noisy.shape
    assert reduced.dtype == np.float32
    assert noise_floor_db(reduced, RATE_HZ) < noise_floor_db(noisy, RATE_HZ) - 6
    assert _distance_db(reduced, clean) > _distance_db(noisy, clean) + 2


def test_a_good_recording_loses_next_to_nothing(clean: Sound) -> None:
    noisy = _noisy(clean, 20.0)
    assert _distance_db(reduced_noise(noisy, RATE_HZ), clean) > 18


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.3])
def test_what_is_too_short_stays_as_it_is(seconds: float) -> None:
    sound = np.random.default_rng(2).standard_normal(round(seconds * RATE_HZ)).astype(np.float32)
    assert np.array_equal(reduced_noise(sound, RATE_HZ), sound)


def test_silence_stays_silence() -> None:
    silence = np.zeros(3 * RATE_HZ, np.float32)
    assert not reduced_noise(silence, RATE_HZ).any()
    assert noise_floor_db(silence, RATE_HZ) == -120


def test_a_reference_is_denoised_only_where_that_is_asked_for(clean: Sound, tmp_path: Path) -> None:
    path = tmp_path / "noisy.wav"
    soundfile.write(path, _noisy(clean, 10.0), RATE_HZ, subtype="FLOAT")
    plain = prepare_reference(path, Stretch(0.5, 6.0))
    reduced = prepare_reference(path, Stretch(0.5, 6.0), denoise=True)
    assert "denoise" not in [step.code for step in plain.steps]
    step = next(step for step in reduced.steps if step.code == "denoise")
    assert step.value < -6
    assert len(reduced.clip.samples) == len(plain.clip.samples)
