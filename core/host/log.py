"""What a host prints, line by line into a file that rotates."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import threading
from collections.abc import Sequence
from io import RawIOBase
from pathlib import Path

log = logging.getLogger(__name__)

LINE_LIMIT_BYTES = 16 * 1024
"""A longer line is written in parts."""
READ_BYTES = 4 * 1024
"""What comes at once is written at once: an engine that prints much waits for its log."""


class HostLog:
    """The log file of one environment's hosts; the client is its only writer."""

    def __init__(self, path: Path | None, limit_bytes: int, kept: int) -> None:
        """Open nothing yet.

        Args:
            path: The file, or None to keep nothing.
            limit_bytes: Size at which it is rotated.
            kept: Rotated files kept.
        """
        self._lock = threading.Lock()
        self._handler: logging.Handler | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = _RotatingFile(
                path, maxBytes=limit_bytes, backupCount=kept, encoding="utf-8", delay=True, errors="replace"
            )
        except OSError as error:
            log.warning("no log of the host's output: %s", error)
        else:
            self._handler.setFormatter(_Lines("%(asctime)s [%(process)d] "))

    def write(self, pid: int, *lines: str) -> None:
        """Add lines, each with the time and the host's process id."""
        with self._lock:
            if self._handler is None:
                return
            record = logging.LogRecord("host", logging.INFO, "", 0, "\n".join(lines), None, None)
            record.process = pid
            self._handler.handle(record)

    def relay(self, pid: int, stream: RawIOBase) -> str:
        """Copy lines until the stream ends, on a thread of its own; return the last that is not blank."""
        last_line, begun = "", b""
        with stream:
            while data := stream.read(READ_BYTES):
                *whole, begun = (begun + data).split(b"\n")
                if len(begun) + READ_BYTES > LINE_LIMIT_BYTES:
                    whole, begun = [*whole, begun], b""
                last_line = self._write_bytes(pid, whole) or last_line
        if begun:
            last_line = self._write_bytes(pid, [begun]) or last_line
        return last_line

    def _write_bytes(self, pid: int, whole: Sequence[bytes]) -> str:
        """Write whole lines; return the last that is not blank."""
        lines = [line.decode("utf-8", "replace").rstrip() for line in whole]
        if lines:
            self.write(pid, *lines)
        return next((line for line in reversed(lines) if line), "")

    def close(self) -> None:
        """Close the file; what comes later is dropped."""
        with self._lock:
            if self._handler is not None:
                with contextlib.suppress(OSError):  # a full disk was said when the line was written
                    self._handler.close()
                self._handler = None


class _Lines(logging.Formatter):
    """Begins each line of a message with what the format says."""

    def format(self, record: logging.LogRecord) -> str:
        record.asctime = self.formatTime(record)
        start = self.formatMessage(record)
        return start + record.getMessage().replace("\n", f"\n{start}")


class _RotatingFile(logging.handlers.RotatingFileHandler):
    """Says once that it cannot be written (a full disk), in the program's own log, not on the terminal."""

    _said = False

    def handleError(self, record: logging.LogRecord) -> None:
        if not self._said:
            self._said = True
            log.warning("%s cannot be written", self.baseFilename, exc_info=True)
