"""What of the script is in sight: scrolling on where Qt, which knows no rows, stops too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.widgets.script_editor import ScriptEditor


def show_caret_whole(editor: ScriptEditor, leading: float) -> None:
    """Scroll on where the room between two text lines, unknown to Qt, cuts the caret's line.

    Args:
        editor: The script.
        leading: That room, in pixels.
    """
    cut = editor.cursorRect().bottom() - editor.viewport().height()
    if 0 < cut <= leading + 2:  # Qt rounds
        bar = editor.verticalScrollBar()
        bar.setValue(bar.value() + 1)


def show_line_whole(editor: ScriptEditor) -> None:
    """Scroll on until all text of the caret's line is in sight, as far as its beginning stays there."""
    bar = editor.verticalScrollBar()
    layout = editor.textCursor().block().layout()
    for _ in range(layout.lineCount()):
        top = (
            editor.blockBoundingGeometry(editor.textCursor().block()).translated(editor.contentOffset()).top()
        )
        below = top + layout.boundingRect().bottom() - editor.viewport().height()
        text_line = layout.lineAt(0).height()
        if below <= 0 or top < text_line:
            return
        bar.setValue(bar.value() + 1)
