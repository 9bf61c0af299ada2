"""Work that the command line does for the window, in a process of its own: fetching, checking, installing.

A process can be ended in the middle of anything, also of a read from a server that says nothing more; what
the command line leaves then is taken up by the next one. ``gui.jobs`` is for what is short.
"""

from __future__ import annotations

import json
import logging
import sys
from collections import deque
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

log = logging.getLogger(__name__)

PATIENCE_MS = 5_000
"""So long an errand may take to end when it is asked to; then it is killed."""

LOG_LINES = 400


class Errand(QObject):
    """One run of the command line. Deletes itself at its end."""

    told = Signal(object)
    """A JSON object that it printed, as a dict."""
    said = Signal(str)
    """A line for people, from its standard error."""
    ended = Signal(bool)
    """It is over; True: it did what it was asked to."""

    def __init__(self, words: Sequence[str], parent: QObject | None = None) -> None:
        """Start nothing yet.

        Args:
            words: The command line's words.
            parent: Owner.
        """
        super().__init__(parent)
        self.lines: deque[str] = deque(maxlen=LOG_LINES)
        self.cancelled = False
        self._words = list(words)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read_told)
        self._process.readyReadStandardError.connect(self._read_said)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail)
        self._process.setReadChannel(QProcess.ProcessChannel.StandardOutput)
        self._open = True

    def start(self) -> None:
        """Begin."""
        log.info("errand: %s", " ".join(self._words))
        self._process.start(sys.executable, ["-P", "-u", "-X", "utf8", "-m", "core.cli", *self._words])

    def cancel(self) -> None:
        """Ask it to end, and see to it that it does."""
        self.cancelled = True
        self._process.terminate()
        QTimer.singleShot(PATIENCE_MS, self._process, self._process.kill)

    def stop(self) -> None:
        """End it now: the program ends. What it leaves is taken up another time."""
        self._open = False
        self._process.terminate()
        if not self._process.waitForFinished(PATIENCE_MS):
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def _read_told(self) -> None:
        while self._process.canReadLine():
            self._tell(bytes(self._process.readLine().data()))

    def _tell(self, line: bytes) -> None:
        try:
            value = json.loads(line)
        except ValueError:
            return
        if isinstance(value, Mapping):
            self.told.emit(value)

    def _read_said(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            if line.strip():
                self.lines.append(line.rstrip())
                self.said.emit(line.strip())

    def _finish(self, code: int) -> None:
        self._read_told()
        self._read_said()
        self._end(code == 0)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.lines.append(self._process.errorString())
            self._end(good=False)

    def _end(self, good: bool) -> None:
        if self._open:
            self._open = False
            self.ended.emit(good)
            self.deleteLater()
