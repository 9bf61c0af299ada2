"""Edits of the script by places and lines, each one step to undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextCursor

from core.text.search import Spot
from gui.widgets.script_editor import ScriptEditor
from gui.widgets.script_text import code_points, difference, units


def select_spot(editor: ScriptEditor, spot: Spot) -> None:
    """Select a place and show it."""
    block = editor.document().findBlockByNumber(spot.line)
    if not block.isValid():
        return
    text = block.text()
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + units(text, spot.start))
    cursor.setPosition(block.position() + units(text, spot.end), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.show_caret()


def selected_spot(editor: ScriptEditor) -> Spot:
    """Return what is selected, or where the caret is, as far as it lies in the first line of it."""
    cursor = editor.textCursor()
    block = editor.document().findBlock(cursor.selectionStart())
    text = block.text()
    start, end = (place - block.position() for place in (cursor.selectionStart(), cursor.selectionEnd()))
    return Spot(block.blockNumber(), code_points(text, start), code_points(text, min(end, len(text) * 2)))


def replace_lines(editor: ScriptEditor, changes: Sequence[tuple[int, str]]) -> None:
    r"""Give lines another text, all in one step to undo; one with ``\n`` becomes several lines.

    Nothing is done to a script that may not be changed.
    """
    if not changes or editor.isReadOnly():
        return
    cursor = QTextCursor(editor.document())
    cursor.beginEditBlock()
    for number, text in sorted(changes, reverse=True):
        block = editor.document().findBlockByNumber(number)
        if block.isValid():
            _replace(cursor, block, text)
    cursor.endEditBlock()


def _replace(cursor: QTextCursor, block: QTextBlock, text: str) -> None:
    """Replace only what differs: what stands before and behind it keeps its caret."""
    old = block.text()
    if old != text:
        start, end, new = difference(old, text)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
