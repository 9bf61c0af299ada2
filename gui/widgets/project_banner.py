"""The line above the script that says why a project cannot be changed, or not be kept, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.presenters.project_state import ProjectBanner
from gui.presenters.states import Severity
from gui.widgets.controls import label
from gui.widgets.notice_bar import SeverityMark
from gui.widgets.passive import PassiveWidget


class ProjectBannerBar(PassiveWidget[ProjectBanner]):
    """Takes no room where there is nothing to say."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ProjectBanner()
        self.text_label = label("strong", wrap=True)
        self.text_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        frame = QFrame()
        frame.setProperty("panel", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(9)
        row.addWidget(SeverityMark(Severity.WARNING), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text_label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(False)

    def show_state(self, state: ProjectBanner) -> None:
        """Show what is the matter, or nothing."""
        if state == self._state:
            return
        news = state.text != self._state.text
        self._state = state
        self.setVisible(bool(state.text))
        self.text_label.setText(state.text)
        self.setAccessibleName(state.text)
        self.button.setVisible(bool(state.action))
        self.button.setText(state.label)
        if news and state.text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def retranslate(self) -> None:
        """Keep the words: they come with the state."""

    def _act(self) -> None:
        self.action_requested.emit(self._state.action)
