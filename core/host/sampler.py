"""Memory samples: four a second while the host is busy, and one whenever somebody asks."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from core.host.messages import MemoryBody
from core.host.protocol import Kind
from core.host.wire import Wire
from core.model.events import MemorySample

log = logging.getLogger(__name__)

PERIOD_S = 0.25


class Sampler:
    """A thread that samples. Its frames are the host's heartbeat too."""

    def __init__(self, wire: Wire, read: Callable[[], MemorySample]) -> None:
        """Start the thread.

        Args:
            wire: Where samples go.
            read: Reads the figures.
        """
        self._wire = wire
        self._read = read
        self._asked: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._busy = False
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
                log.exception("the memory's figures cannot be read")
            else:
                self._wire.send(Kind.MEMORY, MemoryBody(job, sample))

    def _run(self) -> None:
        while True:
            try:
                job = self._asked.get(timeout=PERIOD_S if self._busy else None)
            except queue.Empty:
                job = 0
                if not self._busy:
                    continue
            self.send(job)
