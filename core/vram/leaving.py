"""How an engine leaves its device: parked where it may soon come back, else released."""

from __future__ import annotations

import logging
import time
from collections.abc import MutableMapping
from typing import Generic

from core.model.policy import LowVram
from core.vram import diary
from core.vram.accounts import Accounts
from core.vram.cleaning import Cleaner
from core.vram.leases import Due, M
from core.vram.parking import Parking
from core.vram.poison import is_poisonous
from core.vram.states import State

log = logging.getLogger(__name__)

_PARKS = frozenset({"low_vram", "evicted"})
"""Reasons to leave a card that let an engine come back soon."""


class Leaving(Generic[M]):
    """Takes engines off their devices; on the owner thread."""

    def __init__(
        self, accounts: Accounts[M], parking: Parking[M], cleaner: Cleaner[M], due: MutableMapping[str, Due]
    ) -> None:
        """Take who knows what is held.

        Args:
            accounts: What is held where.
            parking: Keeps what may soon come back.
            cleaner: Cleans up after it.
            due: Releases that wait; one that is made is taken out.
        """
        self._accounts = accounts
        self._parking = parking
        self._cleaner = cleaner
        self._due = due

    def release(self, engine: str, why: str, low_vram: LowVram | None) -> None:
        """Take an engine off its device; where it may soon come back it is parked, if that is possible."""
        self._due.pop(engine, None)
        before = self._accounts.sample()
        started = time.monotonic()
        held = self._accounts.held[engine]
        placement, model = held.placement, held.model
        kind = "eviction" if why == "evicted" else "release"
        self._accounts.meter.note(kind, engine, held.weights_bytes)
        self._accounts.move(engine, State.RELEASING, held)
        del held
        parked = False
        try:
            parked = why in _PARKS and self._park(engine)
            if not parked:
                self._let_go(engine, model)
        finally:
            del model
            self._accounts.move(engine, State.PARKED if parked else State.ON_DISK)
        if parked:
            self._cleaner.after_parking(engine, placement)
        else:
            self._cleaner.after_release(engine, placement)
        seconds = time.monotonic() - started
        fields = {"why": why, **diary.policy_fields(low_vram)}
        event = "park" if parked else "release"
        diary.tell(
            event, engine, placement, before=before, after=self._accounts.sample(), seconds=seconds, **fields
        )

    def give_up(self, engine: str, why: str, low_vram: LowVram | None) -> None:
        """Release an engine that is parked."""
        before = self._accounts.sample()
        started = time.monotonic()
        self._accounts.move(engine, State.RELEASING)
        model, placement = self._parking.berth_of(engine)
        try:
            self._let_go(engine, model)
        finally:
            del model
            self._accounts.move(engine, State.ON_DISK)
        self._cleaner.after_release(engine, placement)
        seconds = time.monotonic() - started
        fields = {"why": why, **diary.policy_fields(low_vram)}
        diary.tell(
            "release",
            engine,
            placement,
            before=before,
            after=self._accounts.sample(),
            seconds=seconds,
            **fields,
        )

    def give_up_if_short(self) -> None:
        """Release what is parked as long as RAM is short, the longest parked first."""
        for engine in self._parking.short_of_ram():
            self.give_up(engine, "ram", None)

    def _park(self, engine: str) -> bool:
        """Park an engine, and tell whether it is; what goes wrong there only means that it is released."""
        try:
            return self._parking.park(engine)
        except Exception as error:
            if is_poisonous(error):
                raise
            log.exception("%s cannot be parked", engine)
            return False

    def _let_go(self, engine: str, model: M | None) -> None:
        """Give up a model, what it has parked included; what goes wrong there is told in the log."""
        try:
            self._parking.drop(engine)
            if model is not None:
                model.close()
        except Exception:
            log.exception("%s did not close well", engine)
