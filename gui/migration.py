"""Brings what was written before there were projects into the untitled project, once."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

from core.model.events import Notice
from core.model.script import Script, Take
from core.projects.project import Project
from gui.jobs import Lane
from gui.old_session import OldSession, OldTakes, read_old_session, retire_session, retire_takes
from gui.presenters.script_presenter import ScriptPresenter
from gui.projects import Projects
from gui.session import Slot, set_aside

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Brought:
    """Old takes that lie in the project now.

    Attributes:
        by_line: By the id of their line.
        others: Of texts that no line has any more; they are not in the project yet.
        lost: How many could not be read.
        complete: False where some could not be read today.
    """

    by_line: dict[int, list[Take]] = field(default_factory=dict)
    others: list[Take] = field(default_factory=list)
    lost: int = 0
    complete: bool = True


class Migration(QObject):
    """Follows the untitled project: its text comes when it is made, its takes when it is open.

    Nothing old is given up before all of it is on the disk in the project; a crash in between begins again
    with what is left, and no take comes twice.
    """

    noticed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        slot: Slot,
        projects: Projects,
        script: ScriptPresenter,
        lane: Lane,
        parent: QObject | None = None,
    ) -> None:
        """Look at nothing yet.

        Args:
            slot: Where the old files are.
            projects: What is open.
            script: Gets the takes.
            lane: Where takes are read and stored.
            parent: Owner.
        """
        super().__init__(parent)
        self._slot = slot
        self._projects = projects
        self._script = script
        self._lane = lane
        self._bringing = False
        self._news: Notice | None = None
        projects.opened.connect(self._bring)

    def old_session(self) -> OldSession | None:
        """Return the old session, where there is one whose text is in no project yet."""
        path = self._slot.old_path
        if not path.exists() or self._slot.untitled.exists() or not _is_free(path):
            return None
        old = read_old_session(path)
        if old is None:
            fields = {"path": str(path), "kept_as": str(set_aside(path))}
            self._news = Notice("session_broken", fields)
        return old

    def _bring(self, _: object) -> None:
        project, slot = self._projects.project, self._slot
        if self._news is not None:
            self.noticed.emit(self._news)
            self._news = None
        if project is None or self._bringing or not (self._projects.untitled and self._projects.writable):
            return
        if slot.old_path.exists() and _is_free(slot.old_path):
            retire_session(slot.old_path)
        if slot.old_takes.is_dir() and not slot.old_path.exists():
            self._bringing = True
            work = partial(_store, project, slot.old_takes, self._script.script)
            self._lane.submit(work, partial(self._brought, project), self._not_brought)

    def _brought(self, project: Project, brought: _Brought) -> None:
        self._bringing = False
        if self._projects.project is not project:
            return  # the takes of lines are in the file; the rest follows when it is open again
        self._script.restore_takes(brought.by_line, brought.others)
        self._projects.keep()
        if brought.lost:
            self.noticed.emit(Notice("takes_lost", {"count": brought.lost}))
        if brought.complete:
            self._lane.submit(partial(_give_up, project, self._slot.old_takes), None, self.failed.emit)

    def _not_brought(self, error: Exception) -> None:
        self._bringing = False
        self.failed.emit(error)


def _store(project: Project, folder: Path, script: Script) -> _Brought:
    """Store the old takes one after the other.

    Raises:
        StorageError: When the disk does not take one; another start goes on there.
    """
    there = {take.id for line in script.lines for take in line.takes}
    there |= {take.id for lines in script.shelf.values() for line in lines for take in line.takes}
    by_line: dict[int, list[Take]] = {}
    others: list[Take] = []
    old = OldTakes(folder, script)
    for line, take in old:
        if take.id in there:
            continue
        if line is None:
            others.append(take)
        else:
            by_line.setdefault(line, []).append(project.add_take(line, take))
    return _Brought(by_line, others, old.lost, old.complete)


def _give_up(project: Project, folder: Path) -> None:
    """Delete the old audio once all is on the disk.

    Raises:
        StorageError: When the disk does not take it; the old audio stays.
    """
    project.flush()
    retire_takes(folder)


def _is_free(path: Path) -> bool:
    """Say whether no Sottovoce of before has the session open."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    free = lock.tryLock(0)
    lock.unlock()
    return free
