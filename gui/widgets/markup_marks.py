"""Markup in the script: tinted where it stands, a dotted line under what only looks like it.

Drawn for the lines in sight, under and over their text: the document itself is not touched, so that marks
are no steps to undo and cost nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextLine

from core.text.markup import AS_TEXT, Span, parse_line
from gui.theme import theme
from gui.widgets.script_text import units

_TINT_ALPHA = 38
_LONGEST = 20_000
"""A longer line is not marked."""


@lru_cache(maxsize=512)
def spans_of(text: str, voices: frozenset[str]) -> tuple[Span, ...]:
    """Return the markup of a line, for drawing; the lines in sight are read once."""
    if ("[" not in text and "#" not in text) or len(text) > _LONGEST:
        return ()
    return parse_line(text, voices).spans


def unknown_marks(text: str, voices: frozenset[str]) -> tuple[str, ...]:
    """Return what a line has in brackets that is no markup where it stands, to be told in words."""
    return tuple(text[one.start : one.end] for one in spans_of(text, voices) if one.kind in AS_TEXT)


def paint_marks(painter: QPainter, block: QTextBlock, origin: QPointF, voices: frozenset[str]) -> None:
    """Mark one block.

    Args:
        painter: On the viewport.
        block: Laid out.
        origin: Where its layout stands.
        voices: Names and ids of the voices that there are.
    """
    text = block.text()
    tint = QColor(theme().color("accent"))
    tint.setAlpha(_TINT_ALPHA)
    for span in spans_of(text, voices):
        for place in _boxes(block, units(text, span.start), units(text, span.end)):
            box = place.translated(origin)
            if box.bottom() < box.height() / 2:
                continue  # its text line is scrolled out
            if span.kind in AS_TEXT:
                painter.setPen(QPen(theme().color("warning"), 1.5, Qt.PenStyle.DotLine))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tint)
                painter.drawRoundedRect(box, 3, 3)


def _boxes(block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    """Give the rectangles of a stretch of a block, one a text line, from the layout's corner."""
    layout = block.layout()
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = _x(line, first), _x(line, last)
            yield QRectF(min(left, right), line.y(), abs(right - left), line.height())


def _x(line: QTextLine, place: int) -> float:
    """Return where a place stands in a text line; PySide gives it with the place."""
    found: object = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else cast(float, found))
