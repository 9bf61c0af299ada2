"""Hears of it when another program changes the voice library."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 150
"""Several changes that come together are told as one."""


class LibraryWatch(QObject):
    """Watches the library's folder, where each change puts a file in its place anew."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Watch nothing yet.

        Args:
            folder: The library's; it need not exist.
            parent: Owner.
        """
        super().__init__(parent)
        self._folder = str(folder)
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self._watcher.directoryChanged.connect(self._note)

    def look(self) -> None:
        """Begin to watch, once the folder is there; may be called again."""
        if not self._watcher.directories() and Path(self._folder).is_dir():
            self._watcher.addPath(self._folder)

    def _note(self) -> None:
        self._settle.start()
        self.look()
