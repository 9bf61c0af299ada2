"""The takes of the current line: heard, compared, chosen, starred, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.model.script import Take, Utterance
from gui.history import History, Step
from gui.presenters.line_views import LineViews
from gui.presenters.project_state import ProjectView
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.take_words import TakeWords
from gui.presenters.takes_state import TakeRow, TakesState
from gui.presenters.transport_presenter import TransportPresenter


class TakesPresenter(QObject):
    """Holds one `TakesState`; what it changes of takes can be undone."""

    state_changed = Signal(object)

    def __init__(
        self,
        script: ScriptPresenter,
        transport: TransportPresenter,
        history: History,
        words: TakeWords,
        parent: QObject | None = None,
    ) -> None:
        """Begin closed.

        Args:
            script: Has the lines.
            transport: Plays.
            history: Takes the steps.
            words: Names what made a take.
            parent: Owner.
        """
        super().__init__(parent)
        self._script = script
        self._transport = transport
        self._history = history
        self._words = words
        self._writable = True
        self._views = LineViews(self)
        self._number = 0
        self._shown = False
        self._state = TakesState()
        script.views_changed.connect(self._refresh)
        script.view_changed.connect(self._follow_view)
        script.takes_changed.connect(self._follow_line)
        transport.heard_changed.connect(self._refresh)
        words.changed.connect(self._refresh)

    @property
    def state(self) -> TakesState:
        """What the list shows."""
        return self._state

    # --- what the window tells ----------------------------------------------------------------

    def set_line(self, number: int) -> None:
        """The cursor is in this line."""
        if number != self._number:
            self._number = number
            self._refresh()

    def expect_line(self, number: int) -> None:
        """The cursor will be in this line when the edit that is going on has been followed."""
        self._number = number

    def open(self, number: int) -> None:
        """Show the takes of a line."""
        self._number, self._shown = number, True
        self._refresh()

    def close(self) -> None:
        """Show them no more."""
        self._shown = False
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._refresh()

    def follow_project(self, project: ProjectView) -> None:
        """The project can be changed, or not any more."""
        self._writable = project.writable
        self._refresh()

    # --- wishes -------------------------------------------------------------------------------

    def play(self, take_id: str) -> None:
        """Hear a take from its beginning, or hold it where it is heard."""
        line, take = self._line(), self.find(take_id)
        if line is None or take is None:
            return
        heard = self._transport.heard(line.id)
        if heard is not None and heard.take is take:
            self._transport.toggle()
        else:
            self._transport.play_take(line.id, take)

    def compare(self, take_id: str) -> None:
        """Go on with this take where another of the line is heard; where it is heard, with what stands.

        The place is the same share of both, so that it is about the same word.
        """
        line, take = self._line(), self.find(take_id)
        if line is None or take is None:
            return
        heard = self._transport.heard(line.id)
        target: Take | None = take
        if heard is not None and heard.take is take:
            target = line.current_take(self._script.wanted(line), seed_counts=self._script.seed_counts)
        share = heard.share if heard is not None else 0.0
        if target is not None and (heard is None or heard.take is not target):
            self._transport.play_take(line.id, target, share * target.clip.duration_s)

    def choose(self, take_id: str) -> None:
        """Let a take stand for its line."""
        line, take = self._line(), self.find(take_id)
        if line is None or take is None or line.chosen == take_id:
            return
        self._push(
            self._say_choice,
            partial(self._script.choose_take, line.id, take_id),
            partial(self._script.choose_take, line.id, line.chosen),
        )

    def star(self, take_id: str, starred: bool) -> None:
        """Mark a take as one of the good ones, or not any more."""
        line, take = self._line(), self.find(take_id)
        if line is None or take is None or take.starred == starred:
            return
        mark = partial(self._script.star_take, line.id, take_id)
        self._push(self._say_star, partial(mark, starred=starred), partial(mark, starred=not starred))

    def delete(self, take_id: str) -> None:
        """Take a take away; undo brings it back."""
        line, take = self._line(), self.find(take_id)
        place = line.place_of(take_id) if line is not None else None
        if line is None or take is None or place is None:
            return
        self._push(
            self._say_deletion,
            partial(self._script.remove_take, line.id, take_id),
            partial(self._script.put_take_back, line.id, take, place, line.chosen),
        )

    def find(self, take_id: str) -> Take | None:
        """Return a take of the line shown."""
        line = self._line()
        place = line.place_of(take_id) if line is not None else None
        return line.takes[place] if line is not None and place is not None else None

    # --- inside -------------------------------------------------------------------------------

    def _line(self) -> Utterance | None:
        return self._script.line(self._number)

    def _push(self, say: Callable[[], str], do: Callable[[], None], undo: Callable[[], None]) -> None:
        if self._writable:
            self._history.push(Step(say, do, undo))

    def _say_choice(self) -> str:
        return self.tr("choice of a take")

    def _say_star(self) -> str:
        return self.tr("star")

    def _say_deletion(self) -> str:
        return self.tr("deleted take")

    def _follow_view(self, number: int, _: object) -> None:
        if number == self._number:
            self._refresh()

    def _follow_line(self, utterance_id: int) -> None:
        line = self._line()
        if line is not None and line.id == utterance_id:
            self._refresh()

    def _refresh(self, *_: object) -> None:
        state = self._make() if self._shown else TakesState()
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _make(self) -> TakesState:
        line = self._line()
        if line is None or line.is_blank:
            return TakesState(
                True, self.tr("Takes"), note=self.tr("Put the cursor in a line to see its takes.")
            )
        number = self._script.script.ordinal(self._number)
        title = self.tr("Takes of line {number}").format(number=number)
        if not line.takes:
            return TakesState(
                True, title, note=self.tr("This line has no take yet."), can_render=self._writable
            )
        wanted = self._script.wanted(line)
        standing = line.current_take(wanted, seed_counts=self._script.seed_counts)
        heard = self._transport.heard(line.id)
        playing = heard.take if heard is not None and heard.playing else None
        rows = [
            TakeRow(
                take.id,
                self._words.title(take, place + 1),
                self._facts(take, wanted_differs=not take.recipe.makes_same(wanted, seed_counts=False)),
                self._words.detail(take),
                standing=take is standing,
                fits=take.recipe.text == wanted.text,
                starred=take.starred,
                playing=take is playing,
            )
            for place, take in enumerate(line.takes)
        ]
        writable = self._writable
        return TakesState(True, title, tuple(reversed(rows)), can_render=writable, writable=writable)

    def _facts(self, take: Take, *, wanted_differs: bool) -> str:
        line = self._line()
        difference = ""
        if wanted_differs and line is not None:
            difference = self._views.why_stale(take, self._script.wanted(line))
        return self._words.facts(take, difference)
