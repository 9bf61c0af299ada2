"""How much louder or softer each line must be, so that the file reaches its target, known before it is made.

A first pass measures each line and brings it to the target by itself. What the whole then lacks, because
peaks are held down by the limiter, is found by trying out many gains at once. That is cheap: limiter and
loudness are worked out for steps of 1 ms, whose peaks and weighted powers are known, and not for samples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.audio.loudness import SILENT_LUFS, gated_lufs, k_weighted
from core.delivery.limiter import gain_curve
from core.delivery.meters import HOP_S, blocks_of
from core.delivery.peaks import STEP_S, decibels, step_samples, true_peaks
from core.delivery.targets import Target
from core.model.audio import Samples

OFFSETS_DB = np.concatenate((np.arange(-3.0, 4.0, 0.5), np.arange(4.0, 13.0, 1.0))).astype(np.float32)
"""The gains that are tried out, beside each line's own."""

MOST_GAIN_DB = 30.0
"""A line so soft that it wants more is no speech."""

_PART_STEPS = 60_000
_HOP_STEPS = round(HOP_S / STEP_S)


_REMEMBERED_STEPS = 4_000_000
"""Peaks of so many steps (67 minutes) are kept for the second pass; of what is longer they are found anew."""


@dataclass(frozen=True, eq=False)
class Gains:
    """How loud a line shall be.

    Attributes:
        gain_db: What is added to it.
        ceiling_db: What its true peaks are held under.
        peaks_db: Its true peaks without the gain, of each step, where they are still known.
    """

    gain_db: float
    ceiling_db: float
    peaks_db: NDArray[np.float32] | None = None


def held_down(gains: Sequence[Gains], further_db: Mapping[int, float]) -> list[Gains]:
    """Return gains with the ceilings of some lines lower.

    Args:
        gains: Of all lines.
        further_db: By how much, by the line's place.
    """
    return [
        replace(one, ceiling_db=one.ceiling_db - further_db.get(place, 0.0))
        for place, one in enumerate(gains)
    ]


@dataclass(frozen=True)
class Steps:
    """A line as the levelling sees it: peaks in dB, powers weighted and plain, of each step."""

    peaks_db: NDArray[np.float32]
    weighted: NDArray[np.float32]
    plain: NDArray[np.float32]

    @classmethod
    def of(cls, samples: Samples, sample_rate_hz: int) -> Steps:
        """Measure a line.

        Args:
            samples: Shape ``(samples,)``.
            sample_rate_hz: Samples per second.
        """
        step = step_samples(sample_rate_hz)
        weighted = k_weighted(samples, sample_rate_hz)
        peaks_db = decibels(true_peaks(samples, sample_rate_hz))
        return cls(peaks_db, _powers(weighted, step), _powers(samples, step))

    def part(self, start: int, end: int) -> Steps:
        """Return some of the steps."""
        return Steps(self.peaks_db[start:end], self.weighted[start:end], self.plain[start:end])


def _powers(samples: Samples, step: int) -> NDArray[np.float32]:
    """Return the mean power of each step."""
    padded = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    powers: NDArray[np.float32] = np.einsum("ij,ij->i", padded, padded) / np.float32(step)
    return powers


class Levelling:
    """What a file's lines need to reach its target."""

    def __init__(self, target: Target, ceiling_db: float) -> None:
        """Start with nothing heard.

        Args:
            target: What to reach.
            ceiling_db: What the limiter will hold true peaks under.
        """
        self._target = target
        self._ceiling_db = ceiling_db
        self._aim = target.rms_dbfs if target.loudness_lufs is None else target.loudness_lufs
        self._rest = np.zeros((len(OFFSETS_DB), 0), np.float32)
        self._hops: list[NDArray[np.float32]] = []
        self._square = np.zeros(len(OFFSETS_DB))
        self._steps = 0
        self._gains: list[Gains] = []

    def line(self, steps: Steps) -> None:
        """Hear the next line."""
        if not len(steps.plain):
            self._gains.append(Gains(0.0, self._ceiling_db))
            return
        gain = self._own_gain_db(steps)
        kept = steps.peaks_db if self._steps < _REMEMBERED_STEPS else None
        self._gains.append(Gains(gain, self._ceiling_db, kept))
        for start in range(0, len(steps.plain), _PART_STEPS):
            self._try_out(steps.part(start, start + _PART_STEPS), gain)

    def _try_out(self, steps: Steps, gain_db: float) -> None:
        gains = (OFFSETS_DB + np.float32(gain_db))[:, np.newaxis]
        gains = gains + gain_curve(steps.peaks_db[np.newaxis] + gains, self._ceiling_db)
        factors = 10 ** (gains / np.float32(10))
        self._square += factors @ steps.plain
        self._take(factors * steps.weighted)

    def pause(self, pause_s: float) -> None:
        """Hear silence."""
        self._take(np.zeros((len(OFFSETS_DB), round(pause_s / STEP_S)), np.float32))

    def _own_gain_db(self, steps: Steps) -> float:
        blocks = _blocks(steps.weighted)
        loudness = gated_lufs(blocks)
        if loudness <= SILENT_LUFS:
            return 0.0
        return min(self._aim - loudness, MOST_GAIN_DB)

    def _take(self, powers: NDArray[np.float32]) -> None:
        self._steps += powers.shape[1]
        together = np.concatenate((self._rest, powers), axis=1)
        hops = together.shape[1] // _HOP_STEPS
        whole = together[:, : hops * _HOP_STEPS].reshape(len(OFFSETS_DB), hops, _HOP_STEPS)
        self._hops.append(whole.mean(axis=2))
        self._rest = together[:, hops * _HOP_STEPS :]

    @property
    def gains(self) -> list[Gains]:
        """How loud each line shall be."""
        offset = self._offset_db
        return [replace(gains, gain_db=gains.gain_db + offset) for gains in self._gains]

    @property
    def _offset_db(self) -> float:
        """What is to be added to every line's own gain; between the gains tried it is drawn straight."""
        reached = self._reached()
        usable = np.concatenate(([True], np.diff(reached) > 1e-6))
        return float(np.interp(self._aim, reached[usable], OFFSETS_DB[usable]))

    def _reached(self) -> NDArray[np.float64]:
        """Return what each of the tried gains comes to: LUFS, or dBFS where the mean level is the aim."""
        if self._target.loudness_lufs is None:
            return 10 * np.log10(np.maximum(self._square / max(1, self._steps), 1e-20))
        hops = np.concatenate(self._hops, axis=1) if self._hops else self._rest
        if hops.shape[1] < 4:
            return np.array([gated_lufs(_blocks(row)) for row in self._rest])
        return np.array([gated_lufs(blocks_of(row.astype(np.float64))) for row in hops])


def _blocks(powers: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean powers of blocks of 0.4 s from those of steps; what is shorter counts as one block."""
    hops = len(powers) // _HOP_STEPS
    if hops < 4:
        return np.array([powers.mean(dtype=np.float64) if len(powers) else 0.0])
    means = powers[: hops * _HOP_STEPS].reshape(hops, _HOP_STEPS).mean(axis=1, dtype=np.float64)
    return blocks_of(means)
