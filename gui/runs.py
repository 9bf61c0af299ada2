"""Rendering: the list of lines still to do, and the runner that does them on the engine's lane.

The window may change the list until a line's turn comes; everything that happens comes back as
signals with frozen values.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import JobCancelled, SottovoceError
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.events import Notice
from core.model.script import Failure, Take
from core.services.choices import Choices
from core.services.line_errors import CRASHES_TO_STOP, HOST_ERRORS, LINE_ERRORS, MARKED_ERRORS
from core.services.lines import Planner
from core.services.speak_line import speak_line
from core.services.takes import made_take
from gui.heard_line import HeardLine
from gui.jobs import Lane
from gui.project_takes import ProjectTakes
from gui.run_list import SAMPLE_ID, Job, RunList
from gui.run_state import Run

if TYPE_CHECKING:
    from core.host.pool import HostPool
    from core.services.synthesize import Synthesizer

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class LineBegun:
    """A line's turn has come.

    Attributes:
        job: The line.
        turn: Its place among what is heard; only the order counts.
        before: Lines that still wait and are to be heard before it.
    """

    job: Job
    turn: tuple[bool, int]
    before: frozenset[int]


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


class Runner(QObject):
    """Owns the client of the engine hosts; all that blocks happens on the engine's lane."""

    hosts_ready = Signal(object)
    hosts_failed = Signal(object)
    run_started = Signal()
    line_begun = Signal(object)
    """A `LineBegun`; ``line_started`` follows."""
    line_started = Signal(int)
    line_progressed = Signal(object)
    audio_made = Signal(object)
    line_rendered = Signal(object)
    line_failed = Signal(object)
    line_stopped = Signal(object)
    line_cancelled = Signal(int)
    """The user stopped a line, alone or with the run; ``line_stopped`` came before, if it has audio."""
    line_dropped = Signal(int)
    """A line that waited was left out."""
    queue_changed = Signal()
    """What waits, or its order, is another; or a pause began or ended."""
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
        self._run = Run(())
        self._running = False
        self.run_ended.connect(self._forget_run)

    @property
    def running(self) -> bool:
        """True from the start of a run until its end has been told, also while it is paused."""
        return self._running

    @property
    def cancelling(self) -> bool:
        """True while a run is asked to stop."""
        return self._running and self._run.turn.run_cancelled

    @property
    def paused(self) -> bool:
        """True from the wish for a pause until that to go on; the line under way is finished meanwhile."""
        return self._running and self._run.pause.is_set()

    @property
    def resting(self) -> bool:
        """True while a paused run does nothing."""
        return self._running and self._run.resting

    def start_hosts(self) -> None:
        """Start the hosts and hear what engines there are (``hosts_ready``)."""
        self._lane.submit(self._hosts.hello_all, self.hosts_ready.emit, self.hosts_failed.emit)

    def start(self, jobs: Sequence[Job], playhead: int | None = None) -> bool:
        """Render these lines one after the other; False while a run is under way.

        Args:
            jobs: The lines, in the order of the script.
            playhead: Place of the line that is heard or looked at; what follows it comes first.
        """
        if self._running or not jobs:
            return False
        self._run = Run(jobs)
        self._run.list.follow(playhead)
        self._running = True
        self._go_on(self._run)
        self.run_started.emit()
        return True

    def cancel(self) -> None:
        """Ask the run to stop, at once and without waiting."""
        run = self._run
        run.turn.cancel_run()
        if self.resting:
            run.resting = False
            self.run_ended.emit(_ended(run, cancelled=True))

    def pause(self) -> None:
        """Begin no other line; the one under way is finished, and Low VRAM then frees the card."""
        if self._running and not self.cancelling:
            self._run.pause.set()
            self.queue_changed.emit()

    def resume(self) -> None:
        """Go on after a pause."""
        run = self._run
        run.pause.clear()
        if self.resting:
            run.resting = False
            self._go_on(run)
        self.queue_changed.emit()

    # --- what waits ---------------------------------------------------------------------------

    def waiting(self, most: int | None = None) -> tuple[Job, ...]:
        """Return the lines that wait, in the order of their turns; no more than ``most``."""
        return self._run.list.waiting(most)

    @property
    def waiting_count(self) -> int:
        """How many lines wait."""
        return len(self._run.list)

    def add(self, job: Job) -> bool:
        """Let one line more wait, or wait in another way; False when no run goes on that could take it."""
        added = self._running and not self.cancelling and self._run.list.add(job)
        if added:
            self.queue_changed.emit()
        return added

    def reword(self, utterance_id: int, text: str) -> Job | None:
        """Render other words for a line that still waits, and return it; None when none waits."""
        return self._run.list.reword(utterance_id, text)

    def awaits(self, utterance_id: int) -> bool:
        """Say whether a line waits or is under way."""
        run = self._run
        return self._running and (utterance_id in run.list or run.turn.is_of(utterance_id))

    def follow_choices(self, choices: Choices, planner: Planner) -> None:
        """Something else is chosen, or lines are read in another way: those that wait are spoken so."""
        self._run.list.follow_choices(choices, planner)
        self.queue_changed.emit()

    def put(self, jobs: Sequence[Job], places: Mapping[int, int]) -> bool:
        """Let lines wait among the others; False when no run goes on that could take them.

        Args:
            jobs: The lines.
            places: Where all lines stand now, by their ids.
        """
        put = self._running and not self.cancelling and self._run.list.put(jobs)
        if put:
            self._run.list.number(places)
            self.queue_changed.emit()
        return put

    def drop(self, utterance_ids: Iterable[int]) -> list[Job]:
        """Leave out those of these lines that still wait, and return them."""
        dropped = [job for one in utterance_ids if (job := self._run.list.drop(one)) is not None]
        for job in dropped:
            self.line_dropped.emit(job.utterance_id)
        if dropped:
            self.queue_changed.emit()
        return dropped

    def cancel_line(self, utterance_id: int) -> bool:
        """Stop the line under way alone, and go on with the next; False when it is not under way."""
        return self._run.turn.cancel_line(utterance_id)

    def move(self, utterance_id: int, place: int) -> None:
        """Put a line at a place among those that wait, from 0."""
        if self._run.list.move(utterance_id, place):
            self.queue_changed.emit()

    def follow(self, playhead: int) -> None:
        """Another line is heard or looked at: what is near it comes first, from the next line on."""
        self._run.list.follow(playhead)

    # --- inside -------------------------------------------------------------------------------

    def _go_on(self, run: Run) -> None:
        self._lane.submit(partial(self._work, run), partial(self._stopped, run), partial(self._broken, run))

    def _stopped(self, run: Run, ended: RunEnded | None) -> None:
        """The lane has nothing more to do of a run: it is over, or it rests until it is to go on."""
        if ended is not None:
            self.run_ended.emit(ended)
        elif run.turn.run_cancelled:
            self.run_ended.emit(_ended(run, cancelled=True))
        elif run.pause.is_set():
            run.resting = True
            self.queue_changed.emit()
        else:
            self._go_on(run)

    def _forget_run(self) -> None:
        self._running = False
        self._run = Run(())

    def _broken(self, run: Run, error: SottovoceError) -> None:
        self.run_ended.emit(_ended(run, error))

    # What follows runs on the engine's lane.

    def _work(self, run: Run) -> RunEnded | None:
        """Render what waits.

        Returns:
            The end; None when the run is paused.
        """
        start_s = time.monotonic()
        run.engines |= set(run.list.wanted_engines())
        run.list.arrange(anew=True)
        self.queue_changed.emit()
        try:
            ended = self._render_all(run)
        finally:
            self._synthesizer.settle(run.engines)
            run.tally.worked_s += time.monotonic() - start_s
        if ended is None:
            return None
        run.list.close()
        return replace(ended, elapsed_s=run.tally.worked_s)

    def _render_all(self, run: Run) -> RunEnded | None:
        tally = run.tally
        while not run.turn.run_cancelled:
            if run.pause.is_set():
                return None
            if run.list.arrange():
                self.queue_changed.emit()
            job = run.list.take_next()
            if job is None:
                return _ended(run)
            run.engines.add(job.engine)
            cancel = run.turn.begin(job.utterance_id)
            if cancel is None:
                break
            self.line_begun.emit(LineBegun(job, run.list.turn_of(job), run.list.before(job)))
            self.line_started.emit(job.utterance_id)
            try:
                self._render(job, run.list, cancel)
            except JobCancelled:
                self.line_cancelled.emit(job.utterance_id)
            except SottovoceError as error:
                tally.crashes = tally.crashes + 1 if isinstance(error, HOST_ERRORS) else 0
                if not isinstance(error, LINE_ERRORS) or tally.crashes >= CRASHES_TO_STOP:
                    return _ended(run, error)
                tally.failed += 1
            else:
                tally.rendered += 1
                tally.crashes = 0
            finally:
                run.turn.end()
        return _ended(run, cancelled=True)

    def _render(self, job: Job, run_list: RunList, cancel: CancelToken) -> None:
        line = job.utterance_id
        heard = HeardLine(
            lambda samples, rate_hz: self.audio_made.emit(LineAudio(line, samples, rate_hz)),
            lambda stage, fraction: self.line_progressed.emit(LineProgress(line, stage, fraction)),
        )
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


def _ended(run: Run, error: SottovoceError | None = None, *, cancelled: bool = False) -> RunEnded:
    """Return the end of a run as the window hears it."""
    return RunEnded(cancelled, error, run.tally.rendered, run.tally.failed, run.tally.worked_s)
