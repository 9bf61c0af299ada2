"""The table of the device's figures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gui.presenters.memory_state import FigureRow
from gui.theme import theme
from gui.widgets.meter import SQUARE_PX, role_or_other


class MemoryTable(QTableWidget):
    """Rows of figures, each with its colour; read with the arrow keys, left with Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[FigureRow, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(SQUARE_PX + 2, SQUARE_PX + 2))
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_rows(self, columns: tuple[str, ...], rows: tuple[FigureRow, ...]) -> None:
        """Show figures; the row that is being read stays."""
        if columns != self._columns:
            self._columns = columns
            self.setColumnCount(len(columns))
            self.setHorizontalHeaderLabels(list(columns))
            self._align()
        if rows != self._rows:
            self._rows = rows
            self._fill()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        header = self.horizontalHeader().sizeHint().height()
        rows = sum(self.rowHeight(number) for number in range(self.rowCount()))
        return QSize(720, header + rows + 4)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows; the rest is scrolled to."""
        return QSize(280, min(120, self.sizeHint().height()))

    def _align(self) -> None:
        header = self.horizontalHeader()
        for number in range(len(self._columns)):
            numbers = number > 1
            side = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
            item = self.horizontalHeaderItem(number)
            if item is not None:
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _fill(self) -> None:
        self.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            for column, text in enumerate(row.cells):
                item = self.item(number, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(number, column, item)
                side = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setText(text)
                if column == 0:
                    item.setIcon(_square(row.role, self.devicePixelRatioF()))
        self.updateGeometry()

    def _restyle(self) -> None:
        self.setFont(theme().font("small"))
        self.horizontalHeader().setFont(theme().font("small"))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self._fill()


def _square(role: str, ratio: float) -> QIcon:
    """Return the role's colour as a small square; without a role, room for one."""
    side = SQUARE_PX + 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    if role:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(role_or_other(role)))
        painter.drawRoundedRect(1, 1, SQUARE_PX, SQUARE_PX, 2, 2)
        painter.end()
    return QIcon(pixmap)
