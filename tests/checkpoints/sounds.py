"""Reference recordings that are not speech but pass for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile


def write_reference(
    path: Path, duration_s: float = 3.0, rate_hz: int = 24_000, *, channels: int = 1, seed: int = 0
) -> Path:
    """Write a warbling tone with pauses, as the file's ending says."""
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    noise = np.random.default_rng(seed).normal(0, 0.01, len(time_s))
    tone = np.sin(2 * np.pi * (140 + 20 * seed) * time_s + 3 * np.sin(2 * np.pi * 3 * time_s))
    syllables = np.clip(np.sin(2 * np.pi * 2 * time_s) * 3, 0, 1)
    mono = (0.4 * tone * syllables + noise * syllables).astype(np.float32)
    soundfile.write(path, np.repeat(mono[:, None], channels, axis=1), rate_hz)
    return path
