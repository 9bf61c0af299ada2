"""A small window that asks of weights from a folder what their files do not tell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from gui.language_names import language_name
from gui.presenters.weights_state import FolderQuestion
from gui.widgets.controls import Picker, drop_icons, label
from gui.widgets.passive import Retranslated

SECOND, FIRST = "v1", "v0"


class AddWeightsDialog(Retranslated, QDialog):
    """Asks for the language, and of F5-TTS for the release; blocks nothing."""

    add_requested = Signal(str, str, bool)
    """The folder, a language tag or empty, and whether they were made of F5-TTS's first release."""

    def __init__(self, question: FolderQuestion, parent: QWidget) -> None:
        """Ask.

        Args:
            question: Of which weights.
            parent: The window.
        """
        super().__init__(parent)
        self.question = question
        self.name_label = label("strong", wrap=True)
        self.name_label.setText(question.name)
        self.language_picker, self.release_picker = Picker(), Picker()
        self.release_label = label("muted", wrap=True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setSpacing(8)
        form.addRow(self.name_label)
        self._labels: dict[Picker, QLabel] = {}
        for picker in (self.language_picker, self.release_picker):
            name = label("muted")
            name.setBuddy(picker)
            name.setMinimumHeight(picker.sizeHint().height())  # else it stands at the top
            form.addRow(name, picker)
            self._labels[picker] = name
        form.addRow(self.release_label)
        for widget in (self.release_picker, self.release_label):
            form.setRowVisible(widget, question.asks_release)
        form.addRow(self.buttons)
        self.buttons.accepted.connect(self._add)
        self.buttons.rejected.connect(self.reject)
        self.retranslate()
        drop_icons(self.buttons)
        self.resize(440, self.sizeHint().height())
        self.language_picker.setFocus()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Add weights of {engine}").format(engine=self.question.engine))
        words = (self.tr("Language"), self.tr("Made of"))
        for (picker, name), text in zip(self._labels.items(), words, strict=True):
            name.setText(text)
            picker.setAccessibleName(text)
        own = self.tr("What {engine} speaks").format(engine=self.question.engine)
        languages = tuple((tag, language_name(tag)) for tag in self.question.languages)
        self.language_picker.show_choices((("", own), *languages), _now(self.language_picker, ""))
        releases = ((SECOND, self.tr("F5-TTS v1")), (FIRST, self.tr("F5-TTS, first release (F5TTS_Base)")))
        self.release_picker.show_choices(releases, _now(self.release_picker, SECOND))
        self.release_label.setText(
            self.tr("The files do not tell. Whoever trained the weights does; the wrong one speaks badly.")
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Add"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def _add(self) -> None:
        first = self.question.asks_release and self.release_picker.currentData() == FIRST
        self.add_requested.emit(self.question.folder, str(self.language_picker.currentData()), first)
        self.accept()


def _now(picker: Picker, first: str) -> str:
    return str(picker.currentData()) if picker.count() else first
