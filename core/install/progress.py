"""Say what is being done, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

TICK_S = 1.0


class Progress:
    """Steps of a longer work, with elapsed time.

    On a terminal the line of the running step is written over, once a second; elsewhere each news is a
    line of its own. Use it as a context manager, so that the clock stops.
    """

    def __init__(self, steps: int, stream: TextIO | None = None) -> None:
        self._steps = steps
        self._stream = sys.stderr if stream is None else stream
        self._terminal = self._stream.isatty()
        self._began_s = time.monotonic()
        self._step = 0
        self._line = ""
        self._guard = threading.Lock()
        self._stopped = threading.Event()
        self._clock = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Progress:
        """Start the clock."""
        if self._terminal:
            self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the clock and end the line."""
        self._stopped.set()
        if self._terminal:
            self._clock.join()
            if self._line:
                self._stream.write("\n")
        self._stream.flush()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the work began."""
        return time.monotonic() - self._began_s

    def step(self, text: str) -> None:
        """Begin the next step."""
        with self._guard:
            if self._terminal and self._line:
                self._stream.write("\n")
            self._step += 1
            self._show(text)

    def detail(self, text: str) -> None:
        """Say more about the running step."""
        with self._guard:
            self._show(text)

    def restart(self, text: str) -> None:
        """Say why the steps begin again."""
        with self._guard:
            self._show(text)
            self._step = 0

    def _show(self, text: str) -> None:
        self._line = f"  [{self._step}/{self._steps}] {text}"
        self._write()

    def _write(self) -> None:
        line = f"{self._line}  ({self.elapsed_s:.0f} s)"
        self._stream.write(f"\r{line[:110]}\x1b[K" if self._terminal else f"{line}\n")
        self._stream.flush()

    def _tick(self) -> None:
        while not self._stopped.wait(TICK_S):
            with self._guard:
                if self._line:
                    self._write()
