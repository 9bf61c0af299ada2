"""A recording's waveform with the part that is used: two handles, moved by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from core.model.voice import Stretch
from gui.presenters.states import Peaks
from gui.theme import theme
from gui.widgets.controls import paint_focus_ring
from gui.widgets.passive import Retranslated
from gui.widgets.waveform import bar_heights, paint_bars
from gui.widgets.words import clock

HANDLE_PX = 24
BAR_PX, STEP_PX = 2.0, 3.0
TALL_PX = 110
LEAST_S = 0.5

STEP_S, FINE_S, COARSE_S = 0.1, 0.01, 1.0


class StretchHandle(QAbstractSlider):
    """One end of the part: a slider in milliseconds to screen readers."""

    wished = Signal(float)
    """A time in seconds."""
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setSingleStep(round(STEP_S * 1000))
        self.setPageStep(round(COARSE_S * 1000))
        self.time_s = 0.0
        self.actionTriggered.connect(self._moved_by_action)

    def show_time(self, time_s: float, duration_s: float) -> None:
        """Stand at a time; emits nothing."""
        self.time_s = time_s
        self.blockSignals(True)
        self.setRange(0, max(0, round(duration_s * 1000)))
        self.setValue(round(time_s * 1000))
        self.blockSignals(False)
        self.setAccessibleDescription(clock(time_s))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by 0.1 s with the arrows, by 1 s with Shift, by 0.01 s with Ctrl."""
        step = STEP_S
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step = COARSE_S
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = FINE_S
        moves = {
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Down: -step,
            Qt.Key.Key_Right: step,
            Qt.Key.Key_Up: step,
            Qt.Key.Key_PageDown: -COARSE_S,
            Qt.Key.Key_PageUp: COARSE_S,
            Qt.Key.Key_Home: -float(self.maximum()),
            Qt.Key.Key_End: float(self.maximum()),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self.wished.emit(self.time_s + move)
        self.let_go.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        wave = self.parentWidget()
        if isinstance(wave, StretchWave) and event.buttons() & Qt.MouseButton.LeftButton:
            self.wished.emit(wave.time_at(self.mapTo(wave, event.position()).x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there."""
        self.let_go.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line with a grip."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        painter.setPen(QPen(look.color("accent"), 2))
        painter.drawLine(int(middle), 0, int(middle), self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(QRectF(middle - 4, self.height() / 2 - 13, 8, 26), 3, 3)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()).adjusted(2, 0, -2, 0))
        painter.end()

    def _moved_by_action(self, _action: int) -> None:
        self.wished.emit(self.sliderPosition() / 1000)
        self.let_go.emit()


class StretchWave(Retranslated, QWidget):
    """Shows the whole recording; what is outside the part is dimmed."""

    stretch_chosen = Signal(object)
    """A ``Stretch``, when a handle was let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Peaks | None = None
        self._heights: list[float] = []
        self._duration_s = 0.0
        self._kept = self._stretch = Stretch(0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.start_handle = StretchHandle(self)
        self.end_handle = StretchHandle(self)
        self.start_handle.wished.connect(self._move_start)
        self.end_handle.wished.connect(self._move_end)
        for handle in (self.start_handle, self.end_handle):
            handle.let_go.connect(self._choose)
        theme().changed.connect(self.update)
        self.retranslate()

    @property
    def stretch(self) -> Stretch:
        """The part as it is drawn now."""
        return self._stretch

    def show_recording(self, peaks: Peaks | None, duration_s: float, stretch: Stretch) -> None:
        """Show a recording and the part of it; emits nothing."""
        if peaks is not self._peaks or duration_s != self._duration_s:
            self._peaks, self._duration_s = peaks, duration_s
            self._measure()
        self._kept = self._stretch = stretch
        for handle in (self.start_handle, self.end_handle):
            handle.setVisible(peaks is not None)
        self._place()

    def time_at(self, x: float) -> float:
        """Return the time at a place."""
        return (x - HANDLE_PX / 2) / max(1, self.width() - HANDLE_PX) * self._duration_s

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setAccessibleName(self.tr("Recording"))
        self.start_handle.setAccessibleName(self.tr("Start of the part"))
        self.end_handle.setAccessibleName(self.tr("End of the part"))
        keys = self.tr("Arrows move it by 0.1 s, with Shift by 1 s, with Ctrl by 0.01 s")
        for handle in (self.start_handle, self.end_handle):
            handle.setToolTip(keys)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(560, TALL_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(240, TALL_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, and the part upon them."""
        look = theme()
        painter = QPainter(self)
        left, right = self._x_of(self._stretch.start_s), self._x_of(self._stretch.end_s)
        where = QRectF(HANDLE_PX / 2, 6, self.width() - HANDLE_PX, self.height() - 12)
        if self._heights:
            inside = QColor(look.color("accent"))
            inside.setAlphaF(0.16)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), inside)
            paint_bars(painter, where, self._heights, played=0.0, bar_px=BAR_PX, step_px=STEP_PX)
            painter.save()
            painter.setClipRect(QRectF(left, 0, right - left, self.height()))
            paint_bars(painter, where, self._heights, played=where.width(), bar_px=BAR_PX, step_px=STEP_PX)
            painter.restore()
        else:
            painter.setPen(look.color("border"))
            middle = self.height() // 2
            painter.drawLine(int(where.left()), middle, int(where.right()), middle)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reduce the peaks anew, and put the handles in their places."""
        super().resizeEvent(event)
        self._measure()
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the nearer handle to where the mouse is."""
        if event.button() is not Qt.MouseButton.LeftButton or self._peaks is None:
            return
        time_s = self.time_at(event.position().x())
        nearer_start = abs(time_s - self._stretch.start_s) <= abs(time_s - self._stretch.end_s)
        (self._move_start if nearer_start else self._move_end)(time_s)
        (self.start_handle if nearer_start else self.end_handle).setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose()

    def _move_start(self, time_s: float) -> None:
        start = min(max(0.0, time_s), max(0.0, self._stretch.end_s - LEAST_S))
        self._stretch = Stretch(round(start, 3), self._stretch.end_s)
        self._place()

    def _move_end(self, time_s: float) -> None:
        end = max(min(self._duration_s, time_s), min(self._duration_s, self._stretch.start_s + LEAST_S))
        self._stretch = Stretch(self._stretch.start_s, round(end, 3))
        self._place()

    def _choose(self) -> None:
        if self._stretch != self._kept:
            self._kept = self._stretch
            self.stretch_chosen.emit(self._stretch)

    def _x_of(self, time_s: float) -> float:
        if self._duration_s <= 0:
            return HANDLE_PX / 2
        return HANDLE_PX / 2 + (self.width() - HANDLE_PX) * min(1.0, time_s / self._duration_s)

    def _measure(self) -> None:
        bars = int((self.width() - HANDLE_PX + STEP_PX - BAR_PX) // STEP_PX)
        self._heights = bar_heights(self._peaks, bars)

    def _place(self) -> None:
        ends = ((self.start_handle, self._stretch.start_s), (self.end_handle, self._stretch.end_s))
        for handle, time_s in ends:
            handle.setGeometry(int(self._x_of(time_s) - HANDLE_PX / 2), 0, HANDLE_PX, self.height())
            handle.show_time(time_s, self._duration_s)
        self.update()
