"""Lines of a run that are made before others which stand above them: they are heard after those.

Grouping by voice makes the lines of a dialogue out of their order; who listens meanwhile wants it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gui.runs import LineBegun, LineRendered


@dataclass
class _Held:
    """A line whose audio is held back until others are over."""

    begun: LineBegun
    before: set[int]
    rendered: LineRendered | None = None


@dataclass
class HeldLines:
    """Says what of a run may be heard, and when."""

    _held: dict[int, _Held] = field(default_factory=dict)

    def begin_run(self) -> None:
        """Forget the last run."""
        self._held = {}

    def begin(self, begun: LineBegun) -> None:
        """A line's turn has come."""
        if begun.before:
            self._held[begun.job.utterance_id] = _Held(begun, set(begun.before))

    def holds(self, utterance_id: int) -> bool:
        """Say whether a line's audio is not to be heard as it is made."""
        return utterance_id in self._held

    def finish(self, rendered: LineRendered) -> list[LineRendered]:
        """A line is done; return what may be heard now as a whole, in the script's order."""
        held = self._held.get(rendered.utterance_id)
        if held is not None:
            held.rendered = rendered
        return self.pass_over(rendered.utterance_id)

    def pass_over(self, utterance_id: int) -> list[LineRendered]:
        """Nobody waits for a line any more; return what may be heard now as a whole."""
        own = self._held.get(utterance_id)
        if own is not None and own.rendered is None:
            del self._held[utterance_id]
        for held in self._held.values():
            held.before.discard(utterance_id)
        return self._release(one for one, held in self._held.items() if not held.before)

    def end_run(self) -> list[LineRendered]:
        """The run is over; return what has not been heard."""
        return self._release(self._held)

    def _release(self, lines: Iterable[int]) -> list[LineRendered]:
        ready = sorted((one for one in lines if self._held[one].rendered), key=self._turn)
        found = [self._held.pop(one).rendered for one in ready]
        return [rendered for rendered in found if rendered is not None]

    def _turn(self, utterance_id: int) -> tuple[bool, int]:
        return self._held[utterance_id].begun.turn
