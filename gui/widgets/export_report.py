"""What was met and what was not, with figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui.presenters.export_state import ReportRow
from gui.widgets.controls import label, set_property

_TALLEST_PX = 112
_SEEN_AT_ONCE = 4
"""A list of more lines may be scrolled, so that keys must reach it."""


class ReportList(QScrollArea):
    """A line for each demand; what it says does not hang on its colour. A long list is scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(2)
        self.labels: list[QLabel] = []
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be as tall as the list, up to a height that leaves room for the choices above."""
        width = self.viewport().width()
        wanted = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else 0
        return QSize(super().sizeHint().width(), min(_TALLEST_PX, max(wanted, 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap otherwise in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def show_rows(self, rows: Sequence[ReportRow]) -> None:
        """Show lines in place of those that are there."""
        while len(self.labels) < len(rows):
            made = label("small", wrap=True)
            self._column.addWidget(made)
            self.labels.append(made)
        for number, widget in enumerate(self.labels):
            widget.setVisible(number < len(rows))
            if number < len(rows):
                widget.setText(self._words(rows[number]))
                set_property(widget, "tone", {None: "", True: "ok", False: "warning"}[rows[number].met])
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if len(rows) > _SEEN_AT_ONCE else Qt.FocusPolicy.NoFocus
        )
        self.updateGeometry()
        self.setAccessibleDescription("\n".join(self._words(row) for row in rows))

    def _words(self, row: ReportRow) -> str:
        if row.met is None:
            return row.text
        words = self.tr("✓ met: {what}") if row.met else self.tr("▲ not met: {what}")
        return words.format(what=row.text)
