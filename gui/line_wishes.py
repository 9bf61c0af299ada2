"""What the user may wish of lines: heard, rendered again, other takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from core.model.script import Utterance
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.notices import NoticePresenter
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.transport_presenter import TransportPresenter
from gui.teller import Teller


class LineWishes(QObject):
    """Does them, or says what is in the way."""

    def __init__(
        self,
        script: ScriptPresenter,
        run: RunPresenter,
        *,
        engine: EnginePresenter,
        transport: TransportPresenter,
        notices: NoticePresenter,
        teller: Teller,
        in_the_way: Callable[[], bool],
        must_wait: Callable[[Callable[[], None]], bool],
        parent: QObject,
    ) -> None:
        """Keep who does them.

        Args:
            script: Has the lines.
            run: Renders.
            engine: Has the choices.
            transport: Plays.
            notices: Tell what there is to tell of lines.
            teller: Tells the rest.
            in_the_way: Says what keeps anything from being spoken; False: nothing does.
            must_wait: Says that nothing can be spoken yet, and does later what it is given; False: it can.
            parent: Owner.
        """
        super().__init__(parent)
        self._script = script
        self._run = run
        self._engine = engine
        self._transport = transport
        self._notices = notices
        self._teller = teller
        self._in_the_way = in_the_way
        self._must_wait = must_wait

    def play(self, number: int) -> None:
        """Play one line, or say that it has no audio yet."""
        if not self._transport.play_line(number):
            self._notices.tell_silent(number)

    def play_from(self, number: int) -> None:
        """Play a line and all that follow, or say that none of them has audio yet."""
        if not self._transport.play_from(number):
            self._notices.tell_silent(number)

    def loop(self, numbers: Sequence[int]) -> None:
        """Play these lines again and again; where lines are heard so, stop."""
        if self._transport.looping:
            self._transport.stop()
        elif not self._transport.loop_lines(numbers):
            self._notices.tell_silent(numbers[0])

    def render(self, number: int) -> None:
        """Render one line, or make another take of it."""
        self.regenerate([number])

    def regenerate(self, numbers: Sequence[int] | None = None) -> None:
        """Make another take of these lines (None: of all), with new seeds unless the seed is locked."""
        if self._must_wait(partial(self.regenerate, numbers)):
            return
        self._render(self._script.spoken(numbers))

    def regenerate_changed(self) -> None:
        """Make a take of each line whose takes do not fit any more."""
        if self._must_wait(self.regenerate_changed):
            return
        lines = self._script.stale()
        if lines:
            self._render(lines)
        else:
            self._teller.tell_none_changed()

    def again(self, number: int, seed: int) -> None:
        """Make another take of a line with this seed."""
        if self._must_wait(partial(self.again, number, seed)):
            return
        self._render(self._script.spoken([number]), seed)

    def _render(self, lines: Sequence[Utterance], seed: int | None = None) -> None:
        if not lines or self._in_the_way() or self._engine.choices.voice is None:
            return
        if not self._run.running:
            self._teller.cleared.emit()
        self._run.regenerate(lines, self._engine.choices, seed)
