"""A project that another program writes to: looked after until it is free, so that one can go on here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.projects.lock import Owner, held_by
from core.projects.state import Access
from gui.jobs import Lane
from gui.projects import Projects

LOOK_MS = 2_000


class ReleaseWatch(QObject):
    """Looks now and then whether the other program still has the project that is only read here."""

    changed = Signal()

    def __init__(self, projects: Projects, lane: Lane, parent: QObject | None = None) -> None:
        """Listen to the projects.

        Args:
            projects: What is open.
            lane: Where the file's lock is looked at: the drive may be slow.
            parent: Owner.
        """
        super().__init__(parent)
        self._projects = projects
        self._lane = lane
        self._is_free = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        projects.view_changed.connect(self._follow)

    @property
    def is_free(self) -> bool:
        """True where the other program has let the project go, and it was not opened again since."""
        return self._is_free and self._waits

    @property
    def _waits(self) -> bool:
        return self._projects.access is Access.IN_USE

    def _follow(self) -> None:
        if not self._waits:
            self._timer.stop()
            self._is_free = False
        elif not self._timer.isActive() and not self._is_free:
            self._timer.start()

    def _look(self) -> None:
        if not self._lane.busy:
            project = self._projects.project
            self._lane.submit(partial(held_by, self._projects.path), partial(self._seen, project))

    def _seen(self, project: object, owner: Owner | None) -> None:
        if owner is None and project is self._projects.project and self._waits:
            self._timer.stop()
            self._is_free = True
            self.changed.emit()
