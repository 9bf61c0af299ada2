"""The recordings of a voice: their order, and which of them stay."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.i18n import number_text
from gui.presenters.voice_states import RecordingView

_ID = Qt.ItemDataRole.UserRole


class RecordingsList(QWidget):
    """Changes nothing but what it shows: the dialog around it saves."""

    cut_requested = Signal(str)
    """Id of the recording to be heard and cut."""

    def __init__(self, recordings: tuple[RecordingView, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recordings = {one.id: one for one in recordings}
        self.list = QListWidget()
        self.list.setMaximumHeight(96)
        self.up_button, self.remove_button, self.cut_button = QPushButton(), QPushButton(), QPushButton()
        self.style_box = QLineEdit()
        for one in recordings:
            item = QListWidgetItem()
            item.setData(_ID, one.id)
            self.list.addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        row = QHBoxLayout()
        for button in (self.up_button, self.remove_button, self.cut_button):
            button.setProperty("kind", "answer")
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.style_box, 1)
        column.addLayout(row)
        self.setFocusProxy(self.list)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._follow)
        self.style_box.textEdited.connect(self._set_style)
        self.up_button.clicked.connect(self._move_up)
        self.remove_button.clicked.connect(self._remove)
        self.cut_button.clicked.connect(self._cut)
        self.retranslate()
        self._follow()

    def recordings(self) -> tuple[RecordingView, ...]:
        """Return those that stay, in their order, with their styles."""
        return tuple(self._at(row) for row in range(self.list.count()))

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.up_button.setText(self.tr("Move up"))
        self.remove_button.setText(self.tr("Remove"))
        self.cut_button.setText(self.tr("Listen and cut…"))
        self.style_box.setPlaceholderText(self.tr("Style, such as calm"))
        self.style_box.setAccessibleName(self.tr("Style, such as calm"))
        for row in range(self.list.count()):
            self.list.item(row).setText(self._words(self._at(row)))

    def setAccessibleName(self, name: str) -> None:
        """Name the list, which has the focus."""
        self.list.setAccessibleName(name)
        super().setAccessibleName(name)

    def _at(self, row: int) -> RecordingView:
        return self._recordings[str(self.list.item(row).data(_ID))]

    def _set_style(self, style: str) -> None:
        row = self.list.currentRow()
        if row >= 0:
            changed = replace(self._at(row), style=style.strip())
            self._recordings[changed.id] = changed
            self.list.item(row).setText(self._words(changed))

    def _words(self, one: RecordingView) -> str:
        length = self.tr("{seconds} s").format(seconds=number_text(one.duration_s))
        parts = (length, one.style, " ".join(one.text.split()) or self.tr("Its words are missing"))
        return " · ".join(part for part in parts if part)

    def _follow(self) -> None:
        row = self.list.currentRow()
        style = self._at(row).style if row >= 0 else ""
        if style != self.style_box.text().strip():
            self.style_box.setText(style)
        self.up_button.setEnabled(row > 0)
        self.remove_button.setEnabled(row >= 0 and self.list.count() > 1)
        self.cut_button.setEnabled(row >= 0)

    def _move_up(self) -> None:
        row = self.list.currentRow()
        if row > 0:
            self.list.insertItem(row - 1, self.list.takeItem(row))
            self.list.setCurrentRow(row - 1)
            self._follow()

    def _cut(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.cut_requested.emit(self._at(row).id)

    def _remove(self) -> None:
        if self.list.count() > 1:
            self.list.takeItem(self.list.currentRow())
            self._follow()
