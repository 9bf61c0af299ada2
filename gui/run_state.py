"""What the window and the engine's lane share of a run: its list, its counts, what it was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from core.model.cancel import CancelToken
from gui.run_list import Job, RunList


@dataclass
class Tally:
    """Counts of a run, kept on the engine's lane."""

    rendered: int = 0
    failed: int = 0
    crashes: int = 0
    worked_s: float = 0.0


class Turn:
    """The line under way, which may be cancelled by itself or with the run; any thread may ask."""

    def __init__(self) -> None:
        """Begin with no line."""
        self._lock = threading.Lock()
        self._line: int | None = None
        self._cancel = CancelToken()
        self._run_cancelled = False

    def begin(self, utterance_id: int) -> CancelToken | None:
        """Begin a line; None when the whole run is to stop."""
        with self._lock:
            if self._run_cancelled:
                return None
            self._line, self._cancel = utterance_id, CancelToken()
            return self._cancel

    def end(self) -> None:
        """No line is under way any more."""
        with self._lock:
            self._line = None

    def cancel_line(self, utterance_id: int) -> bool:
        """Stop a line; False when it is not under way."""
        with self._lock:
            if self._line == utterance_id:
                self._cancel.cancel()
            return self._line == utterance_id

    def is_of(self, utterance_id: int) -> bool:
        """Say whether a line is under way."""
        return self._line == utterance_id

    def cancel_run(self) -> None:
        """Stop the line, and let no other begin."""
        with self._lock:
            self._run_cancelled = True
            self._cancel.cancel()

    @property
    def run_cancelled(self) -> bool:
        """True once the whole run is to stop."""
        return self._run_cancelled


class Run:
    """One run.

    Attributes:
        list: The lines that wait.
        tally: What has been done.
        turn: The line under way.
        pause: Set while no other line is to begin.
        resting: It is paused, and the lane has left it.
        engines: Those that it has used; on the engine's lane.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Begin one with these lines."""
        self.list = RunList(jobs)
        self.tally = Tally()
        self.turn = Turn()
        self.pause = threading.Event()
        self.resting = False
        self.engines: set[str] = set()
