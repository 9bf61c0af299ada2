"""The open project: what changes in the window goes into its file, and another may take its place."""

from __future__ import annotations

import logging
import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import NotAProject, OutputExists, ProjectDamaged, SottovoceError
from core.importing import Document
from core.model.events import Notice
from core.model.script import Script
from core.projects.known import KnownFiles
from core.projects.lock import Owner
from core.projects.project import Project
from core.projects.state import Access, ProjectSettings, ProjectState
from core.services.choices import Choices
from core.services.projects import source_of
from core.text.lexicon import Lexicon
from gui.jobs import Lane
from gui.presenters.wishes import with_choices
from gui.project_parts import Found, Homeless, WindowParts
from gui.session import set_aside

log = logging.getLogger(__name__)

RETRY_MS = 5_000
"""The wait before another try to make a file for what is written."""


class Projects(QObject):
    """Holds one project at a time; files are opened, made and closed on a lane.

    There is always a state: where no file can be made for it, it is in memory, told, and tried again.
    """

    coming = Signal(object)
    """Another project comes: show its ``ProjectState``; what the window tells meanwhile is no change."""
    wished = Signal()
    """Its choices are set as far as they go by name; the voice is still to be found."""
    opened = Signal(object)
    """It is there: script and choices are set."""
    view_changed = Signal()
    """Another file, another access, or changes that are not on disk."""
    settings_changed = Signal(object)
    saved = Signal(object)
    """The ``Path`` that *Save as* or *Save a copy* has written."""
    noticed = Signal(object)
    """A ``Notice``."""
    failed = Signal(object)
    _disk_told = Signal(object, object)

    def __init__(
        self,
        untitled: Path,
        lane: Lane,
        parts: WindowParts,
        *,
        known: KnownFiles | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            untitled: File of what has no name.
            lane: Where files are opened and closed.
            parts: What shows the project.
            known: Files that need not be looked through again.
            parent: Owner.
        """
        super().__init__(parent)
        self.untitled_path = untitled
        self.disk_error: SottovoceError | None = None
        self._lane = lane
        self._open = partial(Project.open, known=known)
        self._create = partial(Project.create, known=known)
        self._engine, self._script = parts.engine, parts.script
        self._run, self._planning = parts.run, parts.planning
        self._project: Project | None = None
        self._state = ProjectState()
        self._came_early: Found | None = None
        self._opening: Path | None = None
        self._news: list[Notice] = []
        self._loading = self._closed = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.keep)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._try_again)
        self._disk_told.connect(self._hear_of_disk)
        parts.script.script_changed.connect(self.touch)
        parts.engine.kept.connect(self.touch)
        parts.run.ended.connect(self._run_ended)

    # --- what is open -------------------------------------------------------------------------

    @property
    def project(self) -> Project | None:
        """The open project; None while it has no file. Any thread may ask."""
        return self._project

    @property
    def path(self) -> Path:
        """Its file."""
        return self._project.path if self._project is not None else self.untitled_path

    @property
    def untitled(self) -> bool:
        """True for what has no name."""
        return same_file(self.path, self.untitled_path)

    @property
    def access(self) -> Access:
        """What may be done with it."""
        return self._project.access if self._project is not None else Access.WRITE

    @property
    def writable(self) -> bool:
        """True where it can be changed."""
        return self.access is Access.WRITE

    @property
    def owner(self) -> Owner | None:
        """Who writes to it where another program does, as far as it is known."""
        return self._project.owner if self._project is not None else None

    @property
    def opening(self) -> Path | None:
        """The file that is being opened or made; None when nothing is."""
        return self._opening

    @property
    def loading(self) -> bool:
        """True while another project is put in the place of this one."""
        return self._loading

    @property
    def settings(self) -> ProjectSettings:
        """The settings at this moment: the engine panel's choices, and the rest."""
        settings = with_choices(self._state.settings, self._engine.wished)
        if settings != self._state.settings:
            self._state = replace(self._state, settings=settings)
        return self._state.settings

    @property
    def state(self) -> ProjectState:
        """All of it, at this moment."""
        return replace(self._state, script=self._script.script, settings=self.settings)

    # --- changes ------------------------------------------------------------------------------

    def touch(self) -> None:
        """Something changed: hand it to the project once this event is over."""
        if not self._loading and not self._closed:
            self._soon.start(0)

    def keep(self) -> None:
        """Hand the state over now; the project writes it soon, on a thread of its own."""
        self._soon.stop()
        if self._project is not None and self.writable and not self._closed:
            self._project.keep(self.state)

    def change(self, change: Callable[[ProjectState], ProjectState]) -> None:
        """Change what is neither of the script nor a choice of the engine panel."""
        before = self.state
        after = change(before)
        if after != before:
            self._state = after
            self.settings_changed.emit(after.settings)
            self.touch()

    def came_from(self, file: Document) -> None:
        """Remember how an imported text was written, so that it goes out the same way."""
        self.change(lambda state: replace(state, source=source_of(file)))

    # --- another project ----------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a file; nothing happens where it can be changed here already, or is about to be opened."""
        here = (self._opening, self.path if self._project is not None and self.writable else None)
        if not any(one is not None and same_file(path, one) for one in here):
            self._begin(path, partial(self._open, path))

    def new(self, path: Path) -> None:
        """Make an empty project; the file dialog has asked about a file that is there."""
        if self._project is not None and same_file(path, self.path):
            self.failed.emit(OutputExists(path=str(path)))
            return
        state = ProjectState(settings=self._engine.last_wishes())
        self._begin(path, partial(self._create, path, state, replace=True))

    def begin(self, words: str) -> None:
        """Go to the untitled project, here and now: the first thing that a window shows.

        Args:
            words: What it holds where it is not there yet.
        """
        self._take(self._read(partial(self._untitled, words), self._engine.choices))

    def open_untitled(self) -> None:
        """Go to what has no name; it is made, empty, where it is not there."""
        if self._project is None or not self.untitled:
            self._begin(self.untitled_path, partial(self._untitled, ""))

    def _untitled(self, words: str) -> Project | Homeless:
        """Open or make the untitled project; where that is not possible, it is in memory."""
        path = self.untitled_path
        try:
            if path.exists():
                return self._open(path)
        except (NotAProject, ProjectDamaged) as error:
            log.warning("%s: %s", path, error)
            fields = {"path": str(path), "kept_as": str(set_aside(path))}
            self._news.append(Notice("untitled_broken", fields))
        except SottovoceError as error:
            return Homeless(ProjectState(settings=self._engine.last_wishes()), error)
        state = ProjectState(script=Script.from_text(words), settings=self._engine.last_wishes())
        try:
            return self._create(path, state)
        except SottovoceError as error:
            return Homeless(state, error)

    def _begin(self, path: Path, work: Callable[[], Project | Homeless]) -> None:
        self._opening = path
        self.view_changed.emit()
        read = partial(self._read, work, self._engine.choices)
        self._lane.submit(read, self._came, self._not_opened)

    def _read(self, work: Callable[[], Project | Homeless], choices: Choices) -> Found:
        """Open or make a project and read its lines, so that the window need not."""
        project = work()
        state = project.state
        lexicon, _ = Lexicon.of_usable(state.lexicon)
        language = state.settings.language or choices.language
        planner = self._planning.prepare(state.script, lexicon, replace(choices, language=language))
        return Found(project, state, planner, lexicon)

    def _came(self, found: Found) -> None:
        if not self._run.running:
            self._take(found)
            return
        before, self._came_early = self._came_early, found
        if before is not None and isinstance(before.project, Project):
            self._lane.submit(before.project.close)
        self._run.cancel()

    def _run_ended(self, _: object) -> None:
        found, self._came_early = self._came_early, None
        if found is not None:
            self._came(found)

    def _not_opened(self, error: SottovoceError) -> None:
        self._opening = None
        self.failed.emit(error)
        self.view_changed.emit()

    def _take(self, found: Found) -> None:
        """Put another project in the place of this one, on the window's thread."""
        self.keep()
        old, new = self._project, found.project
        self._project = new if isinstance(new, Project) else None
        self._opening = None
        self.disk_error = new.error if isinstance(new, Homeless) else None
        self._loading = True
        self._state = state = found.state
        self.coming.emit(state)
        self._engine.take_wishes(state.settings)
        self._planning.adopt(found.planner, found.lexicon)
        self.wished.emit()
        self._script.load(state.script)
        self._loading = False
        if self._project is None:
            self._retry.start()
        else:
            self._retry.stop()
            self._project.on_error(partial(self._disk_told.emit, self._project))
        self.opened.emit(state)
        self.view_changed.emit()
        news, self._news = self._news, []
        for notice in news:
            self.noticed.emit(notice)
        if old is not None:
            self._lane.submit(old.close)

    # --- other files --------------------------------------------------------------------------

    def save_as(self, path: Path) -> None:
        """Write all of it into another file, and go on in that one. What had no name has one then."""
        self._write(path, stay=False)

    def save_a_copy(self, path: Path) -> None:
        """Write all of it into another file. Where this one takes no changes, go on in the copy."""
        self._write(path, stay=self.writable)

    def _write(self, path: Path, *, stay: bool) -> None:
        self.keep()
        project, gone = self._project, self.untitled_path if self.untitled and not stay else None
        could_change, its_own = self.writable, project is not None and same_file(path, self.path)
        # A file that takes nothing is left as it is; one that is gone is made anew under its name.
        if project is None or (self.disk_error is not None and not its_own):
            self._begin(path, partial(self._create, path, self.state, replace=True))
            return

        def work() -> Path:
            if stay and not its_own:
                project.copy_to(path, replace=True)
            else:
                project.save_as(path, replace=True)
            if gone is not None and not same_file(gone, path):
                _delete(gone)
            return path

        self._lane.submit(work, partial(self._written, project, could_change), self.failed.emit)

    def _written(self, project: Project, could_change: bool, path: Path) -> None:
        if not could_change and project is self._project:
            project.on_error(partial(self._disk_told.emit, project))
            self.keep()
        self.saved.emit(path)
        self.view_changed.emit()

    # --- the disk -----------------------------------------------------------------------------

    def _hear_of_disk(self, project: Project | None, error: SottovoceError | None) -> None:
        if project is self._project and not self._closed:
            self.disk_error = error
            self.view_changed.emit()

    def _try_again(self) -> None:
        """Make the file that could not be made before."""
        state = self.state

        def made(project: Project) -> None:
            if self._project is not None:  # another has come meanwhile
                self._lane.submit(project.close)
                return
            self._project = project
            self.disk_error = None
            project.on_error(partial(self._disk_told.emit, project))
            self.keep()
            self.view_changed.emit()

        def not_made(_: SottovoceError) -> None:
            self._retry.start()

        if self._project is None:
            self._lane.submit(partial(self._create, self.untitled_path, state), made, not_made)

    def close(self) -> None:
        """Bring the last changes to disk; the lanes have ended."""
        self._retry.stop()
        self.keep()
        self._closed = True
        if self._project is not None:
            self._project.close()


def same_file(one: Path, other: Path) -> bool:
    """Say whether two names mean one file, also where upper and lower case are one."""
    here, there = os.path.realpath(one), os.path.realpath(other)
    if here == there or _folded(here) != _folded(there):
        return here == there
    try:
        return Path(here).samefile(there)
    except OSError:
        return False


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _delete(untitled: Path) -> None:
    """Take away what has a name now; where it cannot be, it lies twice, and nothing is lost."""
    try:
        untitled.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s has a name now and stays all the same: %s", untitled, error)
