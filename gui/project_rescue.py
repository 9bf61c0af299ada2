"""A damaged project in the window: what can be read of it goes into a new file, which is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import NotAProject, OutputExists, ProjectDamaged, SottovoceError
from core.model.events import Notice
from core.projects.rescue import NOTHING_FOUND, RescueReport, rescue
from core.projects.state import SUFFIX
from gui.jobs import Lane
from gui.messages import error_view, lasting, notice_view
from gui.presenters.project_state import ProjectQuestion
from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.projects import Projects, same_file

RESCUE = "rescue_project"
"""The action of the notice's button, and the wish of the question for the new file."""


@dataclass(frozen=True)
class _Rescued:
    """What came of it."""

    damaged: Path
    target: Path
    report: RescueReport


class ProjectRescue(QObject):
    """Offers the rescue where a project cannot be opened, makes it, and reports what came over."""

    noticed = Signal(object)
    withdrawn = Signal(object)
    file_wanted = Signal(object)
    """A ``ProjectQuestion``."""
    failed = Signal(object)

    def __init__(self, projects: Projects, lane: Lane, parent: QObject | None = None) -> None:
        """Listen to the projects.

        Args:
            projects: Opens the new file.
            lane: Where files are read and written.
            parent: Owner.
        """
        super().__init__(parent)
        self._projects = projects
        self._lane = lane
        self._damaged: Path | None = None
        self._rescued: _Rescued | None = None
        self._offered: NoticeView | None = None
        projects.opened.connect(self._tell_report)

    def offer_for(self, error: SottovoceError) -> bool:
        """Say why a project cannot be opened, with the button; False where a rescue is no help."""
        if not isinstance(error, ProjectDamaged | NotAProject) or Path(error.path).suffix.lower() != SUFFIX:
            return False
        if isinstance(error, NotAProject) and error.reason == NOTHING_FOUND:
            return False
        self._damaged = Path(error.path)
        self._offer(partial(self._say_damaged, error))
        return True

    def offer_for_untitled(self, notice: Notice) -> None:
        """Say that what had no name could not be read and was set aside, with the button."""
        self._damaged = Path(str(notice.fields["kept_as"]))
        self._offer(partial(self._say_set_aside, notice))

    def act(self, action: str) -> bool:
        """Ask for the new file; False when the button says something else."""
        if action != RESCUE or self._damaged is None:
            return False
        name = self.tr("{name} (rescued)").format(name=self._damaged.stem) + SUFFIX
        self.file_wanted.emit(ProjectQuestion(RESCUE, self._damaged.parent, name))
        return True

    def write(self, target: Path) -> None:
        """Make the new file; the file dialog has asked about one that is there.

        Args:
            target: The file. The damaged one and the one that is open are never replaced.
        """
        damaged = self._damaged
        if damaged is None:
            return
        if any(same_file(target, one) for one in (damaged, self._projects.path)):
            self.failed.emit(OutputExists(path=str(target)))
            return
        self._withdraw()
        work = partial(rescue, damaged, target, replace=True)
        self._lane.submit(
            work, lambda report: self._open(_Rescued(damaged, target, report)), self.failed.emit
        )

    # --- inside -------------------------------------------------------------------------------

    def _offer(self, say: Callable[[], NoticeView]) -> None:
        self._withdraw()
        self._offered = lasting(say)
        self.noticed.emit(self._offered)

    def _withdraw(self) -> None:
        if self._offered is not None:
            self.withdrawn.emit(self._offered)
            self._offered = None

    def _open(self, rescued: _Rescued) -> None:
        self._rescued = rescued
        self._projects.open(rescued.target)

    def _tell_report(self, _: object) -> None:
        rescued = self._rescued
        if rescued is not None and same_file(self._projects.path, rescued.target):
            self._rescued = None
            self.noticed.emit(lasting(partial(self._say_report, rescued)))

    def _button(self) -> tuple[NoticeAction, ...]:
        return (NoticeAction(RESCUE, self.tr("Rescue into a new file…")),)

    def _say_damaged(self, error: SottovoceError) -> NoticeView:
        view = error_view(error)
        remedy = self.tr("Rescue what can be read of it into a new file; the damaged one stays as it is.")
        return NoticeView(view.severity, view.what, view.why, remedy, self._button())

    def _say_set_aside(self, notice: Notice) -> NoticeView:
        return NoticeView(Severity.WARNING, notice_view(notice).what, actions=self._button())

    def _say_report(self, rescued: _Rescued) -> NoticeView:
        report = rescued.report
        if report.whole:
            what = self.tr("All of {damaged} could be read; it goes on in {name}.")
        else:
            what = self.tr("What could be read of {damaged} is in {name}.")
        remedies = []
        if not report.settings:
            remedies.append(self.tr("Its choices are lost: choose voice and engine anew."))
        if not report.pronunciations:
            remedies.append(self.tr("Its list of pronunciations is lost."))
        return NoticeView(
            Severity.INFO if report.whole else Severity.WARNING,
            what.format(damaged=rescued.damaged.name, name=rescued.target.stem),
            " · ".join(self._counts(report)) + ".",
            " ".join(remedies),
        )

    def _counts(self, report: RescueReport) -> list[str]:
        """Say what came over, and what is known to be lost."""
        parts = [self.tr("%n line(s)", "", report.lines), self.tr("%n take(s)", "", report.takes)]
        if report.voices:
            parts.append(self.tr("%n voice(s)", "", report.voices))
        lines_lost = max(0, (report.lines_before or 0) - report.lines)
        if lines_lost:
            parts.append(self.tr("%n line(s) lost", "", lines_lost))
        if report.lines_mended:
            parts.append(self.tr("%n line(s) mended", "", report.lines_mended))
        if report.takes_lost:
            parts.append(self.tr("%n take(s) lost", "", report.takes_lost))
        if report.cut_short:
            parts.append(self.tr("the end of the file is missing"))
        return parts
