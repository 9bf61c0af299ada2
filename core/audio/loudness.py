"""Integrated loudness after ITU-R BS.1770-4."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.model.audio import AudioClip, Samples

SILENT_LUFS = -70.0
"""The standard's absolute gate: what is quieter is not counted."""

_OFFSET_DB = -0.691
_RELATIVE_GATE_DB = -10.0
_BLOCK_S, _HOP_S = 0.4, 0.1
_CONTEXT_S = 0.25
_TRANSFORM = 1 << 17
"""So many samples are transformed at once: they stay in the processor's cache."""

_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
_HIGH_PASS = (38.13547087602444, 0.5003270373238773)


def loudness_lufs(clip: AudioClip) -> float:
    """Return the integrated loudness of one channel.

    Returns:
        LUFS; `SILENT_LUFS` where no block is louder.
    """
    if not len(clip.samples):
        return SILENT_LUFS
    rate = clip.sample_rate_hz
    block, hop = round(_BLOCK_S * rate), round(_HOP_S * rate)
    power = k_weighted(clip.samples, rate).astype(np.float64) ** 2
    totals = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, max(1, len(power) - block + 1), hop)
    ends = np.minimum(starts + block, len(power))
    return gated_lufs((totals[ends] - totals[starts]) / (ends - starts))


def gated_lufs(blocks: NDArray[np.float64]) -> float:
    """Return the loudness of blocks of 0.4 s, both gates of the standard applied.

    Args:
        blocks: Mean power of each, K-weighted, shape ``(blocks,)``.

    Returns:
        LUFS; `SILENT_LUFS` where no block is louder.
    """
    kept = blocks[_db(blocks) > SILENT_LUFS]
    if not len(kept):
        return SILENT_LUFS
    kept = kept[_db(kept) > float(_db(np.mean(kept, keepdims=True))[0]) + _RELATIVE_GATE_DB]
    return float(_db(np.mean(kept, keepdims=True))[0])


def _db(power: NDArray[np.float64]) -> NDArray[np.float64]:
    decibels: NDArray[np.float64] = _OFFSET_DB + 10 * np.log10(np.maximum(power, 1e-20))
    return decibels


def k_weighted(samples: Samples, sample_rate_hz: int) -> Samples:
    """Return samples K-weighted.

    It is done on the spectrum, in parts: the same magnitude without the filters' phase, which the power of
    blocks of 0.4 s does not feel. What is before and after the samples counts as silence.
    """
    context = round(_CONTEXT_S * sample_rate_hz)
    most = max(_TRANSFORM, 8 * context) - 3 * context
    parts = []
    for start in range(0, len(samples), most):
        end = min(start + most, len(samples))
        first, last = max(0, start - context), min(len(samples), end + context)
        size = _transform_size(last - first + context)
        spectrum = np.fft.rfft(samples[first:last], size)
        spectrum *= _k_weight(size, sample_rate_hz)
        parts.append(np.fft.irfft(spectrum, size)[start - first : end - first])
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _transform_size(least: int) -> int:
    """Return the next length that is quick to transform: a power of two times 5, 6, 7 or 8."""
    power = 1 << max(0, (least - 1).bit_length() - 3)
    return power * -(-least // power)


@lru_cache(maxsize=32)
def _k_weight(size: int, rate: int) -> NDArray[np.float32]:
    """Return both filters' magnitude for a transform, designed for any rate (De Man, pyloudnorm, 2018)."""
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
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return np.abs(_response(shelf, z) * _response(high_pass, z)).astype(np.float32)


_Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def _response(biquad: _Biquad, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    above, below = biquad
    response: NDArray[np.complex128] = np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    return response
