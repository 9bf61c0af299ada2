"""Small sums over audio: outlines for the waveform, other rates, clips joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.model.audio import AudioClip, Samples


def peaks(samples: Samples, buckets: int) -> NDArray[np.float32]:
    """Return the least and the greatest sample of each of ``buckets`` stretches of about one length.

    Returns:
        float32, shape ``(buckets, 2)``: minimum and maximum; zeros where there are no samples. With
        fewer samples than buckets, neighbouring buckets show the same sample.

    Raises:
        ValueError: When ``buckets`` is less than 1.
    """
    if buckets < 1:
        raise ValueError(f"buckets must be at least 1, not {buckets}")
    outline = np.zeros((buckets, 2), np.float32)
    if len(samples):
        starts = np.arange(buckets, dtype=np.int64) * len(samples) // buckets
        outline[:, 0] = np.minimum.reduceat(samples, starts)
        outline[:, 1] = np.maximum.reduceat(samples, starts)
    return outline


def resample(clip: AudioClip, sample_rate_hz: int) -> AudioClip:
    """Return the clip at another sample rate (soxr, very high quality); itself where the rate is right."""
    if clip.sample_rate_hz == sample_rate_hz:
        return clip
    import soxr

    samples = soxr.resample(clip.samples, clip.sample_rate_hz, sample_rate_hz, quality="VHQ")
    return AudioClip(np.asarray(samples, dtype=np.float32), sample_rate_hz)


def join(clips: Sequence[AudioClip], gap_s: float = 0.0) -> AudioClip:
    """Return the clips one after the other, at the first one's rate, with silence between them.

    Raises:
        ValueError: When there is no clip, or the gap is negative.
    """
    if not clips or gap_s < 0:
        raise ValueError("join needs at least one clip and a gap of 0 s or more")
    rate = clips[0].sample_rate_hz
    gap = np.zeros(round(gap_s * rate), np.float32)
    parts: list[Samples] = []
    for clip in clips:
        parts += [gap, resample(clip, rate).samples]
    return AudioClip(np.concatenate(parts[1:]), rate)
