"""A card that says what is in the way of speaking, and the step to take, with a button that helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.presenters.states import ProblemView, Severity
from gui.widgets.controls import label
from gui.widgets.notice_bar import SeverityMark


class ProblemCard(QFrame):
    """Shows a problem, or takes no room."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = ""
        self.setProperty("panel", "card")
        self.what_label = label("strong-small", wrap=True)
        self.step_label = label("muted", wrap=True)
        self.command_label = label("code", wrap=True)
        for text in (self.step_label, self.command_label):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._act)
        words = QVBoxLayout()
        words.setSpacing(3)
        for widget in (self.what_label, self.step_label, self.command_label):
            words.addWidget(widget)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(7)
        row.addWidget(SeverityMark(Severity.WARNING), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.show_problem(None)

    def show_problem(self, problem: ProblemView | None) -> None:
        """Show a problem; None: there is none."""
        self.setVisible(problem is not None)
        if problem is None:
            return
        self.what_label.setText(problem.what)
        self.step_label.setText(breakable(problem.step))
        self.command_label.setText(problem.command)
        self.step_label.setVisible(bool(problem.step))
        self.command_label.setVisible(bool(problem.command))
        self.button.setVisible(problem.action is not None)
        if problem.action is not None:
            self._action = problem.action.id
            self.button.setText(problem.action.label)
            self.button.setAccessibleDescription(problem.sentence)
        self.setAccessibleName(problem.sentence)

    def _act(self) -> None:
        self.action_requested.emit(self._action)


def breakable(text: str) -> str:
    """Return a text with paths that may be broken after each of their parts."""
    return text.replace("/", "/\u200b").replace("\\", "\\\u200b")
