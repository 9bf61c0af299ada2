"""The queue as its window shows it: the line under way, those that wait in the order of their turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from gui.presenters.engine_parts import RunView
from gui.presenters.run_presenter import RunPresenter
from gui.run_list import Job
from gui.runs import LineBegun, Runner

SHOWN = 200
"""So many lines are listed; of more only the number is told."""

PAUSE_MS = 100
"""The list is made anew no more often than this."""


@dataclass(frozen=True)
class QueueRow:
    """A line of the queue.

    Attributes:
        id: The line's id.
        title: ``Line 12``.
        words: How it begins.
        detail: Voice and engine, ``Ana · Kokoro``, or that it is being spoken.
        now: It is being spoken.
    """

    id: int
    title: str
    words: str
    detail: str
    now: bool = False


@dataclass(frozen=True)
class QueueState:
    """The queue.

    Attributes:
        rows: The line under way, then those that wait.
        more: How many wait beyond those in ``rows``.
        running: There is a run.
        paused: It begins no other line for now.
        cancelling: It is to stop.
        text: How far it is.
    """

    rows: tuple[QueueRow, ...] = ()
    more: int = 0
    running: bool = False
    paused: bool = False
    cancelling: bool = False
    text: str = ""


class QueuePresenter(QObject):
    """Holds one `QueueState` while the queue's window is open, and passes its wishes on."""

    state_changed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        run: RunPresenter,
        engine_name: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        """Listen to the run.

        Args:
            runner: Knows what waits.
            run: Is told the wishes; knows the lines' numbers.
            engine_name: Gives an engine's name by its id.
            parent: Owner.
        """
        super().__init__(parent)
        self._runner = runner
        self._run = run
        self._engine_name = engine_name
        self._view = RunView()
        self._now: Job | None = None
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._make)
        self.state = QueueState()
        run.view_changed.connect(self._take_view)
        runner.queue_changed.connect(self._touch)
        runner.line_begun.connect(self._take_line)

    def set_shown(self, shown: bool) -> None:
        """The window is open, or not any more."""
        self._shown = shown
        if shown:
            self._make()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._touch()

    # --- wishes -------------------------------------------------------------------------------

    def move(self, utterance_id: int, step: int) -> None:
        """Move a line that waits by so many turns."""
        places = [job.utterance_id for job in self._runner.waiting()]
        if utterance_id in places:
            self._runner.move(utterance_id, max(0, places.index(utterance_id) + step))

    def move_first(self, utterance_id: int) -> None:
        """Let a line be the next."""
        self._runner.move(utterance_id, 0)

    def leave_out(self, utterance_id: int) -> None:
        """Do not speak a line; one that is being spoken stops."""
        self._run.cancel_line(utterance_id)

    def pause_or_resume(self) -> None:
        """Hold the run after the line under way, or go on."""
        if self._runner.paused:
            self._run.resume()
        else:
            self._run.pause()

    # --- inside -------------------------------------------------------------------------------

    def _take_view(self, view: RunView) -> None:
        self._view = view
        if not view.generating:
            self._now = None
        self._touch()

    def _take_line(self, begun: LineBegun) -> None:
        self._now = begun.job
        self._touch()

    def _touch(self) -> None:
        if self._shown and not self._timer.isActive():
            self._timer.start()

    def _make(self) -> None:
        view, runner = self._view, self._runner
        jobs = runner.waiting(SHOWN)
        rows = [self._row(job) for job in jobs]
        if self._now is not None and view.generating and not runner.resting:
            rows.insert(0, self._row(self._now, now=True))
        more = max(0, runner.waiting_count - len(jobs))
        state = QueueState(tuple(rows), more, view.generating, view.paused, view.cancelling, view.text)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _row(self, job: Job, *, now: bool = False) -> QueueRow:
        place = self._run.number(job.utterance_id)
        title = self.tr("Sample") if place is None else self.tr("Line {number}").format(number=place)
        voice = job.plan.choices.voice
        names = dict.fromkeys(("" if voice is None else voice.name, self._engine_name(job.engine)))
        detail = self.tr("being spoken") if now else " · ".join(filter(None, names))
        return QueueRow(job.utterance_id, title, job.plan.written or job.text, detail, now)
