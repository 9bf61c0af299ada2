"""Tell a host that hangs from one that works."""

from __future__ import annotations

import time
from collections.abc import Callable

_LONGEST_TICK_S = 1.0


class Watch:
    """Adds up how long a host has said nothing, and how long it has come no further.

    Time that passed while the client itself stood still (a suspended machine, a stopped process) does not
    count: between two ticks at most one second is added.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start counting.

        Args:
            clock: Seconds, never falling.
        """
        self._clock = clock
        self._ticked_at = clock()
        self._frames = -1
        self._silence_s = 0.0
        self._idle_s = 0.0

    def progressed(self) -> None:
        """Note that the job came further."""
        self._idle_s = 0.0

    def tick(self, frames: int, silence_limit_s: float, progress_limit_s: float) -> float | None:
        """Look at the host.

        Args:
            frames: Frames received from it so far.
            silence_limit_s: Longest time without any frame.
            progress_limit_s: Longest time without progress.

        Returns:
            None while all is well, else for how long it has hung, in seconds.
        """
        now = self._clock()
        passed = min(now - self._ticked_at, _LONGEST_TICK_S)
        self._ticked_at = now
        self._idle_s += passed
        if frames != self._frames:
            self._frames = frames
            self._silence_s = 0.0
        else:
            self._silence_s += passed
        if self._silence_s > silence_limit_s:
            return self._silence_s
        if self._idle_s > progress_limit_s:
            return self._idle_s
        return None
