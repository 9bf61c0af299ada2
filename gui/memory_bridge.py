"""From the hosts' threads to the window's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.model.events import MemorySample, Notice


class MemoryBridge(QObject):
    """Brings what hosts tell on threads of theirs to the window's thread: memory samples, and their end."""

    sampled = Signal(object)
    host_ended = Signal(object)
    none_left = Signal()

    def __call__(self, sample: MemorySample) -> None:
        """Take a sample on any thread."""
        self.sampled.emit(sample)

    def tell_end(self, environment: str, reason: str) -> None:
        """Take the end of an idle host on any thread."""
        self.host_ended.emit(Notice("host_ended", {"environment": environment, "reason": reason}))

    def tell_none(self) -> None:
        """Take on any thread that no host holds anything any more."""
        self.none_left.emit()
