"""Weights read into RAM before a job asks, by a host that stands ready."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Generic

from core.errors import JobCancelled
from core.vram import diary
from core.vram.accounts import Accounts
from core.vram.cleaning import Cleaner
from core.vram.device import Placement
from core.vram.leases import Loadable, M, Need
from core.vram.parking import Parking
from core.vram.states import State

_AWAY = frozenset({State.ABSENT, State.ON_DISK})
_IN_RAM = Placement("cpu", "cpu")


EXPECTED_S = 5.0
"""In Low VRAM an engine that was brought before its job leaves again where none has come in this time."""


def refuse_to_wait() -> None:
    """Give up a wait for the card: what is done ahead of a job can as well be done by the job.

    Raises:
        JobCancelled: Always.
    """
    raise JobCancelled


def _nothing(*_: object) -> None:
    """Tell nobody."""


class Ahead(Generic[M]):
    """Reads engines from the disk: for a job, or before there is one; on the owner thread."""

    def __init__(
        self,
        accounts: Accounts[M],
        parking: Parking[M],
        cleaner: Cleaner[M],
        engines: Mapping[str, Loadable[M]],
    ) -> None:
        """Take who knows what is held.

        Args:
            accounts: What is held where.
            parking: Keeps what can be parked.
            cleaner: Takes note of what was there before.
            engines: Engines by id.
        """
        self._accounts = accounts
        self._parking = parking
        self._cleaner = cleaner
        self._engines = engines

    def read(
        self, engine: str, placement: Placement, need: Need, report: Callable[[float], None] = _nothing
    ) -> M:
        """Load an engine from the disk; one that can be parked stays in RAM yet."""
        stay = self._parking.parks_at(placement)
        device = placement.load_device
        return self._engines[engine].bring(device, need.model_dir, report, stay=stay, way=need.way)

    def park(self, engine: str, placement: Placement, need: Need, wanted: Callable[[], bool]) -> bool:
        """Have an engine where a parked one is: see ``VramManager.park_ahead``."""
        came_from = self._accounts.state(engine)
        if came_from not in _AWAY or not self._parking.parks_at(placement):
            return False
        self._cleaner.begin(placement.load_device)
        before, started, parked = self._accounts.sample(), time.monotonic(), False
        in_ram = self._accounts.record(engine, State.LOADING, _IN_RAM, need)
        self._accounts.move(engine, State.LOADING, in_ram)
        try:
            model = self.read(engine, placement, need)
            precision = need.way.precision
            parked = self._parking.keep(
                engine, model, placement, need.model_dir, precision=precision, ahead=True
            )
            if not parked:
                model.close()
        finally:
            self._accounts.move(engine, State.PARKED if parked else came_from)
        if parked:
            for _ in self._parking.read(engine):
                if wanted():
                    break
            after, seconds = self._accounts.sample(), time.monotonic() - started
            diary.tell("park", engine, placement, before=before, after=after, seconds=seconds, why="ahead")
        return parked
