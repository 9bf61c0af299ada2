"""The takes of a line, below the script: to hear, compare, choose, star and delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.presenters.takes_state import TakeRow, TakesState
from gui.widgets.controls import ColumnScroll, IconButton, label, panel
from gui.widgets.passive import PassiveWidget
from gui.widgets.take_row import TakeRowWidget

TALLEST_PX = 190
"""Three takes and a half: that there are more can be seen."""


class TakesPanel(PassiveWidget[TakesState]):
    """Shows the takes of one line, the newest first; closed with Esc or its button."""

    play_requested = Signal(str)
    compare_requested = Signal(str)
    choose_requested = Signal(str)
    star_requested = Signal(str, bool)
    delete_requested = Signal(str)
    again_requested = Signal(str)
    """Ids of takes."""
    render_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TakesState()
        self.rows: list[TakeRowWidget] = []
        self._pool: list[TakeRowWidget] = []
        self.heading = label("heading")
        self.note_label = label("muted", wrap=True)
        self.render_button = QPushButton()
        self.render_button.setProperty("kind", "answer")
        self.render_button.setAutoDefault(False)
        self.close_button = IconButton("close")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._scroll = ColumnScroll(self._list, 60)
        self._lay_out()
        self.render_button.clicked.connect(self.render_requested)
        self.close_button.clicked.connect(self.close_requested)
        self.hide()
        self.retranslate()

    def show_state(self, state: TakesState) -> None:
        """Show a state; emits nothing."""
        before, self._state = self._state, state
        if not state.shown:
            self.hide()
            return
        self.heading.setText(state.title.upper())
        self.heading.setAccessibleName(state.title)
        self.setAccessibleName(state.title)
        self.note_label.setText(state.note)
        self.note_label.setVisible(bool(state.note))
        self.render_button.setEnabled(state.can_render)
        focused = self._focused()
        self._show_rows(state.rows, writable=state.writable)
        self._scroll.setVisible(bool(state.rows))
        self.show()
        if focused and not self._focused() and before.shown:
            self.focus_rows()

    def focus_rows(self) -> None:
        """Let the keyboard begin at the take that stands, else at the newest."""
        row = next((row for row in self.rows if row.row.standing), self.rows[0] if self.rows else None)
        button = self.render_button if row is None else row.play_button
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.render_button.setText(self.tr("Another take"))
        self.close_button.set_words(self.tr("Close the takes (Esc)"))
        for row in self.rows:
            row.retranslate()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for closing while the focus is here: else it would stop what runs."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; go from take to take with the arrow keys."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_requested.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.rows:
            self._move(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys before a button does, which would go to the next one."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.isAncestorOf(self.focusWidget())), -1)
        row = self.rows[min(max(at + step, 0), len(self.rows) - 1)]
        row.play_button.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(row)

    def _focused(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isVisible() and self.isAncestorOf(focus)

    def _show_rows(self, rows: tuple[TakeRow, ...], *, writable: bool) -> None:
        while len(self._pool) < len(rows):
            widget = self._make(rows[len(self._pool)])
            QWidget.setTabOrder(self._pool[-1] if self._pool else self.render_button, widget)
            self._column.addWidget(widget)
            self._pool.append(widget)
        self.rows = self._pool[: len(rows)]
        for widget, row in zip(self.rows, rows, strict=True):
            widget.show_row(row)
            widget.allow_changes(writable)
            widget.show()
        for widget in self._pool[len(rows) :]:
            widget.hide()
        self._list.adjustSize()
        self._scroll.updateGeometry()

    def _make(self, row: TakeRow) -> TakeRowWidget:
        widget = TakeRowWidget(row)
        widget.play_requested.connect(self.play_requested)
        widget.compare_requested.connect(self.compare_requested)
        widget.choose_requested.connect(self.choose_requested)
        widget.star_requested.connect(self.star_requested)
        widget.delete_requested.connect(self.delete_requested)
        widget.again_requested.connect(self.again_requested)
        for button in widget.buttons:
            button.installEventFilter(self)
        return widget

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("card")
        frame.setFrameShape(QFrame.Shape.NoFrame)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(10, 6, 6, 6)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.render_button)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self.note_label)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._scroll.setMaximumHeight(TALLEST_PX)
        column.addWidget(self._scroll)
