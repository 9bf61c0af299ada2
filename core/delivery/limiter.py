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

from core.model.audio import Samples

STEP_S = 0.001
ATTACK_DB_PER_STEP = 1.0
RELEASE_DB_PER_STEP = 0.08
MARGIN_DB = 0.15
"""So far below the ceiling it aims: the gain bends the sound between the samples a little."""

OVERSAMPLED_HZ = 192_000
"""BS.1770-4, annex 2, asks for at least this rate to see peaks between samples."""

_LEAST = 1e-10
_PART_S = 20.0
_CONTEXT = 256


def step_samples(sample_rate_hz: int) -> int:
    """Return the length of a step of the gain in samples."""
    return max(1, round(STEP_S * sample_rate_hz))


def true_peaks(samples: Samples, sample_rate_hz: int) -> NDArray[np.float32]:
    """Return the greatest true peak of each step, linear, shape ``(ceil(samples / step),)``."""
    step = step_samples(sample_rate_hz)
    part = step * round(_PART_S / STEP_S)
    found = [
        _oversampled_peaks(samples, start, min(start + part, len(samples)), sample_rate_hz)
        for start in range(0, len(samples), part)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _oversampled_peaks(samples: Samples, start: int, end: int, sample_rate_hz: int) -> NDArray[np.float32]:
    import soxr

    times = -(-OVERSAMPLED_HZ // sample_rate_hz)
    before, after = min(start, _CONTEXT), min(len(samples) - end, _CONTEXT)
    # Silence at both ends, so that the filter has something to swing into.
    part = np.pad(samples[start - before : end + after], (_CONTEXT - before, _CONTEXT - after))
    dense = soxr.resample(part, sample_rate_hz, sample_rate_hz * times, quality="HQ")
    step = step_samples(sample_rate_hz)
    steps = -(-(end - start) // step)
    dense = np.abs(dense[_CONTEXT * times :][: steps * step * times])
    dense = np.pad(dense, (0, steps * step * times - len(dense)))
    peaks: NDArray[np.float32] = dense.reshape(steps, step * times).max(axis=1)
    plain = np.pad(np.abs(samples[start:end]), (0, steps * step - (end - start)))
    np.maximum(peaks, plain.reshape(steps, step).max(axis=1), out=peaks)
    return peaks


def decibels(level: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return linear levels in decibels; silence is -200."""
    found: NDArray[np.float32] = (20 * np.log10(np.maximum(level, _LEAST))).astype(np.float32)
    return found


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
    """Return samples with a gain that has a value for each step, drawn straight between their borders."""
    if not gain_db.any():
        return samples
    step = step_samples(sample_rate_hz)
    linear = 10 ** (gain_db / np.float32(20))
    borders = np.minimum(np.append(linear[:1], linear), np.append(linear, linear[-1:]))
    slope = (np.arange(step, dtype=np.float32) / np.float32(step))[np.newaxis]
    curve = (borders[:-1, np.newaxis] + np.diff(borders)[:, np.newaxis] * slope).reshape(-1)
    limited: Samples = samples * curve[: len(samples)]
    return limited


def limit(samples: Samples, sample_rate_hz: int, ceiling_db: float) -> Samples:
    """Return samples whose true peaks stay under a ceiling (dBTP); themselves where they do anyway."""
    peaks_db = decibels(true_peaks(samples, sample_rate_hz))
    return apply_gain(samples, gain_curve(peaks_db, ceiling_db), sample_rate_hz)
