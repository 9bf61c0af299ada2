"""True peaks: how high the sound goes, between its samples too (BS.1770-4, annex 2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

STEP_S = 0.001
COARSE_TIMES = 4
FINE_HZ = 192_000
"""Between the samples it looks at four times their rate, and where it must be sure at no less than 192 kHz
(BS.1770-4, annex 2, has both, for 48 kHz)."""

SILENT_DB = -200.0
_LEAST = 1e-10
_PART_S = 20.0
_CONTEXT = 256
_DOUBT_DB = 0.6
"""Coarse peaks are at most so much too low."""


def step_samples(sample_rate_hz: int) -> int:
    """Return the length of a step of the gain in samples."""
    return max(1, round(STEP_S * sample_rate_hz))


def true_peaks(samples: Samples, sample_rate_hz: int, *, fine: bool = False) -> NDArray[np.float32]:
    """Return the greatest true peak of each step, linear, shape ``(ceil(samples / step),)``."""
    times = max(1, -(-FINE_HZ // sample_rate_hz)) if fine else COARSE_TIMES
    step = step_samples(sample_rate_hz)
    part = step * round(_PART_S / STEP_S)
    found = [
        _oversampled_peaks(samples, start, min(start + part, len(samples)), times, sample_rate_hz)
        for start in range(0, len(samples), part)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _oversampled_peaks(
    samples: Samples, start: int, end: int, times: int, sample_rate_hz: int
) -> NDArray[np.float32]:
    import soxr

    step = step_samples(sample_rate_hz)
    steps = -(-(end - start) // step)
    before, after = min(start, _CONTEXT), min(len(samples) - end, _CONTEXT + step)
    # Silence at both ends, so that the filter has something to swing into.
    part = np.zeros(2 * _CONTEXT + steps * step, np.float32)
    place = _CONTEXT - before
    kept = samples[start - before : end + after][: len(part) - place]
    part[place : place + len(kept)] = kept
    dense = soxr.resample(part, sample_rate_hz, sample_rate_hz * times, quality="HQ")
    peaks = _greatest(dense[_CONTEXT * times : (_CONTEXT + steps * step) * times], step * times)
    return np.maximum(peaks, _greatest(part[_CONTEXT : _CONTEXT + steps * step], step))


def _greatest(samples: Samples, length: int) -> NDArray[np.float32]:
    """Return the greatest magnitude of each stretch of a length."""
    magnitudes = np.abs(samples)
    greatest: NDArray[np.float32] = np.maximum.reduceat(magnitudes, np.arange(0, len(magnitudes), length))
    return greatest


def decibels(level: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return linear levels in decibels; silence is -200."""
    found: NDArray[np.float32] = (20 * np.log10(np.maximum(level, _LEAST))).astype(np.float32)
    return found


def greatest_peak_db(samples: Samples, sample_rate_hz: int) -> float:
    """Return the greatest true peak in dBTP, seen finely: only where it may be is looked at twice."""
    coarse = decibels(true_peaks(samples, sample_rate_hz))
    if not len(coarse):
        return SILENT_DB
    near = np.flatnonzero(coarse >= coarse.max() - _DOUBT_DB)
    step = step_samples(sample_rate_hz)
    beside = -(-_CONTEXT // step)
    steps = 2 * beside + 1
    if len(near) * steps >= len(coarse):
        return float(decibels(true_peaks(samples, sample_rate_hz, fine=True)).max())
    around = np.pad(samples, (beside * step, (beside + 1) * step))
    windows = around[near[:, np.newaxis] * step + np.arange(steps * step)]
    fine = true_peaks(windows.reshape(-1), sample_rate_hz, fine=True).reshape(len(near), steps)
    return float(decibels(fine[:, beside]).max())
