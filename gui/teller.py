"""What the studio says in the notice bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import ReferenceTextNeeded, SottovoceError
from core.model.events import Notice
from gui.messages import error_view, lasting, notice_view
from gui.presenters.readiness import WRITE_WORDS
from gui.presenters.states import NoticeAction, NoticeView, ProblemView, Severity

START_AGAIN = "start_hosts"
"""The action of the notice that the engines did not start."""


class Teller(QObject):
    """Turns errors, notices and problems into views; everybody's notices leave by its signals."""

    noticed = Signal(object)
    withdrawn = Signal(object)
    cleared = Signal()
    changed = Signal()
    """What is shown is to be said anew."""

    def tell_error(self, error: SottovoceError) -> None:
        """Say what happened, why, and what to do."""
        if not isinstance(error, ReferenceTextNeeded):
            self.noticed.emit(error_view(error))
            return

        def say() -> NoticeView:
            return error_view(error, (NoticeAction(WRITE_WORDS, self.tr("Write its words…")),))

        self.noticed.emit(lasting(say))

    def tell_hosts_failed(self, error: SottovoceError) -> None:
        """Say why engines did not start, and offer another try."""

        def say() -> NoticeView:
            return error_view(error, (NoticeAction(START_AGAIN, self.tr("Try again")),))

        self.noticed.emit(lasting(say))

    def tell(self, notice: Notice) -> None:
        """Say what is no error."""
        self.noticed.emit(notice_view(notice))

    def tell_good_news(self, notice: Notice) -> None:
        """Say what went as it was wished."""
        self.noticed.emit(notice_view(notice, Severity.INFO))

    def tell_dropped(self, count: int) -> None:
        """Say that a paste lost control characters."""
        self.tell(Notice("control_characters_dropped", {"count": count}))

    def tell_problem(self, problem: ProblemView) -> None:
        """Say what is in the way of speaking at all."""
        actions = (problem.action,) if problem.action is not None else ()
        step = " ".join(part for part in (problem.step, problem.command) if part)
        self.noticed.emit(NoticeView(Severity.WARNING, problem.what, "", step, actions))

    def tell_all_rendered(self) -> None:
        """Say that there is nothing to generate."""
        self.noticed.emit(lasting(self._say_all_rendered))

    def tell_none_changed(self) -> None:
        """Say that no line has changed since it was rendered."""
        self.noticed.emit(lasting(self._say_none_changed))

    def _say_none_changed(self) -> NoticeView:
        return NoticeView(Severity.INFO, self.tr("No line has changed since it was rendered."))

    def _say_all_rendered(self) -> NoticeView:
        what = self.tr("Every line is rendered already.")
        remedy = self.tr("Change a line or a setting, or make another take of a line with Ctrl+R.")
        return NoticeView(Severity.INFO, what, "", remedy)
