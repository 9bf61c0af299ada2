"""Hears what is said in a reference, for the window in which its words are written down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.cancel import CancelToken
from core.model.verdict import Transcript
from core.model.voice import Voice
from core.model.work import Work
from gui.jobs import Lane

if TYPE_CHECKING:
    from core.services.hearing import Hearing


class WordHearing(QObject):
    """Hears one reference at a time; closed with the window that asked."""

    heard = Signal(str)
    failed = Signal(object)

    def __init__(self, hearing: Hearing, lane: Lane, parent: QObject | None = None) -> None:
        """Hear nothing yet.

        Args:
            hearing: Who hears.
            lane: The lane that waits for the analysis.
            parent: Owner.
        """
        super().__init__(parent)
        self._hearing = hearing
        self._lane = lane
        self._cancel = CancelToken()

    @property
    def possible(self) -> bool:
        """True where the weights of the speech recognition are there."""
        return self._hearing.weights is not None

    def hear(self, voice: Voice) -> None:
        """Hear the voice's first recording."""
        if voice.reference is not None:
            work = Work(cancel=self._cancel)
            ask = partial(self._hearing.words_of, voice.reference, voice.language, work)
            self._lane.submit(ask, self._take, self._fail)

    def close(self) -> None:
        """Stop; nobody waits for the words any more."""
        self._cancel.cancel()

    def _take(self, transcript: Transcript) -> None:
        if not self._cancel.cancelled:
            self.heard.emit(transcript.text)

    def _fail(self, error: SottovoceError) -> None:
        if not self._cancel.cancelled:
            self.failed.emit(error)
