"""The one file that makes threads: a lane does one thing after another, away from the window.

One shape for everything that takes time: a callable, what to do with its value, what to do with its
error. Success and failure come back on the window's thread. The lanes of the program: ``engine`` (starting
hosts, rendering), ``audio`` (player and microphone), ``exports`` (finished files), ``files`` (the voice
library, text files), ``fit`` (whether it fits, before it is run), ``hearing`` (making voices of recordings),
``keep`` (settings and session), ``loudness`` (how loud takes are), ``plans`` (reading the lines of a long
script), ``project`` (opening, making and closing projects), ``reference`` (the window of one recording),
``report`` (the doctor, who asks everybody and may wait for any) and ``verdicts`` (judging what has come).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from core.errors import JobCancelled, SottovoceError, Unexpected

T = TypeVar("T")

log = logging.getLogger(__name__)

SHUTDOWN_WAIT_MS = 5_000
"""How long the end of the program waits for a lane's last action."""


@dataclass(frozen=True, eq=False)
class _Action:
    """One thing to do, and who wants to hear how it went."""

    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[SottovoceError], None] | None


@dataclass(frozen=True, eq=False)
class _Outcome:
    action: _Action
    value: Any = None
    error: SottovoceError | None = None
    cancelled: bool = False


class _Hand(QObject):
    """Lives on the lane's thread and does what it is handed."""

    ended = Signal(object)

    @Slot(object)
    def do(self, action: _Action) -> None:
        """Do one thing; whatever it raises becomes data."""
        try:
            outcome = _Outcome(action, value=action.work())
        except JobCancelled:
            outcome = _Outcome(action, cancelled=True)
        except SottovoceError as error:
            outcome = _Outcome(action, error=error)
        except Exception as error:
            log.exception("a background action failed")
            outcome = _Outcome(action, error=Unexpected(kind=type(error).__name__, reason=str(error)))
        self.ended.emit(outcome)


class Lane(QObject):
    """Does one thing after another on a thread of its own."""

    _handed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Make the lane; its thread starts with the first action.

        Args:
            name: Name of the thread, for the log and for debuggers.
            parent: Owner.
        """
        super().__init__(parent)
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        hand = _Hand()
        hand.moveToThread(self._thread)
        self._handed.connect(hand.do, Qt.ConnectionType.QueuedConnection)
        hand.ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._hand: _Hand | None = hand
        self._pending = 0
        self._closed = False

    @property
    def busy(self) -> bool:
        """True while something is being done or waits to be."""
        return self._pending > 0

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[SottovoceError], None] | None = None,
    ) -> None:
        """Do something in the background.

        Args:
            work: Called on the lane's thread, after what was submitted before it.
            done: Called on the window's thread with what ``work`` returned.
            failed: Called on the window's thread with the error. Something that is no
                `SottovoceError` comes as `Unexpected`; `JobCancelled` calls nobody.
        """
        if self._closed:
            return
        if not self._thread.isRunning():
            self._thread.start()
        self._pending += 1
        self._handed.emit(_Action(work, done, failed))

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._pending -= 1
        action = outcome.action
        if outcome.error is not None:
            log.warning("%s: %s", self._thread.objectName(), outcome.error)
            if action.failed is not None:
                action.failed(outcome.error)
        elif not outcome.cancelled and action.done is not None:
            action.done(outcome.value)

    def close(self, wait_ms: int = SHUTDOWN_WAIT_MS) -> bool:
        """End the thread after the action under way; only for the end of the program. May be called again.

        Returns:
            False when the thread was still busy after the wait; it is left alone then.
        """
        self._closed = True
        if self._thread.isRunning():
            self._handed.emit(_Action(self._thread.quit, None, None))
            if not self._thread.wait(wait_ms):
                self._thread.setParent(None)
                _LEFT_BEHIND.append((self._thread, self._hand))
                return False
        self._hand = None  # deleted here and now: the garbage collector may run on any thread
        return True


_LEFT_BEHIND: list[tuple[QThread, QObject | None]] = []
"""Threads still busy at the end; destroying them would abort the program."""
