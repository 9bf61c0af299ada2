"""Find and replace in the script: what is looked for, where it is, and what replacing would change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import SottovoceError
from core.text.search import Found, Problem, Query, Replaced, Spot, find_all, replace_all, replaced_at
from gui.jobs import Lane

SETTLE_MS = 150
"""The text is searched anew when nothing has changed for so long: not at each key."""

EXPRESSION_LIMIT_S = 1.0
"""So long a regular expression may take for all lines; it is looked for beside the window."""

TOLD_MS = 300
"""A search that takes longer is told of."""


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
        searching: It is still being looked for.
        replaced: How many the last "replace all" has replaced; None: there was none.
    """

    shown: bool = False
    replacing: bool = False
    words: str = ""
    count: int = 0
    number: int = 0
    problem: Problem = Problem.NONE
    searching: bool = False
    replaced: int | None = None


class FindPresenter(QObject):
    """Looks for words in the script's lines; holds one `FindState`.

    Words are found at once. A regular expression may take long: it is looked for on a lane, and what is
    wished meanwhile is done when it has been found.
    """

    state_changed = Signal(object)
    spot_found = Signal(object)
    """A ``Spot`` to select and show."""

    def __init__(self, lines: Callable[[], Sequence[str]], lane: Lane, parent: QObject | None = None) -> None:
        """Look in what ``lines`` returns at the time; for regular expressions on the lane."""
        super().__init__(parent)
        self._lines = lines
        self._lane = lane
        self._query = Query("")
        self._found = Found()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(TOLD_MS)
        self._slow.timeout.connect(self._tell_searching)
        self._search = 0
        self._searching = False
        self._then: Callable[[], None] | None = None
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
        self._look(partial(self._go_from, caret))

    def follow_text(self) -> None:
        """The text has changed."""
        if self._state.shown and self._found.problem is not Problem.SLOW:
            self._settle.start()

    def next(self, caret: Spot) -> None:
        """Go to the next place behind the selection (from the caret on), after the last to the first."""
        self._when_found(partial(self._go_from, caret, behind=caret.end > caret.start))

    def previous(self, caret: Spot) -> None:
        """Go to the place before the selection, from the first to the last."""
        self._when_found(partial(self._go_from, caret, step=-1))

    def replaced(self, selected: Spot, replacement: str) -> str | None:
        """Return the line with the selected place replaced; None where the selection is none of them."""
        self._when_found(None)
        if self._searching or selected not in self._found.spots:
            return None
        return replaced_at(self._lines()[selected.line], selected, self._query, replacement)

    def replace_all(self, replacement: str, then: Callable[[Replaced], None]) -> None:
        """Hand on the lines with every place replaced; ``tell_replaced`` is to follow."""
        query, lines = self._query, tuple(self._lines())
        if not query.regex:
            then(replace_all(lines, query, replacement))
            return

        def take(done: Replaced) -> None:
            if query == self._query and lines == tuple(self._lines()):
                then(done)

        self._lane.submit(partial(replace_all, lines, query, replacement, EXPRESSION_LIMIT_S), take)

    def tell_replaced(self, done: Replaced) -> None:
        """The lines have been replaced, or there was a problem."""
        self._when_found(partial(self._show_replaced, done))

    # --- inside -------------------------------------------------------------------------------

    def _show_replaced(self, done: Replaced) -> None:
        count = None if done.problem else done.count
        self._set(replace(self._state, problem=done.problem, replaced=count))

    def _when_found(self, then: Callable[[], None] | None) -> None:
        """Do something with what is found in the text of now; what waits to be searched is, at once."""
        if self._settle.isActive():
            self._look(then)
        elif self._searching:
            self._then = then
        elif then is not None:
            then()

    def _look(self, then: Callable[[], None] | None = None) -> None:
        self._settle.stop()
        self._search += 1
        self._then = then
        search, query, lines = self._search, self._query, tuple(self._lines())
        if not query.regex:
            self._take(search, find_all(lines, query))
            return

        def find() -> Found:
            is_latest = search == self._search  # else another has been typed while this one waited
            return find_all(lines, query, EXPRESSION_LIMIT_S) if is_latest else Found()

        self._searching = True
        self._slow.start()
        self._lane.submit(find, partial(self._take, search), partial(self._fail, search))

    def _tell_searching(self) -> None:
        self._set(replace(self._state, searching=True, number=0, replaced=None))

    def _fail(self, search: int, _: SottovoceError) -> None:
        self._take(search, Found(problem=Problem.BROKEN))

    def _take(self, search: int, found: Found) -> None:
        """Take what a search has found; a later one has taken the place of others."""
        if search != self._search:
            return
        self._slow.stop()
        self._searching, self._found = False, found
        count, words = len(found.spots), self._query.words
        shown = FindState(self._state.shown, self._state.replacing, words, count, problem=found.problem)
        self._set(shown)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _go_from(self, caret: Spot, *, behind: bool = False, step: int = 0) -> None:
        bisect = bisect_right if behind else bisect_left
        self._go(bisect(self._found.spots, _place(caret), key=_place) + step)

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
