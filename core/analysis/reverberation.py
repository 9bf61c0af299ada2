"""Reverberation: how fast the voice can fall silent.

A room lets no sound decay faster than 60 dB in its RT60, while the ends of syllables in a dry recording fall
by 300 dB a second and more. So the steepest falls of the level, band by band, tell the room (after Wen,
Habets, Naylor, "Blind estimation of reverberation time based on the distribution of signal decay rates",
ICASSP 2008).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.analysis.spectra import band_powers, decibels, power_spectra
from core.model.audio import Samples

_BAND_EDGES_HZ = np.geomspace(250.0, 6000.0, 13)
_WINDOW_S, _HOP_S = 0.025, 0.008
_FALL_FRAMES = 12
"""A fall is a straight line through so many frames: 96 ms."""

_ABOVE_NOISE_DB = 6.0
_BELOW_TOP_DB = 50.0
_STEEPEST_SHARE = 0.05
_LEAST_FALLS = 40

_SLOPES_DB_S = (80.0, 95.0, 113.0, 137.0, 163.0, 225.0, 300.0, 420.0)
_RT60_S = (2.5, 1.8, 1.2, 0.8, 0.5, 0.3, 0.2, 0.1)
"""What rooms of known RT60 gave (exponentially decaying noise, over speech of 15 voices)."""


def reverberation_s(samples: Samples, sample_rate_hz: int) -> float | None:
    """Return the RT60 in seconds, from 0.1 to 2.5; None where there are too few falls to tell.

    Args:
        samples: Speech.
        sample_rate_hz: Its rate, 16 kHz or more.
    """
    hop = round(_HOP_S * sample_rate_hz)
    powers = power_spectra(samples, 2 * round(_WINDOW_S * sample_rate_hz / 2), hop)
    levels = decibels(band_powers(powers, _BAND_EDGES_HZ, sample_rate_hz))
    if len(levels) < 2 * _FALL_FRAMES:
        return None
    top, floor = np.quantile(levels, 0.95, axis=0), np.quantile(levels, 0.1, axis=0)
    lines = np.lib.stride_tricks.sliding_window_view(levels, _FALL_FRAMES, axis=0)
    lowest = lines.min(axis=-1)
    slopes = _slopes_db_s(lines)
    falls = slopes[(lowest > floor + _ABOVE_NOISE_DB) & (lowest > top - _BELOW_TOP_DB) & (slopes < 0)]
    if len(falls) < _LEAST_FALLS:
        return None
    steepest = -float(np.quantile(falls, _STEEPEST_SHARE))
    return float(np.interp(steepest, _SLOPES_DB_S, _RT60_S))


def _slopes_db_s(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the slope of the line that fits best, over the last axis."""
    times = np.arange(_FALL_FRAMES) - (_FALL_FRAMES - 1) / 2
    slopes: NDArray[np.float64] = lines @ (times / np.sum(times**2)) / _HOP_S
    return slopes
