"""The table of the lines that wait."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gui.presenters.queue_presenter import QueueRow
from gui.theme import theme


class QueueTable(QTableWidget):
    """A row a line, the next one first; read with the arrow keys, left with Tab."""

    row_chosen = Signal()
    """Another row is the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._rows: tuple[QueueRow, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column in (0, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(self._tell)
        theme().changed.connect(self._restyle)
        self._restyle()

    @property
    def ids(self) -> list[int]:
        """The ids of the lines shown."""
        return [row.id for row in self._rows]

    @property
    def chosen(self) -> QueueRow | None:
        """The line that the buttons are for."""
        row = self.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show_words(self, *columns: str) -> None:
        """Name the columns."""
        self.setHorizontalHeaderLabels(columns)
        for column in range(self.columnCount()):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        """Show these lines; the chosen one stays chosen while it is there, then the next to come is."""
        chosen = self.chosen
        self.blockSignals(True)
        self._rows = rows
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate((row.title, " ".join(row.words.split()), row.detail)):
                item = self.item(number, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(number, column, item)
                item.setText(text)
                item.setToolTip(row.words)
        waits = next((number for number, row in enumerate(rows) if not row.now), -1)
        place = self.ids.index(chosen.id) if chosen is not None and chosen.id in self.ids else waits
        self.setCurrentCell(place, 0 if place >= 0 else -1)
        self.blockSignals(False)

    def _tell(self, *_: int) -> None:
        self.row_chosen.emit()

    def _restyle(self) -> None:
        self.setFont(theme().font("small"))
        self.horizontalHeader().setFont(theme().font("small"))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
