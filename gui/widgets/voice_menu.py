"""The menu of a voice card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.icons import icon
from gui.presenters.voice_states import VoiceWish
from gui.widgets.voice_card import VoiceCardWidget


class VoiceMenu(QMenu):
    """What can be done with a voice; deletes itself when it closes."""

    wished = Signal(str, str)
    """A ``VoiceWish`` and the voice's id."""
    for_lines = Signal(str)
    """The voice's id: the selected lines are to be spoken in it."""
    off_lines = Signal()
    """The selected lines are to be spoken in the script's voice."""

    def __init__(self, card: VoiceCardWidget, parent: QWidget) -> None:
        """Offer what fits the voice.

        Args:
            card: Its card.
            parent: The panel.
        """
        super().__init__(parent)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        playing = card.card.playing
        play = self.addAction(
            icon("pause" if playing else "play"), self.tr("Pause") if playing else self.tr("Play")
        )
        play.triggered.connect(card.play_button.click)
        self.use_action = self.addAction(self.tr("Use for the selected lines"))
        self.use_action.triggered.connect(self._use)
        self.drop_action = self.addAction(self.tr("Use the script's voice for the selected lines"))
        self.drop_action.triggered.connect(self.off_lines)
        if card.card.removable:
            self.addSeparator()
            self._offer_changes()

    def _offer_changes(self) -> None:
        words = self.addAction(icon("edit"), self.tr("What is said in it…"))
        words.triggered.connect(self._card.words_button.click)
        self._wish(self.tr("The recording and its verdict…"), VoiceWish.RECORDING)
        rename = self.addAction(self.tr("Rename"))
        rename.triggered.connect(self._card.begin_rename)
        self._wish(self.tr("Details…"), VoiceWish.DETAILS)
        self._wish(self.tr("Add recordings…"), VoiceWish.ADD)
        self._wish(self.tr("Duplicate"), VoiceWish.DUPLICATE)
        self.addSeparator()
        self._wish(self.tr("Share as a file…"), VoiceWish.EXPORT)
        if self._card.card.archived:
            self._wish(self.tr("Take out of the archive"), VoiceWish.TAKE_BACK)
        else:
            self._wish(self.tr("Archive"), VoiceWish.ARCHIVE)
        remove = self.addAction(icon("close"), self.tr("Remove"))
        remove.triggered.connect(self._remove)

    def _wish(self, words: str, wish: VoiceWish) -> None:
        action = self.addAction(words)
        action.setData(wish.value)
        action.triggered.connect(self._tell)

    def _tell(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wished.emit(str(action.data()), self._card.card.id)

    def _use(self) -> None:
        self.for_lines.emit(self._card.card.id)

    def _remove(self) -> None:
        self._card.remove_requested.emit(self._card.card.id)
