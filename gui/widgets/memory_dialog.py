"""The memory window, opened by a click on the meter: five minutes as a chart, and all figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.presenters.memory_state import MemoryState
from gui.widgets.controls import drop_icons, label
from gui.widgets.memory_chart import MarkLegend, MemoryChart
from gui.widgets.memory_table import MemoryTable
from gui.widgets.passive import Retranslated

LINES = 4
"""So many of the last marks are written out; all of them are drawn, and copied."""
COPIED_MS = 2000


class MemoryDialog(Retranslated, QDialog):
    """Shows a `MemoryState` while it is open; blocks nothing."""

    copy_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = MemoryState()
        self.device_label = label("strong", wrap=True)
        self.figures_label = label("muted", wrap=True)
        self.stale_label = label("strong-small", wrap=True)
        self.chart = MemoryChart()
        self.legend = MarkLegend()
        self.table = MemoryTable()
        self.marks_label = label("muted", wrap=True)
        self.copy_button = QPushButton()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._lay_out()
        self._copied.timeout.connect(self.retranslate)
        self.copy_button.clicked.connect(self._copy)
        self.buttons.rejected.connect(self.reject)
        self.retranslate()
        self.resize(760, 580)

    def show_state(self, state: MemoryState) -> None:
        """Show a state; emit nothing."""
        self._state = state
        self.device_label.setText(state.device)
        self.device_label.setVisible(bool(state.device))
        self.figures_label.setText(state.figures)
        self.stale_label.setText(state.stale)
        self.stale_label.setVisible(bool(state.stale))
        self.chart.show_state(state)
        self.table.show_rows(state.columns, state.rows)
        self.table.setVisible(bool(state.rows))
        self.marks_label.setText("\n".join(mark.text for mark in state.marks[: -LINES - 1 : -1]))
        self.marks_label.setVisible(bool(state.marks))
        self.copy_button.setEnabled(bool(state.text))

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Memory"))
        self.chart.setAccessibleName(self.tr("Memory over the last five minutes"))
        self.chart.set_words(self.tr("5 minutes ago"), self.tr("now"))
        self.legend.set_words(
            (
                ("load", self.tr("loaded")),
                ("release", self.tr("released")),
                ("eviction", self.tr("made room")),
                ("out_of_memory", self.tr("not enough memory")),
            )
        )
        self.table.setAccessibleName(self.tr("Figures"))
        self.copy_button.setText(self.tr("Copy figures"))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        drop_icons(self.buttons)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for words in (self.device_label, self.figures_label, self.stale_label):
            column.addWidget(words)
        column.addSpacing(2)
        column.addWidget(self.chart, 1)
        column.addWidget(self.legend)
        column.addWidget(self.marks_label)
        column.addSpacing(4)
        column.addWidget(self.table)
        under = QHBoxLayout()
        under.addWidget(self.copy_button)
        under.addStretch(1)
        under.addWidget(self.buttons)
        column.addLayout(under)
        QWidget.setTabOrder(self.table, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.buttons)
        self.copy_button.setAutoDefault(False)

    def _copy(self) -> None:
        self.copy_requested.emit()
        self.copy_button.setText(self.tr("Copied"))
        self._copied.start()
