"""The window of finished files and the dialogs that ask where they go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.file_dialog import file_dialog
from gui.fronts import open_folder, to_front
from gui.presenters.export_presenter import SHOW_FOLDER, SHOW_REPORT
from gui.presenters.export_state import FileQuestion, short_name
from gui.studio import Studio
from gui.widgets.export_dialog import ExportDialog


class ExportWindow(QObject):
    """Opens the window once, or brings the open one to the front; asks for files and folders."""

    def __init__(self, window: QWidget, studio: Studio) -> None:
        """Open nothing yet.

        Args:
            window: The main window.
            studio: What it shows and asks for.
        """
        super().__init__(window)
        self._window = window
        self._studio = studio
        studio.export.file_wanted.connect(self._ask_where)

    def show(self) -> None:
        """Open the window of finished files."""
        export = self._studio.export
        for open_one in self._window.findChildren(ExportDialog):
            to_front(open_one)
            return
        dialog = ExportDialog(self._window)
        export.state_changed.connect(dialog.show_state)
        dialog.wishes_changed.connect(export.change)
        dialog.export_requested.connect(self._export)
        dialog.cancel_requested.connect(export.cancel)
        dialog.folder_requested.connect(self.open_folder)
        dialog.cover_wanted.connect(self._ask_for_cover)
        dialog.cover_refused.connect(export.drop_cover)
        dialog.show_state(export.state)
        dialog.show()

    def act(self, action: str) -> bool:
        """Do what a notice's button says; False when it says something else."""
        if action == SHOW_FOLDER:
            self.open_folder()
        elif action == SHOW_REPORT:
            self.show()
        else:
            return False
        return True

    def open_folder(self) -> None:
        """Show where the files are."""
        open_folder(self._studio.export.folder)

    def _export(self) -> None:
        """Export; where a notice of the main window asks something first, make way for it."""
        if not self._studio.export.ask():
            for dialog in self._window.findChildren(ExportDialog):
                dialog.close()

    def _ask_where(self, question: FileQuestion) -> None:
        if question.for_folder:
            title = self.tr("Choose a folder for the files")
            dialog = file_dialog(self._asking(), title, QFileDialog.FileMode.Directory, Path(question.folder))
        else:
            kind = short_name(question.format)
            title = self.tr("Export {format}").format(format=kind)
            dialog = file_dialog(self._asking(), title, QFileDialog.FileMode.AnyFile, Path(question.folder))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            suffix = question.format.suffix
            dialog.setNameFilters([f"{kind} (*{suffix})"])
            dialog.setDefaultSuffix(suffix.removeprefix("."))
            dialog.selectFile(question.name)
        dialog.fileSelected.connect(self._write)
        dialog.open()

    def _asking(self) -> QWidget:
        """Return the window that a file dialog belongs to, and that has the keys again when it closes."""
        return next(iter(self._window.findChildren(ExportDialog)), self._window)

    def _write(self, name: str) -> None:
        self._studio.export.write(Path(name))

    def _ask_for_cover(self) -> None:
        title = self.tr("Choose a picture for the cover")
        dialog = file_dialog(self._asking(), title, QFileDialog.FileMode.ExistingFile, Path.home())
        dialog.setNameFilters([self.tr("Pictures (*.jpg *.jpeg *.png)")])
        dialog.fileSelected.connect(self._take_cover)
        dialog.open()

    def _take_cover(self, path: str) -> None:
        self._studio.export.take_cover(Path(path))
