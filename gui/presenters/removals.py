"""Voices that were removed in the window and can still be brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.model.voice import Voice
from gui.messages import lasting
from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.presenters.voices_presenter import VoicesPresenter

BRING_BACK = "bring_voice_back:"
"""The action of a notice's Undo, followed by the voice's id."""


class Removals(QObject):
    """Tells that a voice was removed, with an Undo.

    Nothing is deleted while the notice stands: a crash before that loses nothing. When the notice goes,
    for whatever reason, or the program ends, the library's copy of the recording goes too.
    """

    noticed = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, voices: VoicesPresenter, parent: QObject | None = None) -> None:
        """Listen to the voices panel.

        Args:
            voices: Hides a removed voice, brings it back, deletes it.
            parent: Owner.
        """
        super().__init__(parent)
        self._voices = voices
        self._told: dict[str, NoticeView] = {}
        voices.hidden.connect(self._tell)
        voices.brought_back.connect(self._take_back)

    def act(self, action: str) -> bool:
        """Do what a notice's button says; False when it says something else."""
        if not action.startswith(BRING_BACK):
            return False
        self._voices.bring_back(action.removeprefix(BRING_BACK))
        return True

    def let_go(self, view: NoticeView) -> None:
        """A notice is gone: what it could have brought back is deleted."""
        for voice_id in [voice_id for voice_id, told in self._told.items() if told == view]:
            del self._told[voice_id]
            self._voices.delete(voice_id)

    def finish(self) -> None:
        """The program ends: delete what was removed."""
        for view in list(self._told.values()):
            self.let_go(view)

    def _take_back(self, voice_id: str) -> None:
        view = self._told.pop(voice_id, None)
        if view is not None:
            self.withdrawn.emit(view)

    def _tell(self, voice: Voice) -> None:
        view = lasting(partial(self._say, voice))
        self._told[voice.id] = view
        self.noticed.emit(view)

    def _say(self, voice: Voice) -> NoticeView:
        what = self.tr("{name} was removed from the voices.").format(name=voice.name)
        return NoticeView(
            Severity.INFO, what, actions=(NoticeAction(BRING_BACK + voice.id, self.tr("Undo")),)
        )
