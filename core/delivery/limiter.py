"""A look-ahead limiter for true peaks.

The gain is worked out for steps of 1 ms, from the true peak of each, over the whole line at once: it comes
down before the peak and recovers after it along straight lines in decibels, so that it is two running minima.
Between the steps it is drawn straight from the lesser of both neighbours, hence never above what a sample
needs. Each line starts and ends in silence and is limited for itself: the same line is the same sound in
every layout.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.delivery.peaks import SILENT_DB, decibels, step_samples, true_peaks
from core.model.audio import Samples

ATTACK_DB_PER_STEP = 1.0
RELEASE_DB_PER_STEP = 0.08
MARGIN_DB = 0.25
"""So far below the ceiling it aims: the gain bends the sound between the samples a little."""

_NEAR_DB = 0.75
"""Peaks that come so near to the ceiling are looked at finely."""

_MOST_TIMES = 4


def gain_curve(peaks_db: NDArray[np.float32], ceiling_db: float) -> NDArray[np.float32]:
    """Return the gain of each step in decibels, 0 or less, that keeps true peaks under a ceiling.

    Args:
        peaks_db: True peak of each step, shape ``(..., steps)``.
        ceiling_db: What no peak may pass.
    """
    need: NDArray[np.float32] = np.minimum(np.float32(ceiling_db - MARGIN_DB) - peaks_db, 0, dtype=np.float32)
    if not need.any():
        return need
    places = np.arange(need.shape[-1], dtype=np.float32)
    rise, fall = np.float32(RELEASE_DB_PER_STEP) * places, np.float32(ATTACK_DB_PER_STEP) * places
    gain = np.minimum.accumulate(need - rise, axis=-1) + rise
    gain = (np.minimum.accumulate((gain + fall)[..., ::-1], axis=-1))[..., ::-1] - fall
    return _rounded(np.minimum(gain, need))


def _rounded(gain: NDArray[np.float32]) -> NDArray[np.float32]:
    """Round the corners of a curve; a mean of running minima never passes the curve itself."""
    least = gain.copy()
    np.minimum(least[..., 1:], gain[..., :-1], out=least[..., 1:])
    np.minimum(least[..., :-1], gain[..., 1:], out=least[..., :-1])
    smooth = least.copy()
    smooth[..., 1:-1] = 0.5 * least[..., 1:-1] + 0.25 * (least[..., :-2] + least[..., 2:])
    return smooth


def apply_gain(samples: Samples, gain_db: NDArray[np.float32], sample_rate_hz: int) -> Samples:
    """Return samples with a gain that has a value for each step, drawn straight between their borders.

    Args:
        samples: Shape ``(samples,)``.
        gain_db: Shape ``(ceil(samples / step),)``.
        sample_rate_hz: Samples per second.
    """
    step = step_samples(sample_rate_hz)
    linear = 10 ** (gain_db / np.float32(20))
    borders = np.minimum(np.append(linear[:1], linear), np.append(linear, linear[-1:]))
    slope = (np.arange(step, dtype=np.float32) / np.float32(step))[np.newaxis]
    curve = (borders[:-1, np.newaxis] + np.diff(borders)[:, np.newaxis] * slope).reshape(-1)
    limited: Samples = samples * curve[: len(samples)]
    return limited


def limit(
    samples: Samples, peaks_db: NDArray[np.float32], ceiling_db: float, sample_rate_hz: int
) -> tuple[Samples, float]:
    """Hold the true peaks of a line under a ceiling.

    A gain that moves bends the sound between the samples, so that peaks may come out a little higher than
    they were let. They are looked at again, finely, and held again where that is so.

    Args:
        samples: Shape ``(samples,)``; not changed.
        peaks_db: Its true peaks (see ``true_peaks``).
        ceiling_db: What they are held under, in dBTP.
        sample_rate_hz: Samples per second.

    Returns:
        The sound, and its greatest true peak in dBTP.
    """
    if not len(peaks_db):
        return samples, SILENT_DB
    for _ in range(_MOST_TIMES):
        if peaks_db.max() <= ceiling_db - _NEAR_DB:
            break
        curve = gain_curve(peaks_db, ceiling_db)
        if curve.any():
            samples = apply_gain(samples, curve, sample_rate_hz)
        peaks_db = decibels(true_peaks(samples, sample_rate_hz, fine=True))
        if peaks_db.max() <= ceiling_db:
            break
    return samples, float(peaks_db.max())
