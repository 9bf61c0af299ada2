"""Sounds to test with."""

from __future__ import annotations

import numpy as np

from core.model.audio import AudioClip, Samples


def tone(duration_s: float, rate: int = 24_000, level: float = 0.3, pitch_hz: float = 220.0) -> Samples:
    """Return a sine."""
    time_s = np.arange(round(duration_s * rate)) / rate
    return (level * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def tone_clip(duration_s: float, rate: int = 24_000) -> AudioClip:
    """Return a sine as a clip."""
    return AudioClip(tone(duration_s, rate), rate)
