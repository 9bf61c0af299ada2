"""Measure in interleaved pairs and print Markdown tables."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before anything imports onnxruntime


@dataclass(frozen=True)
class Spread:
    """Median and range of repeated measurements, in one unit."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Sum up a non-empty list."""
        return cls(statistics.median(values), min(values), max(values))

    def text(self, digits: int = 2, unit: str = "") -> str:
        """Write ``0.31 (0.29 to 0.40) s``."""
        numbers = f"{self.median:.{digits}f} ({self.least:.{digits}f} to {self.greatest:.{digits}f})"
        return f"{numbers} {unit}".rstrip()


@dataclass(frozen=True)
class Interval:
    """A median with what is known of it: by resampling, it lies between ``low`` and ``high``."""

    median: float
    low: float
    high: float

    def text(self, digits: int = 2) -> str:
        """Write ``1.012 (1.004 to 1.019)``."""
        return f"{self.median:.{digits}f} ({self.low:.{digits}f} to {self.high:.{digits}f})"


def seconds(action: Callable[[], object]) -> float:
    """Return the wall time of one call in seconds."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def interleaved(actions: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Run every action once a round, in turn, so that the machine's moods touch all alike.

    Args:
        actions: Name → a call that returns its own figure.
        rounds: How often.
    """
    figures: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            figures[name].append(action())
    return figures


def ratio(numerator: Sequence[float], denominator: Sequence[float]) -> float:
    """Return the median of the pairwise ratios."""
    return statistics.median(a / b for a, b in zip(numerator, denominator, strict=True))


def ratio_interval(numerator: Sequence[float], denominator: Sequence[float]) -> Interval:
    """Return the median of the pairwise ratios with its 95 % interval."""
    return interval([a / b for a, b in zip(numerator, denominator, strict=True)])


def interval(
    values: Sequence[float], *, share: float = 0.95, resamples: int = 5_000, seed: int = 1
) -> Interval:
    """Return the median of a non-empty list with its bootstrap interval; the same list gives the same.

    Args:
        values: Measurements, or ratios of pairs.
        share: How sure the interval is to be, 0 to 1.
        resamples: How often the list is drawn anew, with repetition.
        seed: Of the draws.
    """
    draw = random.Random(seed)
    medians = [statistics.median(draw.choices(values, k=len(values))) for _ in range(resamples)]
    edge = (1 - share) / 2
    return Interval(statistics.median(values), percentile(medians, edge), percentile(medians, 1 - edge))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table under a heading."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
