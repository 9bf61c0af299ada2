"""Meters that are fed piece by piece: their memory does not grow with the sound (8 bytes per 0.1 s)."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from core.audio.loudness import gated_lufs, k_weighted
from core.delivery.peaks import SILENT_DB, greatest_peak_db
from core.delivery.report import Figures
from core.model.audio import Samples

HOP_S = 0.1
HOPS_PER_BLOCK = 4
NOISE_FRAME_S = 0.01
NOISE_SHARE = 0.02
_LOWEST_DB, _BINS_PER_DB = -130.0, 4


class LoudnessMeter:
    """Integrated loudness after BS.1770-4 of a stream."""

    def __init__(self, sample_rate_hz: int) -> None:
        """Start with nothing heard."""
        self._rate = sample_rate_hz
        self._hop = round(HOP_S * sample_rate_hz)
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)
        self._powers = array("d")

    def feed(self, samples: Samples, *, silent: bool = False) -> None:
        """Hear the next samples, which begin and end at rest.

        Args:
            samples: Shape ``(samples,)``.
            silent: Whether they are known to be silence.
        """
        weighted = samples if silent else k_weighted(samples, self._rate)
        stream = np.concatenate((self._rest, weighted))
        whole = len(stream) // self._hop * self._hop
        hops = stream[:whole].reshape(-1, self._hop)
        self._powers.extend(np.einsum("ij,ij->i", hops, hops) / np.float32(self._hop))
        self._rest = stream[whole:]

    @property
    def lufs(self) -> float:
        """The loudness of all that was heard; what is shorter than a block counts as one."""
        hops = np.frombuffer(self._powers) if self._powers else np.zeros(0)
        if len(hops) >= HOPS_PER_BLOCK:
            return gated_lufs(blocks_of(hops))
        whole = len(hops) * self._hop + len(self._rest)
        total = float(hops.sum()) * self._hop + float(np.dot(self._rest, self._rest))
        return gated_lufs(np.array([total / max(1, whole)]))


def blocks_of(hops: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean power of each block of 0.4 s from that of hops of 0.1 s, along the last axis."""
    totals = np.cumsum(hops, axis=-1)
    blocks = totals[..., HOPS_PER_BLOCK - 1 :].copy()
    blocks[..., 1:] -= totals[..., :-HOPS_PER_BLOCK]
    found: NDArray[np.float64] = np.maximum(blocks, 0) / HOPS_PER_BLOCK
    return found


class Meters:
    """All that is told of a file."""

    def __init__(self, sample_rate_hz: int) -> None:
        """Start with nothing heard."""
        self._rate = sample_rate_hz
        self._loudness = LoudnessMeter(sample_rate_hz)
        self._square, self.samples = 0.0, 0
        self._peak_db = SILENT_DB
        self._frame = round(NOISE_FRAME_S * sample_rate_hz)
        self._noise = np.zeros(int(-_LOWEST_DB * _BINS_PER_DB) + 1, np.int64)

    def pause(self, samples: Samples) -> None:
        """Hear silence that was put in."""
        self._loudness.feed(samples, silent=True)
        self.samples += len(samples)

    def line(self, samples: Samples, peak_db: float | None = None) -> None:
        """Hear a line, or any stretch that begins and ends at rest.

        Args:
            samples: Shape ``(samples,)``.
            peak_db: Its true peak in dBTP, where it is known.
        """
        self.samples += len(samples)
        if not len(samples):
            return
        self._loudness.feed(samples)
        self._square += float(np.dot(samples, samples))
        if peak_db is None:
            peak_db = greatest_peak_db(samples, self._rate)
        self._peak_db = max(self._peak_db, peak_db)
        self._count_noise(samples)

    def _count_noise(self, samples: Samples) -> None:
        frames = samples[: len(samples) // self._frame * self._frame].reshape(-1, self._frame)
        power = np.einsum("ij,ij->i", frames, frames) / np.float32(self._frame)
        levels = 10 * np.log10(np.maximum(power, 10 ** (_LOWEST_DB / 10)))
        bins = np.clip((levels - _LOWEST_DB) * _BINS_PER_DB, 0, len(self._noise) - 1).astype(np.int64)
        self._noise += np.bincount(bins, minlength=len(self._noise))

    @property
    def figures(self) -> Figures:
        """What was measured."""
        counted = np.cumsum(self._noise)
        noise = SILENT_DB
        if counted[-1]:
            place = int(np.searchsorted(counted, NOISE_SHARE * counted[-1]))
            noise = _LOWEST_DB + (place + 0.5) / _BINS_PER_DB if place else SILENT_DB
        return Figures(
            loudness_lufs=self._loudness.lufs,
            true_peak_dbtp=self._peak_db,
            rms_dbfs=level_db((self._square / max(1, self.samples)) ** 0.5),
            noise_dbfs=noise,
        )


def level_db(level: float) -> float:
    """Return a linear level in decibels."""
    return max(SILENT_DB, 20 * float(np.log10(level))) if level > 0 else SILENT_DB
