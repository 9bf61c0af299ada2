"""Ask politely for work to stop."""

from __future__ import annotations

import threading

from core.errors import JobCancelled


class CancelToken:
    """A flag that any thread may set and the working thread checks at each step."""

    def __init__(self) -> None:
        """Start not cancelled."""
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask for the work to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """True once somebody asked."""
        return self._event.is_set()

    def wait(self, timeout_s: float) -> None:
        """Wait so long, or until somebody asks.

        Raises:
            JobCancelled: When the work should stop.
        """
        if self._event.wait(timeout_s):
            raise JobCancelled

    def check(self) -> None:
        """Raise if somebody asked.

        Raises:
            JobCancelled: When the work should stop.
        """
        if self._event.is_set():
            raise JobCancelled
