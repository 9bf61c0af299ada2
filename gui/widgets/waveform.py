"""The waveform: bars, the played part in the accent colour, seeking by mouse and keyboard."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gui.presenters.states import Peaks
from gui.theme import theme
from gui.widgets.controls import paint_focus_ring
from gui.widgets.passive import Retranslated
from gui.widgets.words import clock

MOST_TALL_PX = 68
"""Bars grow no taller, however tall the panel is."""
SILENT_PEAK = 0.05
"""Peaks below this are not blown up to the full height."""


def bar_heights(peaks: Peaks | None, bars: int) -> list[float]:
    """Reduce peaks to the height of each bar.

    Args:
        peaks: float32, shape ``(buckets, 2)``, or None.
        bars: Number of bars.

    Returns:
        Heights from 0 to 1, the greatest filling the height unless the sound is very quiet.
    """
    if peaks is None or len(peaks) == 0 or bars <= 0:
        return []
    loudest = np.abs(peaks).max(axis=1)
    edges = np.linspace(0, len(loudest), bars + 1)
    starts = np.minimum(edges[:-1].astype(np.intp), len(loudest) - 1)
    heights = np.maximum.reduceat(loudest, starts) if bars <= len(loudest) else loudest[starts]
    scale = max(float(heights.max()), SILENT_PEAK)
    return [float(height) for height in np.minimum(heights / scale, 1.0)]


def paint_bars(
    painter: QPainter, where: QRectF, heights: list[float], *, played: float, bar_px: float, step_px: float
) -> None:
    """Draw bars from the left edge of a rectangle.

    Args:
        painter: Where to draw.
        where: The rectangle; bars grow from its middle.
        heights: Heights from 0 to 1.
        played: How much of the width is in the accent colour, in pixels.
        bar_px: Width of a bar.
        step_px: Distance from one bar to the next.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    middle = where.center().y()
    before: list[QRectF] = []
    after: list[QRectF] = []
    for index, height in enumerate(heights):
        tall = max(2.0, height * where.height())
        left = index * step_px
        rect = QRectF(where.left() + left, middle - tall / 2, bar_px, tall)
        (before if left + bar_px / 2 <= played else after).append(rect)
    for rects, role in ((before, "accent"), (after, "wave")):
        painter.setBrush(theme().color(role))
        for rect in rects:
            painter.drawRoundedRect(rect, 1, 1)


class Waveform(Retranslated, QAbstractSlider):
    """What is selected, drawn; a slider in milliseconds to screen readers."""

    seek_requested = Signal(float)
    """A position in seconds."""

    BAR_PX = 3.0
    STEP_PX = 4.6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Peaks | None = None
        self._heights: list[float] = []
        self._position_s = 0.0
        self._duration_s = 0.0
        self._title = ""
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSingleStep(1000)
        self.setPageStep(5000)
        self.setRange(0, 0)
        self.actionTriggered.connect(self._seek_by_action)
        theme().changed.connect(self.update)
        self.retranslate()

    def show_sound(self, title: str, peaks: Peaks | None, position_s: float, duration_s: float) -> None:
        """Show a sound and where it is; emits nothing.

        Args:
            title: What it is, for screen readers.
            peaks: Its peaks, or None.
            position_s: Position in seconds.
            duration_s: Length in seconds; 0 for nothing.
        """
        new_sound = peaks is not self._peaks or duration_s != self._duration_s
        old_x = self._x_of(self._position_s)
        self._position_s = min(max(position_s, 0.0), max(duration_s, 0.0))
        if new_sound:
            self._peaks = peaks
            self._duration_s = duration_s
            self._measure()
            self.update()
        else:
            new_x = self._x_of(self._position_s)
            left, right = sorted((old_x, new_x))
            if right - left > 0:
                self.update(
                    int(left - self.STEP_PX), 0, int(right - left + 2 * self.STEP_PX) + 1, self.height()
                )
        second = int(self._position_s) * 1000
        if new_sound or title != self._title or second // 1000 != self.value() // 1000:
            self._title = title
            self.blockSignals(True)
            self.setRange(0, int(duration_s * 1000))
            self.setValue(int(self._position_s * 1000))
            self.blockSignals(False)
            self.retranslate()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(420, 100)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(120, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars and the focus ring."""
        painter = QPainter(self)
        if self._heights:
            where = QRectF(self.rect()).adjusted(3, 4, -3, -4)
            tall = min(where.height(), MOST_TALL_PX)
            where = QRectF(where.left(), where.center().y() - tall / 2, where.width(), tall)
            paint_bars(
                painter,
                where,
                self._heights,
                played=self._x_of(self._position_s) - 3,
                bar_px=self.BAR_PX,
                step_px=self.STEP_PX,
            )
        else:
            painter.setPen(theme().color("border"))
            middle = self.height() // 2
            painter.drawLine(3, middle, self.width() - 3, middle)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reduce the peaks anew."""
        self._measure()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek to where the mouse is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek_to_x(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Seek along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek_to_x(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: the last move has said it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek by 1 s with the arrows, by 5 s with Shift, to the ends with Home and End."""
        step = 5.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        targets = {
            Qt.Key.Key_Left: self._position_s - step,
            Qt.Key.Key_Down: self._position_s - step,
            Qt.Key.Key_Right: self._position_s + step,
            Qt.Key.Key_Up: self._position_s + step,
            Qt.Key.Key_PageDown: self._position_s - 5.0,
            Qt.Key.Key_PageUp: self._position_s + 5.0,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._duration_s,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._seek(target)

    def retranslate(self) -> None:
        """Say in the interface's language what it is."""
        if self._duration_s <= 0:
            self.setAccessibleName(self.tr("Position"))
            self.setAccessibleDescription(self.tr("Nothing to play"))
            return
        name = (
            self.tr("Position in {title}").format(title=self._title) if self._title else self.tr("Position")
        )
        self.setAccessibleName(name)
        words = self.tr("{position} of {duration}")
        position = clock(self._position_s, tenths=False)
        self.setAccessibleDescription(words.format(position=position, duration=clock(self._duration_s)))

    def _measure(self) -> None:
        bars = int((self.width() - 6 + self.STEP_PX - self.BAR_PX) // self.STEP_PX)
        self._heights = bar_heights(self._peaks, bars)

    def _x_of(self, position_s: float) -> float:
        if self._duration_s <= 0:
            return 0.0
        return 3 + (self.width() - 6) * position_s / self._duration_s

    def _seek_to_x(self, x: float) -> None:
        self._seek((x - 3) / max(1, self.width() - 6) * self._duration_s)

    def _seek(self, position_s: float) -> None:
        if self._duration_s > 0:
            self.seek_requested.emit(min(max(position_s, 0.0), self._duration_s))

    def _seek_by_action(self, _action: int) -> None:
        self._seek(self.sliderPosition() / 1000)
