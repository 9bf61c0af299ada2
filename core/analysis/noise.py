"""Noise: what is heard where the voice pauses."""

from __future__ import annotations

import numpy as np

from core.analysis.spectra import Powers, band_powers, decibel

_LOWEST_HZ, _HIGHEST_HZ = 30.0, 11_000.0
_QUIET_SHARE = 0.1
"""The quietest tenth of the frames holds no voice: even fast speech pauses within its words."""

_DIGITAL_SILENCE = 1e-10
"""Frames under -100 dBFS were cut to nothing; they say nothing of the noise beneath the voice."""

_LOUDEST_RATIO_DB = 60.0


def frame_powers(powers: Powers, sample_rate_hz: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the power of each frame in the band where noise is heard."""
    edges = np.array([_LOWEST_HZ, _HIGHEST_HZ])
    return band_powers(powers, edges, sample_rate_hz)[:, 0].astype(np.float64)


def speech_to_noise_db(
    frames: np.ndarray[tuple[int], np.dtype[np.float64]],
    speech: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> float | None:
    """Return how far the noise lies below the speech, in dB; None where nobody speaks.

    Args:
        frames: Power of each frame.
        speech: Where somebody speaks, of the same shape.
    """
    if not speech.any():
        return None
    sounding = frames[frames > _DIGITAL_SILENCE]
    if not len(sounding):
        return None
    noise = float(np.quantile(sounding, _QUIET_SHARE))
    voice = float(np.mean(frames[speech])) - noise
    return min(_LOUDEST_RATIO_DB, decibel(max(voice, noise * 1e-3) / noise))
