"""What there is to tell of a recording that has come: one notice, with the next steps in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.events import Notice
from core.model.voice import Voice
from gui.i18n import duration_text
from gui.messages import lasting, notice_view
from gui.presenters.states import NoticeAction, NoticeView, Severity

if TYPE_CHECKING:
    from core.services.voices import AddedReference

WRITE_WORDS_OF = "write_words:"
"""The action of a button that asks for a recording's words, followed by the voice's id."""

SHOW_RECOGNITION = "show_recognition"
"""Opens the panel of engines and weights at the speech recognition."""

NEWS = frozenset({"reference_best_part", "recognition_missing"})
"""Notices that nobody has to worry about."""

LACKING = frozenset({"recognition_missing", "recognition_broken"})
"""Notices that end with the recording's words to be written, or the recognition to be fetched."""


class AddedNews(QObject):
    """Tells that a recording has come, what was made of it, and what is left to do.

    The notice goes once the recordings of its voice are others, or their words: then it is past.
    """

    noticed = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Have nothing to tell yet."""
        super().__init__(parent)
        self._told: dict[str, tuple[Voice, NoticeView]] = {}

    def tell(self, added: AddedReference, new: bool) -> None:
        """Say what came, in one notice.

        Args:
            added: The voice, and what is worth telling.
            new: False where the voice was there before and has got a recording more.
        """
        view = lasting(partial(self._say, added, new))
        self._told[added.voice.id] = (added.voice, view)
        self.noticed.emit(view)

    def follow(self, voice: Voice) -> None:
        """Take what a voice is now."""
        told = self._told.get(voice.id)
        if told is not None and told[0].references != voice.references:
            self.forget(voice)

    def forget(self, voice: Voice) -> None:
        """A voice is gone, or what was told of it is past."""
        told = self._told.pop(voice.id, None)
        if told is not None:
            self.withdrawn.emit(told[1])

    # --- inside -------------------------------------------------------------------------------

    def _say(self, added: AddedReference, new: bool) -> NoticeView:
        codes = {notice.code for notice in added.notices}
        name = {"name": added.voice.name}
        came = Notice("reference_added", name) if new else Notice("recording_added", name)
        what = notice_view(came).what
        why = " ".join(self._part(notice) for notice in added.notices if notice.code != "recognition_missing")
        severity = Severity.INFO if codes <= NEWS else Severity.WARNING
        if not codes & LACKING:
            return NoticeView(severity, what, why)
        remedy = self.tr("Write down what is said in it; or get the speech recognition, which can hear it.")
        actions = (
            NoticeAction(WRITE_WORDS_OF + added.voice.id, self.tr("Write its words…")),
            NoticeAction(SHOW_RECOGNITION, self.tr("Get the recognition…")),
        )
        return NoticeView(severity, what, why, remedy, actions)

    def _part(self, notice: Notice) -> str:
        if notice.code != "reference_best_part":
            return notice_view(notice).what
        start, end, whole = (
            duration_text(float(notice.fields[name]), tenths=True)
            for name in ("start_s", "end_s", "duration_s")
        )
        template = self.tr("Its best part is used: {start} to {end} of {whole}.")
        return template.format(start=start, end=end, whole=whole)
