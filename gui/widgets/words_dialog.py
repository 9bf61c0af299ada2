"""A small window to write down what is said in a recording, with the recording at hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.states import WordsQuestion
from gui.widgets.controls import drop_icons, label
from gui.widgets.passive import Retranslated


class WordsDialog(Retranslated, QDialog):
    """Asks for the words of one reference; blocks nothing."""

    save_requested = Signal(str, str)
    """The voice's id and the words."""
    play_requested = Signal(str)
    """The voice's id."""
    hear_requested = Signal()

    def __init__(self, question: WordsQuestion, parent: QWidget) -> None:
        """Show what is known.

        Args:
            question: Which voice, and its words so far.
            parent: The window.
        """
        super().__init__(parent)
        self.question = question
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name_label = label("strong", wrap=True)
        self.name_label.setText(question.name)
        self.what_label = label("muted", wrap=True)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlainText(question.text)
        self.words.setMinimumHeight(84)
        self.what_label.setBuddy(self.words)
        self.why_label = label("muted", wrap=True)
        self.play_button, self.hear_button = QPushButton(), QPushButton()
        self.hear_button.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.name_label, 1)
        head.addWidget(self.hear_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.play_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.what_label)
        column.addWidget(self.words, 1)
        column.addWidget(self.why_label)
        column.addWidget(self.buttons)
        QWidget.setTabOrder(self.words, self.hear_button)
        QWidget.setTabOrder(self.hear_button, self.play_button)
        QWidget.setTabOrder(self.play_button, self.buttons)
        self.play_button.setAutoDefault(False)
        self.hear_button.setAutoDefault(False)
        self.hear_button.clicked.connect(self._hear)
        self.play_button.clicked.connect(self._play)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.retranslate()
        drop_icons(self.buttons)
        self.resize(460, 300)
        self.words.setFocus()

    def offer_hearing(self) -> None:
        """Show that the words can be heard instead of being typed."""
        self.hear_button.show()

    def show_heard(self, text: str) -> None:
        """Put what was heard in, to be corrected; typing can take it back."""
        self._wait(False)
        if text:
            cursor = self.words.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(text)
        self.words.setFocus()

    def show_not_heard(self) -> None:
        """Let the words be typed."""
        self._wait(False)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Words of the recording"))
        self.what_label.setText(self.tr("What is said in it, word for word:"))
        self.words.setAccessibleName(self.tr("What is said in it"))
        self.why_label.setText(
            self.tr("Some engines, such as F5-TTS, cannot clone a voice without knowing what it says.")
        )
        hearing = self.tr("Hearing what is said…")
        self.hear_button.setText(self.tr("Hear the words") if self.hear_button.isEnabled() else hearing)
        self.play_button.setText(self.tr("Play"))
        self.play_button.setAccessibleName(self.tr("Play {voice}").format(voice=self.question.name))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Save"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter, as the words themselves may have lines."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def _hear(self) -> None:
        self._wait(True)
        self.hear_requested.emit()

    def _wait(self, waiting: bool) -> None:
        self.hear_button.setEnabled(not waiting)
        self.retranslate()

    def _play(self) -> None:
        self.play_requested.emit(self.question.voice)

    def _save(self) -> None:
        self.save_requested.emit(self.question.voice, self.words.toPlainText())
        self.accept()
