"""Opens the window of pronunciations over the main one, or brings it to the front."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.fronts import to_front
from gui.presenters.pronunciations_presenter import PronunciationsPresenter
from gui.widgets.pronunciations_dialog import PronunciationsDialog
from gui.widgets.script_editor import ScriptEditor
from gui.widgets.script_edits import replace_lines


class PronunciationWindow(QObject):
    """Connects the dialog with what it shows, and with the script's editor."""

    def __init__(
        self, presenter: PronunciationsPresenter, editor: ScriptEditor, action: QAction, window: QWidget
    ) -> None:
        """Open nothing yet.

        Args:
            presenter: Has the list and what is spoken.
            editor: Where lines are corrected.
            action: Opens it.
            window: Over which it stands.
        """
        super().__init__(window)
        self._presenter = presenter
        self._editor = editor
        self._window = window
        presenter.line_changed.connect(self._replace_line)
        action.triggered.connect(self.open)

    def open(self) -> None:
        """Open it; what is selected in the script becomes the word of a new entry."""
        selected = self._editor.textCursor().selectedText().strip()
        dialog = next(iter(self._window.findChildren(PronunciationsDialog)), None)
        if dialog is None:
            dialog = self._make()
        else:
            to_front(dialog)
        if selected and "\u2029" not in selected:
            dialog.start_entry(selected)

    def _make(self) -> PronunciationsDialog:
        presenter, dialog = self._presenter, PronunciationsDialog(self._window)
        presenter.state_changed.connect(dialog.show_state)
        dialog.add_requested.connect(presenter.add)
        dialog.change_requested.connect(presenter.change)
        dialog.remove_requested.connect(presenter.remove)
        dialog.play_requested.connect(presenter.play)
        dialog.speak_requested.connect(presenter.speak)
        dialog.here_requested.connect(presenter.correct_here)
        dialog.everywhere_requested.connect(presenter.correct_everywhere)
        dialog.normalise_clicked.connect(presenter.set_normalise)
        dialog.finished.connect(self._closed)
        presenter.set_shown(True)
        dialog.show_state(presenter.state)
        dialog.show()
        return dialog

    def _replace_line(self, number: int, text: str) -> None:
        """Write another text into a line; undo brings the old one back."""
        replace_lines(self._editor, [(number, text)])

    def _closed(self) -> None:
        self._presenter.set_shown(False)
