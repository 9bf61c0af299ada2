"""What the status bar shows, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeterSegment:
    """One segment of the memory meter.

    Attributes:
        role: Colour role of the theme (``engine-1``, ``other``, ``cache``…); ``free`` is not drawn.
        label: Legend text with its figure, ``Starter 0.3``; empty for what is too small to be named.
        fraction: Share of the whole bar, 0 to 1.
        size_bytes: Its size; those of all segments add up to the device's memory.
    """

    role: str
    label: str
    fraction: float
    size_bytes: int = 0


@dataclass(frozen=True)
class MeterState:
    """The status bar.

    Attributes:
        device: Device name, labelled where it is simulated.
        segments: Segments from the left, the free rest among them.
        figures: ``1.8 / 4.0 GB`` or ``RAM 3.1 of 24 GB``.
        peak: ``peak 1.9`` or empty.
        parked: ``parked in RAM 1.4`` or empty.
        stale: The figures are old (the host is not running or silent).
        accessible: All of it as a sentence.
        pill: ``Low VRAM on``.
        pill_on: Mode in force.
        pill_detail: Who set it, for the tool tip.
        policy: ``auto``, ``on`` or ``off``, for the pill's menu.
        idle_timeout_s: After so long without a job hosts give back what they hold; 0: never.
    """

    device: str = ""
    segments: tuple[MeterSegment, ...] = ()
    figures: str = ""
    peak: str = ""
    parked: str = ""
    stale: bool = False
    accessible: str = ""
    pill: str = ""
    pill_on: bool = False
    pill_detail: str = ""
    policy: str = "auto"
    idle_timeout_s: float = 300.0
