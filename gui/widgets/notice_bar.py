"""Cards in the window that say what happened, why, and what to do; no box ever."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.presenters.states import NoticeView, Severity
from gui.theme import theme
from gui.widgets.controls import IconButton, TabAnchor, label
from gui.widgets.passive import PassiveWidget

MOST_NOTICES = 3
_MILDEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""More than these push the oldest out."""

NARROW_EMS = 36
"""Where the words would have less room than so many letters, the buttons stand below them."""

_LOOK = {
    Severity.INFO: ("info", "muted"),
    Severity.WARNING: ("warning", "warning"),
    Severity.ERROR: ("error", "error"),
}


class SeverityMark(QWidget):
    """The icon at the left; its shape tells the severity, not the colour alone."""

    def __init__(self, severity: Severity) -> None:
        super().__init__()
        self._name, self._role = _LOOK[severity]
        self.setFixedSize(20, 20)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        paint_icon(painter, self._name, self._role, self.rect().toRectF().adjusted(1, 1, -1, -1))
        painter.end()


class NoticeLine(QFrame):
    """One notice."""

    action_requested = Signal(str)
    close_requested = Signal()

    def __init__(self, notice: NoticeView) -> None:
        super().__init__()
        self.notice = self.given = notice
        self.setProperty("panel", "card")
        what = label("strong", wrap=True)
        rest = label("muted", wrap=True)
        for text in (what, rest):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(what)
        words.addWidget(rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(9)
        row.addWidget(SeverityMark(notice.severity), 0, Qt.AlignmentFlag.AlignTop)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(9)
        self._middle.addLayout(words, 1)
        row.addLayout(self._middle, 1)
        self.buttons: list[QPushButton] = []
        self._beside = QHBoxLayout()
        self._beside.setSpacing(9)
        for action in notice.actions:
            button = QPushButton(action.label)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("action_id", action.id)
            button.clicked.connect(self._act)
            self._beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons.append(button)
        if self.buttons:
            self._middle.addLayout(self._beside)
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.close_requested)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.what_label: QLabel = what
        self.rest_label: QLabel = rest
        self.show_notice(notice)

    def show_notice(self, notice: NoticeView) -> None:
        """Say the same in other words."""
        self.notice = notice
        self.what_label.setText(notice.what)
        self.rest_label.setText(" ".join(part for part in (notice.why, notice.remedy) if part))
        self.rest_label.setVisible(bool(self.rest_label.text()))
        for index, button in enumerate(self.buttons):
            button.setVisible(index < len(notice.actions))
        for button, action in zip(self.buttons, notice.actions, strict=False):
            button.setText(action.label)
        self.setAccessibleName(" ".join(part for part in (notice.what, notice.why, notice.remedy) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the words, or below them where there is little room."""
        super().resizeEvent(event)
        taken = sum(button.sizeHint().width() + 9 for button in self.buttons)
        room = event.size().width() - taken - self.close_button.width() - 60
        narrow = room < NARROW_EMS * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.buttons and direction != self._middle.direction():
            self._middle.setDirection(direction)
            left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
            self._middle.setAlignment(self._beside, left | top if narrow else top)

    def _act(self) -> None:
        button = self.sender()
        if button is not None:
            self.action_requested.emit(str(button.property("action_id")))


class NoticeBar(PassiveWidget[Sequence[NoticeView]]):
    """Up to three notices, the newest on top; takes no room when there are none.

    It stands at the lower end of a column and grows upwards, so that nothing that may be under the
    pointer moves: not the notices that are there, and no control.
    """

    action_requested = Signal(str)
    """The id of a notice's action."""
    dismissed = Signal(object)
    """The ``NoticeView`` that the user closed."""
    gone = Signal(object)
    """The ``NoticeView`` that is not shown any more, for whatever reason; as it was given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[NoticeLine] = []
        self._anchor = TabAnchor(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setVisible(False)

    def show_notice(self, notice: NoticeView) -> None:
        """Put a notice on top; the same one again only moves there.

        Where there are too many, the oldest of the least severe goes.
        """
        self.withdraw(notice)
        while len(self._lines) >= MOST_NOTICES:
            self._drop(max(reversed(self._lines), key=lambda line: _MILDEST.index(line.notice.severity)))
        line = NoticeLine(notice)
        line.close_button.set_words(self.tr("Dismiss"))
        line.action_requested.connect(self.action_requested)
        line.close_requested.connect(self._close_sender)
        self._lines.insert(0, line)
        self._column.insertWidget(0, line)
        self._anchor.order((*line.buttons, line.close_button))
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleEvent(line, QAccessible.Event.Alert))

    def withdraw(self, notice: NoticeView) -> None:
        """Take a notice away that does not hold any more."""
        for line in [line for line in self._lines if notice in (line.notice, line.given)]:
            self._drop(line)

    def say_again(self) -> None:
        """Say each notice anew; those that do not hold any more go."""
        for line in list(self._lines):
            say = line.notice.say
            notice = line.notice if say is None else say()
            if notice is None:
                self._drop(line)
            elif notice != line.notice:
                line.show_notice(notice)

    def show_state(self, state: Sequence[NoticeView]) -> None:
        """Show these notices and no others, the first on top."""
        wanted = list(state)[:MOST_NOTICES]
        if wanted == list(self.notices()):
            return
        self.clear()
        for notice in reversed(wanted):
            self.show_notice(notice)

    def notices(self) -> tuple[NoticeView, ...]:
        """Return what is shown, newest first."""
        return tuple(line.notice for line in self._lines)

    def lines(self) -> tuple[NoticeLine, ...]:
        """Return the lines, newest first."""
        return tuple(self._lines)

    def clear(self) -> None:
        """Take every notice away."""
        for line in list(self._lines):
            self._drop(line)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        for line in list(self._lines):
            line.close_button.set_words(self.tr("Dismiss"))
            if line.notice.say is None:
                self._drop(line)
        self.say_again()

    def _close_sender(self) -> None:
        line = self.sender()
        if isinstance(line, NoticeLine):
            self._drop(line)
            self.dismissed.emit(line.notice)

    def _drop(self, line: NoticeLine) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setVisible(bool(self._lines))
        self.gone.emit(line.given)
