"""Which lines stand out: those to do, changed, failed, starred or too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.script import Utterance
from core.text.lines import LONG_CHARS
from gui.presenters.states import LineState, LineView

SETTLE_MS = 150
"""Lines are counted anew when nothing has changed for so long: not at each key."""


class LineFilter(StrEnum):
    """The lines that stand out."""

    ALL = "all"
    TODO = "todo"
    STALE = "stale"
    FAILED = "failed"
    STARRED = "starred"
    LONG = "long"

    def takes(self, line: Utterance, view: LineView) -> bool:
        """Say whether a line is one of them."""
        match self:
            case LineFilter.STARRED:
                return any(take.starred for take in line.takes)
            case LineFilter.LONG:
                return len(line.text) > LONG_CHARS
            case LineFilter.TODO:
                return view.state in (LineState.TODO, LineState.RENDERING)
            case LineFilter.ALL:
                return True
        return view.state.value == self.value


@dataclass(frozen=True)
class FilterState:
    """What the bar shows: whether it is open, which lines stand out, and how many these are."""

    shown: bool = False
    filter: LineFilter = LineFilter.ALL
    count: int = 0


class LineFilterPresenter(QObject):
    """Holds the choice; each line is looked at when it is drawn."""

    state_changed = Signal(object)

    def __init__(
        self,
        lines: Callable[[], Sequence[Utterance]],
        views: Callable[[], Sequence[LineView]],
        parent: QObject | None = None,
    ) -> None:
        """Look at what these return at the time."""
        super().__init__(parent)
        self._lines = lines
        self._views = views
        self._state = FilterState()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._count)

    @property
    def state(self) -> FilterState:
        """What the bar shows."""
        return self._state

    def open(self) -> None:
        """Show the bar."""
        self._set(replace(self._state, shown=True))

    def close(self) -> None:
        """Hide it; all lines stand out again."""
        self._set(FilterState())

    def choose(self, name: str) -> None:
        """Let other lines stand out."""
        self._set(replace(self._state, filter=LineFilter(name)))
        self._count()

    def follow(self) -> None:
        """Lines or their states have changed."""
        if self._state.shown:
            self._settle.start()

    def takes(self, number: int) -> bool:
        """Say whether a line stands out."""
        lines, views = self._lines(), self._views()
        if self._state.filter is LineFilter.ALL or number >= min(len(lines), len(views)):
            return True
        return self._state.filter.takes(lines[number], views[number])

    def numbers(self) -> list[int]:
        """Return the lines that stand out, in order."""
        pairs = zip(self._lines(), self._views(), strict=False)
        which = self._state.filter
        return [n for n, (line, view) in enumerate(pairs) if which.takes(line, view) and not line.is_blank]

    def after(self, number: int, step: int) -> int | None:
        """Return the next of them from a line (the previous: -1), around the end; None: there is none."""
        numbers = self.numbers()
        if not numbers:
            return None
        if step > 0:
            return next((n for n in numbers if n > number), numbers[0])
        return next((n for n in reversed(numbers) if n < number), numbers[-1])

    def _count(self) -> None:
        if self._state.shown:
            self._set(replace(self._state, count=len(self.numbers())))

    def _set(self, state: FilterState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
