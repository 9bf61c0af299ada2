"""The memory meter: a bar of segments, and its legend."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.presenters.meter_states import MeterSegment
from gui.theme import theme
from gui.widgets.controls import HIT_PX, paint_focus_ring

BAR_PX = 12
GAP_PX = 2
SQUARE_PX = 8


LEGEND_ORDER = ("engine", "activations", "other", "", "context", "cache")
"""What is named first where there is little room: the engines; the blank stands for the last word."""


def legend_rank(role: str) -> int:
    """Return the place of a role in the legend."""
    kind = role.partition("-")[0]
    return LEGEND_ORDER.index(kind) if kind in LEGEND_ORDER else len(LEGEND_ORDER)


def role_or_other(role: str) -> str:
    """Return the role, or ``other`` where the theme has none of that name (a fifth engine)."""
    return role if theme().has_role(role) else "other"


class Meter(QAbstractButton):
    """Who holds the device's memory, drawn; the words are in its description. Pressed, it shows more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: tuple[MeterSegment, ...] = ()
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaximumWidth(330)
        theme().changed.connect(self.update)

    def show_segments(self, segments: tuple[MeterSegment, ...], *, stale: bool) -> None:
        """Show segments from the left; old figures are drawn pale."""
        if (segments, stale) != (self._segments, self._stale):
            self._segments = segments
            self._stale = stale
            self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(160, HIT_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(90, HIT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), 8)
        bar = QRectF(4, (self.height() - BAR_PX) / 2, self.width() - 8, BAR_PX)
        outline = QPainterPath()
        outline.addRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
        painter.setClipPath(outline)
        painter.fillRect(bar, theme().color("groove"))
        if self._stale:
            painter.setOpacity(0.45)
        left = bar.left()
        for segment in self._segments:
            width = min(max(segment.fraction, 0.0) * bar.width(), bar.right() - left)
            if width > 0 and segment.role != "free":
                drawn = QRectF(left, bar.top(), max(1.0, width - GAP_PX), BAR_PX)
                painter.fillRect(drawn, theme().color(role_or_other(segment.role)))
            left += max(width, 0.0)
        painter.setOpacity(1.0)
        if self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("control-border"), 2))
            painter.drawPath(outline)
        painter.end()


class Legend(QWidget):
    """A coloured square and a label for each segment; those without room are left to the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_segments(self, segments: tuple[MeterSegment, ...], *last: str) -> None:
        """Show the labels of the segments, engines first, and words without a square (the peak)."""
        entries = [(segment.role, segment.label) for segment in segments if segment.label]
        entries += [("", word) for word in last if word]
        shown = tuple(sorted(entries, key=lambda entry: legend_rank(entry[0])))
        if shown != self._entries:
            self._entries = shown
            self.setToolTip("\n".join(text for _, text in shown))
            self.setMaximumWidth(max(1, self.sizeHint().width()))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for all labels."""
        return QSize(sum(self._width_of(*entry) for entry in self._entries), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Give way altogether."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many as there is room for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for role, text in self._entries:
            width = self._width_of(role, text)
            if left + width > self.width() + 14:
                break
            text_left = left
            if role:
                square = QRectF(left, (self.height() - SQUARE_PX) / 2, SQUARE_PX, SQUARE_PX)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme().color(role_or_other(role)))
                painter.drawRoundedRect(square, 2, 2)
                text_left += SQUARE_PX + 5
            painter.setPen(theme().color("muted"))
            at = QRectF(text_left, 0, width, self.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            left += width
        painter.end()

    def _width_of(self, role: str, text: str) -> int:
        square = SQUARE_PX + 5 if role else 0
        return square + self.fontMetrics().horizontalAdvance(text) + 14

    def _restyle(self) -> None:
        self.setFont(theme().font("small"))
        self.setMaximumWidth(max(1, self.sizeHint().width()))
        self.updateGeometry()
        self.update()
