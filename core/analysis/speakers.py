"""Speakers: places where another voice begins.

The Bayesian information criterion of Chen and Gopalakrishnan ("Speaker, environment and channel change
detection and clustering via the Bayesian information criterion", DARPA 1998): how much better two Gaussians
describe the cepstra on both sides of a place than one describes them together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.spectra import power_spectra
from core.analysis.speech import RATE_HZ
from core.model.audio import Samples

HOP_S = 0.01

_WINDOW, _HOP = 400, 160
_FILTERS, _FIRST, _LAST = 26, 1, 13
"""Of 26 mel bands the cepstra 1 to 12: the 0th is the loudness."""

_LOWEST_HZ, _HIGHEST_HZ = 60.0, 7600.0
_EMPHASIS = 0.97
_SCALES = ((600, 390.0), (300, 450.0))
"""At most so many frames of speech on each side, and the gain (nats) from which on it is another voice.

In more than 6 s the topic changes the cepstra too; short turns need the shorter look.
"""

_LEAST_SIDE_FRAMES = 200
_STEP_FRAMES = 20
_LOADING = 0.02
"""Added to the diagonal, so that few frames do not make a covariance singular."""

_SHORT_SIDE_FRAMES, _SHORT_GAIN = 250, 600.0
"""A side under 2.5 s may differ by its sounds alone."""


@dataclass(frozen=True)
class Change:
    """Where another voice may begin.

    Attributes:
        time_s: Where, on the recording's clock.
        excess: By how much two voices explain the sound better than they must, in nats.
    """

    time_s: float
    excess: float


def cepstra(samples: Samples) -> NDArray[np.float64]:
    """Return mel-frequency cepstra 1 to 12 of each 10 ms, shape ``(frames, 12)``; 16 kHz."""
    raised = np.append(samples[:1], samples[1:] - np.float32(_EMPHASIS) * samples[:-1])
    levels = np.log(power_spectra(raised, _WINDOW, _HOP) @ _mel_bands().T + 1e-11)
    place = np.pi * (np.arange(_FILTERS) + 0.5) / _FILTERS
    cosines = np.cos(np.outer(np.arange(_FIRST, _LAST), place)) * np.sqrt(2 / _FILTERS)
    found: NDArray[np.float64] = levels.astype(np.float64) @ cosines.T
    return found


def speaker_changes(features: NDArray[np.float64], speech: NDArray[np.bool_]) -> tuple[Change, ...]:
    """Return the places where another voice begins.

    Args:
        features: What ``cepstra`` gives.
        speech: Which of these frames hold speech.
    """
    times = np.flatnonzero(speech) * HOP_S
    kept = features[speech]
    if len(kept) < 2 * _LEAST_SIDE_FRAMES:
        return ()
    scaled = (kept - kept.mean(axis=0)) / (kept.std(axis=0) + 1e-6)
    centres = np.arange(_LEAST_SIDE_FRAMES, len(scaled) - _LEAST_SIDE_FRAMES + 1, _STEP_FRAMES)
    sides = np.minimum(centres, len(scaled) - centres)
    excess = np.full(len(centres), -np.inf)
    for side, least in _SCALES:
        needed = np.where(sides < _SHORT_SIDE_FRAMES, _SHORT_GAIN, least)
        excess = np.maximum(excess, _gains(scaled, centres, side) - needed)
    changes = []
    reach = _LEAST_SIDE_FRAMES // _STEP_FRAMES
    for index in np.flatnonzero(excess >= 0):
        if excess[index] == excess[max(0, index - reach) : index + reach + 1].max():
            changes.append(Change(float(times[centres[index]]), float(excess[index])))
    return tuple(changes)


def _gains(scaled: NDArray[np.float64], centres: NDArray[np.intp], side: int) -> NDArray[np.float64]:
    """Return the gain of two Gaussians over one at each place, from so many frames on each side."""
    sums = np.concatenate((np.zeros((1, scaled.shape[1])), np.cumsum(scaled, axis=0)))
    products = scaled[:, :, None] * scaled[:, None, :]
    squares = np.concatenate((np.zeros((1, *products.shape[1:])), np.cumsum(products, axis=0)))
    starts = np.maximum(centres - side, 0)
    ends = np.minimum(centres + side, len(scaled))

    def spread(first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return frames times the logarithm of the covariance's determinant."""
        count = (last - first)[:, None]
        mean = (sums[last] - sums[first]) / count
        covariance = (squares[last] - squares[first]) / count[:, :, None] - mean[:, :, None] * mean[
            :, None, :
        ]
        covariance += _LOADING * np.eye(scaled.shape[1])
        volume: NDArray[np.float64] = count[:, 0] * np.linalg.slogdet(covariance)[1]
        return volume

    return 0.5 * (spread(starts, ends) - spread(starts, centres) - spread(centres, ends))


def _mel_bands() -> NDArray[np.float32]:
    """Return triangular filters on the mel scale (O'Shaughnessy), shape ``(filters, bins)``."""
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * (10 ** (np.linspace(low, high, _FILTERS + 2) / 2595) - 1)
    bins = np.linspace(0, RATE_HZ / 2, _WINDOW // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    bands: NDArray[np.float32] = np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
    return bands
