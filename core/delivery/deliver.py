"""Deliver: pieces of speech in, finished files out, with memory that does not grow with their length."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

from core.audio.peaks import resample
from core.delivery.levelling import Levelling
from core.delivery.limiter import limit
from core.delivery.meters import Meters
from core.delivery.plan import Line, Output, Plan, make_plan
from core.delivery.progress import Pace
from core.delivery.report import DeliveredFile, DeliveryReport, OnProgress
from core.delivery.silence import pause_between_s
from core.delivery.sinks import Mark, Sink, Track, WavSink
from core.delivery.targets import demands
from core.delivery.trim import trimmed
from core.delivery.wishes import Piece, Pieces, Wishes
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken


def deliver(
    pieces: Pieces,
    wishes: Wishes,
    out: Path,
    progress: OnProgress | None = None,
    cancel: CancelToken | None = None,
) -> DeliveryReport:
    """Write pieces of speech as finished files, marked as synthetic speech.

    Args:
        pieces: Called more than once, from this thread.
        wishes: How the files shall be.
        out: The file; where there are several, their folder, or a name in it that says the kind.
        progress: Told how far it is.
        cancel: Checked before each line.

    Raises:
        NothingToExport: When there is no piece.
        DeliveryError: When the wishes cannot be fulfilled.
        StorageError: When a file cannot be written; none of them is there then.
        JobCancelled: When it was cancelled; none of them is there then.
    """
    plan = make_plan(pieces, wishes, out)
    return _Delivery(pieces, wishes, plan, Pace(plan, progress), cancel or CancelToken()).run()


def _abort(sinks: Sequence[Sink]) -> None:
    for sink in sinks:
        sink.abort()


class _Delivery:
    """One run of ``deliver``."""

    def __init__(self, pieces: Pieces, wishes: Wishes, plan: Plan, pace: Pace, cancel: CancelToken) -> None:
        self._pieces = pieces
        self._wishes = wishes
        self._plan = plan
        self._pace = pace
        self._cancel = cancel
        self._rate = plan.sample_rate_hz
        self._timings: defaultdict[str, float] = defaultdict(float)

    def run(self) -> DeliveryReport:
        first, second = iter(self._pieces()), iter(self._pieces())
        files: list[DeliveredFile] = []
        with ExitStack() as undo:
            sinks: list[Sink] = []
            undo.callback(_abort, sinks)
            for output in self._plan.outputs:
                gains = self._gains(output, islice(first, len(output.lines)))
                files.append(self._write(output, islice(second, len(output.lines)), gains, sinks))
            with self._timed("encode"):
                for sink in sinks:
                    sink.atomic.commit()
            undo.pop_all()
        return DeliveryReport(
            tuple(files),
            (),
            self._plan.format,
            self._wishes.loudness,
            sum(file.duration_s for file in files),
            sum(len(output.lines) for output in self._plan.outputs),
            dict(self._timings),
        )

    def _gains(self, output: Output, pieces: Iterator[Piece]) -> list[float] | None:
        """Return the gain of each line in decibels; None: all stay as they are."""
        target = self._plan.target
        if target is None:
            return None
        levelling = Levelling(target, self._rate, target.true_peak_dbtp)
        before: Line | None = None
        for line, piece in zip(output.lines, pieces, strict=True):
            if before is not None:
                levelling.pause(pause_between_s(before, line, self._wishes.pauses))
            before = line
            samples = self._read(piece)
            with self._timed("measure"):
                levelling.line(samples)
            self._pace.measured(line.duration_s)
        offset = levelling.offset_db
        return [gain + offset for gain in levelling.gains_db]

    def _write(
        self, output: Output, pieces: Iterator[Piece], gains: list[float] | None, sinks: list[Sink]
    ) -> DeliveredFile:
        tags = self._wishes.tags
        sink = WavSink(
            output.paths[0],
            self._plan.format,
            self._rate,
            Track(tags, output.title),
            replace=self._wishes.replace,
        )
        sinks.append(sink)
        meters = Meters(self._rate)
        before: Line | None = None
        chapters: list[Mark] = []
        for number, (line, piece) in enumerate(zip(output.lines, pieces, strict=True)):
            if before is not None:
                pause_s = pause_between_s(before, line, self._wishes.pauses)
                self._put(sink, meters, np.zeros(round(pause_s * self._rate), np.float32), spoken=False)
            if line.chapter is not None:
                chapters.append(Mark(meters.samples / self._rate, line.chapter))
            samples = self._read(piece)
            if gains is not None:
                samples = self._levelled(samples, gains[number])
            self._put(sink, meters, samples, spoken=True)
            self._pace.written(line.duration_s)
            before = line
        duration_s = meters.samples / self._rate
        with self._timed("encode"):
            sink.seal(tuple(chapters), duration_s)
        figures = meters.figures
        return DeliveredFile(
            sink.path,
            duration_s,
            self._rate,
            sink.size_bytes,
            figures,
            demands(self._plan.target, figures, self._rate, duration_s),
        )

    def _read(self, piece: Piece) -> Samples:
        self._cancel.check()
        with self._timed("assemble"):
            clip = AudioClip(piece.clip.samples, piece.clip.sample_rate_hz)
            return trimmed(resample(clip, self._rate).samples, self._rate)

    def _levelled(self, samples: Samples, gain_db: float) -> Samples:
        with self._timed("level"):
            louder = samples * np.float32(10 ** (gain_db / 20))
            target = self._plan.target
            return louder if target is None else limit(louder, self._rate, target.true_peak_dbtp)

    def _put(self, sink: Sink, meters: Meters, samples: Samples, *, spoken: bool) -> None:
        with self._timed("check"):
            meters.feed(samples, spoken=spoken)
        with self._timed("encode"):
            sink.write(samples)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] += time.perf_counter() - start
