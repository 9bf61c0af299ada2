"""Recordings that come into the library: looked at, cut and heard one after the other, until Cancel."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.audio.microphone import UNFINISHED, finished
from core.errors import JobCancelled, SottovoceError
from core.model.cancel import CancelToken
from core.model.events import Progress
from core.model.work import Work
from gui.jobs import Lane

if TYPE_CHECKING:
    from core.services.voices import AddedReference, VoiceService


@dataclass(frozen=True)
class ArrivalState:
    """The recording that is worked on.

    Attributes:
        name: The file's name; empty: none is.
        step: What is done with it now, in words.
        fraction: How far that is, 0 to 1; None where it is not known.
        waiting: How many recordings come after it.
    """

    name: str = ""
    step: str = ""
    fraction: float | None = None
    waiting: int = 0


@dataclass(frozen=True)
class _Arrival:
    """A recording that comes.

    Attributes:
        path: Its file.
        voice: The voice that it is given to; empty: it becomes a voice.
        recorded: It is from the microphone.
    """

    path: Path
    voice: str = ""
    recorded: bool = False


class Arrivals(QObject):
    """Takes recordings and hands on voices; the work happens on a lane of its own."""

    state_changed = Signal(object)
    came = Signal(object)
    failed = Signal(object)
    _progressed = Signal(object)
    _cancelled = Signal()

    def __init__(self, service: VoiceService, lane: Lane, parent: QObject | None = None) -> None:
        """Begin with nothing to do.

        Args:
            service: The voice library.
            lane: The lane that waits for the analysis.
            parent: Owner.
        """
        super().__init__(parent)
        self._service = service
        self._lane = lane
        self._waiting: deque[_Arrival] = deque()
        self._cancel: CancelToken | None = None
        self._progress = Progress("starting", 0.0)
        self._state = ArrivalState()
        self._name = ""
        self._progressed.connect(self._show_progress)
        self._cancelled.connect(self._next)

    @property
    def state(self) -> ArrivalState:
        """What is worked on."""
        return self._state

    def add(self, paths: Sequence[Path]) -> None:
        """Make a voice of each recording."""
        self._take(_Arrival(path) for path in paths)

    def add_recorded(self, path: Path) -> None:
        """Make a voice of a recording from the microphone, and delete the file once the library has it."""
        self._take([_Arrival(path, recorded=True)])

    def add_to(self, voice_id: str, paths: Sequence[Path]) -> None:
        """Give a voice of the library more recordings, one after the other."""
        self._take(_Arrival(path, voice_id) for path in paths)

    def cancel(self) -> None:
        """Stop the one that is worked on, and forget those that wait; nothing of theirs is changed."""
        self._waiting.clear()
        if self._cancel is not None:
            self._cancel.cancel()
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    # --- inside -------------------------------------------------------------------------------

    def _take(self, arrivals: Iterable[_Arrival]) -> None:
        self._waiting.extend(arrivals)
        if self._cancel is None:
            self._next()
        else:
            self._refresh()

    def _next(self) -> None:
        self._cancel, self._name = None, ""
        if self._waiting:
            arrival = self._waiting.popleft()
            self._cancel, self._name = CancelToken(), arrival.path.name.removesuffix(UNFINISHED)
            self._progress = Progress("starting", 0.0)
            self._lane.submit(partial(self._make, arrival, self._cancel), self._made, self._gave_up)
        self._refresh()

    def _make(self, arrival: _Arrival, cancel: CancelToken) -> AddedReference:
        """Make a voice of a recording, or give it to one; on the lane's thread."""
        path, work = arrival.path, Work(self._progressed.emit, cancel)
        try:
            if arrival.recorded:
                path = finished(path)
            if arrival.voice:
                return self._service.add_to(arrival.voice, [path], work)
            added = self._service.add_reference(path, work=work)
        except JobCancelled:
            self._cancelled.emit()
            raise
        if arrival.recorded:
            with suppress(OSError):
                path.unlink()
        return added

    def _made(self, added: AddedReference) -> None:
        self._next()
        self.came.emit(added)

    def _gave_up(self, error: SottovoceError) -> None:
        self._next()
        self.failed.emit(error)

    def _show_progress(self, progress: Progress) -> None:
        if self._cancel is not None:
            self._progress = progress
            self._refresh()

    def _step(self) -> str:
        return {
            "surveying": self.tr("Looking for the best part…"),
            "loading": self.tr("Loading the speech recognition…"),
            "transcribing": self.tr("Hearing what is said…"),
            "preparing": self.tr("Cutting and levelling…"),
        }.get(self._progress.stage, self.tr("Starting the analysis…"))

    def _refresh(self) -> None:
        state = ArrivalState()
        if self._name:
            stopping = self._cancel is not None and self._cancel.cancelled
            step = self.tr("Stopping…") if stopping else self._step()
            known = self._progress.stage == "transcribing" and not stopping
            fraction = self._progress.fraction if known else None
            state = ArrivalState(self._name, step, fraction, len(self._waiting))
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
