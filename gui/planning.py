"""The planner that the window reads lines with: made anew when voices, engines or pronunciations change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.script import Script, Utterance
from core.services.choices import Choices
from core.services.lines import Planner
from core.text.lexicon import Lexicon
from gui.jobs import Lane
from gui.presenters.known_engines import KnownEngines
from gui.presenters.voices_presenter import VoicesPresenter

FEW = 200
"""So many lines are read anew at once; more are read on a lane before the new planner is used."""


class Planning(QObject):
    """Holds the planner; a new one has read the lines that have takes before anybody hears of it."""

    changed = Signal(object)
    """The new ``Planner``."""

    def __init__(
        self,
        voices: VoicesPresenter,
        known: KnownEngines,
        lane: Lane,
        asked: Callable[[], tuple[Script, Choices]],
        *,
        normalising: bool,
        parent: QObject | None = None,
    ) -> None:
        """Begin with a planner that knows what is known now.

        Args:
            voices: Those that lines may name.
            known: The engines.
            lane: Where many lines are read.
            asked: Gives the script and the choices of now.
            normalising: Read numbers and the like; False: engines get them as they are written.
            parent: Owner.
        """
        super().__init__(parent)
        self._voices = voices
        self._known = known
        self._lane = lane
        self._asked = asked
        self._normalising = normalising
        self._lexicon = Lexicon()
        self._planner = self._latest = self._make()
        voices.state_changed.connect(self._follow_voices)

    @property
    def planner(self) -> Planner:
        """The planner in use."""
        return self._planner

    def set_lexicon(self, lexicon: Lexicon) -> None:
        """Read lines with other pronunciations."""
        if lexicon != self._lexicon:
            self._lexicon = lexicon
            self.renew()

    def set_normalising(self, normalising: bool) -> None:
        """Read numbers and the like, or leave them to the engines."""
        if normalising != self._normalising:
            self._normalising = normalising
            self.renew()

    def renew(self) -> None:
        """Read all lines anew: what is known of engines has changed."""
        self._latest = planner = self._make()
        script, choices = self._asked()
        if sum(map(_wants_reading, script.lines)) <= FEW:
            self._use(planner)
        else:
            read = partial(_read, planner, script, choices)
            self._lane.submit(read, self._use, partial(self._use_unread, planner))

    def prepare(self, script: Script, lexicon: Lexicon, choices: Choices) -> Planner:
        """Return a planner that has read another script; any thread may ask.

        Args:
            script: The script.
            lexicon: Its pronunciations.
            choices: What it will be read with.
        """
        planner = self._make(lexicon)
        with suppress(SottovoceError):
            _read(planner, script, choices)
        return planner

    def adopt(self, planner: Planner, lexicon: Lexicon) -> None:
        """Use a planner of ``prepare``: another script has come."""
        self._lexicon, self._latest = lexicon, planner
        self._use(planner)

    def _make(self, lexicon: Lexicon | None = None) -> Planner:
        lexicon = self._lexicon if lexicon is None else lexicon
        return Planner(self._voices.voices, lexicon, self._known.describe, self._normalising)

    def _follow_voices(self, _: object) -> None:
        if self._voices.voices != self._latest.voices:
            self.renew()

    def _use(self, planner: Planner) -> None:
        if planner is self._latest and planner is not self._planner:
            self._planner = planner
            self.changed.emit(planner)

    def _use_unread(self, planner: Planner, _: SottovoceError) -> None:
        self._use(planner)


def _wants_reading(line: Utterance) -> bool:
    return bool(line.takes) or "[" in line.text


def _read(planner: Planner, script: Script, choices: Choices) -> Planner:
    """Read beforehand what the window asks of lines: the words of those with takes, the markup of others."""
    for line in script.lines:
        if line.takes:
            planner.plan(line.text, choices)
        elif "[" in line.text:
            planner.marked(line.text)
    return planner
