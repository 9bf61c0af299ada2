"""The bar above the script: find and replace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.text.search import Problem, Query
from gui.presenters.find_presenter import FindState
from gui.widgets.controls import HIT_PX, IconButton, label
from gui.widgets.passive import PassiveWidget

NARROW_PX = 440
"""A narrower bar has its fields above its buttons."""


class FindBar(PassiveWidget[FindState]):
    """Takes no room while it is closed. Return goes on, Shift+Return back, Esc closes."""

    query_changed = Signal(object)
    """A ``Query``."""
    next_requested = Signal()
    previous_requested = Signal()
    replace_requested = Signal(str)
    replace_all_requested = Signal(str)
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FindState()
        self.find_field = QLineEdit()
        self.replace_field = QLineEdit()
        self.case_button = _toggle("Aa")
        self.word_button = _toggle("“ ”")
        self.regex_button = _toggle(".*")
        self.status_label = label("muted")
        self.previous_button = step_button("↑")
        self.next_button = step_button("↓")
        self.close_button = IconButton("close")
        self.replace_button = QPushButton()
        self.replace_all_button = QPushButton()
        self._lay_out()
        self.find_field.textChanged.connect(self._tell_query)
        for button in (self.case_button, self.word_button, self.regex_button):
            button.toggled.connect(self._tell_query)
        for field in (self.find_field, self.replace_field):
            field.installEventFilter(self)
        self.next_button.clicked.connect(self.next_requested)
        self.previous_button.clicked.connect(self.previous_requested)
        self.replace_button.clicked.connect(self._replace)
        self.replace_all_button.clicked.connect(self._replace_all)
        self.close_button.clicked.connect(self.close_requested)
        self.setVisible(False)
        self.retranslate()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("panel", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._grid = grid = QGridLayout(frame)
        grid.setContentsMargins(10, 8, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self._find_row = QWidget()
        row = QHBoxLayout(self._find_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (
            self.case_button,
            self.word_button,
            self.regex_button,
            self.previous_button,
            self.next_button,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self._replace_row = QWidget()
        below = QHBoxLayout(self._replace_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.replace_button)
        below.addWidget(self.replace_all_button)
        below.addStretch(1)
        grid.setColumnStretch(0, 1)
        self._place(narrow=False)
        QWidget.setTabOrder(self.find_field, self.replace_field)

    def _place(self, *, narrow: bool) -> None:
        """Put the buttons beside the fields or, where there is little room, under them."""
        self._narrow = narrow
        parts = (self.find_field, self._find_row, self.replace_field, self._replace_row)
        for number, part in enumerate(parts):
            if narrow:
                self._grid.addWidget(part, number, 0, 1, 2)
            else:
                self._grid.addWidget(part, number // 2, number % 2)
        self._grid.addWidget(self.status_label, len(parts), 0, 1, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the fields room to read what is in them."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW_PX
        if narrow != self._narrow:
            self._place(narrow=narrow)

    def show_state(self, state: FindState) -> None:
        """Show a state; emits nothing."""
        self._state = state
        self.setVisible(state.shown)
        self.replace_field.setVisible(state.replacing)
        self._replace_row.setVisible(state.replacing)
        for button in (self.next_button, self.previous_button, self.replace_button, self.replace_all_button):
            button.setEnabled(state.count > 0)
        self._show_status()

    def start(self, words: str) -> None:
        """Put the caret into the field, with words to look for."""
        if words:
            self.find_field.setText(words)
        self.find_field.selectAll()
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def query(self) -> Query:
        """Return what is looked for."""
        return Query(
            self.find_field.text(),
            match_case=self.case_button.isChecked(),
            whole_word=self.word_button.isChecked(),
            regex=self.regex_button.isChecked(),
        )

    def event(self, event: QEvent) -> bool:
        """Close on Esc, before the window takes it for Cancel."""
        return escapes(event, self.close_requested.emit) or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Return."""
        returns = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in returns:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            if watched is self.replace_field:
                self._replace()
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.previous_requested.emit()
            else:
                self.next_requested.emit()
            return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        for field, words in (
            (self.find_field, self.tr("Find")),
            (self.replace_field, self.tr("Replace with")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        name_button(self.case_button, self.tr("Match capitals"))
        name_button(self.word_button, self.tr("Whole words only"))
        name_button(self.regex_button, self.tr("Regular expression"))
        name_button(self.previous_button, self.tr("Previous place (Shift+F3)"))
        name_button(self.next_button, self.tr("Next place (F3)"))
        self.close_button.set_words(self.tr("Close"))
        self.replace_button.setText(self.tr("Replace"))
        self.replace_all_button.setText(self.tr("Replace all"))
        self._show_status()

    def _show_status(self) -> None:
        state = self._state
        if state.searching:
            words = self.tr("Searching…")
        elif state.problem is Problem.BROKEN:
            words = self.tr("This is no regular expression yet.")
        elif state.problem is Problem.SLOW:
            words = self.tr("This expression takes too long. Nothing was changed.")
        elif state.replaced is not None:
            words = self.tr("Replaced: {count}").format(count=state.replaced)
        elif not state.words:
            words = ""
        elif not state.count:
            words = self.tr("Not found")
        elif state.number:
            words = self.tr("{number} of {count}").format(number=state.number, count=state.count)
        else:
            words = self.tr("Found: {count}").format(count=state.count)
        self.status_label.setText(words)
        self.status_label.setVisible(bool(words))

    def _tell_query(self) -> None:
        self.query_changed.emit(self.query())

    def _replace(self) -> None:
        self.replace_requested.emit(self.replace_field.text())

    def _replace_all(self) -> None:
        self.replace_all_requested.emit(self.replace_field.text())


def _toggle(text: str) -> QToolButton:
    button = step_button(text)
    button.setCheckable(True)
    return button


def escapes(event: QEvent, close: Callable[[], None]) -> bool:
    """Take Esc in a bar or in a part of it: keep it from the window, and close the bar.

    Returns:
        True for Esc; the event is done with.
    """
    kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
    if not isinstance(event, QKeyEvent) or event.type() not in kinds or event.key() != Qt.Key.Key_Escape:
        return False
    event.accept()
    if event.type() is QEvent.Type.KeyPress:
        close()
    return True


def step_button(text: str) -> QToolButton:
    """Return a small button with a sign."""
    button = QToolButton()
    button.setText(text)
    button.setMinimumSize(HIT_PX, HIT_PX)
    button.setProperty("boxed", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def name_button(button: QToolButton, words: str) -> None:
    """Name a button for screen readers and in its tool tip."""
    button.setToolTip(words)
    button.setAccessibleName(words)
