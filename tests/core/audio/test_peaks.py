import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audio.peaks import join, peaks, resample
from core.model.audio import AudioClip
from tests.core.audio.sounds import tone, tone_clip


@given(st.integers(1, 500), st.integers(1, 200))
def test_each_bucket_shows_the_least_and_the_greatest(count: int, buckets: int):
    samples = np.random.default_rng(count).standard_normal(count).astype(np.float32)
    outline = peaks(samples, buckets)
    assert outline.shape == (buckets, 2)
    assert outline.dtype == np.float32
    assert outline[:, 0].min() == samples.min()
    assert outline[:, 1].max() == samples.max()
    if buckets <= count:
        for index in range(buckets):
            part = samples[index * count // buckets : (index + 1) * count // buckets]
            assert (outline[index] == (part.min(), part.max())).all()


def test_no_samples_are_a_flat_line():
    assert (peaks(np.zeros(0, np.float32), 4) == 0).all()


def test_less_than_one_bucket_is_refused():
    with pytest.raises(ValueError, match="buckets"):
        peaks(tone(1), 0)


def test_another_rate_keeps_length_and_sound():
    clip = resample(tone_clip(1, 48_000), 24_000)
    assert clip.sample_rate_hz == 24_000
    assert len(clip.samples) == 24_000
    assert np.abs(clip.samples[2000:-2000] - tone(1)[2000:-2000]).max() < 1e-3


def test_the_same_rate_is_the_same_clip():
    clip = tone_clip(1)
    assert resample(clip, 24_000) is clip


def test_joined_clips_have_silence_between_them():
    joined = join([tone_clip(1), tone_clip(0.5, 48_000)], gap_s=0.25)
    assert joined.sample_rate_hz == 24_000
    assert len(joined.samples) == 42_000
    assert not joined.samples[24_000:30_000].any()
    assert joined.samples[:24_000].any()
    assert joined.samples[30_000:].any()


@pytest.mark.parametrize(("clips", "gap_s"), [([], 0.0), ([AudioClip(tone(1), 24_000)], -1.0)])
def test_nothing_to_join(clips: list[AudioClip], gap_s: float):
    with pytest.raises(ValueError, match="join"):
        join(clips, gap_s)
