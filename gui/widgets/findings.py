"""A verdict and its findings: marks whose shape tells the level, not the colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.model.verdict import Level
from gui.icons import paint_icon
from gui.presenters.reference_states import FindingView
from gui.theme import theme
from gui.widgets.controls import label

LOOK = {
    Level.GREEN: ("check", "ok"),
    Level.AMBER: ("warning", "warning"),
    Level.RED: ("error", "error"),
    Level.NOT_CHECKED: ("todo", "muted"),
}
"""Icon and colour role of each level."""


class LevelMark(QWidget):
    """The icon of a level."""

    def __init__(self, level: Level = Level.NOT_CHECKED) -> None:
        super().__init__()
        self.level = level
        self.setFixedSize(18, 18)
        theme().changed.connect(self.update)

    def show_level(self, level: Level) -> None:
        """Show another level."""
        self.level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        name, role = LOOK[self.level]
        painter = QPainter(self)
        paint_icon(painter, name, role, self.rect().toRectF().adjusted(1, 1, -1, -1))
        painter.end()


class FindingsList(QWidget):
    """All findings, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[FindingView, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)

    def show_findings(self, views: Sequence[FindingView]) -> None:
        """Show findings; emits nothing."""
        if tuple(views) == self._views:
            return
        self._views = tuple(views)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, view in enumerate(self._views):
            subject, words = label("strong-small"), label("muted", wrap=True)
            subject.setText(view.subject)
            words.setText(" ".join(part for part in (view.message, view.remedy) if part))
            words.setAccessibleName(view.sentence)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(LevelMark(view.level), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(subject, row, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 2, Qt.AlignmentFlag.AlignTop)
