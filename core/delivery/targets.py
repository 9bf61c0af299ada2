"""The figures of each loudness target, and what of them was met."""

from __future__ import annotations

from dataclasses import dataclass

from core.delivery.report import Demand, Figures
from core.delivery.wishes import Loudness

TOLERANCE_LU = 0.5
"""How far from its target a loudness may be and still count as met."""


@dataclass(frozen=True)
class Target:
    """What a file shall be like.

    Attributes:
        loudness_lufs: Integrated loudness to reach; None: the mean level is the aim.
        rms_dbfs: Mean level of the whole file to reach, where loudness is not the aim.
        rms_range_dbfs: What the mean level must lie in.
        true_peak_dbtp: Greatest true peak.
        noise_dbfs: Greatest noise.
        sample_rate_hz: What it asks for; 0: any.
        longest_s: Longest that a file may be; 0: any.
        head_s: Silence before the first line.
        tail_s: Silence after the last.
    """

    loudness_lufs: float | None
    true_peak_dbtp: float
    rms_dbfs: float = 0.0
    rms_range_dbfs: tuple[float, float] | None = None
    noise_dbfs: float | None = None
    sample_rate_hz: int = 0
    longest_s: float = 0.0
    head_s: float = 0.0
    tail_s: float = 0.0


TARGETS: dict[Loudness, Target] = {
    Loudness.PODCAST: Target(-16.0, -1.0),
    Loudness.VIDEO: Target(-14.0, -1.0),
    Loudness.R128: Target(-23.0, -1.0),
    Loudness.AUDIOBOOK: Target(
        None,
        -3.0,
        rms_dbfs=-20.5,
        rms_range_dbfs=(-23.0, -18.0),
        noise_dbfs=-60.0,
        sample_rate_hz=44_100,
        longest_s=7200.0,
        head_s=0.75,
        tail_s=2.0,
    ),
}
"""Podcast: Apple's -16 LUFS, -1 dBTP; video: -14 LUFS as large video sites play; r128: EBU R 128; audiobook:
the levels that ACX asks for, in the middle of its range."""


def demands(
    target: Target | None, figures: Figures, sample_rate_hz: int, duration_s: float
) -> tuple[Demand, ...]:
    """Return what a target asks for, and whether it is met; nothing where there is no target."""
    if target is None:
        return ()
    found: list[Demand] = []

    def ask(what: str, value: float, least: float | None, most: float | None) -> None:
        met = (least is None or value >= least) and (most is None or value <= most)
        found.append(Demand(what, value, least, most, met))

    if target.loudness_lufs is not None:
        wanted = target.loudness_lufs
        ask("loudness", figures.loudness_lufs, wanted - TOLERANCE_LU, wanted + TOLERANCE_LU)
    if target.rms_range_dbfs is not None:
        ask("rms", figures.rms_dbfs, *target.rms_range_dbfs)
    ask("true_peak", figures.true_peak_dbtp, None, target.true_peak_dbtp)
    if target.noise_dbfs is not None:
        ask("noise", figures.noise_dbfs, None, target.noise_dbfs)
    if target.sample_rate_hz:
        ask("sample_rate", float(sample_rate_hz), target.sample_rate_hz, target.sample_rate_hz)
    if target.longest_s:
        ask("duration", duration_s, None, target.longest_s)
    return tuple(found)
