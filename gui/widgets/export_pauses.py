"""The pauses between lines, in seconds."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QWidget

from core.delivery.wishes import Pauses
from gui.widgets.controls import label

_FIELDS = ("clause_s", "sentence_s", "ellipsis_s", "line_s", "heading_s", "paragraph_s", "chapter_s")
_COLUMNS = 4
_LONGEST_S = 20.0
_MARGIN_PX = 6


class SecondsBox(QDoubleSpinBox):
    """A number of seconds; turning the mouse wheel over it scrolls the window instead."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the window."""
        event.ignore()


class PausesRow(QWidget):
    """A box for each pause, in two rows; head and tail of the files stay as they are."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        self.boxes: dict[str, QDoubleSpinBox] = {}
        self._names: dict[str, QLabel] = {}
        for place, name in enumerate(_FIELDS):
            row, column = divmod(place, _COLUMNS)
            box = SecondsBox()
            box.setRange(0.0, _LONGEST_S)
            box.setSingleStep(0.05)
            box.setDecimals(2)
            box.lineEdit().setTextMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.valueChanged.connect(self.edited)
            self.boxes[name], self._names[name] = box, label("muted")
            self._names[name].setBuddy(box)
            grid.addWidget(self._names[name], 2 * row, column)
            grid.addWidget(box, 2 * row + 1, column)
            grid.setColumnStretch(column, 1)
        self.retranslate()

    def show_pauses(self, pauses: Pauses) -> None:
        """Show pauses; emit nothing."""
        for name, box in self.boxes.items():
            value = round(float(getattr(pauses, name)), 2)
            if box.value() != value:
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)

    def pauses(self, before: Pauses) -> Pauses:
        """Return what the boxes hold, the rest as before."""
        return replace(before, **{name: round(box.value(), 2) for name, box in self.boxes.items()})

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        words = {
            "clause_s": self.tr("After a comma"),
            "sentence_s": self.tr("After a sentence"),
            "ellipsis_s": self.tr("After three dots"),
            "line_s": self.tr("After no mark"),
            "heading_s": self.tr("After a heading"),
            "paragraph_s": self.tr("New paragraph"),
            "chapter_s": self.tr("New chapter"),
        }
        for name, text in words.items():
            self._names[name].setText(text)
            self.boxes[name].setAccessibleName(text)
