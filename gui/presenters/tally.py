"""Counts of a script, kept with each edit instead of made anew: lines, words, length, what is done."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.model.script import speech_s
from gui.i18n import duration_text
from gui.presenters.states import LineState, LineView, ScriptSummary


class Tally(QObject):
    """Counts lines by their state.

    Attributes:
        numbered: Lines that people count: all but blank ones.
        spoken: Those of which something is spoken.
        rendered: Those with a take that stands.
        stale: Those with takes of which none fits.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin at nothing."""
        super().__init__(parent)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.numbered = self.spoken = self.rendered = self.stale = 0
        self._words = 0
        self._length_s = self._todo_s = 0.0

    @property
    def todo(self) -> int:
        """How many spoken lines have no take that stands."""
        return self.spoken - self.rendered

    @property
    def todo_s(self) -> float:
        """About how long those take to be spoken at normal speed, in seconds."""
        return self._todo_s if self.todo else 0.0

    def add(self, view: LineView, written: str, words: int, sign: int = 1) -> None:
        """Count a line, or take it off.

        Args:
            view: What is shown of it; the length of a take that stands counts as it is.
            written: Its words without markup.
            words: How many.
            sign: -1: take it off.
        """
        state = view.state
        if state is LineState.BLANK:
            return
        self.numbered += sign
        if state is LineState.SILENT:
            return
        rendered = state is LineState.RENDERED
        length_s = sign * (view.length_s if rendered else speech_s(written))
        self.spoken += sign
        self.rendered += sign * rendered
        self.stale += sign * (state is LineState.STALE)
        self._words += sign * words
        self._length_s += length_s
        self._todo_s += 0.0 if rendered else length_s

    def summary(self) -> ScriptSummary:
        """Return the counts in words."""
        lines = self.tr("%Ln line(s)", "", self.spoken)
        done = [self.tr("%Ln rendered", "", self.rendered)] if self.rendered else []
        if self.stale:
            done.append(self.tr("%Ln to check", "", self.stale))
        words = [self.tr("%Ln word(s)", "", self._words)]
        if self._words:
            words.append(self.tr("about {length}").format(length=duration_text(self._length_s)))
        return ScriptSummary(" · ".join([lines, *words, *done]), " · ".join([lines, *done]))
