"""Short-time power spectra."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

Powers: TypeAlias = NDArray[np.float32]
"""Shape ``(frames, bins)``: a full-scale sine of many periods has 0.5 in all its bins together."""

_TINY = 1e-12


def power_spectra(samples: Samples, window: int, hop: int, bins: int | None = None) -> Powers:
    """Return the power spectrum of each Hann window.

    Args:
        samples: Mono.
        window: Samples of a window; what is shorter is filled up with silence.
        hop: Samples from one window to the next.
        bins: So many bins are kept, from 0 Hz on; None: all.
    """
    if len(samples) < window:
        samples = np.pad(samples, (0, window - len(samples)))
    shape = np.hanning(window).astype(np.float32)
    scale = np.float32(2 / (window * float(np.sum(shape**2))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, window)[::hop]
    kept = window // 2 + 1 if bins is None else min(bins, window // 2 + 1)
    powers = np.empty((len(frames), kept), np.float32)
    block = max(1, (1 << 22) // window)
    for start in range(0, len(frames), block):
        spectrum = np.fft.rfft(frames[start : start + block] * shape, axis=1)[:, :kept]
        powers[start : start + block] = (spectrum.real**2 + spectrum.imag**2) * scale
    return powers


def band_powers(powers: Powers, edges_hz: NDArray[np.float64], sample_rate_hz: int) -> Powers:
    """Return the power in each band between neighbouring edges, shape ``(frames, bands)``."""
    window = 2 * (powers.shape[1] - 1)
    edges = np.clip(np.ceil(edges_hz * window / sample_rate_hz).astype(int), 0, powers.shape[1] - 1)
    sums = np.concatenate((np.zeros((len(powers), 1)), np.cumsum(powers, axis=1, dtype=np.float64)), axis=1)
    bands: Powers = (sums[:, edges[1:]] - sums[:, edges[:-1]]).astype(np.float32)
    return bands


def decibels(power: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return powers in dB, not below -120."""
    result: NDArray[np.float64] = 10 * np.log10(np.maximum(power, _TINY).astype(np.float64))
    return result


def decibel(power: float) -> float:
    """Return one power in dB, not below -120."""
    return 10 * float(np.log10(max(power, _TINY)))
