"""FLAC files of references."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.audio.flac import MOST_SAMPLES, NO_FLAC, TOO_LONG, WRONG_LENGTH, read_flac, write_flac
from core.errors import ReferenceUnreadable

NOISE = np.random.default_rng(3).integers(-(2**31), 2**31, (3000, 2), dtype=np.int64).astype(np.int32)


@pytest.mark.parametrize(
    ("suffix", "subtype", "bits"),
    [
        ("wav", "PCM_16", 16),
        ("wav", "PCM_U8", 8),
        ("wav", "PCM_24", 24),
        ("aiff", "PCM_S8", 8),
        ("flac", "PCM_24", 24),
        ("flac", "PCM_16", 16),
    ],
)
def test_every_sample_is_kept(tmp_path: Path, suffix: str, subtype: str, bits: int) -> None:
    source, target = tmp_path / f"a.{suffix}", tmp_path / "b.flac"
    soundfile.write(source, NOISE, 44_100, subtype)
    facts = write_flac(source, target)
    before, _ = soundfile.read(source, dtype="int32")
    after, rate = soundfile.read(target, dtype="int32")
    assert rate == facts.sample_rate_hz == 44_100
    assert np.array_equal(before, after)
    assert np.array_equal(after >> (32 - bits) << (32 - bits), after)
    assert (facts.channels, facts.duration_s) == (2, 3000 / 44_100)
    again = tmp_path / "c.flac"
    assert write_flac(target, again) == facts
    assert again.read_bytes() == target.read_bytes(), "the same bytes for the same sound"


def test_float_samples_are_kept_to_24_bit_and_clip(tmp_path: Path) -> None:
    source, target = tmp_path / "a.wav", tmp_path / "b.flac"
    samples = np.array([0.1, -0.7, 1.7, -3.0], np.float32)
    soundfile.write(source, samples, 48_000, "FLOAT")
    write_flac(source, target)
    after, _ = soundfile.read(target, dtype="float32")
    assert np.abs(after - np.clip(samples, -1, 1)).max() < 2**-22


def test_more_channels_than_flac_has_become_one(tmp_path: Path) -> None:
    source, target = tmp_path / "a.wav", tmp_path / "b.flac"
    soundfile.write(source, np.full((100, 12), 1 << 24, np.int32), 48_000, "PCM_24")
    assert write_flac(source, target).channels == 1
    assert set(soundfile.read(target, dtype="int32")[0]) == {1 << 24}


def test_the_same_sound_has_the_same_hash_whatever_is_around_it(tmp_path: Path) -> None:
    wav, tagged = tmp_path / "a.wav", tmp_path / "tagged.flac"
    soundfile.write(wav, NOISE, 44_100, "PCM_16")
    with soundfile.SoundFile(tagged, "w", 44_100, 2, "PCM_16") as file:
        file.title = "My home, 12 Elm Street"
        file.write(soundfile.read(wav, dtype="int32")[0])
    bare = tmp_path / "bare.flac"
    assert write_flac(tagged, bare) == read_flac(tagged) == write_flac(wav, tmp_path / "c.flac")
    assert b"Elm" in tagged.read_bytes()
    assert b"Elm" not in bare.read_bytes()
    louder = tmp_path / "louder.flac"
    soundfile.write(louder, NOISE, 48_000, "PCM_16")
    assert read_flac(louder).sha256 != read_flac(bare).sha256, "the rate counts"


def flac_bytes(folder: Path) -> bytearray:
    path = folder / "whole.flac"
    soundfile.write(path, NOISE, 44_100, "PCM_16")
    return bytearray(path.read_bytes())


def says_samples(data: bytearray, samples: int) -> bytearray:
    """Change how many samples STREAMINFO promises (RFC 9639, 8.2): 36 bits that end at byte 26."""
    data[21] = data[21] & 0xF0 | samples >> 32
    data[22:26] = (samples & 0xFFFFFFFF).to_bytes(4, "big")
    return data


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (4000, WRONG_LENGTH),
        (2**28, WRONG_LENGTH),
        (MOST_SAMPLES // 2 + 1, TOO_LONG),
        (2**36 - 1, TOO_LONG),
        (0, ""),
    ],
)
def test_a_flac_that_lies_about_its_length(tmp_path: Path, samples: int, reason: str) -> None:
    path = tmp_path / "lie.flac"
    path.write_bytes(says_samples(flac_bytes(tmp_path), samples))
    with pytest.raises(ReferenceUnreadable) as raised:
        read_flac(path)
    assert raised.value.reason == reason or not reason


@pytest.mark.parametrize("data", [b"", b"fLa", b"RIFF" * 100, b"PK\x03\x04", b"\x80\x04\x95", b"OggS" * 30])
def test_what_is_no_flac(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.flac"
    path.write_bytes(data)
    with pytest.raises(ReferenceUnreadable) as raised:
        read_flac(path)
    assert raised.value.reason == NO_FLAC


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_flac_that_was_cut_off(tmp_path: Path, kept: float) -> None:
    data = flac_bytes(tmp_path)
    path = tmp_path / "cut.flac"
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(ReferenceUnreadable):
        read_flac(path)
