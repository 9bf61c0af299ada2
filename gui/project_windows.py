"""Menu, banner and file dialogs of projects, connected to the studio; no dialog blocks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QWidget

from core.importing import SUFFIXES as TEXT_SUFFIXES
from core.projects.state import SUFFIX
from gui.file_dialog import file_dialog
from gui.presenters.project_presenter import NEW, SAVE_AS
from gui.presenters.project_state import ProjectQuestion, ProjectView
from gui.project_rescue import RESCUE
from gui.studio import Studio
from gui.widgets.controls import CheckBox

if TYPE_CHECKING:
    from gui.actions import WindowActions
    from gui.widgets.script_panel import ScriptPanel
    from gui.widgets.top_bar import TopBar

NAME = "Sottovoce"


class ProjectWindows(QObject):
    """Shows the open project, and asks for files."""

    file_chosen = Signal(object)
    """A tuple with the ``Path`` that shall be opened: a project or a text."""

    def __init__(
        self, studio: Studio, window: QWidget, top_bar: TopBar, panel: ScriptPanel, actions: WindowActions
    ) -> None:
        """Connect everything.

        Args:
            studio: Has the projects.
            window: Owner of the dialogs; its title names the project.
            top_bar: Says how the project is kept.
            panel: Has the editor and the banner.
            actions: The menu.
        """
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._top_bar = top_bar
        self._panel = panel
        self._actions = actions
        project = studio.project
        project.state_changed.connect(self.show)
        project.file_wanted.connect(self._ask_for_file)
        panel.banner.action_requested.connect(studio.act)
        actions.new_project.triggered.connect(project.ask_new)
        actions.open_project.triggered.connect(self._ask_for_project)
        top_bar.open_requested.connect(self._ask_what_to_open)
        actions.save.triggered.connect(project.save)
        actions.save_as.triggered.connect(project.ask_save_as)
        actions.save_copy.triggered.connect(project.ask_copy)
        actions.recent_selected.connect(project.open_recent)

    def show(self, view: ProjectView) -> None:
        """Show how the open project is called and kept."""
        self._top_bar.render(view.line)
        self._panel.banner.render(view.banner)
        self._panel.editor.setReadOnly(not view.writable)
        for action in (self._actions.replace, self._actions.split_lines):
            action.setEnabled(view.writable)
        self._actions.show_recent([(one.path, one.name) for one in view.recent])
        self._window.setWindowTitle(f"{view.name} — {NAME}" if view.path else NAME)

    def _ask_for_project(self) -> None:
        dialog = self._dialog(self.tr("Open a project"), QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open)
        dialog.open()

    def _ask_what_to_open(self) -> None:
        dialog = self._dialog(self.tr("Open a project or a text"), QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in (SUFFIX, *TEXT_SUFFIXES))
        both = self.tr("Projects and texts ({patterns})").format(patterns=patterns)
        dialog.setNameFilters([both, *dialog.nameFilters()])
        dialog.fileSelected.connect(self._choose)
        dialog.open()

    def _open(self, name: str) -> None:
        self._studio.projects.open(Path(name))

    def _choose(self, name: str) -> None:
        self.file_chosen.emit((Path(name),))

    def _ask_for_file(self, question: ProjectQuestion) -> None:
        dialog = self._dialog(self._title(question.wish), QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.setDirectory(str(question.folder))
        box = self._offer_voices(dialog) if question.voices else None
        if box is not None:
            box.setChecked(question.keeps_voices)
        dialog.selectFile(question.name)
        dialog.fileSelected.connect(partial(self._answer, question, box))
        dialog.open()

    def _answer(self, question: ProjectQuestion, box: QCheckBox | None, name: str) -> None:
        if question.wish == RESCUE:
            self._studio.desk.rescue.write(Path(name))
            return
        keeps = box.isChecked() if box is not None else question.keeps_voices
        self._studio.project.answer(question.wish, Path(name), keeps_voices=keeps)

    def _offer_voices(self, dialog: QFileDialog) -> QCheckBox | None:
        """Put the switch into Qt's own dialog: the system's has no room for it."""
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        layout = dialog.layout()
        if not isinstance(layout, QGridLayout):
            return None
        box = CheckBox(self.tr("Keep the voices in the file, so that it opens elsewhere with them"))
        box.setObjectName("keep_voices")
        layout.addWidget(box, layout.rowCount(), 0, 1, -1)
        return box

    def _title(self, wish: str) -> str:
        if wish == NEW:
            return self.tr("New project")
        if wish == SAVE_AS:
            return self.tr("Save the project as")
        if wish == RESCUE:
            return self.tr("Rescue the project into a new file")
        return self.tr("Save a copy of the project")

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = file_dialog(self._window, title, mode, self._studio.project.folder)
        dialog.setNameFilters(
            [self.tr("Sottovoce projects (*{suffix})").format(suffix=SUFFIX), self.tr("All files (*)")]
        )
        return dialog
