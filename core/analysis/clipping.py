"""Clipping: samples that pile up at one height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

_BINS = 400
_LOWEST = 0.35
"""Flat tops are looked for from this share of the peak on: noise may have laid peaks upon them."""

_WIDTHS = (0.02, 0.06)
"""How far a flat top may be smeared, in shares of the peak."""

_PILE = 2.0
"""So many times more samples than at a tenth less are a pile: of free sound there are fewer, the higher."""

_LEAST = 20


def flat_tops(samples: Samples) -> NDArray[np.bool_]:
    """Mark the samples that lie on a flat top, of each polarity by itself.

    Args:
        samples: One channel at its own rate: a change of the rate rounds the tops.
    """
    marks = np.zeros(len(samples), bool)
    middle = samples - np.float32(np.mean(samples, dtype=np.float64)) if len(samples) else samples
    for half in (middle, -middle):
        bounds = _pile(half)
        if bounds is not None:
            marks |= (half >= bounds[0]) & (half <= bounds[1])
    return marks


def _pile(half: Samples) -> tuple[float, float] | None:
    """Return between which heights samples pile up, or None."""
    peak = float(half.max(initial=0.0))
    if peak <= 0:
        return None
    heights = (half * np.float32(_BINS / peak * (1 - 1e-6))).astype(np.int16)
    counts = np.bincount(heights[heights > 0], minlength=_BINS)
    sums = np.concatenate(([0], np.cumsum(counts)))
    best: tuple[float, float, float] | None = None
    for width in _WIDTHS:
        wide = max(1, round(width * _BINS))
        tops = np.arange(max(round(_LOWEST * _BINS), 3 * wide), _BINS + 1)
        inside = sums[tops] - sums[tops - wide]
        lower = tops - wide - max(wide, _BINS // 12)
        below = sums[lower + wide] - sums[lower]
        excess = inside - _PILE * below
        index = int(excess.argmax())
        if excess[index] >= _LEAST and (best is None or excess[index] > best[0]):
            best = (float(excess[index]), (tops[index] - wide) / _BINS * peak, tops[index] / _BINS * peak)
    return None if best is None else (best[1], best[2] * (1 + 1e-6))
