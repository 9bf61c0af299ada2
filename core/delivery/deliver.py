"""Deliver: pieces of speech in, finished files out, with memory that does not grow with their length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from core.atomic import AtomicFile, commit_all, storage_error, sweep
from core.audio.peaks import resample
from core.delivery.ahead import in_turn
from core.delivery.encoders import SoundFileSink
from core.delivery.ffmpeg import FfmpegSink
from core.delivery.formats import MPEG1_HZ
from core.delivery.heard import Heard, too_high_lines
from core.delivery.levelling import Gains, Levelling, Steps, held_down
from core.delivery.metadata import Cover, Track, read_cover
from core.delivery.plan import Line, Output, Plan, make_plan
from core.delivery.progress import Pace
from core.delivery.readback import as_heard, as_it_grows
from core.delivery.report import DeliveredFile, DeliveryReport, Figures, OnProgress
from core.delivery.silence import pause_between_s, settled
from core.delivery.sinks import Sink, WavSink
from core.delivery.subtitles import TimedLine, label_text, subtitle_text
from core.delivery.targets import demands
from core.delivery.timings import Timings
from core.delivery.trim import trimmed
from core.delivery.wishes import Format, Layout, Pauses, Piece, Pieces, Wishes
from core.delivery.writing import Writer, Written
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken

LOSSY_ROOM_DB = {Format.MP3: 0.6, Format.OPUS: 1.5, Format.M4A: 0.6, Format.M4B: 0.6}
"""Lossy files are limited so far below the target's peak at first: coding moves peaks up, Opus most."""

LOW_RATE_ROOM_DB = 2.5
"""And so much more in MP3 below `MPEG1_HZ`, which somebody asked for: decoders differ there."""

_MOST_TRIES = 8
_SURE_DB = 0.2
"""How much farther than by what they were too high lines are held down; more at each further try."""

_NEAR_LU = 0.3
"""What a file may lack in level before all its lines are made louder, which moves every peak anew."""


def deliver(
    pieces: Pieces,
    wishes: Wishes,
    out: Path,
    progress: OnProgress | None = None,
    cancel: CancelToken | None = None,
    *,
    cover: Cover | None = None,
) -> DeliveryReport:
    """Write pieces of speech as finished files, marked as synthetic speech.

    Args:
        pieces: Called more than once, from this thread.
        wishes: How the files shall be.
        out: The file; where there are several, their folder, or a name in it that says the kind.
        progress: Told how far it is.
        cancel: Checked before each line.
        cover: The picture, if it is not the wishes that name its file.

    Raises:
        NothingToExport: When there is no piece.
        DeliveryError: When the wishes cannot be fulfilled.
        StorageError: When a file cannot be written; what was there stays.
        JobCancelled: When it was cancelled; nothing is left of it.
    """
    plan = make_plan(pieces, wishes, out)
    cover = cover or read_cover(wishes.tags.cover)
    return _Delivery(pieces, wishes, plan, Pace(plan, progress), cancel or CancelToken(), cover=cover).run()


@dataclass
class _Staged:
    """Files that lie beside their places until all are there."""

    sinks: list[Sink]
    texts: list[AtomicFile]

    def abort(self) -> None:
        for sink in self.sinks:
            sink.abort()
        for text in self.texts:
            text.abort()

    def commit(self) -> None:
        commit_all([*(sink.atomic for sink in self.sinks), *self.texts])


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody has put something in it meanwhile
        folder.rmdir()


class _Delivery:
    """One run of ``deliver``."""

    def __init__(
        self,
        pieces: Pieces,
        wishes: Wishes,
        plan: Plan,
        pace: Pace,
        cancel: CancelToken,
        *,
        cover: Cover | None,
    ) -> None:
        self._pieces, self._wishes, self._plan = pieces, wishes, plan
        self._pace, self._cancel = pace, cancel
        self._cover = cover
        self._rate = plan.sample_rate_hz
        self._timings = Timings()
        self._staged = _Staged([], [])

    def run(self) -> DeliveryReport:
        files: list[DeliveredFile] = []
        duration_s = 0.0
        for folder in {path.parent for output in self._plan.outputs for path in output.paths}:
            sweep(folder)
        with ExitStack() as undo:
            self._make_folder(undo)
            undo.callback(self._staged.abort)
            first, second, place = iter(self._pieces()), iter(self._pieces()), 0
            for output in self._plan.outputs:
                count = len(output.lines)
                made = self._output(output, place, islice(first, count), islice(second, count))
                files += made
                duration_s += made[0].duration_s
                place += count
            with self._timings.stage("encode"):
                self._staged.commit()
            undo.pop_all()
        return DeliveryReport(
            files=tuple(files),
            extras=tuple(path for output in self._plan.outputs for path in output.extras),
            format=self._plan.format,
            loudness=self._wishes.loudness,
            duration_s=duration_s,
            lines=sum(len(output.lines) for output in self._plan.outputs),
            timings_s=self._timings.spent_s,
        )

    def _make_folder(self, undo: ExitStack) -> None:
        folder = self._plan.folder
        if folder is None:
            return
        try:
            folder.mkdir()
        except OSError as error:
            raise storage_error(error, folder) from error
        undo.callback(_remove_empty, folder)

    def _output(
        self, output: Output, place: int, first: Iterator[Piece], second: Iterator[Piece]
    ) -> list[DeliveredFile]:
        """Write one output; where peaks of a lossy file came out too high, it is written again.

        A codec moves peaks by chance, up or down, a little otherwise in every version of a line. So only the
        lines that came out too high are held down further: the others stay as they were found good.
        """
        most = self._most_db
        gains = self._gains(output, first, most - LOSSY_ROOM_DB.get(self._plan.format, 0.0))
        for tried in range(1, _MOST_TRIES + 1):
            sinks, written = self._write(output, second, gains)
            self._staged.sinks += sinks
            heard = self._heard(sinks, written.figures)
            over = too_high_lines(heard, written.lines)
            if gains is None or not over or tried == _MOST_TRIES:
                break
            gains = held_down(gains, {line: peak - most + tried * _SURE_DB for line, peak in over.items()})
            if len(sinks) == 1:
                gains = self._made_up(gains, heard[0].figures)
            for sink in sinks:
                sink.abort()
                self._staged.sinks.remove(sink)
            self._pace.again(output.duration_s)
            second = islice(self._pieces(), place, place + len(output.lines))
        self._extras(output, written.lines)
        return [self._delivered(sink, written, one.figures) for sink, one in zip(sinks, heard, strict=True)]

    @property
    def _most_db(self) -> float:
        """What no true peak may pass."""
        most = self._plan.target.true_peak_dbtp if self._plan.target else 0.0
        low_rate = self._plan.format is Format.MP3 and self._rate < MPEG1_HZ
        return most - LOW_RATE_ROOM_DB if low_rate else most

    def _made_up(self, gains: list[Gains], figures: Figures) -> list[Gains]:
        """Give all lines what the file lacks in level since some are held down, where that is much."""
        target = self._plan.target
        if target is None:
            return gains
        wanted, found = target.rms_dbfs, figures.rms_dbfs
        if target.loudness_lufs is not None:
            wanted, found = target.loudness_lufs, figures.loudness_lufs
        lacking = wanted - found if abs(wanted - found) > _NEAR_LU else 0.0
        return [replace(one, gain_db=one.gain_db + lacking) for one in gains]

    def _gains(self, output: Output, pieces: Iterator[Piece], ceiling_db: float) -> list[Gains] | None:
        """Return how loud each line shall be; None: all stay as they are."""
        target = self._plan.target
        if target is None:
            return None
        levelling = Levelling(target, ceiling_db)
        pauses = self._pauses(output)
        levelling.pause(pauses.head_s or 0.0)
        before: Line | None = None
        for line, steps in zip(output.lines, in_turn(self._steps, pieces), strict=True):
            with self._timings.stage("measure"):
                if before is not None:
                    levelling.pause(pause_between_s(before, line, pauses))
                levelling.line(steps)
            before = line
            self._pace.measured(line.duration_s)
        levelling.pause(pauses.tail_s or 0.0)
        return levelling.gains

    def _pauses(self, output: Output) -> Pauses:
        """Return the silence in an output; around single lines there is none but what was asked for."""
        single = self._wishes.layout is Layout.LINES
        ends = (None, None) if single else (output.lines[0], output.lines[-1])
        return settled(self._wishes.pauses, self._plan.target, *ends)

    def _steps(self, piece: Piece) -> Steps:
        samples = self._read(piece)
        with self._timings.stage("measure"):
            return Steps.of(samples, self._rate)

    def _write(
        self, output: Output, pieces: Iterator[Piece], gains: Sequence[Gains] | None
    ) -> tuple[list[Sink], Written]:
        sinks: list[Sink] = []
        with ExitStack() as undo:
            for path in output.paths:
                sinks.append(self._sink(path, output))
                undo.callback(sinks[-1].abort)
            writer = Writer(output, sinks, self._pauses(output), self._rate, self._timings)
            undo.callback(writer.close)
            for number, (line, piece) in enumerate(zip(output.lines, pieces, strict=True)):
                writer.line(line, self._read(piece), gains[number] if gains else None)
                self._pace.written(line.duration_s)
            written = writer.finish()
            writer.close()
            undo.pop_all()
        return sinks, written

    def _sink(self, path: Path, output: Output) -> Sink:
        count = len(self._plan.outputs)
        track = Track(self._wishes.tags, output.title, output.number, count, self._cover)
        fmt, may = self._plan.format, self._wishes.replace
        if fmt.is_wav:
            return WavSink(path, fmt, self._rate, track, replace=may)
        if fmt.needs_ffmpeg:
            return FfmpegSink(path, fmt, self._rate, track, replace=may)
        sink = SoundFileSink(path, fmt, self._rate, track, replace=may)
        if fmt is Format.MP3 and self._plan.target is not None:
            sink.listen(lambda file: as_it_grows(file, self._rate, self._most_db))
        return sink

    def _heard(self, sinks: Sequence[Sink], written: Figures) -> list[Heard]:
        """Return what is heard of each file; the noise stays as measured before: only lines count for it."""
        if not self._plan.format.is_lossy or self._plan.target is None:
            return [Heard(written)] * len(sinks)
        self._cancel.check()
        self._pace.checked()
        heard = []
        for sink in sinks:
            with self._timings.stage("check"):
                found = self._measured(sink)
            heard.append(replace(found, figures=replace(found.figures, noise_dbfs=written.noise_dbfs)))
        return heard

    def _measured(self, sink: Sink) -> Heard:
        if isinstance(sink, SoundFileSink) and sink.listener is not None:
            return sink.listener.heard()
        return as_heard(sink.atomic.temporary, self._plan.format, self._rate, self._most_db)

    def _extras(self, output: Output, lines: Sequence[TimedLine]) -> None:
        if output.subtitles is not None:
            self._text(output.subtitles, subtitle_text(lines, self._wishes.subtitles))
        if output.labels is not None:
            self._text(output.labels, label_text(lines))

    def _text(self, path: Path, text: str) -> None:
        file = AtomicFile(path, replace=self._wishes.replace)
        self._staged.texts.append(file)
        try:
            file.file.write(text.encode())
        except OSError as error:
            raise storage_error(error, path) from error
        file.seal()

    def _delivered(self, sink: Sink, written: Written, figures: Figures) -> DeliveredFile:
        met = demands(self._plan.target, figures, self._rate, written.duration_s)
        return DeliveredFile(sink.path, written.duration_s, self._rate, sink.size_bytes, figures, met)

    def _read(self, piece: Piece) -> Samples:
        """Return a piece's sound, trimmed, at the files' rate."""
        self._cancel.check()
        with self._timings.stage("assemble"):
            clip = AudioClip(piece.clip.samples, piece.clip.sample_rate_hz)
            return trimmed(resample(clip, self._rate).samples, self._rate)
