"""The layout of the script: QPlainTextEdit's own, with a free row above each line of text.

QPlainTextEdit lays out only what is in sight, which keeps 10,000 lines fast, but its layout knows no
margins between blocks, and it scrolls by text lines: for it the top of a block is the top of its first
text line. So the free rows between two texts belong to the upper block, all of them, and the row above
the first text stands in the editor's upper margin.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

_TEXT_MARK, _GAP_MARK = 1 / 64, 2 / 64
"""Where the first text line of a block stands that has been arranged: so little does not show."""


@dataclass(frozen=True)
class RowMetrics:
    """Spaces of a row, in pixels.

    Attributes:
        above: From the row's top to its first text line.
        below: Under the last text line.
        leading: Between two text lines.
        blank: Above and below the text line of a blank row (not as ``below``: Qt takes a block's new
            height as the sign that what is under it has moved).
    """

    above: float = 30.0
    below: float = 13.0
    leading: float = 4.0
    blank: float = 3.0


def is_blank(block: QTextBlock) -> bool:
    """Say whether a block holds nothing to speak."""
    return block.length() <= 1 or not block.text().strip()


def is_gap(block: QTextBlock) -> bool:
    """Say whether a block is only a gap between lines; the one block of an empty script is a line to be."""
    return is_blank(block) and (block.next().isValid() or block.previous().isValid())


class ScriptLayout(QPlainTextDocumentLayout):
    """Leaves room between the texts of two blocks."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.metrics = RowMetrics()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return a block's rectangle, down to the next one's text; lays it out where needed."""
        rect = super().blockBoundingRect(block)
        if not block.isVisible():
            return rect
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            return rect
        mark = layout.lineAt(0).y()
        if mark == 0:
            mark = self._arrange(block, count)
            rect = super().blockBoundingRect(block)
        room = self.metrics.blank if mark == _GAP_MARK else self.metrics.below
        following = block.next()
        if following.isValid():
            room += self.above(following)
        rect.setHeight(rect.height() + room)
        return rect

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        """Lay out what has changed; a gap that gets words makes the script longer by more than Qt knows."""
        block = self.document().findBlock(position)
        before = self.above(block)
        super().documentChanged(position, removed, added)
        self.blockBoundingRect(block)
        if self.above(block) != before:
            self.documentSizeChanged.emit(self.documentSize())

    def above(self, block: QTextBlock) -> float:
        """Return the free room between a row's top and its text."""
        layout = block.layout()
        mark = layout.lineAt(0).y() if layout.lineCount() else 0
        gap = mark == _GAP_MARK if mark else is_gap(block)
        return self.metrics.blank if gap else self.metrics.above

    def _arrange(self, block: QTextBlock, count: int) -> float:
        """Place the text lines of a block that Qt has just laid out; return where the first is now.

        QPlainTextEdit leaves right-to-left lines at the left; here they stand at the right.
        """
        mark = _GAP_MARK if is_gap(block) else _TEXT_MARK
        layout = block.layout()
        if block.textDirection() is Qt.LayoutDirection.RightToLeft:
            option = layout.textOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            layout.setTextOption(option)
        for index in range(count):
            line = layout.lineAt(index)
            line.setPosition(QPointF(line.x(), line.y() + mark + index * self.metrics.leading))
        return mark
