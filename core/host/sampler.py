"""Memory samples: four a second while the host is busy, one a second while it is not, more when asked for.

The driver is asked seldom while this process holds nothing on a card: it would wake one that sleeps.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace

from core.host.messages import MemoryBody
from core.host.protocol import Kind
from core.host.wire import Wire
from core.model.events import STALE_S, MemorySample

log = logging.getLogger(__name__)

PERIOD_S = 0.25
IDLE_PERIOD_S = 1.0
ABSENT_PERIOD_S = 30.0
"""Between two looks at a card that this process has not touched."""


class Sampler:
    """A thread that samples. Its frames are the host's heartbeat too."""

    def __init__(
        self, wire: Wire, read: Callable[[], MemorySample], idle_period_s: float | None = None
    ) -> None:
        """Start the thread.

        Args:
            wire: Where samples go.
            read: Reads the figures.
            idle_period_s: Between two samples while the host is not busy; None: none then.
        """
        self._idle_period_s = idle_period_s
        self._wire = wire
        self._read = read
        self._asked: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._busy = False
        self._absent = False
        self._failing = False
        self._sending = threading.Lock()
        threading.Thread(target=self._run, name="sampler", daemon=True).start()

    def ask(self, job: int) -> None:
        """Send a sample now; job 0 where no call waits for it."""
        self._asked.put(job)

    def set_busy(self, busy: bool) -> None:
        """Say whether a job is running; a sample is sent at its beginning."""
        self._busy = busy
        if busy:
            self.ask(0)

    def send(self, job: int) -> None:
        """Sample and send on the calling thread; what is sent last was read last.

        Figures that cannot be read (a driver's error) are logged; the job goes on.
        """
        with self._sending:
            try:
                sample = self._read()
            except Exception:
                if not self._failing:
                    log.exception("the memory's figures cannot be read")
                self._failing = True
                return
            self._failing = False
            self._absent = not self._busy and _is_absent(sample)
            if self._absent:
                sample = replace(sample, good_until_s=sample.time_s + ABSENT_PERIOD_S + STALE_S)
            self._wire.send(Kind.MEMORY, MemoryBody(job, sample))

    def _period_s(self) -> float | None:
        if self._busy:
            return PERIOD_S
        return ABSENT_PERIOD_S if self._absent and self._idle_period_s else self._idle_period_s

    def _run(self) -> None:
        while True:
            try:
                job = self._asked.get(timeout=self._period_s())
            except queue.Empty:
                job = 0
            self.send(job)


def _is_absent(sample: MemorySample) -> bool:
    """Tell whether the figures are the driver's of a card on which this process holds nothing."""
    untouched = not (sample.reserved_bytes or sample.context_bytes)
    return sample.device_kind == "cuda" and not sample.simulated and untouched
