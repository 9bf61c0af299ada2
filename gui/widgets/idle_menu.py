"""The menu that says after how long without a job engines give back what they hold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

TIMEOUTS_S = (60.0, 300.0, 1800.0, 0.0)
"""What the menu offers; 0 is never. The settings file may say any other."""


class IdleMenu(QMenu):
    """One of a few times."""

    timeout_selected = Signal(float)
    """Seconds; 0 is never."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.timeout_actions: dict[float, QAction] = {}
        for timeout_s in TIMEOUTS_S:
            action = QAction(self._group)
            action.setData(timeout_s)
            action.setCheckable(True)
            self.addAction(action)
            self.timeout_actions[timeout_s] = action
        self._group.triggered.connect(self._choose)
        self.retranslate()

    def show_timeout(self, timeout_s: float) -> None:
        """Mark the time in force, if it is one of these; emits nothing."""
        for offered_s, action in self.timeout_actions.items():
            action.setChecked(offered_s == timeout_s)

    def retranslate(self) -> None:
        """Put every text in the interface's language."""
        self.setTitle(self.tr("Free memory when idle"))
        for timeout_s, action in self.timeout_actions.items():
            minutes = round(timeout_s / 60)
            action.setText(self.tr("After %n minute(s)", "", minutes) if minutes else self.tr("Never"))

    def _choose(self, action: QAction) -> None:
        action.setChecked(True)
        self.timeout_selected.emit(float(action.data()))
