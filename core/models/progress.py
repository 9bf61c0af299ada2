"""How far a download is, with the time that is left."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_WINDOW_S = 10.0
_EVERY_S = 0.1


class Stage(StrEnum):
    """What is being done with a file."""

    FETCHING = "fetching"
    COPYING = "copying"
    CHECKING = "checking"
    WAITING = "waiting"


@dataclass(frozen=True)
class Progress:
    """How far it is.

    Attributes:
        stage: What is being done.
        file: With which file.
        done_bytes: What is here of the whole model.
        total_bytes: The whole model.
        bytes_per_s: How fast it came lately; 0: not known.
        left_s: How long it will still take, or None.
    """

    stage: Stage
    file: str
    done_bytes: int
    total_bytes: int
    bytes_per_s: float = 0.0
    left_s: float | None = None


class ProgressClock:
    """Turns bytes into progress, ten times a second at most."""

    def __init__(
        self, total_bytes: int, tell: Callable[[Progress], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin.

        Args:
            total_bytes: The whole model.
            tell: Is told.
            now: Seconds of a clock.
        """
        self._total_bytes = total_bytes
        self._tell = tell
        self._now = now
        self._before_bytes = 0
        self._file_bytes = 0
        self._stage = Stage.FETCHING
        self._file = ""
        self._told_s = -_EVERY_S
        self._lately: deque[tuple[float, int]] = deque()

    def begin(self, stage: Stage, file: str, before_bytes: int) -> None:
        """Begin something with a file; so much was done before it. It is told at once."""
        self._file, self._before_bytes, self._file_bytes = file, before_bytes, 0
        self.turn_to(stage)

    def turn_to(self, stage: Stage) -> None:
        """Do something else with the same file. It is told at once where it is something else."""
        if stage is not self._stage or not self._file_bytes:
            self._stage = stage
            self._lately.clear()
            self._told_s = self._now() - _EVERY_S
            self.note(self._file_bytes)

    def note(self, file_bytes: int) -> None:
        """So much of the file is done."""
        self._file_bytes = file_bytes
        now_s, done_bytes = self._now(), self._before_bytes + file_bytes
        if self._lately and done_bytes < self._lately[-1][1]:
            self._lately.clear()
        if now_s - self._told_s < _EVERY_S:
            return
        self._told_s = now_s
        self._lately.append((now_s, done_bytes))
        while now_s - self._lately[0][0] > _WINDOW_S:
            self._lately.popleft()
        took_s, came_bytes = now_s - self._lately[0][0], done_bytes - self._lately[0][1]
        rate = came_bytes / took_s if took_s > 0 else 0.0
        left_s = (self._total_bytes - done_bytes) / rate if rate > 0 else None
        self._tell(Progress(self._stage, self._file, done_bytes, self._total_bytes, rate, left_s))
