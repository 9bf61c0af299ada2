"""The chart of the last minutes: who held the device's memory, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.presenters.memory_state import ChartPoint, MemoryState
from gui.theme import theme
from gui.widgets.meter import role_or_other

MARK_ROLES = {"load": "ok", "release": "muted", "eviction": "warning", "out_of_memory": "error"}
"""What is marked, with its colour; each has a shape of its own too."""

_SIDE_PX = 9.0
_TOP_PX = 17.0
_BOTTOM_PX = 19.0
_LEAST_PX = 1.0


class MemoryChart(QWidget):
    """Shares of memory over time, stacked, the newest at the right; its words are in its description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = MemoryState()
        self._from = self._to = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._restyle)
        self._restyle()

    def show_state(self, state: MemoryState) -> None:
        """Show a state."""
        self._state = state
        words = [state.summary, *(mark.text for mark in state.marks)]
        self.setAccessibleDescription(". ".join(word for word in words if word))
        self.update()

    def set_words(self, since: str, now: str) -> None:
        """Name the two ends of time."""
        self._from, self._to = since, now
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(560, 190)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(240, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, shares, marks and the words at the edges."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        plot = QRectF(self.rect()).adjusted(_SIDE_PX, _TOP_PX, -_SIDE_PX, -_BOTTOM_PX)
        painter.fillRect(plot, look.color("background"))
        self._draw_grid(painter, plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_shares(painter, plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("border"), 1))
        painter.drawRect(plot)
        self._draw_marks(painter, plot)
        painter.setPen(look.color("muted"))
        under = QRectF(plot.left(), plot.bottom() + 2, plot.width(), _BOTTOM_PX)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, self._from)
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, self._to)
        over = QRectF(plot.left(), 0, plot.width(), _TOP_PX - 1)
        painter.drawText(over, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._state.top)
        painter.end()

    def _draw_grid(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(QPen(theme().color("border"), 1, Qt.PenStyle.DotLine))
        for part in (0.25, 0.5, 0.75):
            y = plot.top() + plot.height() * part
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _draw_shares(self, painter: QPainter, plot: QRectF) -> None:
        for left, right, point in spans(self._state.points, self._state.span_s):
            x = plot.left() + left * plot.width()
            width = max(_LEAST_PX, (right - left) * plot.width() + 0.5)
            bottom = plot.bottom()
            for role, share in point.shares:
                height = min(max(0.0, share) * plot.height(), bottom - plot.top())
                color = theme().color(role_or_other(role))
                painter.fillRect(QRectF(x, bottom - height, min(width, plot.right() - x), height), color)
                bottom -= height

    def _draw_marks(self, painter: QPainter, plot: QRectF) -> None:
        for mark in self._state.marks:
            x = int(plot.right() - min(1.0, mark.age_s / self._state.span_s) * plot.width()) + 0.5
            color = theme().color(MARK_ROLES.get(mark.kind, "muted"))
            painter.setPen(QPen(color, 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            draw_mark(painter, mark.kind, QPointF(x, plot.top() + _SIDE_PX / 2 + 1))

    def _restyle(self) -> None:
        self.setFont(theme().font("small"))
        self.update()


class MarkLegend(QWidget):
    """What the marks mean: each shape with its word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_words(self, words: tuple[tuple[str, str], ...]) -> None:
        """Take kinds of marks, each with its word."""
        self._words = words
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all of it."""
        metrics = self.fontMetrics()
        width = sum(metrics.horizontalAdvance(word) + _SIDE_PX + 22 for _, word in self._words)
        return QSize(round(width), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Give way."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shapes and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = _SIDE_PX / 2
        for kind, word in self._words:
            draw_mark(painter, kind, QPointF(x, self.height() / 2))
            x += _SIDE_PX / 2 + 6
            width = self.fontMetrics().horizontalAdvance(word)
            painter.setPen(theme().color("muted"))
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
            x += width + 16 + _SIDE_PX / 2
        painter.end()

    def _restyle(self) -> None:
        self.setFont(theme().font("small"))
        self.updateGeometry()
        self.update()


def spans(points: Sequence[ChartPoint], span_s: float) -> Iterator[tuple[float, float, ChartPoint]]:
    """Give each point with where it begins and ends, as parts of the width: it holds until the next.

    Args:
        points: From the oldest.
        span_s: What the width stands for.
    """
    places = [1.0 - min(1.0, max(0.0, point.age_s / span_s)) for point in points]
    for point, left, right in zip(points, places, [*places[1:], 1.0], strict=False):
        yield left, max(left, right), point


def draw_mark(painter: QPainter, kind: str, middle: QPointF) -> None:
    """Draw a mark's shape: up for what came, down for what went, a diamond, and a cross for what failed."""
    color = theme().color(MARK_ROLES.get(kind, "muted"))
    half = _SIDE_PX / 2
    if kind == "out_of_memory":
        painter.setPen(QPen(color, 2))
        for side in (-1, 1):
            painter.drawLine(middle + QPointF(-half, -half * side), middle + QPointF(half, half * side))
        return
    corners = {
        "load": ((0, -half), (half, half), (-half, half)),
        "release": ((-half, -half), (half, -half), (0, half)),
    }.get(kind, ((0, -half), (half, 0), (0, half), (-half, 0)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
