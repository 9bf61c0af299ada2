"""Bars by the script: go to a line, show some lines only, and a line that is too long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.line_filter import FilterState, LineFilter
from gui.widgets.controls import ElidedLabel, IconButton, Picker, label
from gui.widgets.find_bar import NARROW_PX, escapes, name_button, step_button
from gui.widgets.passive import PassiveWidget


def _row(owner: QWidget) -> QHBoxLayout:
    frame = QFrame()
    frame.setProperty("panel", "card")
    outer = QVBoxLayout(owner)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(frame)
    row = QHBoxLayout(frame)
    row.setContentsMargins(10, 6, 8, 6)
    row.setSpacing(8)
    return row


class GoToBar(QWidget):
    """Asks for a line's number, as people count them."""

    line_chosen = Signal(int)
    """An ordinal, from 1."""
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words_label = label("strong")
        self.field = QLineEdit()
        self.field.setValidator(QIntValidator(1, 10_000_000, self))
        self.field.setFixedWidth(84)
        self.go_button = QPushButton()
        self.close_button = IconButton("close")
        row = _row(self)
        row.addWidget(self.words_label)
        row.addWidget(self.field)
        row.addWidget(self.go_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.go_button.clicked.connect(self._choose)
        self.field.returnPressed.connect(self._choose)
        self.close_button.clicked.connect(self.close_requested)
        self.setVisible(False)
        self.retranslate()

    def start(self, current: int) -> None:
        """Ask, beginning with the current line."""
        self.field.setText(str(max(1, current)))
        self.setVisible(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.words_label.setText(self.tr("Go to line"))
        self.field.setAccessibleName(self.tr("Line number"))
        self.go_button.setText(self.tr("Go"))
        self.close_button.set_words(self.tr("Close"))

    def event(self, event: QEvent) -> bool:
        """Close on Esc, before the window takes it for Cancel."""
        return escapes(event, self.close_requested.emit) or super().event(event)

    def _choose(self) -> None:
        if self.field.hasAcceptableInput():
            self.line_chosen.emit(int(self.field.text()))


class FilterBar(PassiveWidget[FilterState]):
    """Chooses which lines stand out; the others are dimmed, their text stays."""

    filter_selected = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FilterState()
        self.words_label = label("strong")
        self.choice = Picker()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count_label = ElidedLabel("muted")
        self.previous_button, self.next_button = step_button("↑"), step_button("↓")
        self.close_button = IconButton("close")
        row = _row(self)
        row.addWidget(self.words_label)
        row.addWidget(self.choice)
        row.addWidget(self.count_label, 1)
        for button in (self.previous_button, self.next_button, self.close_button):
            row.addWidget(button)
        self.choice.activated.connect(self._choose)
        self.next_button.clicked.connect(self.next_requested)
        self.previous_button.clicked.connect(self.previous_requested)
        self.close_button.clicked.connect(self.close_requested)
        self.setVisible(False)
        self.retranslate()

    def show_state(self, state: FilterState) -> None:
        """Show a state; emits nothing."""
        self._state = state
        self.setVisible(state.shown)
        self.choice.setCurrentIndex(max(0, self.choice.findData(state.filter.value)))
        for button in (self.next_button, self.previous_button):
            button.setEnabled(state.count > 0)
        words = self.tr("Lines: {count}").format(count=state.count)
        self.count_label.set_text("" if state.filter is LineFilter.ALL else words)

    def event(self, event: QEvent) -> bool:
        """Close on Esc, before the window takes it for Cancel."""
        return escapes(event, self.close_requested.emit) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is chosen the room that there is."""
        super().resizeEvent(event)
        self.words_label.setVisible(event.size().width() >= NARROW_PX)
        self.count_label.setVisible(event.size().width() >= NARROW_PX)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        names = {
            LineFilter.ALL: self.tr("All lines"),
            LineFilter.TODO: self.tr("To do"),
            LineFilter.STALE: self.tr("Changed since rendered"),
            LineFilter.FAILED: self.tr("Failed"),
            LineFilter.STARRED: self.tr("With a starred take"),
            LineFilter.LONG: self.tr("Longer than 300 characters"),
        }
        self.choice.clear()
        for which, name in names.items():
            self.choice.addItem(name, which.value)
        self.words_label.setText(self.tr("Show"))
        self.choice.setAccessibleName(self.tr("Lines to show"))
        name_button(self.previous_button, self.tr("Previous of these lines (Alt+Up)"))
        name_button(self.next_button, self.tr("Next of these lines (Alt+Down)"))
        self.close_button.set_words(self.tr("Show all lines"))
        self.show_state(self._state)

    def _choose(self) -> None:
        self.filter_selected.emit(self.choice.currentData())


class LongLineBar(QWidget):
    """Proposes to make a line of more than 300 characters into several; takes no room otherwise."""

    split_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self.words_label = ElidedLabel("muted")
        self.button = QPushButton()
        row = _row(self)
        row.addWidget(self.words_label, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.split_requested)
        self.setVisible(False)
        self.retranslate()

    def show_length(self, length: int) -> None:
        """Propose it for a line of that many characters; 0: nothing to propose."""
        if length != self._length:
            self._length = length
            self.retranslate()
        self.setVisible(length > 0)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        words = self.tr("This line has {count} characters: one wrong word, and all of it is made again.")
        self.words_label.set_text(words.format(count=self._length))
        self.button.setText(self.tr("Split into sentences"))
        self.button.setAccessibleName(self.tr("Split the line into sentences"))
