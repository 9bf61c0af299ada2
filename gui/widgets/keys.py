"""Keys that mean the same in every text box."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence


def undo_key(event: QKeyEvent) -> str:
    """Return ``undo`` or ``redo`` where a key asks for that, else nothing; Ctrl+Y redoes too."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    if event.matches(QKeySequence.StandardKey.Redo) or QKeySequence(event.keyCombination()) in _REDO:
        return "redo"
    return ""


_REDO = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))
