"""What was delivered: files, figures, and which demands were met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.delivery.wishes import Format, Loudness


@dataclass(frozen=True)
class DeliveryProgress:
    """How far a delivery is.

    Attributes:
        stage: ``measuring``, ``writing`` or ``checking``.
        fraction: 0 to 1 of the whole, never falling.
        left_s: Seconds left as it looks now; None: not known yet.
    """

    stage: str
    fraction: float
    left_s: float | None = None


OnProgress = Callable[[DeliveryProgress], None]


@dataclass(frozen=True)
class Figures:
    """What was measured of a file, as it is heard.

    Attributes:
        loudness_lufs: Integrated loudness (ITU-R BS.1770-4); -70 for silence.
        true_peak_dbtp: Greatest level between and at the samples; -200 for silence.
        rms_dbfs: Mean level of the whole file, pauses too.
        noise_dbfs: Level of the quietest fiftieth of the lines themselves, in stretches of 10 ms: the silence
            that was put between them has no noise.
    """

    loudness_lufs: float
    true_peak_dbtp: float
    rms_dbfs: float
    noise_dbfs: float


@dataclass(frozen=True)
class Demand:
    """Something that a target asks for, and what came out.

    Attributes:
        what: ``loudness``, ``true_peak``, ``rms``, ``noise``, ``sample_rate`` or ``duration``.
        value: What came out: LUFS, dBTP, dBFS, Hz or seconds.
        least: What it must reach at least; None: anything.
        most: What it must not pass; None: anything.
        met: Whether it holds.
    """

    what: str
    value: float
    least: float | None
    most: float | None
    met: bool


@dataclass(frozen=True)
class DeliveredFile:
    """One file of sound.

    Attributes:
        path: Where it is.
        duration_s: Length in seconds.
        sample_rate_hz: Samples per second.
        size_bytes: Its size.
        figures: What was measured of it; of stems, of all together.
        demands: What its target asked for.
    """

    path: Path
    duration_s: float
    sample_rate_hz: int
    size_bytes: int
    figures: Figures
    demands: tuple[Demand, ...] = ()

    @property
    def met(self) -> bool:
        """Whether all demands are met."""
        return all(demand.met for demand in self.demands)


@dataclass(frozen=True)
class DeliveryReport:
    """What was delivered.

    Attributes:
        files: The files of sound, in order.
        extras: Subtitles and labels.
        format: Kind of file.
        loudness: The target.
        duration_s: Length of all files of sound; of stems, of one.
        lines: How many lines are in them.
        timings_s: Seconds by stage: ``measure``, ``assemble``, ``level``, ``encode`` (beside the others),
            ``check``.
    """

    files: tuple[DeliveredFile, ...]
    extras: tuple[Path, ...]
    format: Format
    loudness: Loudness
    duration_s: float
    lines: int
    timings_s: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether all demands of all files are met."""
        return all(file.met for file in self.files)
