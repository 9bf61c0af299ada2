"""What comes to the window from outside Qt: the system's signals, and what Python code in slots raises."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from core.errors import SottovoceError, Unexpected

log = logging.getLogger(__name__)


class Signals(QObject):
    """Turns SIGINT, SIGTERM and SIGHUP into a wish to end."""

    asked_to_end = Signal()

    def __init__(self) -> None:
        """Listen; Qt's loop is woken through a socket, as Python's handlers wait for Python code."""
        super().__init__()
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _do_nothing)

    def _woken(self) -> None:
        try:
            self._read.recv(64)
        except OSError:
            return
        self.asked_to_end.emit()


def _do_nothing(*_: object) -> None:
    """Take a signal; the notifier acts on it."""


def tell_faults(tell: Callable[[SottovoceError], None]) -> None:
    """Log what a slot raises, and hand it on: nobody else would hear of it."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("a fault in the window", exc_info=(kind, error, trace))
        tell(Unexpected(kind=kind.__name__, reason=str(error)))

    sys.excepthook = hook
