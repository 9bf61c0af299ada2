"""Look at what an engine made before anybody hears it."""

from __future__ import annotations

import math

import numpy as np

from core.errors import OutputInvalid
from core.model.audio import Samples
from core.model.events import Notice

_FULL_SCALE = 1.0
_CLIPPED_RUN = 3
_FAINT_DBFS = -40.0
_OFFSET = 0.02


class OutputCheck:
    """Refuses what is no audio, and says what is odd, of audio that comes in pieces; it keeps none of them.

    Attributes:
        samples: How many were looked at.
    """

    def __init__(self, engine: str) -> None:
        """Nothing has been seen yet.

        Args:
            engine: Engine id, for errors.
        """
        self.samples = 0
        self._engine = engine
        self._peak = 0.0
        self._sum = 0.0
        self._clipped = 0

    def look(self, samples: Samples) -> None:
        """Look at a piece.

        Raises:
            OutputInvalid: When it is ``nonfinite``.
        """
        if not len(samples):
            return
        if not np.isfinite(samples).all():
            raise OutputInvalid(engine=self._engine, problem="nonfinite")
        self.samples += len(samples)
        loudness = np.abs(samples)
        self._peak = max(self._peak, float(loudness.max()))
        self._sum += float(np.sum(samples, dtype=np.float64))
        if self._peak >= _FULL_SCALE:
            self._clipped += _samples_in_runs(loudness >= _FULL_SCALE, _CLIPPED_RUN)

    def finish(self) -> tuple[Notice, ...]:
        """Return what is odd.

        Returns:
            ``output_clipped`` (``count``: samples in runs of 3 or more at or over full scale),
            ``output_faint`` (``peak_dbfs`` under -40), ``output_offset`` (``offset``: mean over 0.02).

        Raises:
            OutputInvalid: When it is ``empty``, or ``silent`` (all zero).
        """
        if not self._peak:
            problem = "silent" if self.samples else "empty"
            raise OutputInvalid(engine=self._engine, problem=problem)
        notices: list[Notice] = []
        if self._clipped:
            notices.append(Notice("output_clipped", {"count": self._clipped}))
        peak_dbfs = 20 * math.log10(self._peak)
        if peak_dbfs < _FAINT_DBFS:
            notices.append(Notice("output_faint", {"peak_dbfs": round(peak_dbfs, 1)}))
        offset = self._sum / self.samples
        if abs(offset) > _OFFSET:
            notices.append(Notice("output_offset", {"offset": round(offset, 3)}))
        return tuple(notices)


def _samples_in_runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]], least: int) -> int:
    """Count the flags that stand in runs of at least ``least``."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    return int(lengths[lengths >= least].sum())
