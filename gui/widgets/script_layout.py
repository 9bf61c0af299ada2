"""The layout of the script: QPlainTextEdit's own, with a free row above each line of text.

QPlainTextEdit lays out only what is in sight, which keeps 10,000 lines fast, but its layout knows no
margins between blocks. So each block is laid out by Qt first and its text lines are then moved down once;
everything in Qt that asks where a block is (painting, hit tests, scrolling) asks ``blockBoundingRect``.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout


@dataclass(frozen=True)
class RowMetrics:
    """Spaces of a block, in pixels.

    Attributes:
        above: From the block's top to its first text line (greater than 0).
        below: Under the last text line.
        leading: Between two text lines.
        blank: Above and below the text line of a blank block (greater than 0).
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
    """Leaves room above and below each block."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.metrics = RowMetrics()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the rectangle of a block, its free rows included; lays it out where needed."""
        rect = super().blockBoundingRect(block)
        if not block.isVisible():
            return rect
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            return rect
        first = layout.lineAt(0).y()
        if first == 0:
            first = self._move_down(block, count)
            rect = super().blockBoundingRect(block)
        below = self.metrics.blank if first == self.metrics.blank else self.metrics.below
        rect.setHeight(rect.height() + below)
        return rect

    def _move_down(self, block: QTextBlock, count: int) -> float:
        """Move the text lines of a block that Qt has just laid out; return where the first is now.

        QPlainTextEdit leaves right-to-left lines at the left; here they stand at the right.
        """
        first = self.metrics.blank if is_gap(block) else self.metrics.above
        layout = block.layout()
        if block.textDirection() is Qt.LayoutDirection.RightToLeft:
            option = layout.textOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            layout.setTextOption(option)
        for index in range(count):
            line = layout.lineAt(index)
            line.setPosition(QPointF(line.x(), line.y() + first + index * self.metrics.leading))
        return first
