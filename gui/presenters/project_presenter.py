"""The open project as the window names it: title, banner, recent ones, and what its menu asks for."""

from __future__ import annotations

import logging
import platform
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from core.errors import SottovoceError
from core.projects.state import SUFFIX, Access
from gui.messages import explained, lasting
from gui.presenters.names import script_name
from gui.presenters.project_state import ProjectBanner, ProjectQuestion, ProjectView, RecentProject
from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.project_voices import ProjectVoices
from gui.projects import Projects, same_file
from gui.release_watch import ReleaseWatch

log = logging.getLogger(__name__)

MOST_RECENT = 8

NEW, SAVE_AS, SAVE_A_COPY = "new", "save_as", "save_a_copy"
ASK_COPY = "ask_project_copy"
"""The action of the banner's button."""

OPEN_AGAIN = "open_project_again"
"""The same, where another program has let the project go."""

ADD_VOICES = "add_project_voices"
"""The action of the notice that the project brings voices."""


class ProjectPresenter(QObject):
    """Renders one `ProjectView`; asks for files, and says how it went."""

    state_changed = Signal(object)
    file_wanted = Signal(object)
    """A ``ProjectQuestion``."""
    kept = Signal()
    noticed = Signal(object)
    withdrawn = Signal(object)

    def __init__(
        self,
        projects: Projects,
        voices: ProjectVoices,
        release: ReleaseWatch,
        recent: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        """Listen to the projects.

        Args:
            projects: What is open.
            voices: The voices inside.
            release: Knows when another program has let the project go.
            recent: Files of the last projects, the last one first.
            parent: Owner.
        """
        super().__init__(parent)
        self._projects = projects
        self._voices = voices
        self._release = release
        self._recent = tuple(recent)[:MOST_RECENT]
        self._offer: NoticeView | None = None
        self._state = ProjectView()
        projects.opened.connect(self._opened)
        projects.saved.connect(self._saved)
        projects.view_changed.connect(self._refresh)
        release.changed.connect(self._refresh)
        voices.strangers_found.connect(self._offer_voices)

    @property
    def state(self) -> ProjectView:
        """What the window shows."""
        return self._state

    @property
    def recent(self) -> tuple[str, ...]:
        """Files of the last projects, for the session."""
        return self._recent

    @property
    def folder(self) -> Path:
        """Where a file dialog begins."""
        if not self._projects.untitled:
            return self._projects.path.parent
        if self._recent and Path(self._recent[0]).parent.is_dir():
            return Path(self._recent[0]).parent
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) if documents and Path(documents).is_dir() else Path.home()

    # --- wishes -------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for the file of an empty project."""
        self.file_wanted.emit(ProjectQuestion(NEW, self.folder, self.tr("New project") + SUFFIX))

    def ask_save_as(self) -> None:
        """Ask for the file that the project goes on in."""
        name = script_name(self._projects.state.script) if self._projects.untitled else ""
        self._ask(SAVE_AS, (name or self._state.name) + SUFFIX)

    def ask_copy(self) -> None:
        """Ask for the file of a copy."""
        self._ask(SAVE_A_COPY, self.tr("{name} (copy)").format(name=self._state.name) + SUFFIX)

    def save(self) -> None:
        """Say that all is saved already; ask for a name where there is none."""
        if self._projects.untitled:
            self.ask_save_as()
        elif self._projects.writable and self._projects.disk_error is None:
            self.noticed.emit(lasting(self._say_kept))
        else:
            self.ask_copy()

    def answer(self, wish: str, path: Path, *, keeps_voices: bool) -> None:
        """Do what was asked about, with the file that was chosen.

        Args:
            wish: Of the question.
            path: The file; what is there already may be replaced.
            keeps_voices: The voices go into it.
        """
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        if wish == NEW:
            self._projects.new(path)
            return
        self._voices.set_kept(keeps_voices)
        if wish == SAVE_AS:
            self._projects.save_as(path)
        else:
            self._projects.save_a_copy(path)

    def open_recent(self, path: str) -> None:
        """Open one of the recent projects; empty: the untitled one."""
        if path:
            self._projects.open(Path(path))
        else:
            self._projects.open_untitled()

    def forget(self, path: Path) -> None:
        """A project could not be opened: name it no more where it is gone."""
        if not path.exists():
            self._recent = tuple(one for one in self._recent if not same_file(Path(one), path))
            self._refresh()
            self.kept.emit()

    def act(self, action: str) -> bool:
        """Do what a button says; False when it says something else."""
        if action == ASK_COPY:
            self.ask_copy()
        elif action == OPEN_AGAIN:
            self._projects.open(self._projects.path)
        elif action == ADD_VOICES:
            self._withdraw_offer()
            self._voices.add_strangers()
        else:
            return False
        return True

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    # --- inside -------------------------------------------------------------------------------

    def _ask(self, wish: str, name: str) -> None:
        voices = self._voices
        self.file_wanted.emit(ProjectQuestion(wish, self.folder, name, voices.there, voices.kept))

    def _opened(self, _: object) -> None:
        self._withdraw_offer()
        self._remember()

    def _saved(self, path: Path) -> None:
        self._remember()
        self.noticed.emit(lasting(partial(self._say_saved, path)))

    def _remember(self) -> None:
        path = self._projects.path
        if not self._projects.untitled:
            others = [one for one in self._recent if not same_file(Path(one), path)]
            self._recent = (str(path.absolute()), *others)[:MOST_RECENT]
        self.kept.emit()
        self._refresh()

    def _offer_voices(self, names: Sequence[str]) -> None:
        self._withdraw_offer()
        self._offer = lasting(partial(self._say_strangers, tuple(names)))
        self.noticed.emit(self._offer)

    def _withdraw_offer(self) -> None:
        if self._offer is not None:
            self.withdrawn.emit(self._offer)
            self._offer = None

    def _refresh(self) -> None:
        state = self._view()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _view(self) -> ProjectView:
        projects = self._projects
        name = self.tr("Untitled") if projects.untitled else projects.path.stem
        if projects.opening is not None:
            line = self.tr("Opening {name}…").format(name=projects.opening.stem)
        elif not projects.writable:
            line = self.tr("{name} — read-only").format(name=name)
        elif projects.disk_error is not None:
            line = self.tr("{name} — not saved").format(name=name)
        else:
            line = self.tr("{name} — saved").format(name=name)
        return ProjectView(
            name=name,
            line=line,
            path="" if projects.untitled else str(projects.path),
            writable=projects.writable and not (projects.project is None and projects.opening is not None),
            banner=self._banner(projects.access, projects.disk_error),
            recent=self._recent_views(),
        )

    def _recent_views(self) -> tuple[RecentProject, ...]:
        here = "" if self._projects.untitled else str(self._projects.path)
        paths = [Path(one) for one in self._recent if not (here and same_file(Path(one), Path(here)))]
        stems = [path.stem for path in paths]
        found = [
            RecentProject(
                str(path), path.stem if stems.count(path.stem) == 1 else f"{path.stem} — {path.parent}"
            )
            for path in paths
        ]
        return (*found, RecentProject("", self.tr("Untitled"))) if here else tuple(found)

    def _banner(self, access: Access, disk_error: SottovoceError | None) -> ProjectBanner:
        copy = self.tr("Save a copy…")
        match access:
            case Access.IN_USE if self._release.is_free:
                text = self.tr(
                    "The other window or program has let this project go."
                    " Open it again to see what was changed there, and to go on here."
                )
                return ProjectBanner(text, OPEN_AGAIN, self.tr("Open again"))
            case Access.IN_USE:
                text = self._in_use()
            case Access.NEWER:
                text = self.tr(
                    "A newer Sottovoce made this project: you see what this one understands of it."
                )
            case Access.NO_PERMISSION:
                text = self.tr("This project cannot be written to: its file or folder is read-only.")
            case _ if disk_error is not None:
                kept = self.tr("What you change is kept in memory, and saved as soon as that works.")
                return ProjectBanner(f"{explained(disk_error).what} {kept}", ASK_COPY, copy)
            case _:
                return ProjectBanner()
        lost = self.tr("What you change here is not kept; save a copy to go on in that.")
        return ProjectBanner(f"{text} {lost}", ASK_COPY, copy)

    def _in_use(self) -> str:
        owner = self._projects.owner
        if owner is None or not owner.user or owner.host in ("", platform.node()):
            return self.tr(
                "Another window or program has this project open: this is how it was a moment ago."
            )
        text = self.tr("{user} has this project open on {host}: this is how it was a moment ago.")
        return text.format(user=owner.user, host=owner.host)

    def _say_kept(self) -> NoticeView:
        what = self.tr("All changes are saved already; you need not do it.")
        return NoticeView(Severity.INFO, what)

    def _say_saved(self, path: Path) -> NoticeView:
        what = self.tr("Saved {name}").format(name=path.stem)
        return NoticeView(Severity.INFO, what, str(path))

    def _say_strangers(self, names: Sequence[str]) -> NoticeView:
        what = self.tr("This project brings voices that your library does not have: {names}.").format(
            names=", ".join(names)
        )
        return NoticeView(
            Severity.INFO, what, actions=(NoticeAction(ADD_VOICES, self.tr("Add to the library")),)
        )
