"""One output from its lines: gains applied, pauses put in, written and measured on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.delivery.behind import Behind
from core.delivery.levelling import Gains
from core.delivery.limiter import limit
from core.delivery.metadata import Mark
from core.delivery.meters import Meters
from core.delivery.peaks import decibels, true_peaks
from core.delivery.plan import Line, Output
from core.delivery.report import Figures
from core.delivery.silence import pause_between_s
from core.delivery.sinks import Sink
from core.delivery.subtitles import TimedLine
from core.delivery.timings import Timings
from core.delivery.wishes import Pauses
from core.model.audio import Samples


@dataclass(frozen=True)
class Written:
    """What came of an output.

    Attributes:
        figures: Measured before it was encoded.
        duration_s: Its length.
        lines: When each line is heard.
        chapters: Where each chapter begins.
    """

    figures: Figures
    duration_s: float
    lines: tuple[TimedLine, ...]
    chapters: tuple[Mark, ...]


class Writer:
    """Writes the lines of one output, one after the other."""

    def __init__(
        self, output: Output, sinks: Sequence[Sink], pauses: Pauses, sample_rate_hz: int, timings: Timings
    ) -> None:
        """Start at the beginning.

        Args:
            output: What it is.
            sinks: One, or one for each of the output's voices.
            pauses: Silence between lines; head and tail are settled.
            sample_rate_hz: Samples per second.
            timings: Where the time goes.
        """
        self._output, self._sinks, self._pauses = output, sinks, pauses
        self._rate, self._timings = sample_rate_hz, timings
        self._behind = Behind(timings)
        self._meters = Meters(self._rate)
        self._before: Line | None = None
        self._times: list[TimedLine] = []
        self._chapters: list[Mark] = []
        self._pause(pauses.head_s or 0.0)

    def line(self, line: Line, samples: Samples, gains: Gains | None) -> None:
        """Write the next line.

        Args:
            line: What is known of it.
            samples: Its sound, trimmed, at the output's rate.
            gains: How loud it shall be; None: as it is.
        """
        if self._before is not None:
            self._pause(pause_between_s(self._before, line, self._pauses))
        self._before = line
        start_s = self._now_s
        if line.chapter is not None:
            self._chapters.append(Mark(start_s, line.chapter))
        with self._timings.stage("level"):
            peak_db = None
            if gains is not None:
                samples, peak_db = self._levelled(samples, gains)
        with self._timings.stage("check"):
            self._meters.line(samples, peak_db)
        self._put(samples, line.voice_id)
        self._times.append(TimedLine(start_s, self._now_s, line.text))

    def close(self) -> None:
        """Write no more; what waits is forgotten."""
        self._behind.close()

    def finish(self) -> Written:
        """Write the end and complete all files, still without their names."""
        self._pause(self._pauses.tail_s or 0.0)
        chapters = tuple(self._chapters)
        for sink in self._sinks:
            self._behind.seal(sink, chapters, self._now_s)
        return Written(self._meters.figures, self._now_s, tuple(self._times), chapters)

    @property
    def _now_s(self) -> float:
        return self._meters.samples / self._rate

    def _levelled(self, samples: Samples, gains: Gains) -> tuple[Samples, float]:
        """Return a line made louder and limited, and its true peak in dBTP."""
        peaks_db = decibels(true_peaks(samples, self._rate)) if gains.peaks_db is None else gains.peaks_db
        peaks_db = peaks_db + np.float32(gains.gain_db)
        louder = samples * np.float32(10 ** (gains.gain_db / 20))
        return limit(louder, peaks_db, gains.ceiling_db, self._rate)

    def _pause(self, pause_s: float) -> None:
        silence = np.zeros(round(pause_s * self._rate), np.float32)
        self._meters.pause(silence)
        self._put(silence, "")

    def _put(self, samples: Samples, voice_id: str) -> None:
        """Give samples to their file, and as much silence to the others."""
        for sink, own in zip(self._sinks, self._output.voices or (voice_id,), strict=True):
            self._behind.write(sink, samples if own == voice_id else np.zeros_like(samples))
