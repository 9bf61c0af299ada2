"""What is heard of a finished file, and which of its lines came out too high."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.delivery.peaks import STEP_S, decibels, step_samples, true_peaks
from core.delivery.report import Figures
from core.delivery.subtitles import TimedLine
from core.model.audio import Samples

_SPOT_STEPS = round(0.1 / STEP_S)


@dataclass(frozen=True)
class Spot:
    """A tenth of a second in which the sound is too high.

    Attributes:
        time_s: Where it begins.
        peak_db: Its greatest true peak in dBTP.
    """

    time_s: float
    peak_db: float


@dataclass(frozen=True)
class Heard:
    """What was measured of a file.

    Attributes:
        figures: Of all of it.
        too_high: Where true peaks pass what was allowed, in order.
    """

    figures: Figures
    too_high: tuple[Spot, ...] = ()


def spots_of(samples: Samples, start: int, sample_rate_hz: int, most_db: float) -> list[Spot]:
    """Return where a stretch of a file is too high.

    Args:
        samples: The stretch.
        start: Its place in the file, in samples.
        sample_rate_hz: Samples per second.
        most_db: What no true peak may pass.
    """
    levels = decibels(true_peaks(samples, sample_rate_hz, fine=True))
    tenths = np.maximum.reduceat(levels, np.arange(0, len(levels), _SPOT_STEPS))
    length = _SPOT_STEPS * step_samples(sample_rate_hz)
    return [
        Spot((start + int(place) * length) / sample_rate_hz, float(tenths[place]))
        for place in np.flatnonzero(tenths > most_db)
    ]


def too_high_lines(heard: Iterable[Heard], lines: Sequence[TimedLine]) -> dict[int, float]:
    """Return the lines that are too high in any of some files, by place, with their greatest true peak.

    A spot in the pause between two lines is the nearer one's.
    """
    borders = [(before.end_s + after.start_s) / 2 for before, after in pairwise(lines)]
    found: dict[int, float] = {}
    for spot in (spot for one in heard for spot in one.too_high):
        line = bisect_right(borders, spot.time_s)
        found[line] = max(spot.peak_db, found.get(line, spot.peak_db))
    return found
