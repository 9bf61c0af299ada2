"""What is drawn under and beside the script's text: the current line's card, gutter marks, small rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui.icons import paint_icon
from gui.presenters.states import LineState, LineView
from gui.theme import theme
from gui.widgets.script_marks import DIMMED

GUTTER_PX = 35
"""Left of the text."""
MARK_PX = 15
META_GAP_PX = 4
"""Between the small row and the text."""

MARKS: dict[LineState, tuple[str, str]] = {
    LineState.TODO: ("todo", "muted"),
    LineState.RENDERING: ("rendering", "accent"),
    LineState.RENDERED: ("rendered", "ok"),
    LineState.STALE: ("stale", "warning"),
    LineState.FAILED: ("failed", "error"),
}
"""Icon and colour role of each state; the shapes differ too."""


@dataclass(frozen=True)
class Row:
    """A block in sight.

    Attributes:
        line: Its number, from 0.
        ordinal: The number that people know it by: blank lines are not counted, the first is 1.
        top: Its top in the editor's pixels.
        height: Its height.
        text_top: Top of its first text line, from the row's top.
        view: What to show with it; ``BLANK`` for a blank block.
    """

    line: int
    ordinal: int
    top: float
    height: float
    text_top: float
    view: LineView

    @property
    def shown_top(self) -> float:
        """Where its small row and its buttons stand from: in sight while any of its text is."""
        return max(self.top, 0.0) if self.top + self.height > self.text_top else self.top


class RowsLayer(QWidget):
    """Lies under the editor's text; transparent where it draws nothing."""

    line_pressed = Signal(int)
    """A line was pressed beside its text."""

    def __init__(
        self,
        parent: QWidget,
        rows: Callable[[], list[Row]],
        current: Callable[[], int],
        placeholder: Callable[[], str],
        dims: Callable[[int], bool],
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._current = current
        self._placeholder = placeholder
        self._dims = dims
        self.actions_px = 0
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.lower()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that the event touches."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = QRectF(event.rect())
        current = self._current()
        for row in self._rows():
            where = QRectF(0, row.top, self.width(), row.height)
            if not where.intersects(dirty):
                continue
            if row.line == current:
                self._paint_card(painter, where)
            if row.view.state in MARKS:
                self._paint_row(painter, row)
        placeholder = self._placeholder()
        if placeholder:
            self._paint_placeholder(painter, placeholder)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say in a tool tip why a line failed."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self.show_note(event)
            return True
        return super().event(event)

    def show_note(self, event: QHelpEvent) -> None:
        """Say why the line under the mouse failed; takes what asks for a tool tip, here or over the text."""
        at = self.mapFromGlobal(event.globalPos()).y()
        note = next((row.view.note for row in self._rows() if row.top <= at < row.top + row.height), "")
        if note:
            QToolTip.showText(event.globalPos(), note, self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which line was pressed."""
        y = event.position().y()
        line = next((row.line for row in self._rows() if row.top <= y < row.top + row.height), None)
        if line is not None and event.button() is Qt.MouseButton.LeftButton:
            self.line_pressed.emit(line)
        else:
            super().mousePressEvent(event)

    def cover(self, painter: QPainter) -> None:
        """Draw the small rows over the text: letters with many marks reach into them from above and below.

        Args:
            painter: Draws in this widget's pixels.
        """
        look = theme()
        current = self._current()
        for row in self._rows():
            if row.view.state not in MARKS:
                continue
            strip = QRectF(GUTTER_PX, row.shown_top + 1.5, self.width() - GUTTER_PX, row.text_top - 3)
            painter.save()
            painter.setClipRect(strip)
            painter.fillRect(strip, look.color("surface" if row.line == current else "background"))
            self._paint_row(painter, row)
            painter.restore()

    def _paint_card(self, painter: QPainter, where: QRectF) -> None:
        look = theme()
        painter.setPen(QPen(look.color("border"), 1))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _paint_row(self, painter: QPainter, row: Row) -> None:
        painter.setOpacity(DIMMED if self._dims(row.line) else 1.0)
        self._paint_small_row(painter, row)
        painter.setOpacity(1.0)

    def _paint_small_row(self, painter: QPainter, row: Row) -> None:
        look = theme()
        view = row.view
        name, role = MARKS[view.state]
        small, bold = look.font("small"), look.font("small", bold=True)
        metrics, bold_metrics = QFontMetricsF(small), QFontMetricsF(bold)
        meta_top = row.shown_top + row.text_top - metrics.height() - META_GAP_PX
        mark = QRectF(GUTTER_PX / 2 - MARK_PX / 2 - 1, 0, MARK_PX, MARK_PX)
        mark.moveTop(meta_top + (metrics.height() - MARK_PX) / 2 + 1)
        paint_icon(painter, name, role, mark)
        left = float(GUTTER_PX)
        room = self.width() - left - self.actions_px
        if view.voice:
            painter.setFont(bold)
            painter.setPen(look.color("muted"))
            voice = bold_metrics.elidedText(view.voice, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, meta_top, room, metrics.height()), _FLAGS, voice)
            taken = bold_metrics.horizontalAdvance(voice) + 8
            left, room = left + taken, room - taken
        if view.meta and room > 20:
            painter.setFont(small)
            painter.setPen(look.color("error" if view.state is LineState.FAILED else "muted"))
            meta = metrics.elidedText(view.meta, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, meta_top, room, metrics.height()), _FLAGS, meta)

    def _paint_placeholder(self, painter: QPainter, words: str) -> None:
        rows = self._rows()
        if rows:
            painter.setFont(theme().font("script"))
            painter.setPen(theme().color("muted"))
            left = GUTTER_PX + 2
            at = QRectF(left, rows[0].top + rows[0].text_top, self.width() - left - 10, 200)
            painter.drawText(at, Qt.TextFlag.TextWordWrap, words)


_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
