"""Bandwidth: up to where the voice is heard, over the noise."""

from __future__ import annotations

import numpy as np

from core.analysis.spectra import Powers, band_powers, decibel

_EDGES_HZ = np.array(
    [
        500.0,
        1000.0,
        1500.0,
        2000.0,
        2500.0,
        3000.0,
        3400.0,
        4000.0,
        4500.0,
        5000.0,
        6000.0,
        7000.0,
        8000.0,
        9500.0,
        11_000.0,
    ]
)
_VOICE_HZ = (300.0, 3000.0)
_BRIGHT_SHARE = 0.98
"""What the brightest fiftieth of the frames has: hisses are rare, and short."""

_QUIET_SHARE = 0.1
_OVER_NOISE = 3.0
_FAINTEST_DB = -24.0
"""In proportion to their width, bands fainter than this below the voice at its loudest are not heard."""


def bandwidth_hz(powers: Powers, sample_rate_hz: int) -> float | None:
    """Return the upper edge of the highest band in which the voice is heard; None where there is no sound."""
    voice = band_powers(powers, np.array(_VOICE_HZ), sample_rate_hz)[:, 0]
    loud = float(np.quantile(voice, 0.9)) / (_VOICE_HZ[1] - _VOICE_HZ[0])
    if loud <= 0:
        return None
    bands = band_powers(powers, _EDGES_HZ, sample_rate_hz) / np.diff(_EDGES_HZ)
    bright, noise = np.quantile(bands, [_BRIGHT_SHARE, _QUIET_SHARE], axis=0)
    for index in reversed(range(len(bright))):
        heard = bright[index] > _OVER_NOISE * noise[index]
        if heard and decibel(float(bright[index] - noise[index]) / loud) > _FAINTEST_DB:
            return float(_EDGES_HZ[index + 1])
    return float(_EDGES_HZ[0])
