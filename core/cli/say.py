"""``sottovoce say``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cli.dry_run import tell_forecast
from core.cli.interrupts import Interrupts
from core.cli.sinks import Loudness, Sink, check_output_path, open_sink
from core.cli.terminal import Terminal
from core.cli.warned import Warnings
from core.cli.wishes import Wish, choices_of_order, numbers_named, read_wish
from core.cli.words import STANDARD_OUTPUT
from core.errors import SottovoceError, TextEmpty, TextUnspeakable
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.services.app import Services
from core.services.choices import Choices
from core.services.lines import LinePlan, Planner, engines_of, unknown_mark
from core.services.order import Order
from core.services.planners import make_planner
from core.services.speak_line import LINE_PAUSE_S, stream_line
from core.services.speeds import LONG_S, about
from core.services.synthesize import OnEvent, Spoken
from core.text import clean_text


def say(arguments: argparse.Namespace, services: Services, terminal: Terminal, taken: Interrupts) -> None:
    """Speak a text into a file, to standard output, or aloud.

    Raises:
        SottovoceError: When something is wrong; nothing is left behind then.
        JobCancelled: When it was cancelled.
        BrokenPipeError: When the reader of standard output is gone.
    """
    wish = read_wish(arguments, services)
    warnings = Warnings(terminal)
    for notice in wish.notices:
        warnings.add(notice)
    with numbers_named(arguments):
        checked = services.synthesizer.check(wish.order)
    for notice in checked.notices:
        warnings.later(notice)  # a language shows in the whole text, not in each short line
    planner = make_planner(services, wish.order.text, as_written=arguments.as_written)
    lines = _lines(wish.order.text, planner, choices_of_order(wish.order, checked.request))
    for line in lines:
        if line.mark:
            warnings.later(Notice("mark_unknown", {"line": line.number, "mark": line.mark}))
    texts = [line.plan.spoken for line in lines if not line.plan.is_blank]
    if not texts:
        raise TextEmpty
    if arguments.dry_run:
        warnings.release()
        tell_forecast(wish.order, texts, services, terminal)
        return
    check_output_path(wish.output)
    settings = services.settings
    _tell_time(services, wish.order, texts, terminal)
    loudspeaker = Loudness(settings.value("output_device"), settings.value("output_level"))
    with open_sink(wish.output, loudspeaker, taken) as sink:
        speaker = _Speaker(services, sink=sink, terminal=terminal, warnings=warnings, cancel=taken.cancel)
        speaker.speak(lines)
    _report(wish, speaker, terminal, warnings)


def _tell_time(services: Services, order: Order, texts: list[str], terminal: Terminal) -> None:
    """Say how long it will take, where that is long."""
    expected_s = services.synthesizer.expected_s(order, texts)
    if expected_s is not None and expected_s > LONG_S:
        terminal.info(f"this will take about {about(expected_s)} here")


@dataclass(frozen=True)
class _Line:
    """A line that is not empty, its number in the text, and what in brackets before it is not known."""

    number: int
    plan: LinePlan
    mark: str = ""


def _lines(text: str, planner: Planner, choices: Choices) -> list[_Line]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            clean = clean_text(line).text.strip()
        except TextEmpty:
            continue
        plan = planner.plan(clean, choices)
        found.append(_Line(number, plan, unknown_mark(plan, clean)))
    return found


class _Speaker:
    """Speaks line after line into a sink; keeps no audio."""

    def __init__(
        self,
        services: Services,
        *,
        sink: Sink,
        terminal: Terminal,
        warnings: Warnings,
        cancel: CancelToken,
    ) -> None:
        self.spoken: Spoken | None = None
        self.synthesis_s = 0.0
        self.samples = 0
        self.sample_rate_hz = 0
        self._services = services
        self._sink = sink
        self._terminal = terminal
        self._warnings = warnings
        self._cancel = cancel
        self._owed_s: float | None = None

    def speak(self, lines: list[_Line]) -> None:
        """Speak the lines; one without a sound is left out with a warning, unless all are."""
        spoken = [line for line in lines if not line.plan.is_blank]
        total = sum(len(line.plan.spoken) for line in spoken)
        before = 0
        refused: SottovoceError | None = None
        for line in lines:
            plan = line.plan
            self._owe(plan.pause_before_s)
            if not plan.is_blank:
                listen = self._listener(before / total, len(plan.spoken) / total)
                wanted = engines_of([one.plan for one in spoken if one.number > line.number])
                try:
                    self._add(plan, wanted, listen)
                except TextUnspeakable as error:
                    if len(spoken) == 1:
                        raise
                    refused = refused or error
                    notice = Notice("line_not_spoken", {"line": line.number, "sample": error.sample})
                    self._warnings.later(notice)
                    if self.samples:
                        self._warnings.release()
                before += len(plan.spoken)
            self._owe(plan.pause_after_s)
        if self.spoken is None and refused is not None:
            raise refused

    def _add(self, plan: LinePlan, wanted: Collection[str], listen: OnEvent) -> None:
        self.spoken = stream_line(
            self._services.synthesizer, plan, wanted_next=wanted, on_event=listen, cancel=self._cancel
        )
        self.synthesis_s += self.spoken.synthesis_s

    def _owe(self, pause_s: float | None) -> None:
        """Leave a pause that is written before the next words; it stands for the usual one."""
        if pause_s is not None:
            self._owed_s = (self._owed_s or 0.0) + pause_s

    def _listener(self, done: float, share: float) -> OnEvent:
        first = True

        def listen(event: RenderEvent) -> None:
            nonlocal first
            if isinstance(event, AudioPiece):
                self._warnings.release()
                self._take(event, first=first)
                first = False
            elif isinstance(event, Progress):
                percent = 100 * (done + share * (event.fraction if event.stage == "speaking" else 0.0))
                self._terminal.progress(f"{event.stage} … {percent:.0f} %")
            elif self.samples:
                self._warnings.add(event)
            else:
                self._warnings.later(event)

        return listen

    def _take(self, piece: AudioPiece, *, first: bool) -> None:
        self.sample_rate_hz = piece.sample_rate_hz
        if first:
            usual_s = LINE_PAUSE_S if self.samples else 0.0
            silent_s, self._owed_s = usual_s if self._owed_s is None else self._owed_s, None
            if silent_s:
                self._append(np.zeros(round(silent_s * piece.sample_rate_hz), np.float32))
        self._append(piece.samples)

    def _append(self, samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
        self._sink.append(AudioClip(samples, self.sample_rate_hz))
        self.samples += len(samples)

    @property
    def duration_s(self) -> float:
        """Length of all that was spoken."""
        return self.samples / self.sample_rate_hz if self.sample_rate_hz else 0.0


def _report(wish: Wish, speaker: _Speaker, terminal: Terminal, warnings: Warnings) -> None:
    """Say what was made: one JSON object, or a line for people."""
    spoken = speaker.spoken
    if spoken is None:
        return
    rtf = speaker.synthesis_s / speaker.duration_s if speaker.duration_s else 0.0
    if terminal.as_json:
        terminal.json_result(
            {
                "output": None if wish.output is None else os.fspath(Path(wish.output).absolute()),
                "duration_s": round(speaker.duration_s, 6),
                "sample_rate_hz": speaker.sample_rate_hz,
                "rtf": round(rtf, 4),
                "engine": wish.order.engine,
                "device": spoken.device,
                "seed": spoken.seed,
                "low_vram": spoken.low_vram.report(),
                "warnings": warnings.as_json(),
            }
        )
        return
    where = {None: "played", STANDARD_OUTPUT: "written to standard output"}.get(wish.output, wish.output)
    terminal.info(
        f"{where}: {speaker.duration_s:.1f} s, {wish.order.engine} on {spoken.device}, "
        f"RTF {rtf:.3f}, seed {spoken.seed}"
    )
