"""Where the script's cursor is: told to all that show something of its line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from gui.playhead import Playhead
from gui.presenters.engine_parts import ScriptCounts
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.pronunciations_presenter import PronunciationsPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.takes_presenter import TakesPresenter
from gui.presenters.transport_presenter import TransportPresenter


class Cursor(QObject):
    """Holds the cursor's line and the selected lines; counts what can be generated and exported."""

    def __init__(
        self,
        script: ScriptPresenter,
        engine: EnginePresenter,
        *,
        transport: TransportPresenter,
        pronunciations: PronunciationsPresenter,
        takes: TakesPresenter,
        playhead: Playhead,
        parent: QObject,
    ) -> None:
        """Begin in the first line.

        Args:
            script: Has the lines.
            engine: Shows the counts.
            transport: Shows the line's sound.
            pronunciations: Show what will be spoken of it.
            takes: Show its takes.
            playhead: Is where the cursor is while nothing is heard.
            parent: Owner.
        """
        super().__init__(parent)
        self._script = script
        self._engine = engine
        self._transport = transport
        self._pronunciations = pronunciations
        self._takes = takes
        self._playhead = playhead
        self._line = 0
        self._selected: tuple[int, ...] = ()
        script.counts_changed.connect(self._count)

    def expect(self, line: int, selected: Sequence[int]) -> None:
        """The cursor will be there when the edit that is going on has been followed.

        What the edit changes is shown of the line that comes, not first of the one that goes.
        """
        self._selected = tuple(selected)
        self._transport.expect_line(line)
        self._takes.expect_line(line)

    def set(self, line: int, selected: Sequence[int]) -> None:
        """Take the cursor's line and the selected lines."""
        if (line, tuple(selected)) == (self._line, self._selected):
            return  # what an edit does to the line comes from the script
        self._line, self._selected = line, tuple(selected)
        self._transport.set_line(line)
        self._pronunciations.set_line(line)
        self._takes.set_line(line)
        self._playhead.set_caret(line)
        self._count()

    def _count(self) -> None:
        script = self._script
        selected = any(script.take(number) is not None for number in self._selected)
        self._engine.show_counts(ScriptCounts(script.todo_count, script.rendered_count, int(selected)))
