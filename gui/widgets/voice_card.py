"""A voice card: name, facts, small waveform, note; chosen like a radio button, played by its own button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from gui.presenters.states import VoiceCard
from gui.theme import theme
from gui.widgets.controls import IconButton, paint_focus_ring
from gui.widgets.waveform import bar_heights, paint_bars

PADDING_PX = 9
WAVE_PX = 18
BAR_PX = 3.0
STEP_PX = 4.3


class VoiceCardWidget(QRadioButton):
    """One voice of the panel."""

    play_requested = Signal(str)
    """Its id."""
    remove_requested = Signal(str)
    """Its id."""
    words_requested = Signal(str)
    """Its id."""

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
        theme().changed.connect(self._restyle)
        self.show_card(card)

    def show_card(self, card: VoiceCard) -> None:
        """Show a voice (the same id as before)."""
        new_peaks = card.peaks is not self.card.peaks or not self._heights
        self.card = card
        self.play_button.set_icon("pause" if card.playing else "play")
        self.words_button.set_icon("edit", "warning" if card.lacking else "muted")
        self.words_button.setVisible(card.removable)
        facts = ". ".join(part for part in (card.facts, card.note) if part)
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(facts)
        self.setToolTip(card.note)
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
        if self.card.note:
            tall += small + 3
        return QSize(200, int(tall + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at the full height."""
        return QSize(120, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the card."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove a reference with Delete, write down its words with F2; Enter chooses like Space."""
        if event.key() == Qt.Key.Key_Delete and self.card.removable:
            self.remove_requested.emit(self.card.id)
        elif event.key() == Qt.Key.Key_F2 and self.card.removable:
            self._ask_words()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right and the waveform as wide as the card."""
        super().resizeEvent(event)
        right = self.width() - self.play_button.width() - 4
        self.play_button.move(right, 4)
        self.words_button.move(right - self.words_button.width(), 4)
        self._measure()

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
        name_width = width - self.play_button.width() * (2 if self.card.removable else 1)
        top = self._line(painter, self.card.name, bold, "text", QRectF(left, top, name_width, 0)) + 2
        top = self._line(painter, self.card.facts, small, "muted", QRectF(left, top, width, 0)) + 4
        wave = QRectF(left, top, width, WAVE_PX if self._heights else -4)
        if not self.card.usable:
            painter.setOpacity(0.5)
        paint_bars(painter, wave, self._heights, played=0.0, bar_px=BAR_PX, step_px=STEP_PX)
        painter.setOpacity(1.0)
        if self.card.note:
            role = "ok" if self.card.usable and not self.card.lacking else "warning"
            self._line(painter, self.card.note, small, role, QRectF(left, wave.bottom() + 3, width, 0))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()

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
