"""One take in the list: chosen like a radio button, heard, compared, starred and deleted by its buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from gui.presenters.takes_state import TakeRow
from gui.theme import theme
from gui.widgets.controls import HIT_PX, ElidedLabel, IconButton, paint_focus_ring

DOT_PX = 15


class ChooseButton(QRadioButton):
    """The round mark of the take that stands."""

    def sizeHint(self) -> QSize:
        """Return a place to press."""
        return QSize(HIT_PX, HIT_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on it."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, dot and focus."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(0, 0, DOT_PX, DOT_PX)
        ring.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(look.color("control-border" if self.isEnabled() else "disabled"), 1.4))
        painter.setBrush(look.color("background"))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("ok"))
            painter.drawEllipse(ring.adjusted(3.5, 3.5, -3.5, -3.5))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), 6)
        painter.end()


class TakeRowWidget(QWidget):
    """Shows one take; tells wishes with its id."""

    play_requested = Signal(str)
    compare_requested = Signal(str)
    choose_requested = Signal(str)
    star_requested = Signal(str, bool)
    delete_requested = Signal(str)
    again_requested = Signal(str)
    """Another take with the same seed."""

    def __init__(self, row: TakeRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.choose_button = ChooseButton()
        self.choose_button.setAutoExclusive(False)
        self.play_button = IconButton("play")
        self.title_label = ElidedLabel("strong-small")
        self.facts_label = ElidedLabel("small")
        self.compare_button = IconButton("compare")
        self.star_button = IconButton("star")
        self.again_button = IconButton("regenerate")
        self.delete_button = IconButton("delete")
        self._at_right = (self.compare_button, self.star_button, self.again_button, self.delete_button)
        for button in self._at_right:
            button.icon_width = 15
        self._lay_out()
        self.choose_button.clicked.connect(self._choose)
        self.play_button.clicked.connect(self._play)
        self.compare_button.clicked.connect(self._compare)
        self.star_button.clicked.connect(self._star)
        self.again_button.clicked.connect(self._again)
        self.delete_button.clicked.connect(self._delete)
        theme().changed.connect(self.update)
        self.show_row(row)

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """All of its buttons, from the left."""
        return (self.choose_button, self.play_button, *self._at_right)

    def show_row(self, row: TakeRow) -> None:
        """Show a take."""
        if row == self.row and self.title_label.full_text:
            return
        self.row = row
        self.title_label.set_text(row.title)
        self.facts_label.set_text(row.facts)
        self.setToolTip(row.detail)
        self.choose_button.setChecked(row.standing)
        self.play_button.set_icon("pause" if row.playing else "play")
        self.star_button.set_icon("star-on" if row.starred else "star", "warning" if row.starred else "muted")
        self.retranslate()
        self.update()

    def allow_changes(self, writable: bool) -> None:
        """Let the take be chosen, starred, made again and deleted, or only be heard."""
        self.choose_button.setEnabled(writable and self.row.fits)
        for button in (self.star_button, self.again_button, self.delete_button):
            button.setEnabled(writable)

    def retranslate(self) -> None:
        """Name every button after its take, in the interface's language."""
        row = self.row
        states = [self.tr("it stands for the line")] if row.standing else []
        states += [self.tr("starred")] if row.starred else []
        self.setAccessibleName(", ".join((row.title, *states)))
        self.setAccessibleDescription(row.detail)
        name = row.title.partition(" · ")[0]
        choose = self.tr("{take}: use it for this line")
        if not row.fits:
            choose = self.tr("{take}: it says other words than the line does now")
        self._name(self.choose_button, choose)
        self.choose_button.setAccessibleDescription(row.detail)
        self.play_button.set_words(
            (self.tr("{take}: pause") if row.playing else self.tr("{take}: play")).format(take=name)
        )
        self.compare_button.set_words(
            self.tr("{take}: compare with the one that stands, at the same place (C)").format(take=name)
        )
        star = self.tr("{take}: take the star away (S)") if row.starred else self.tr("{take}: star (S)")
        self.star_button.set_words(star.format(take=name))
        self.again_button.set_words(self.tr("{take}: make another with its seed").format(take=name))
        delete = self.tr("{take}: delete (Delete); undo brings it back")
        self.delete_button.set_words(delete.format(take=name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Star, compare and delete by keys, wherever in the row the focus is."""
        wishes = {Qt.Key.Key_S: self._star, Qt.Key.Key_C: self._compare, Qt.Key.Key_Delete: self._delete}
        wish = None if event.modifiers() else wishes.get(Qt.Key(event.key()))
        if wish is None or (wish is not self._compare and not self.delete_button.isEnabled()):
            super().keyPressEvent(event)
        else:
            wish()
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Set the take that stands off from the others."""
        if self.row.standing:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("raised"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            painter.end()

    def _name(self, button: QRadioButton, words: str) -> None:
        named = words.format(take=self.row.title.partition(" · ")[0])
        button.setAccessibleName(named)
        button.setToolTip(named)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(2)
        line.addWidget(self.choose_button)
        line.addWidget(self.play_button)
        line.addSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title_label)
        words.addWidget(self.facts_label)
        line.addLayout(words, 1)
        for button in self._at_right:
            line.addWidget(button)

    def _choose(self) -> None:
        self.choose_button.setChecked(self.row.standing)  # what stands is shown when it does
        if not self.row.standing:
            self.choose_requested.emit(self.row.id)

    def _play(self) -> None:
        self.play_requested.emit(self.row.id)

    def _compare(self) -> None:
        self.compare_requested.emit(self.row.id)

    def _star(self) -> None:
        self.star_requested.emit(self.row.id, not self.row.starred)

    def _again(self) -> None:
        self.again_requested.emit(self.row.id)

    def _delete(self) -> None:
        self.delete_requested.emit(self.row.id)
