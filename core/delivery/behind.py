"""Encode behind the back: while a file's encoder works, the next line is made ready."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from core.delivery.metadata import Mark
from core.delivery.sinks import Sink
from core.delivery.timings import Timings
from core.model.audio import Samples

_WAITING = 8
"""So many stretches wait for the encoder at most: memory stays flat."""


class Behind:
    """One thread that writes to files, in the order in which it was told; what goes wrong is raised later."""

    def __init__(self, timings: Timings) -> None:
        """Start with nothing to do.

        Args:
            timings: Counts what the writing takes.
        """
        self._timings = timings
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting: deque[Future[None]] = deque()

    def write(self, sink: Sink, samples: Samples) -> None:
        """Have samples written.

        Raises:
            DeliveryError: What went wrong with samples before.
            StorageError: The same.
        """
        self._waiting.append(self._pool.submit(self._write, sink, samples))
        while len(self._waiting) > _WAITING:
            self._waiting.popleft().result()

    def _write(self, sink: Sink, samples: Samples) -> None:
        with self._timings.stage("encode"):
            sink.write(samples)

    def seal(self, sink: Sink, chapters: tuple[Mark, ...], duration_s: float) -> None:
        """Wait for a file to be complete.

        Raises:
            DeliveryError: What went wrong.
            StorageError: The same.
        """
        while self._waiting:
            self._waiting.popleft().result()
        with self._timings.stage("encode"):
            sink.seal(chapters, duration_s)

    def close(self) -> None:
        """Forget what waits, and end the thread."""
        self._pool.shutdown(cancel_futures=True)
        self._waiting.clear()
