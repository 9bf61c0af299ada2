"""Room on the card before an engine comes there: who is evicted, and what is refused with numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from core.errors import OutOfMemory
from core.model.policy import LowVram
from core.vram.accounts import Accounts
from core.vram.device import Figures, Placement
from core.vram.leases import Loadable, M, Need
from core.vram.states import State

Release = Callable[[str, str, LowVram | None], None]
"""Releases an engine: which, why, and the mode in force."""


@dataclass(frozen=True)
class Other:
    """Another engine that is held.

    Attributes:
        engine: Its id.
        placement: Where it is.
        weights_bytes: What its weights hold.
    """

    engine: str
    placement: Placement
    weights_bytes: int


class Room(Generic[M]):
    """Makes room for an engine; on the owner thread."""

    def __init__(self, accounts: Accounts[M], engines: Mapping[str, Loadable[M]]) -> None:
        """Take who keeps account."""
        self._accounts = accounts
        self._engines = engines

    def make(self, engine: str, placement: Placement, need: Need, release: Release, *, loaded: bool) -> None:
        """Evict others: all of them in Low VRAM, the longest idle ones where it does not fit.

        Args:
            engine: Who needs room.
            placement: Where.
            need: For which job.
            release: Releases an engine.
            loaded: True where its weights are there already.

        Raises:
            OutOfMemory: When it does not fit, even alone.
        """
        others = self._others(engine)
        if need.saves:
            for one in others:
                release(one.engine, "low_vram", need.low_vram)
            others = []
        if not placement.on_card:
            return
        now = self._accounts.figures()
        needed = self._needed_bytes(engine, placement, need, now, loaded=loaded)
        on_card = [one for one in others if one.placement.device == placement.device]
        possible = now.available_bytes + sum(one.weights_bytes for one in on_card)
        if possible < needed:
            raise OutOfMemory(engine=engine, need_bytes=needed, free_bytes=possible)
        available = now.available_bytes
        while on_card and available < needed:
            release(on_card.pop(0).engine, "evicted", need.low_vram)
            available = self._accounts.figures().available_bytes
        if available < needed:
            raise OutOfMemory(engine=engine, need_bytes=needed, free_bytes=available)

    def _others(self, engine: str) -> list[Other]:
        """Return what else is held, the longest idle first; no model, which could then not be freed."""
        held = self._accounts.held
        others = sorted((one.used_at, name) for name, one in held.items() if name != engine)
        return [Other(name, held[name].placement, held[name].weights_bytes) for _, name in others]

    def _needed_bytes(
        self, engine: str, placement: Placement, need: Need, now: Figures, *, loaded: bool
    ) -> int:
        """Return what a job will need above what is there."""
        needed = self._engines[engine].description.sizes.peak_bytes
        if not loaded:
            needed += self._accounts.record(
                engine, State.LOADING, placement, need, measured=False
            ).weights_bytes
            needed += self._accounts.missing_context_bytes(engine, now)
        return needed
