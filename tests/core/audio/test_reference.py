from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.loudness import loudness_lufs
from core.audio.mono import to_mono
from core.audio.reference import HIGH_PASS_HZ, LEVEL_LUFS, REFERENCE_RATE_HZ, high_pass, prepare_reference
from core.errors import ReferenceEmpty, ReferenceUnreadable
from core.model.voice import Stretch
from tests.core.audio.sounds import tone


def test_a_reference_is_mono_level_and_as_long_as_its_stretch(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    left = tone(10.0, 44_100, 0.01, 400.0)
    soundfile.write(path, np.stack((left, left), axis=1), 44_100, subtype="PCM_24")
    before = hashlib.sha256(path.read_bytes()).digest()
    made = prepare_reference(path, Stretch(2.0, 8.5))
    assert made.clip.sample_rate_hz == REFERENCE_RATE_HZ
    assert made.clip.duration_s == pytest.approx(6.5, abs=0.001)
    assert loudness_lufs(made.clip) == pytest.approx(LEVEL_LUFS, abs=0.3)
    assert [(step.code, step.value) for step in made.steps[:4]] == [
        ("mono", 2),
        ("resample", 44_100),
        ("high_pass", HIGH_PASS_HZ),
        ("trim", 6.5),
    ]
    assert made.steps[4].code == "gain"
    assert made.steps[4].value > 10
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_peaks_never_clip(tmp_path: Path) -> None:
    path = tmp_path / "clicks.wav"
    sound = tone(5.0, level=0.01)
    sound[::6000] = 0.9
    soundfile.write(path, sound, 24_000, subtype="FLOAT")
    assert prepare_reference(path, Stretch(0.0, 5.0)).clip.peak <= 10 ** (-1 / 20) + 1e-3


def test_dc_and_rumble_go_and_the_voice_stays() -> None:
    voice = tone(3.0, level=0.1, pitch_hz=120.0)
    rumble = tone(3.0, level=0.3, pitch_hz=20.0)
    clean = high_pass(voice + rumble + np.float32(0.2), 24_000)
    assert abs(float(clean.mean())) < 1e-4
    inner = slice(12_000, -12_000)
    assert np.abs(clean[inner] - voice[inner]).max() < 0.002


def test_a_stretch_beyond_the_end_gives_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "short.wav"
    soundfile.write(path, tone(4.0), 24_000)
    assert prepare_reference(path, Stretch(1.0, 60.0)).clip.duration_s == pytest.approx(3.0, abs=0.001)
    with pytest.raises(ReferenceEmpty):
        prepare_reference(path, Stretch(50.0, 60.0))


def test_samples_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    sound = tone(4.0)
    sound[5000] = np.nan
    soundfile.write(path, sound, 24_000, subtype="FLOAT")
    with pytest.raises(ReferenceUnreadable):
        prepare_reference(path, Stretch(0.0, 4.0))


def test_of_channels_that_cancel_out_one_is_taken() -> None:
    sound = tone(1.0)
    assert np.array_equal(to_mono(np.stack((sound, -sound), axis=1)), sound)


def test_a_dead_channel_does_not_halve_the_voice() -> None:
    sound = tone(1.0)
    dead = np.full_like(sound, 0.001)
    assert np.array_equal(to_mono(np.stack((dead, sound), axis=1)), sound)
    assert np.array_equal(to_mono(np.stack((sound, sound), axis=1)), sound)
