"""The windows beside the main one, which may stay open while one works: memory, engines and weights."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.file_dialog import file_dialog
from gui.fronts import to_front
from gui.presenters.weights_presenter import ADD_FOLDER, READ_LICENCE
from gui.presenters.weights_state import FolderQuestion
from gui.studio import Studio
from gui.widgets.add_weights_dialog import AddWeightsDialog
from gui.widgets.memory_dialog import MemoryDialog
from gui.widgets.queue_dialog import QueueDialog
from gui.widgets.weights_dialog import WeightsDialog


class SideWindows(QObject):
    """Opens each once, or brings the open one to the front."""

    def __init__(self, window: QWidget, studio: Studio) -> None:
        """Open nothing yet.

        Args:
            window: The main window.
            studio: What they show and ask for.
        """
        super().__init__(window)
        self._window = window
        self._studio = studio
        studio.weights.asked.connect(self._ask_of_weights)

    def show_memory(self) -> None:
        """Open the memory window."""
        memory = self._studio.memory
        for open_one in self._window.findChildren(MemoryDialog):
            to_front(open_one)
            return
        dialog = MemoryDialog(self._window)
        memory.state_changed.connect(dialog.show_state)
        dialog.copy_requested.connect(self._copy_memory)
        dialog.finished.connect(self._hide_memory)
        memory.set_shown(True)
        dialog.show_state(memory.state)
        dialog.show()

    def show_queue(self) -> None:
        """Open the window of what waits to be spoken."""
        queue = self._studio.queue
        for open_one in self._window.findChildren(QueueDialog):
            to_front(open_one)
            return
        dialog = QueueDialog(self._window)
        queue.state_changed.connect(dialog.show_state)
        dialog.move_requested.connect(queue.move)
        dialog.first_requested.connect(queue.move_first)
        dialog.leave_out_requested.connect(queue.leave_out)
        dialog.pause_requested.connect(queue.pause_or_resume)
        dialog.cancel_requested.connect(self._studio.cancel)
        dialog.finished.connect(self._hide_queue)
        queue.set_shown(True)
        dialog.show_state(queue.state)
        dialog.show()

    def _hide_queue(self) -> None:
        self._studio.queue.set_shown(False)

    def show_weights(self, engine: str = "") -> None:
        """Open the panel of engines and weights.

        Args:
            engine: Which is brought into sight; empty: the chosen one.
        """
        studio = self._studio
        dialog = next(iter(self._window.findChildren(WeightsDialog)), None)
        if dialog is None:
            dialog = WeightsDialog(self._window)
            studio.weights.state_changed.connect(dialog.show_state)
            dialog.action_requested.connect(self._act_on_weights)
            dialog.show_state(studio.weights.state)
            dialog.show()
        else:
            to_front(dialog)
        studio.weights.refresh()
        dialog.show_engine(engine or studio.engine.choices.engine)

    def _act_on_weights(self, action: str) -> None:
        if action == ADD_FOLDER:
            self._ask_for_folder()
        elif action.startswith(READ_LICENCE):
            QDesktopServices.openUrl(QUrl(action.removeprefix(READ_LICENCE)))
        else:
            self._studio.weights.act(action)

    def _ask_for_folder(self) -> None:
        title = self.tr("Choose a folder of weights")
        dialog = file_dialog(self._window, title, QFileDialog.FileMode.Directory, Path.home())
        dialog.fileSelected.connect(self._studio.weights.look_at)
        dialog.open()

    def _ask_of_weights(self, question: FolderQuestion) -> None:
        dialog = AddWeightsDialog(question, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.add_requested.connect(self._studio.weights.add)
        dialog.open()

    def _hide_memory(self) -> None:
        self._studio.memory.set_shown(False)

    def _copy_memory(self) -> None:
        QGuiApplication.clipboard().setText(self._studio.memory.state.text)
