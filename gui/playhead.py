"""Where in the script the user is: the line that is heard, else the one with the caret."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.playback import Playback, PlaybackState
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.transport_presenter import TransportPresenter

LOOKED_THROUGH = 500
"""So many lines after the playhead are asked whether they wait; further ones are not near."""


class Playhead(QObject):
    """Tells a run what comes first."""

    def __init__(
        self,
        playback: Playback,
        script: ScriptPresenter,
        transport: TransportPresenter,
        run: RunPresenter,
        parent: QObject | None = None,
    ) -> None:
        """Listen to the playback.

        Args:
            playback: Knows what is heard.
            script: Knows the lines.
            transport: Knows whether the run itself is heard, which is no wish for other lines.
            run: Is told.
            parent: Owner.
        """
        super().__init__(parent)
        self._playback = playback
        self._script = script
        self._transport = transport
        self._run = run
        self._caret = 0
        self._heard: object = None
        playback.state_changed.connect(self._follow_playback)

    def set_caret(self, line: int) -> None:
        """Take the caret's line."""
        if line != self._caret:
            self._caret = line
            self._tell(line)

    @property
    def number(self) -> int | None:
        """The number of the line; None: from the start.

        A caret in the last line is where writing has ended, and says nothing of what is to be heard.
        """
        number = self._heard_line()
        if number is not None:
            return number
        below = self._script.script.lines[self._caret + 1 :]
        return None if all(line.is_blank for line in below) else self._caret

    def _heard_line(self) -> int | None:
        state = self._playback.state
        if not state.active or not isinstance(state.key, int) or self._transport.follows_run:
            return None
        return self._script.script.index_of(state.key)

    def _follow_playback(self, state: PlaybackState) -> None:
        if state.key == self._heard:
            return
        self._heard = state.key
        number = self._heard_line()
        if number is not None:
            self._tell(number)

    def _tell(self, number: int) -> None:
        if self._run.running:
            lines = self._script.script.lines[number : number + LOOKED_THROUGH]
            self._run.follow([line.id for line in lines])
