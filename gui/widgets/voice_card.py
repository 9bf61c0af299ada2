"""A voice card: name, facts, small waveform, note; chosen like a radio button, played by its own button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QRadioButton, QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.presenters.states import VerdictMark, VoiceCard
from gui.theme import theme
from gui.widgets.controls import IconButton, paint_focus_ring
from gui.widgets.findings import LOOK
from gui.widgets.waveform import bar_heights, paint_bars

PADDING_PX = 9
WAVE_PX = 18
MARK_PX = 11
BAR_PX = 3.0
STEP_PX = 4.3


class NameBox(QLineEdit):
    """A name that is being changed: Enter or a click elsewhere keeps it, Escape does not."""

    ended = Signal(str)
    """The name, or empty where it shall stay."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setMaxLength(200)
        self.setAccessibleName(self.tr("Name of {voice}").format(voice=name))
        self.selectAll()
        self.editingFinished.connect(self._keep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the name as it was with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.blockSignals(True)
            self.setText("")
            self.blockSignals(False)
            self._keep()
        else:
            super().keyPressEvent(event)
            event.accept()  # no key of the name means anything to the card

    def _keep(self) -> None:
        self.ended.emit(self.text())


class VoiceCardWidget(QRadioButton):
    """One voice of the panel."""

    play_requested = Signal(str)
    """Its id."""
    remove_requested = Signal(str)
    """Its id."""
    words_requested = Signal(str)
    """Its id."""
    recording_requested = Signal(str)
    """Its id."""
    menu_requested = Signal()
    rename_requested = Signal(str, str)
    """Its id and the new name."""

    def __init__(self, card: VoiceCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self._heights: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.play_button = IconButton("play", self)
        self.play_button.icon_width = 13
        self.play_button.clicked.connect(self._play)
        self.words_button = IconButton("edit", self)
        self.words_button.icon_width = 13
        self.words_button.clicked.connect(self._ask_words)
        self.more_button = IconButton("more", self)
        self.more_button.clicked.connect(self.menu_requested)
        self.name_box: NameBox | None = None
        theme().changed.connect(self._restyle)
        self.show_card(card)

    def show_card(self, card: VoiceCard) -> None:
        """Show a voice (the same id as before)."""
        new_peaks = card.peaks is not self.card.peaks or not self._heights
        self.card = card
        self.play_button.set_icon("pause" if card.playing else "play")
        self.words_button.set_icon("edit", "warning" if card.lacking else "muted")
        self.words_button.setVisible(card.removable and card.lacking)
        self.more_button.setVisible(card.removable)
        self._place_buttons()
        verdict = " ".join((card.mark.text, card.mark.detail)).strip() if card.mark else ""
        said = (card.facts, verdict, card.note, card.aside, *card.more.splitlines())
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(". ".join(part for part in said if part))
        tip = (card.note, card.mark.detail if card.mark else "", card.more)
        self.setToolTip("\n".join(part for part in tip if part))
        if new_peaks:
            self._measure()
        self.updateGeometry()
        self.update()

    def set_reached_by_tab(self, reached: bool) -> None:
        """Let Tab stop here, as at one card of the group; arrow keys go to the others."""
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(strong if reached else click)

    def sizeHint(self) -> QSize:
        """Return the height of its lines."""
        look = theme()
        name = QFontMetricsF(look.font("body", bold=True)).height()
        small = QFontMetricsF(look.font("small")).height()
        tall = PADDING_PX * 2 + name + 2 + small
        if self.card.peaks is not None:
            tall += 4 + WAVE_PX
        tall += (small + 3) * sum(map(bool, (self.card.mark, self.card.note, self.card.aside)))
        return QSize(200, int(tall + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at the full height."""
        return QSize(120, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the card."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes a reference, F2 renames it, F4 shows its recording; Enter chooses like Space."""
        if event.key() == Qt.Key.Key_Delete and self.card.removable:
            self.remove_requested.emit(self.card.id)
        elif event.key() == Qt.Key.Key_F2 and self.card.removable:
            self.begin_rename()
        elif event.key() == Qt.Key.Key_F4 and self.card.removable:
            self.recording_requested.emit(self.card.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right and the waveform as wide as the card."""
        super().resizeEvent(event)
        self._place_buttons()
        self._measure()

    def begin_rename(self) -> None:
        """Let the name be changed in its place."""
        if self.name_box is None and self.card.removable:
            self.name_box = NameBox(self.card.name, self)
            self.name_box.ended.connect(self._end_rename)
            self._place_buttons()
            self.name_box.show()
            self.name_box.setFocus()

    def _end_rename(self, name: str) -> None:
        box, self.name_box = self.name_box, None
        if box is None:
            return
        had_focus = box.hasFocus()
        box.hide()
        box.deleteLater()
        if had_focus:
            self.setFocus()
        if name.strip() and name.strip() != self.card.name:
            self.rename_requested.emit(self.card.id, name)

    def _buttons(self) -> list[IconButton]:
        """Return the buttons that are there, from the right."""
        shown = [(self.play_button, True), (self.more_button, self.card.removable)]
        shown.append((self.words_button, self.card.removable and self.card.lacking))
        return [button for button, there in shown if there]

    def _place_buttons(self) -> None:
        right = self.width() - 4
        for button in self._buttons():
            right -= button.width()
            button.move(right, 4)
        if self.name_box is not None:
            self.name_box.setGeometry(3, 2, self.width() - 6, self.name_box.sizeHint().height())
            self.name_box.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(look.color("border"), 1) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("raised" if self.isChecked() else "hover"))
            painter.drawRoundedRect(around, 8, 8)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawRoundedRect(QRectF(0, 14, 3, self.height() - 28), 1.5, 1.5)
        bold, small = look.font("body", bold=True), look.font("small")
        left, width = PADDING_PX, self.width() - 2 * PADDING_PX
        top = float(PADDING_PX)
        name_width = width - self.play_button.width() * len(self._buttons())
        top = self._line(painter, self.card.name, bold, "text", QRectF(left, top, name_width, 0)) + 2
        top = self._line(painter, self.card.facts, small, "muted", QRectF(left, top, width, 0)) + 4
        wave = QRectF(left, top, width, WAVE_PX if self._heights else -4)
        if not self.card.usable:
            painter.setOpacity(0.5)
        paint_bars(painter, wave, self._heights, played=0.0, bar_px=BAR_PX, step_px=STEP_PX)
        painter.setOpacity(1.0)
        top = wave.bottom() + 3
        if self.card.mark is not None:
            top = self._mark(painter, self.card.mark, small, QRectF(left, top, width, 0)) + 3
        if self.card.note:
            role = "ok" if self.card.usable and not self.card.lacking else "warning"
            top = self._line(painter, self.card.note, small, role, QRectF(left, top, width, 0)) + 3
        if self.card.aside:
            self._line(painter, self.card.aside, small, "muted", QRectF(left, top, width, 0))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()

    def _mark(self, painter: QPainter, mark: VerdictMark, font: QFont, at: QRectF) -> float:
        """Draw a verdict: its shape tells the level, not the colour alone."""
        icon, role = LOOK[mark.level]
        height = QFontMetricsF(font).height()
        paint_icon(
            painter, icon, role, QRectF(at.left(), at.top() + (height - MARK_PX) / 2, MARK_PX, MARK_PX)
        )
        return self._line(painter, mark.text, font, role, at.adjusted(MARK_PX + 5, 0, 0, 0))

    def _line(self, painter: QPainter, text: str, font: QFont, role: str, at: QRectF) -> float:
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme().color(role))
        at.setHeight(metrics.height())
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        return at.bottom()

    def _measure(self) -> None:
        bars = int((self.width() - 2 * PADDING_PX + STEP_PX - BAR_PX) // STEP_PX)
        self._heights = bar_heights(self.card.peaks, bars)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _play(self) -> None:
        self.play_requested.emit(self.card.id)

    def _ask_words(self) -> None:
        self.words_requested.emit(self.card.id)
