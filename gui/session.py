"""What a window keeps that is not of a project: its shape, which project was open, where one was in it.

Texts and takes live in the project. A lock file beside the session gives a second studio a session and an
untitled project of its own, so that two open windows never overwrite each other.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from core.atomic import put_file
from core.errors import OutputUnwritable, SottovoceError
from core.model.events import Notice
from core.paths import Paths
from gui.jobs import Lane

log = logging.getLogger(__name__)

AUTOSAVE_MS = 500
"""The wait between a change and its writing; with the write itself well under a second."""

RETRY_MS = 5_000
"""The wait after a write that failed."""

SLOTS = 20
"""So many studios may be open at once, each with a session of its own."""


@dataclass(frozen=True)
class Layout:
    """The window's shape.

    Attributes:
        geometry: Qt's own form, as base64.
        splitters: Sizes in pixels by splitter name.
    """

    geometry: str = ""
    splitters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Session:
    """What is kept of an open studio beside its project.

    Attributes:
        project: File of the open project; empty: the untitled one.
        current_line: Where the cursor was in it.
        recent: Files of the last projects, the last one first.
        parameters: Engine parameters by engine and name that a new project begins with.
        layout: The window's shape.
        advised: A voice for the script's language has been proposed.
    """

    project: str = ""
    current_line: int = 0
    recent: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    advised: bool = False


class _SessionFile(msgspec.Struct):
    """The session as it lies on disk."""

    version: int = 2
    project: str = ""
    current_line: int = 0
    recent: tuple[str, ...] = ()
    parameters: dict[str, dict[str, float]] = {}
    geometry: str = ""
    splitters: dict[str, tuple[int, ...]] = {}
    advised: bool = False


def read_session(path: Path) -> tuple[Session | None, tuple[Notice, ...]]:
    """Read a session.

    Returns:
        The session, or None when there is none yet, with what is worth telling: a file that cannot be
        read is kept aside under another name.
    """
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_SessionFile)
    except FileNotFoundError:
        return None, ()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("session %s cannot be read: %s", path, error)
        return None, (Notice("session_broken", {"path": str(path), "kept_as": str(set_aside(path))}),)
    layout = Layout(kept.geometry, kept.splitters)
    session = Session(kept.project, kept.current_line, kept.recent, kept.parameters, layout, kept.advised)
    return session, ()


def set_aside(path: Path, word: str = "broken") -> Path:
    """Give a file another name, and return it; the same one where that is not possible."""
    for n in range(1, 1000):
        aside = path.with_name(f"{path.stem}-{word}-{n}{path.suffix}")
        if not aside.exists():
            try:
                path.rename(aside)
            except OSError:
                log.exception("cannot rename %s", path)
                return path
            return aside
    return path


def write_session(path: Path, session: Session) -> None:
    """Write a session whole.

    Raises:
        OutputUnwritable: When the disk does not take it.
    """
    kept = _SessionFile(
        project=session.project,
        current_line=session.current_line,
        recent=session.recent,
        parameters={engine: dict(values) for engine, values in session.parameters.items()},
        geometry=session.layout.geometry,
        splitters=dict(session.layout.splitters),
        advised=session.advised,
    )
    try:
        put_file(path, msgspec.json.encode(kept))
    except OSError as error:
        raise OutputUnwritable(path=str(path), reason=error.strerror or str(error)) from error


@dataclass(frozen=True, eq=False)
class Slot:
    """The files that this studio has to itself.

    Attributes:
        path: Where to write the session.
        seed_path: What to begin with when nothing has been written there yet.
        untitled: The project of this studio that has no name.
        old_path: Where the script lay before there were projects.
        known_projects: Where is noted which projects were left whole.
        is_first: No other studio is open.
    """

    path: Path
    seed_path: Path
    untitled: Path
    old_path: Path
    known_projects: Path
    is_first: bool
    lock: QLockFile

    @property
    def old_takes(self) -> Path:
        """Where takes lay before there were projects."""
        return self.old_path.with_name("takes") / self.old_path.stem


def take_slot(paths: Paths) -> Slot:
    """Lock the session file, or the next one (``window-2.json``…) when another studio has it."""
    path, untitled, old_path = paths.session_file, paths.untitled_project, paths.old_session_file
    known = paths.known_projects_dir
    path.parent.mkdir(parents=True, exist_ok=True)
    for n in range(1, SLOTS + 1):
        own = numbered(path, n)
        lock = QLockFile(f"{own}.lock")
        lock.setStaleLockTime(0)
        if lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError:
            seed = own if own.exists() else path
            return Slot(own, seed, numbered(untitled, n), numbered(old_path, n), known, n == 1, lock)
    n = os.getpid()
    own = numbered(path, n)
    lock = QLockFile(f"{own}.lock")
    return Slot(own, path, numbered(untitled, n), numbered(old_path, n), known, False, lock)


def numbered(path: Path, n: int) -> Path:
    """Return the file of the ``n``-th studio that is open at once, counted from 1."""
    return path if n == 1 else path.with_name(f"{path.stem}-{n}{path.suffix}")


class SessionKeeper(QObject):
    """Writes the session soon after each change, on a lane, never twice the same."""

    failed = Signal(object)

    def __init__(
        self, slot: Slot, lane: Lane, snapshot: Callable[[], Session], parent: QObject | None = None
    ) -> None:
        """Keep the parts.

        Args:
            slot: Where to write.
            lane: Where the writing happens.
            snapshot: Gives the session as it is now; called on the window's thread.
            parent: Owner.
        """
        super().__init__(parent)
        self._slot = slot
        self._lane = lane
        self._snapshot = snapshot
        self._written: Session | None = None
        self._told = False
        self._released = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something changed: write within `AUTOSAVE_MS`."""
        if not self._timer.isActive() and not self._released:
            self._timer.start(AUTOSAVE_MS)

    def keep(self) -> None:
        """Write now, if anything is new."""
        self._timer.stop()
        session = self._snapshot()
        if self._written is not None and session == self._written:
            return
        self._written = session
        self._lane.submit(partial(write_session, self._slot.path, session), self._kept, self._not_kept)

    def release(self) -> None:
        """Write no more, and let another studio have the file."""
        self._released = True
        self._timer.stop()
        self._slot.lock.unlock()

    def _kept(self, _: None) -> None:
        self._told = False

    def _not_kept(self, error: SottovoceError) -> None:
        self._written = None
        if not self._released:
            self._timer.start(RETRY_MS)
        if not self._told:
            self._told = True
            self.failed.emit(error)
