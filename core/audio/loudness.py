"""Integrated loudness after ITU-R BS.1770-4."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.audio import AudioClip

SILENT_LUFS = -70.0
"""The standard's absolute gate: what is quieter is not counted."""

_OFFSET_DB = -0.691
_RELATIVE_GATE_DB = -10.0
_BLOCK_S, _HOP_S = 0.4, 0.1
_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
_HIGH_PASS = (38.13547087602444, 0.5003270373238773)


def loudness_lufs(clip: AudioClip) -> float:
    """Return the integrated loudness of one channel.

    The K-weighting is done on the spectrum: the same magnitude without the filters' phase, which the power
    of blocks of 0.4 s does not feel.

    Returns:
        LUFS; `SILENT_LUFS` where no block is louder.
    """
    if not len(clip.samples):
        return SILENT_LUFS
    rate = clip.sample_rate_hz
    block, hop = round(_BLOCK_S * rate), round(_HOP_S * rate)
    spectrum = np.fft.rfft(clip.samples.astype(np.float64))
    weight = _k_weight(np.fft.rfftfreq(len(clip.samples), 1 / rate).astype(np.float64), rate)
    power = np.fft.irfft(spectrum * weight, len(clip.samples)) ** 2
    totals = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, max(1, len(power) - block + 1), hop)
    ends = np.minimum(starts + block, len(power))
    blocks = (totals[ends] - totals[starts]) / (ends - starts)
    kept = blocks[_db(blocks) > SILENT_LUFS]
    if not len(kept):
        return SILENT_LUFS
    kept = kept[_db(kept) > float(_db(np.mean(kept, keepdims=True))[0]) + _RELATIVE_GATE_DB]
    return float(_db(np.mean(kept, keepdims=True))[0])


def _db(power: NDArray[np.float64]) -> NDArray[np.float64]:
    decibels: NDArray[np.float64] = _OFFSET_DB + 10 * np.log10(np.maximum(power, 1e-20))
    return decibels


def _k_weight(frequencies: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Return the magnitude of both filters, designed for any rate (De Man, pyloudnorm, 2018)."""
    centre, gain_db, quality = _SHELF
    k = np.tan(np.pi * min(centre, 0.49 * rate) / rate)
    high = 10 ** (gain_db / 20)
    middle = high**0.4996667741545416
    shelf = (
        (high + middle * k / quality + k * k, 2 * (k * k - high), high - middle * k / quality + k * k),
        (1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k),
    )
    centre, quality = _HIGH_PASS
    k = np.tan(np.pi * centre / rate)
    whole = 1 + k / quality + k * k
    high_pass = ((1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / whole, (1 - k / quality + k * k) / whole))
    z = np.exp(-2j * np.pi * frequencies / rate)
    weight: NDArray[np.float64] = np.abs(_response(shelf, z) * _response(high_pass, z))
    return weight


_Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def _response(biquad: _Biquad, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    above, below = biquad
    response: NDArray[np.complex128] = np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    return response
