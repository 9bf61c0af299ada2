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
    if frames.shape[1] == 1:
        return np.ascontiguousarray(frames[:, 0])
    powers = np.mean(np.square(frames - frames.mean(axis=0), dtype=np.float64), axis=0)
    loudest = int(powers.argmax())
    living = powers >= _DEAD * powers[loudest]
    mono = frames[:, living].mean(axis=1, dtype=np.float32)
    if float(np.var(mono, dtype=np.float64)) < _CANCELLED * powers[loudest]:
        mono = frames[:, loudest]
    return np.ascontiguousarray(mono, dtype=np.float32)
