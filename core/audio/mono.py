"""One channel of several."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

_DEAD = 0.01
"""A channel with less than this share of the loudest one's power (-20 dB) holds no voice of its own."""

_CANCELLED = 0.25
"""Where the mean has less than this share of the loudest channel's power, the channels cancel out."""


def to_mono(frames: NDArray[np.float32]) -> Samples:
    """Return the mean of the channels that live, or the loudest one where they cancel each other out.

    Args:
        frames: Shape ``(frames, channels)``.
    """
    channels: NDArray[np.float32] = np.ascontiguousarray(frames.T)
    if len(channels) == 1:
        return channels.reshape(-1)
    powers = np.array([_power(channel) for channel in channels])
    loudest = int(powers.argmax())
    living = np.flatnonzero(powers >= _DEAD * powers[loudest])
    mono: Samples = channels[living[0]].copy()
    for index in living[1:]:
        mono += channels[index]
    mono /= np.float32(len(living))
    if _power(mono) < _CANCELLED * powers[loudest]:
        mono = channels[loudest]
    return mono


def _power(channel: Samples) -> float:
    """Return the power of what swings around the mean."""
    mean = float(np.mean(channel, dtype=np.float64))
    return max(0.0, float(np.dot(channel, channel)) / len(channel) - mean * mean)
