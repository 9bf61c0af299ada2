"""What is drawn over the script beside its text: markup, and a veil over lines that do not stand out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter

from gui.theme import theme
from gui.widgets.markup_marks import paint_marks

if TYPE_CHECKING:
    from gui.widgets.script_editor import ScriptEditor

_VEIL_ALPHA = 190

DIMMED = 1 - _VEIL_ALPHA / 255
"""How much is seen of what stands beside the text of such a line."""


class ScriptMarks:
    """Draws for the lines in sight."""

    def __init__(self, editor: ScriptEditor) -> None:
        """Draw on that editor."""
        self._editor = editor
        self.voices: frozenset[str] = frozenset()
        """Names and ids that markup may name."""
        self.stands_out: Callable[[int], bool] | None = None
        """Says whether a line does; None: all do."""

    def paint_under(self, painter: QPainter) -> None:
        """Draw what lies under the text."""
        editor = self._editor
        block = editor.firstVisibleBlock()
        offset = editor.contentOffset()
        while block.isValid():
            box = editor.blockBoundingGeometry(block).translated(offset)
            if box.top() > editor.viewport().height():
                return
            paint_marks(painter, block, box.topLeft(), self.voices)
            block = block.next()

    def dims(self, line: int) -> bool:
        """Say whether a line is dimmed: the one with the caret never is."""
        stands_out = self.stands_out
        return stands_out is not None and line != self._editor.current_line() and not stands_out(line)

    def paint_over(self, painter: QPainter) -> None:
        """Draw what lies over it; what stands beside the text is dimmed where it is drawn."""
        if self.stands_out is None:
            return
        veil = QColor(theme().color("background"))
        veil.setAlpha(_VEIL_ALPHA)
        up = self._editor.viewport().geometry().top()
        width = self._editor.viewport().width()
        for row in self._editor.rows():
            if self.dims(row.line):
                top = round(row.top + row.text_top - up)
                painter.fillRect(0, top, width, round(row.top + row.height - up) - top, veil)
