"""Run programs beside one another: on our own streams, or into a file that is shown as it grows or later."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

STOPPED = 130
"""Exit code of what the user stopped before it began."""
GRACE_S = 10.0
"""What was interrupted may take so long to tidy up."""
_LOOK_S = 0.5


class Programs:
    """Starts programs, from any thread, and ends those that run when the user stops it all."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: dict[subprocess.Popen[bytes], bool] = {}
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """True once none may start any more."""
        return self._stopped

    def run(self, command: Sequence[str], folder: Path, out: BinaryIO | None = None) -> int:
        """Run a program to its end; return its exit code, or ``STOPPED`` where none may start any more.

        Args:
            command: Program and arguments.
            folder: Where it runs.
            out: The file that all its output goes to; None: it has our own streams.
        """
        with self._guard:
            if self._stopped:
                return STOPPED
            if out is None:
                process = subprocess.Popen(command, cwd=folder)
            else:  # apart from the terminal: its Ctrl+C is passed on by ``stop``
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            self._running[process] = out is not None
        code = process.wait()
        with self._guard:
            del self._running[process]
        return code

    def stop(self) -> None:
        """Interrupt what runs, kill what has not ended after ``GRACE_S``, and let none start any more."""
        with self._guard:
            self._stopped = True
            running = dict(self._running)
        for process, is_apart in running.items():
            if is_apart and sys.platform != "win32":
                process.send_signal(signal.SIGINT)
        for process in running:
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Held:
    """A file that programs write to, and that is printed in the end. Use it as a context manager."""

    def __enter__(self) -> Held:
        """Make the file."""
        self._folder = tempfile.TemporaryDirectory(prefix="sottovoce-check-", ignore_cleanup_errors=True)
        self._path = Path(self._folder.name) / "output"
        self.out: BinaryIO = self._path.open("wb", buffering=0)
        self._reader: BinaryIO = self._path.open("rb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Print the rest and remove the file."""
        self._print()
        self._reader.close()
        self.out.close()
        self._folder.cleanup()

    def show(self, ended: Callable[[float], bool]) -> None:
        """Print it until it ends.

        Args:
            ended: Waits for the program's end, for so many seconds at most; tells whether it has come.
        """
        while True:
            has_ended = ended(_LOOK_S)
            self._print()
            if has_ended:
                return

    def text(self) -> str:
        """Return all that was written to it."""
        return self._path.read_text("utf-8", "replace")

    def _print(self) -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(self._reader.read())
        sys.stdout.buffer.flush()
