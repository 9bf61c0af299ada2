"""A box for plain text: what is pasted and dropped comes clean, files are handed on, undo is the window's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from core.importing import read_pasted
from gui.widgets.drops import local_files
from gui.widgets.keys import undo_key
from gui.widgets.script_text import plain


class PlainInput(QPlainTextEdit):
    """Takes text in."""

    files_dropped = Signal(object)
    """Paths, in a tuple."""
    characters_dropped = Signal(int)
    """How many control characters were left out of what came."""
    undo_requested = Signal()
    """Undo is wanted: the text's last step need not be the window's."""
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu_actions: Sequence[QAction] = ()
        """What the context menu begins with."""

    def show_caret(self) -> None:
        """Bring the caret into sight."""
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and its like to the window, whose steps are not of the text alone."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and undo_key(event):
            event.ignore()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu under the mouse: what it does, it does with what was clicked at."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._go_to(event.pos())
        menu = self.context_menu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _go_to(self, at: QPoint) -> None:
        """Put the caret there, unless that is selected."""
        there, chosen = self.cursorForPosition(at), self.textCursor()
        if not chosen.selectionStart() <= there.position() <= chosen.selectionEnd():
            self.setTextCursor(there)

    def context_menu(self, at: QPoint) -> QMenu:
        """Return Qt's menu of an editor, whose undo and redo are the window's."""
        menu = self.createStandardContextMenu(at)
        for name in ("edit-undo", "edit-redo"):
            action = menu.findChild(QAction, name)
            if action is not None:
                menu.removeAction(action)
        menu.insertActions(menu.actions()[0], self.menu_actions)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for undo and redo instead of doing them."""
        wish = undo_key(event)
        if wish:
            (self.undo_requested if wish == "undo" else self.redo_requested).emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and text."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take files anywhere, text where it would land."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand files on; put text where it falls."""
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)
        else:
            super().dropEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste lines without styles and control characters; copied files count as dropped."""
        files = local_files(source)
        if files:
            self.files_dropped.emit(files)
            return
        text = source.text()
        cleaned, dropped = plain(read_pasted(text, source.html() if source.hasHtml() else "") or text)
        if cleaned:
            self.textCursor().insertText(cleaned)
            self.show_caret()
        if dropped:
            self.characters_dropped.emit(dropped)
