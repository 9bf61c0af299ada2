"""What the memory window shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartPoint:
    """The device's memory at one time.

    Attributes:
        age_s: How long ago.
        shares: Colour role and share of the whole, from the bottom; empty: there were no figures.
    """

    age_s: float
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class ChartMark:
    """Something that happened.

    Attributes:
        age_s: How long ago.
        kind: ``load``, ``release``, ``eviction`` or ``out_of_memory``.
        text: All of it in words, ``0:42 ago: F5-TTS loaded, 1.4 GB``.
    """

    age_s: float
    kind: str
    text: str


@dataclass(frozen=True)
class FigureRow:
    """A row of the table of figures.

    Attributes:
        role: Colour role of its square; empty: none.
        cells: One text a column.
    """

    role: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class MemoryState:
    """The last five minutes of the device's memory, and its figures now.

    Attributes:
        device: Device name, labelled where it is simulated.
        figures: ``1.8 / 4.0 GB``, and the peak.
        stale: ``figures are old: 12 s``, or empty.
        span_s: What the chart's width stands for.
        top: What its height stands for, ``4.0 GB``.
        points: From the oldest.
        marks: From the oldest.
        columns: Names of the table's columns.
        rows: Its rows; the sizes on the device add up to the last one.
        summary: The chart in words.
        text: All of it as text, to be copied.
    """

    device: str = ""
    figures: str = ""
    stale: str = ""
    span_s: float = 300.0
    top: str = ""
    points: tuple[ChartPoint, ...] = ()
    marks: tuple[ChartMark, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    summary: str = ""
    text: str = ""
