"""The line above Generate: whether it fits, on which device, about how long; with a button that helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.presenters.states import FitView, Severity
from gui.widgets.controls import label
from gui.widgets.notice_bar import SeverityMark


class FitLine(QWidget):
    """Shows what Generate would meet, or takes no room."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = ""
        self.mark = SeverityMark(Severity.WARNING)
        self.words = label("muted", wrap=True)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._act)
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_fit(FitView())

    def show_fit(self, fit: FitView) -> None:
        """Show a state."""
        self.setVisible(bool(fit.text))
        self.words.setText(fit.text)
        self.mark.setVisible(fit.warns)
        self.button.setVisible(fit.action is not None)
        if fit.action is not None:
            self._action = fit.action.id
            self.button.setText(fit.action.label)
            self.button.setAccessibleDescription(fit.text)

    def _act(self) -> None:
        self.action_requested.emit(self._action)
