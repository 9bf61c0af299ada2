"""Find and replace in the script: what is looked for, where it is, and what replacing would change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.text.search import Found, Problem, Query, Replaced, Spot, find_all, replace_all, replaced_at

SETTLE_MS = 150
"""The text is searched anew when nothing has changed for so long: not at each key."""


@dataclass(frozen=True)
class FindState:
    """What the bar shows.

    Attributes:
        shown: The bar is open.
        replacing: With the row to replace.
        words: What is looked for; empty: nothing.
        count: How many places there are.
        number: Which of them is selected, from 1; 0: none.
        problem: Why nothing, or not all, was found.
        replaced: How many the last "replace all" has replaced; None: there was none.
    """

    shown: bool = False
    replacing: bool = False
    words: str = ""
    count: int = 0
    number: int = 0
    problem: Problem = Problem.NONE
    replaced: int | None = None


class FindPresenter(QObject):
    """Looks for words in the script's lines; holds one `FindState`."""

    state_changed = Signal(object)
    spot_found = Signal(object)
    """A ``Spot`` to select and show."""

    def __init__(self, lines: Callable[[], Sequence[str]], parent: QObject | None = None) -> None:
        """Look in what ``lines`` returns at the time."""
        super().__init__(parent)
        self._lines = lines
        self._query = Query("")
        self._found = Found()
        self._state = FindState()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)

    @property
    def state(self) -> FindState:
        """What the bar shows."""
        return self._state

    def open(self, *, replacing: bool) -> None:
        """Show the bar."""
        self._set(replace(self._state, shown=True, replacing=replacing))
        self._look()

    def close(self) -> None:
        """Hide it."""
        self._set(replace(self._state, shown=False))

    def look_for(self, query: Query, caret: Spot) -> None:
        """Look for something else, and go to the first of it from the caret on."""
        self._query = query
        self._look()
        self._go(bisect_left(self._found.spots, _place(caret), key=_place))

    def follow_text(self) -> None:
        """The text has changed."""
        if self._state.shown and self._found.problem is not Problem.SLOW:
            self._settle.start()

    def next(self, caret: Spot) -> None:
        """Go to the next place behind the selection (from the caret on), after the last to the first."""
        self._catch_up()
        bisect = bisect_right if caret.end > caret.start else bisect_left
        self._go(bisect(self._found.spots, _place(caret), key=_place))

    def previous(self, caret: Spot) -> None:
        """Go to the place before the selection, from the first to the last."""
        self._catch_up()
        self._go(bisect_left(self._found.spots, _place(caret), key=_place) - 1)

    def replaced(self, selected: Spot, replacement: str) -> str | None:
        """Return the line with the selected place replaced; None where the selection is none of them."""
        self._catch_up()
        if selected not in self._found.spots:
            return None
        return replaced_at(self._lines()[selected.line], selected, self._query, replacement)

    def replaced_all(self, replacement: str) -> Replaced:
        """Return the lines with every place replaced."""
        return replace_all(self._lines(), self._query, replacement)

    def tell_replaced(self, done: Replaced) -> None:
        """The lines have been replaced, or there was a problem."""
        self._catch_up()
        count = None if done.problem else done.count
        self._set(replace(self._state, problem=done.problem, replaced=count))

    def _catch_up(self) -> None:
        """Search at once what waits to be searched."""
        if self._settle.isActive():
            self._look()

    def _look(self) -> None:
        self._settle.stop()
        self._found = find_all(self._lines(), self._query)
        count, problem = len(self._found.spots), self._found.problem
        words = self._query.words
        self._set(replace(self._state, words=words, count=count, number=0, problem=problem, replaced=None))

    def _go(self, index: int) -> None:
        spots = self._found.spots
        if spots:
            index %= len(spots)
            self._set(replace(self._state, number=index + 1, replaced=None))
            self.spot_found.emit(spots[index])

    def _set(self, state: FindState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _place(spot: Spot) -> tuple[int, int]:
    return spot.line, spot.start
