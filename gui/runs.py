"""Rendering: the list of lines still to do, and the runner that does them on the engine's lane.

The window may change the list until a line's turn comes; everything that happens comes back as
signals with frozen values.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import (
    EngineCrashed,
    EngineFailed,
    EngineHung,
    JobCancelled,
    OutOfMemory,
    OutputInvalid,
    ReferenceTextNeeded,
    SottovoceError,
    TextError,
    WireBroken,
)
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.model.script import Failure, Recipe, Take
from core.services.choices import Choices
from core.services.lines import PLAIN, LinePlan, Planner
from core.services.speak_line import speak_line
from core.services.takes import made_take
from gui.jobs import Lane
from gui.project_takes import ProjectTakes

if TYPE_CHECKING:
    from core.host.pool import HostPool
    from core.services.synthesize import Synthesizer

log = logging.getLogger(__name__)

CRASHES_TO_STOP = 3
"""So many lines in a row that end the host, and the run stops."""

HOST_ERRORS = (EngineCrashed, EngineHung, WireBroken)
"""Errors that cost the host."""

LINE_ERRORS = (TextError, EngineFailed, OutputInvalid, OutOfMemory, *HOST_ERRORS)
"""Errors of one line: the next may well succeed. All others would meet every line."""

MARKED_ERRORS = (*LINE_ERRORS, ReferenceTextNeeded)
"""Errors that are shown at the line that met them, whether the run goes on or not."""

SAMPLE_ID = -1
"""A run knows a preset's sample line by this id; lines of the script have ids from 0 on."""


@dataclass(frozen=True, eq=False)
class Job:
    """One line to render.

    Attributes:
        utterance_id: The line.
        text: Its words.
        choices: Voice, engine and the rest.
        seed: The seed.
        planner: Reads the line.
    """

    utterance_id: int
    text: str
    choices: Choices
    seed: int
    planner: Planner = PLAIN

    @cached_property
    def plan(self) -> LinePlan:
        """What the line means."""
        return self.planner.plan(self.text, replace(self.choices, seed=self.seed))

    @property
    def recipe(self) -> Recipe:
        """What the take will be known by."""
        return self.plan.recipe

    @property
    def engine(self) -> str:
        """The engine that speaks it."""
        return self.plan.choices.engine


@dataclass(frozen=True)
class LineProgress:
    """How far the line under way is: ``stage`` as in `Progress`, ``fraction`` 0 to 1."""

    utterance_id: int
    stage: str
    fraction: float


@dataclass(frozen=True, eq=False)
class LineAudio:
    """Audio of the line under way that has just been made: mono float32, shape ``(samples,)``."""

    utterance_id: int
    samples: Samples
    sample_rate_hz: int


@dataclass(frozen=True, eq=False)
class LineRendered:
    """A line is done: its take, and ``text``, what it was."""

    utterance_id: int
    take: Take
    notices: tuple[Notice, ...]
    text: str = ""


@dataclass(frozen=True, eq=False)
class LineFailed:
    """A line was not spoken to its end; unless it was stopped by the user, the run goes on if it can."""

    utterance_id: int
    failure: Failure


@dataclass(frozen=True, eq=False)
class RunEnded:
    """A run is over.

    Attributes:
        cancelled: The user asked for the end.
        error: Why it stopped early, or None.
        rendered: Lines done.
        failed: Lines that could not be spoken.
        elapsed_s: How long it took, in seconds.
    """

    cancelled: bool
    error: SottovoceError | None
    rendered: int
    failed: int
    elapsed_s: float


class RunList:
    """The lines still to be rendered; the window may change them until their turn comes."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Take the jobs in their order."""
        self._lock = threading.Lock()
        self._jobs = {job.utterance_id: job for job in jobs}

    def take_next(self) -> Job | None:
        """Take the next job off the list, or None at the end."""
        with self._lock:
            for utterance_id in self._jobs:
                return self._jobs.pop(utterance_id)
            return None

    def change(self, job: Job) -> bool:
        """Replace the waiting job of the same line; False when its turn has come already."""
        with self._lock:
            if job.utterance_id not in self._jobs:
                return False
            self._jobs[job.utterance_id] = job
            return True

    def reword(self, utterance_id: int, text: str) -> bool:
        """Give the waiting job of a line other words; False when its turn has come already."""
        with self._lock:
            job = self._jobs.get(utterance_id)
            if job is not None:
                self._jobs[utterance_id] = replace(job, text=text)
            return job is not None

    def drop(self, utterance_id: int) -> bool:
        """Take a line off the list; False when its turn has come already."""
        with self._lock:
            return self._jobs.pop(utterance_id, None) is not None

    def wanted_engines(self) -> tuple[str, ...]:
        """Return the engines that waiting lines want, that of the next line first."""
        with self._lock:
            return tuple(dict.fromkeys(job.engine for job in self._jobs.values()))


@dataclass
class _Tally:
    """Counts of a run, kept on the engine's lane."""

    rendered: int = 0
    failed: int = 0
    crashes: int = 0
    start_s: float = field(default_factory=time.monotonic)

    def ended(self, error: SottovoceError | None = None, *, cancelled: bool = False) -> RunEnded:
        """Make the value that the window hears."""
        return RunEnded(cancelled, error, self.rendered, self.failed, time.monotonic() - self.start_s)


class Runner(QObject):
    """Owns the client of the engine hosts; all that blocks happens on the engine's lane."""

    hosts_ready = Signal(object)
    hosts_failed = Signal(object)
    run_started = Signal()
    line_started = Signal(int)
    line_progressed = Signal(object)
    audio_made = Signal(object)
    line_rendered = Signal(object)
    line_failed = Signal(object)
    line_stopped = Signal(object)
    run_ended = Signal(object)

    def __init__(
        self,
        hosts: HostPool,
        synthesizer: Synthesizer,
        lane: Lane,
        store: ProjectTakes,
        parent: QObject | None = None,
    ) -> None:
        """Keep the services.

        Args:
            hosts: The engine hosts.
            synthesizer: Renders an order.
            lane: The engine's lane.
            store: Takes the audio.
            parent: Owner.
        """
        super().__init__(parent)
        self._store = store
        self._hosts = hosts
        self._synthesizer = synthesizer
        self._lane = lane
        self._list = RunList(())
        self._cancel = CancelToken()
        self._running = False
        self.run_ended.connect(self._forget_run)

    @property
    def running(self) -> bool:
        """True from the start of a run until its end has been told."""
        return self._running

    @property
    def cancelling(self) -> bool:
        """True while a run is asked to stop."""
        return self._running and self._cancel.cancelled

    def start_hosts(self) -> None:
        """Start the hosts and hear what engines there are (``hosts_ready``)."""
        self._lane.submit(self._hosts.hello_all, self.hosts_ready.emit, self.hosts_failed.emit)

    def start(self, jobs: Sequence[Job]) -> bool:
        """Render these lines one after the other; False while a run is under way."""
        if self._running or not jobs:
            return False
        self._list = RunList(jobs)
        self._cancel = CancelToken()
        self._running = True
        self._lane.submit(partial(self._run, self._list, self._cancel), self.run_ended.emit, self._broken)
        self.run_started.emit()
        return True

    def cancel(self) -> None:
        """Ask the run to stop, at once and without waiting."""
        self._cancel.cancel()

    def change(self, job: Job) -> bool:
        """Render a line that still waits like this; False when none waits, or the run is to stop."""
        return not self._cancel.cancelled and self._list.change(job)

    def reword(self, utterance_id: int, text: str) -> bool:
        """Render other words for a line that still waits; False when none waits."""
        return self._list.reword(utterance_id, text)

    def drop(self, utterance_id: int) -> bool:
        """Leave out a line that still waits."""
        return self._list.drop(utterance_id)

    def _forget_run(self) -> None:
        self._running = False
        self._list = RunList(())

    def _broken(self, error: SottovoceError) -> None:
        self.run_ended.emit(_Tally().ended(error))

    # What follows runs on the engine's lane.

    def _run(self, run_list: RunList, cancel: CancelToken) -> RunEnded:
        engines = run_list.wanted_engines()
        try:
            return self._render_all(run_list, cancel)
        finally:
            self._synthesizer.settle(engines)

    def _render_all(self, run_list: RunList, cancel: CancelToken) -> RunEnded:
        tally = _Tally()
        while not cancel.cancelled:
            job = run_list.take_next()
            if job is None:
                return tally.ended()
            self.line_started.emit(job.utterance_id)
            try:
                self._render(job, run_list, cancel)
            except JobCancelled:
                break
            except SottovoceError as error:
                tally.crashes = tally.crashes + 1 if isinstance(error, HOST_ERRORS) else 0
                if not isinstance(error, LINE_ERRORS) or tally.crashes >= CRASHES_TO_STOP:
                    return tally.ended(error)
                tally.failed += 1
            else:
                tally.rendered += 1
                tally.crashes = 0
        return tally.ended(cancelled=True)

    def _render(self, job: Job, run_list: RunList, cancel: CancelToken) -> None:
        heard = _Heard(self, job.utterance_id)
        try:
            rendering = speak_line(
                self._synthesizer,
                job.plan,
                wanted_next=run_list.wanted_engines(),
                on_event=heard,
                cancel=cancel,
            )
        except JobCancelled:
            clip = heard.so_far()
            if clip is not None:
                self.line_stopped.emit(LineFailed(job.utterance_id, Failure(job.recipe, None, clip)))
            raise
        except SottovoceError as error:
            clip = heard.so_far()
            if isinstance(error, MARKED_ERRORS) or clip is not None:
                failure = Failure(job.recipe, error, clip)
                self.line_failed.emit(LineFailed(job.utterance_id, failure))
            raise
        take = made_take(job.recipe, rendering)
        lasting = None if job.utterance_id == SAMPLE_ID else job.utterance_id
        take = self._store.keep(take, lasting)
        self.line_rendered.emit(LineRendered(job.utterance_id, take, rendering.notices, job.text))


class _Heard:
    """Takes the events of one line and passes them on as signals."""

    def __init__(self, runner: Runner, utterance_id: int) -> None:
        self._runner = runner
        self._utterance_id = utterance_id
        self._pieces: list[Samples] = []
        self._sample_rate_hz = 0

    def __call__(self, event: RenderEvent) -> None:
        if isinstance(event, AudioPiece):
            self._pieces.append(event.samples)
            self._sample_rate_hz = event.sample_rate_hz
            audio = LineAudio(self._utterance_id, event.samples, event.sample_rate_hz)
            self._runner.audio_made.emit(audio)
        elif isinstance(event, Progress):
            progress = LineProgress(self._utterance_id, event.stage, event.fraction)
            self._runner.line_progressed.emit(progress)

    def so_far(self) -> AudioClip | None:
        """Return the audio that came before an error."""
        if not self._pieces:
            return None
        return AudioClip(np.concatenate(self._pieces), self._sample_rate_hz)
