"""Verdicts on the user's voices: made in the background, shown on the cards and before Generate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.verdict import Survey
from core.model.voice import Reference, Voice
from gui.jobs import Lane
from gui.presenters.states import ProblemView, VerdictMark
from gui.presenters.verdict_words import mark_of, warning_of

if TYPE_CHECKING:
    from core.services.verdict_book import VerdictBook


class VerdictPresenter(QObject):
    """Knows the verdict on each voice's first reference."""

    marks_changed = Signal(object)
    """A mapping of voice ids to `VerdictMark`."""

    def __init__(self, book: VerdictBook, lane: Lane, parent: QObject | None = None) -> None:
        """Begin without verdicts.

        Args:
            book: Makes and keeps verdicts.
            lane: Where that happens.
            parent: Owner.
        """
        super().__init__(parent)
        self._book = book
        self._lane = lane
        self._asked: dict[str, Reference] = {}
        self._surveys: dict[str, Survey] = {}

    @property
    def marks(self) -> Mapping[str, VerdictMark]:
        """What is known, by voice."""
        return {voice: mark_of(survey.verdict) for voice, survey in self._surveys.items()}

    def ask(self, voice: Voice) -> None:
        """Judge a voice's first reference, once for each state of it."""
        reference = voice.reference
        if reference is None or self._asked.get(voice.id) == reference:
            return
        self._asked[voice.id] = reference
        self._lane.submit(
            partial(self._book.of, reference),
            partial(self._keep, voice.id, reference),
            partial(self._forget, voice.id),
        )

    def warning(self, voice: Voice | None) -> ProblemView | None:
        """Warn of a voice with a bad reference, or return None."""
        survey = self._surveys.get(voice.id) if voice is not None else None
        return warning_of(voice, survey.verdict) if voice is not None and survey is not None else None

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self.marks_changed.emit(self.marks)

    def _keep(self, voice_id: str, reference: Reference, survey: Survey) -> None:
        if self._asked.get(voice_id) == reference:
            self._surveys[voice_id] = survey
            self.marks_changed.emit(self.marks)

    def _forget(self, voice_id: str, _error: SottovoceError) -> None:
        """Leave a voice without a mark; the log has the reason, and speaking will say it."""
        self._surveys.pop(voice_id, None)
        self.marks_changed.emit(self.marks)
