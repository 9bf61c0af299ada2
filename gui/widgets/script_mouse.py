"""The mouse in the script, whose text lines stand apart: which one it means, and how far its wheel goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QMouseEvent, QTextDocument, QWheelEvent

from gui.widgets.script_rows import Row

WHEEL_LINES = 2
"""Text lines for a notch of the mouse wheel; a row of the script is as tall as three lines elsewhere."""
TOUCH_PX = 40
"""Pixels of a touch pad's movement for a text line."""


class Wheel:
    """Adds up what a wheel or a touch pad turns until it makes a text line."""

    def __init__(self) -> None:
        self._turned = 0.0

    def lines(self, event: QWheelEvent) -> int:
        """Return how many text lines to go up; negative: down."""
        pixels = event.pixelDelta().y()
        self._turned += pixels / TOUCH_PX if pixels else event.angleDelta().y() / 120 * WHEEL_LINES
        lines = int(self._turned)
        self._turned -= lines
        return lines


def snapped(event: QMouseEvent, document: QTextDocument, rows: Sequence[Row], edge: int) -> QMouseEvent:
    """Move a mouse event that is between text lines to the nearest one of its row.

    Args:
        event: In the viewport's coordinates.
        document: The script.
        rows: The rows in sight.
        edge: The viewport's top, which rows are counted from, in pixels.
    """
    at = event.position()
    y = at.y() + edge
    row = next((row for row in rows if row.top <= y < row.top + row.height), None)
    if row is None:
        return event
    layout = document.findBlockByNumber(row.line).layout()
    top = row.top + row.text_top - edge
    y = at.y() - top
    lines = [layout.lineAt(i) for i in range(layout.lineCount())]
    if not lines or any(line.y() <= y < line.y() + line.height() for line in lines):
        return event
    nearest = min(lines, key=lambda line: abs(line.y() + line.height() / 2 - y))
    moved = QPointF(at.x(), top + nearest.y() + nearest.height() / 2)
    shift = moved - at
    return QMouseEvent(
        event.type(),
        moved,
        event.scenePosition() + shift,
        event.globalPosition() + shift,
        event.button(),
        event.buttons(),
        event.modifiers(),
    )
