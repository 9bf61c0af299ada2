"""A card in the voices panel that asks whose a voice is that was just added; nothing waits for the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.model.voice import Whose
from gui.presenters.voice_states import ConsentQuestion
from gui.widgets.controls import IconButton, label
from gui.widgets.passive import PassiveWidget

ANSWERS = (Whose.MINE, Whose.PERMISSION, Whose.SYNTHETIC)

LONGEST_NAME = 28
"""Names of more letters are cut; the tool tip has them whole."""


class ConsentCard(PassiveWidget[ConsentQuestion | None]):
    """Three answers, a note that goes with them, and a cross for none of them."""

    answered = Signal(str, str)
    """One of ``Whose`` and the note; the first is empty where the question was closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: ConsentQuestion | None = None
        frame = QFrame()
        frame.setProperty("panel", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(10, 6, 6, 10)
        column.setSpacing(5)
        head = QHBoxLayout()
        self.question_label = label("strong-small", wrap=True)
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self._close)
        head.addWidget(self.question_label, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        self.buttons: dict[Whose, QPushButton] = {}
        answers = QGridLayout()
        answers.setSpacing(5)
        for place, whose in enumerate(ANSWERS):
            button = QPushButton()
            button.setProperty("kind", "answer")
            button.setProperty("whose", whose.value)
            button.clicked.connect(self._answer)
            answers.addWidget(button, place // 2, place % 2, 1, 2 if whose is ANSWERS[-1] else 1)
            self.buttons[whose] = button
        answers.setColumnStretch(1, 1)
        column.addLayout(answers)
        self.note_box = QLineEdit()
        column.addWidget(self.note_box)
        self.setVisible(False)
        self.retranslate()

    def show_state(self, state: ConsentQuestion | None) -> None:
        """Ask a question, or none."""
        if state is None or self._question is None:
            self.note_box.clear()
        self._question = state
        self._name()
        self.setVisible(state is not None)

    def controls(self) -> list[QWidget]:
        """Return what Tab reaches, in order."""
        return [*self.buttons.values(), self.note_box, self.close_button] if self._question else []

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.buttons[Whose.MINE].setText(self.tr("Mine"))
        self.buttons[Whose.PERMISSION].setText(self.tr("With permission"))
        self.buttons[Whose.SYNTHETIC].setText(self.tr("Synthetic or public domain"))
        self.note_box.setPlaceholderText(self.tr("Note (optional)"))
        self.note_box.setToolTip(self.tr("A note, such as who permits it"))
        self.note_box.setAccessibleName(self.tr("A note, such as who permits it"))
        self.close_button.set_words(self.tr("Do not say"))
        self._name()

    def _name(self) -> None:
        if self._question is None:
            return
        names = ", ".join(self._question.names)
        many = len(self._question.names) > 1
        words = self.tr("Whose voices are {names}?") if many else self.tr("Whose voice is {names}?")
        whole = words.format(names=names)
        self.question_label.setText(words.format(names=", ".join(map(_short, self._question.names))))
        self.question_label.setToolTip(whole)
        for button in self.buttons.values():
            button.setAccessibleName(f"{whole} {button.text()}")
            button.setToolTip(button.text())

    def _answer(self) -> None:
        button = self.sender()
        if button is not None:
            self.answered.emit(str(button.property("whose")), self.note_box.text())

    def _close(self) -> None:
        self.answered.emit("", "")


def _short(name: str) -> str:
    """Return a name that leaves room for the answers."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
