"""Opens the editor of a reference over the main window, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.references import References
from gui.widgets.reference_dialog import ReferenceDialog


class ReferenceWindow(QObject):
    """Shows the dialog while the editor holds a recording."""

    def __init__(self, references: References, window: QWidget) -> None:
        """Wait for a recording to be opened.

        Args:
            references: Whose editor it shows.
            window: Over which it stands.
        """
        super().__init__(window)
        self._editor = references.editor
        self._window = window
        self._editor.opened.connect(self._open)

    def _open(self) -> None:
        for before in self._window.findChildren(ReferenceDialog):
            self._editor.state_changed.disconnect(before.show_state)
            before.finished.disconnect(self._editor.close)
            before.close()
        editor, dialog = self._editor, ReferenceDialog(self._window)
        editor.state_changed.connect(dialog.show_state)
        dialog.stretch_chosen.connect(editor.move)
        dialog.best_requested.connect(editor.find_best)
        dialog.undo_requested.connect(editor.undo)
        dialog.redo_requested.connect(editor.redo)
        dialog.play_requested.connect(editor.play)
        dialog.play_before_requested.connect(editor.play_before)
        dialog.denoise_clicked.connect(editor.set_denoise)
        dialog.save_requested.connect(editor.save)
        dialog.finished.connect(editor.close)
        dialog.show_state(editor.state)
        dialog.show()
