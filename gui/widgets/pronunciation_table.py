"""The table of the project's pronunciations."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gui.presenters.pronunciation_state import EntryRow
from gui.theme import theme

COLUMNS = 3


class PronunciationTable(QTableWidget):
    """Shows the entries; one is chosen with mouse or arrow keys, and removed with Delete."""

    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, COLUMNS, parent)
        self._rows: tuple[EntryRow, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COLUMNS - 1, QHeaderView.ResizeMode.ResizeToContents)
        theme().changed.connect(self._fill)

    def set_words(self, *heads: str) -> None:
        """Name the columns."""
        self.setHorizontalHeaderLabels(list(heads))

    def show_rows(self, rows: tuple[EntryRow, ...]) -> None:
        """Show entries; the chosen row stays."""
        if rows != self._rows:
            self._rows = rows
            self._fill()

    def row(self) -> int | None:  # type: ignore[override]
        """Return the chosen row, or None."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else None

    def choose(self, row: int) -> None:
        """Choose a row."""
        self.selectRow(row)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        return QSize(280, 120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the chosen entry with Delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        chosen = self.row()
        self.blockSignals(True)
        self.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            for column, text in enumerate((row.entry.written, row.entry.spoken, row.language)):
                item = QTableWidgetItem(text)
                item.setToolTip(row.fault or text)
                if row.fault:
                    item.setForeground(theme().color("error"))
                self.setItem(number, column, item)
        self.blockSignals(False)
        if chosen is not None and chosen < len(self._rows):
            self.selectRow(chosen)
        else:
            self.clearSelection()
