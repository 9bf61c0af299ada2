"""What was met and what was not, with figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.presenters.export_state import ReportRow
from gui.widgets.controls import label, set_property


class ReportList(QWidget):
    """A line for each demand; what it says does not hang on its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.labels: list[QLabel] = []

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
        self.setAccessibleDescription("\n".join(self._words(row) for row in rows))

    def _words(self, row: ReportRow) -> str:
        if row.met is None:
            return row.text
        words = self.tr("✓ met: {what}") if row.met else self.tr("▲ not met: {what}")
        return words.format(what=row.text)
