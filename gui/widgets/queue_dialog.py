"""The queue's window: what is being spoken and what waits, to be put in another order, left out or held."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.queue_presenter import QueueState
from gui.widgets.controls import drop_icons, label
from gui.widgets.passive import Retranslated
from gui.widgets.queue_table import QueueTable


class QueueDialog(Retranslated, QDialog):
    """Shows a `QueueState` while it is open; blocks nothing."""

    move_requested = Signal(int, int)
    """Line id, and by how many turns."""
    first_requested = Signal(int)
    leave_out_requested = Signal(int)
    pause_requested = Signal()
    """Hold or go on."""
    cancel_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = QueueState()
        self.text_label = label("strong", wrap=True)
        self.table = QueueTable()
        self.more_label = label("muted")
        self.first_button, self.up_button = QPushButton(), QPushButton()
        self.down_button, self.out_button = QPushButton(), QPushButton()
        self.pause_button, self.cancel_button = QPushButton(), QPushButton()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(560, 440)

    def show_state(self, state: QueueState) -> None:
        """Show a state; emit nothing. The chosen line stays chosen while it is there."""
        self._state = state
        self.table.show_rows(state.rows)
        self._retell()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Queue"))
        self.table.setAccessibleName(self.tr("Lines in the order of their turns"))
        self.table.show_words("", self.tr("Text"), self.tr("Voice"))
        self.first_button.setText(self.tr("Speak next"))
        self.up_button.setText(self.tr("Up"))
        self.down_button.setText(self.tr("Down"))
        self.out_button.setText(self.tr("Leave out"))
        self.cancel_button.setText(self.tr("Cancel all"))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        drop_icons(self.buttons)
        self._retell()

    def _retell(self) -> None:
        state = self._state
        empty = self.tr("Nothing waits. Generate fills the queue.")
        self.text_label.setText(state.text or (self.tr("getting ready") if state.running else empty))
        self.more_label.setText(self.tr("and %n more line(s)", "", state.more) if state.more else "")
        self.more_label.setVisible(state.more > 0)
        self.pause_button.setText(self.tr("Go on") if state.paused else self.tr("Pause"))
        self.pause_button.setEnabled(state.running and not state.cancelling)
        self.cancel_button.setEnabled(state.running and not state.cancelling)
        self._follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.text_label)
        column.addWidget(self.table, 1)
        column.addWidget(self.more_label)
        row = QHBoxLayout()
        for button in (self.first_button, self.up_button, self.down_button, self.out_button):
            button.setProperty("kind", "answer")
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        under = QHBoxLayout()
        for button in (self.pause_button, self.cancel_button):
            button.setAutoDefault(False)
            under.addWidget(button)
        under.addStretch(1)
        under.addWidget(self.buttons)
        column.addLayout(under)

    def _connect(self) -> None:
        self.table.row_chosen.connect(self._follow)
        self.first_button.clicked.connect(self._ask_first)
        self.up_button.clicked.connect(self._ask_up)
        self.down_button.clicked.connect(self._ask_down)
        self.out_button.clicked.connect(self._ask_out)
        self.pause_button.clicked.connect(self.pause_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.buttons.rejected.connect(self.reject)

    def _follow(self, *_: object) -> None:
        row, rows = self.table.chosen, self._state.rows
        waits = row is not None and not row.now
        first = next((one for one in rows if not one.now), None)
        self.first_button.setEnabled(waits and row != first)
        self.up_button.setEnabled(waits and row != first)
        self.down_button.setEnabled(waits and row != rows[-1])
        self.out_button.setEnabled(row is not None and not self._state.cancelling)

    def _ask_first(self) -> None:
        self._ask(self.first_requested)

    def _ask_out(self) -> None:
        self._ask(self.leave_out_requested)

    def _ask_up(self) -> None:
        row = self.table.chosen
        if row is not None:
            self.move_requested.emit(row.id, -1)

    def _ask_down(self) -> None:
        row = self.table.chosen
        if row is not None:
            self.move_requested.emit(row.id, 1)

    def _ask(self, signal: SignalInstance) -> None:
        row = self.table.chosen
        if row is not None:
            signal.emit(row.id)
