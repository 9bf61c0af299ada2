"""How loud takes are: measured on a lane, once each, when somebody looks."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.audio.loudness import loudness_lufs
from core.errors import SottovoceError
from core.model.script import Take
from gui.jobs import Lane

KEPT = 5_000
"""So many figures are remembered."""


class TakeLoudness(QObject):
    """Remembers the loudness of takes by their ids."""

    measured = Signal(str)
    """Id of a take whose loudness is known now."""

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        """Know nothing yet.

        Args:
            lane: Where takes are measured; their audio may have to be read from the project.
            parent: Owner.
        """
        super().__init__(parent)
        self._lane = lane
        self._known: OrderedDict[str, float] = OrderedDict()
        self._asked: set[str] = set()

    def of(self, take: Take) -> float | None:
        """Return a take's loudness in LUFS; None: it is being measured, ``measured`` will tell."""
        if take.id in self._known:
            self._known.move_to_end(take.id)
            return self._known[take.id]
        if take.id not in self._asked:
            self._asked.add(take.id)
            done, failed = partial(self._keep, take.id), partial(self._give_up, take.id)
            self._lane.submit(partial(_measure, take), done, failed)
        return None

    def _keep(self, take_id: str, value: float) -> None:
        self._asked.discard(take_id)
        self._known[take_id] = value
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.measured.emit(take_id)

    def _give_up(self, take_id: str, _: SottovoceError) -> None:
        """Its audio cannot be read: ask no more for this run of the program."""


def _measure(take: Take) -> float:
    return loudness_lufs(take.clip)
