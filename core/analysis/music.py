"""Music: tones that stay where they are, heard where the voice is quiet.

The harmonics of a voice glide; a note stands still to a fraction of a hertz. So peaks of the spectrum that
are at the same frequency 85 ms later or earlier are counted, in the quieter frames of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.spectra import decibel, power_spectra
from core.model.audio import Samples

_WINDOW_S, _HOP_S = 0.0853, 0.0213
_LAG = 4
"""Frames from one window to the next that shares nothing with it."""

_LOWEST_HZ, _HIGHEST_HZ = 45.0, 5000.0
_STEADY_BINS = 0.08
"""A tone moves less than this share of a bin (0.9 Hz) in that time."""

_OVER_NEIGHBOURS_DB = 8.0
_NEIGHBOURS = 12
_LOBE = 2
_QUIET_DB = 4.0
_QUIET_SHARE = 0.3
_UNHEARD_DB = 60.0
_FAINTEST_DB = 40.0


@dataclass(frozen=True)
class Tones:
    """Steady tones beneath a voice.

    Attributes:
        below_speech_db: How far they lie below the voice, from -20 to 40 dB.
        share: Their share of what is heard in the quieter frames, 0 to 1.
    """

    below_speech_db: float
    share: float


def steady_tones(samples: Samples, sample_rate_hz: int) -> Tones | None:
    """Look for tones that stand still; None where the sound is too short or silent."""
    window = 2 * round(_WINDOW_S * sample_rate_hz / 2)
    bins = int(_HIGHEST_HZ * window / sample_rate_hz) + _NEIGHBOURS
    powers = power_spectra(samples, window, window // _LAG, bins)
    total = powers.sum(axis=1, dtype=np.float64)
    if len(total) < 3 * _LAG or not total.max() > 0:
        return None
    steady = _steady_power(powers, int(_LOWEST_HZ * window / sample_rate_hz))
    voice = float(np.sort(total)[len(total) // 2 :].mean())
    limit = max(voice * 10 ** (-_QUIET_DB / 10), float(np.quantile(total, _QUIET_SHARE)))
    quiet = (total <= limit) & (total > voice * 10 ** (-_UNHEARD_DB / 10))
    if not quiet.any():
        return Tones(_FAINTEST_DB, 0.0)
    below_db = -decibel(float(steady[quiet].mean()) / voice)
    return Tones(min(below_db, _FAINTEST_DB), float(np.mean(steady[quiet] / total[quiet])))


def _steady_power(powers: NDArray[np.float32], lowest: int) -> NDArray[np.float64]:
    """Return the power of each frame that lies in steady peaks."""
    levels = np.log(powers + np.float32(1e-14))
    places = _peaks(levels, lowest)
    steady = np.zeros(places.shape, bool)
    for lag in (_LAG, -_LAG):
        steady |= _stays(places, lag)
    lobes = steady.copy()
    for step in range(1, _LOBE + 1):
        lobes[:, step:] |= steady[:, :-step]
        lobes[:, :-step] |= steady[:, step:]
    found: NDArray[np.float64] = np.where(lobes, powers, 0.0).sum(axis=1, dtype=np.float64)
    return found


def _peaks(levels: NDArray[np.float32], lowest: int) -> NDArray[np.float32]:
    """Return where each bin's peak lies, in bins (a parabola through three); NaN where there is none."""
    left, middle, right = levels[:, :-2], levels[:, 1:-1], levels[:, 2:]
    width = 2 * _NEIGHBOURS + 1
    padded = np.pad(levels, ((0, 0), (_NEIGHBOURS + 1, _NEIGHBOURS)), mode="edge")
    sums = np.cumsum(padded, axis=1, dtype=np.float64)
    around = (sums[:, width:] - sums[:, :-width]) / width
    high = middle - around[:, 1:-1] > _OVER_NEIGHBOURS_DB * np.log(10) / 10
    shift = 0.5 * (left - right) / np.minimum(left - 2 * middle + right, -1e-6)
    places = np.full(levels.shape, np.nan, np.float32)
    bins = np.arange(1, levels.shape[1] - 1, dtype=np.float32)
    places[:, 1:-1] = np.where((middle > left) & (middle >= right) & high, bins + shift, np.nan)
    places[:, :lowest] = np.nan
    return places


def _stays(places: NDArray[np.float32], lag: int) -> NDArray[np.bool_]:
    """Mark the peaks that have one at the same place so many frames later (or, negative, earlier)."""
    other = np.full_like(places, np.nan)
    if lag > 0:
        other[:-lag] = places[lag:]
    else:
        other[-lag:] = places[:lag]
    marks = np.zeros(places.shape, bool)
    for step in (-1, 0, 1):
        shifted = np.full_like(other, np.nan)
        source = slice(max(0, step), other.shape[1] + min(0, step))
        target = slice(max(0, -step), other.shape[1] + min(0, -step))
        shifted[:, target] = other[:, source]
        marks |= np.abs(shifted - places) < _STEADY_BINS
    return marks
