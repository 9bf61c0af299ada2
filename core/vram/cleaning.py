"""After an engine has left: what is free goes back to the card, and what was left behind is found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Generic

from core.model.events import Notice
from core.vram import diary
from core.vram.accounts import Accounts
from core.vram.audit import Audit
from core.vram.device import Card, Placement
from core.vram.leases import M
from core.vram.parking import Parking
from core.vram.poison import is_poisonous
from core.vram.trim import trim_card, trim_memory

log = logging.getLogger(__name__)


class Cleaner(Generic[M]):
    """Cleans up after releases; on the owner thread."""

    def __init__(
        self,
        card: Card | None,
        accounts: Accounts[M],
        parking: Parking[M],
        notice: Callable[[Notice], None],
        due: Collection[str],
        *,
        owns_process: bool,
    ) -> None:
        """Take who knows what is held.

        Args:
            card: The card, or None.
            accounts: What is held where.
            parking: What is kept in RAM.
            notice: Is told of a leak.
            due: Engines whose releases wait.
            owns_process: True in a host: the process does nothing else.
        """
        self._card = card
        self._accounts = accounts
        self._parking = parking
        self._notice = notice
        self._due = due
        self._audit = Audit(owns_process=owns_process)

    def begin(self, device: str) -> None:
        """Take note of what there is before a load: what of it stays is no leak."""
        self._audit.begin(device)

    def after_parking(self, engine: str, placement: Placement) -> None:
        """Give a real card's memory back to all programs, and see that nothing of the engine is left there.

        No collection of all that Python holds, which takes half a second: what was parked let go of the card
        by itself.
        """
        if self._card is not None:
            self._card.trim()
        if not placement.simulated:
            trim_card()
            self.after_release(engine, placement, quickly=True)

    def after_release(self, engine: str, placement: Placement, *, quickly: bool = False) -> None:
        """Give back what is free, and see that nothing is left; what goes wrong there hurts no job.

        Args:
            engine: What was released.
            placement: Where it was.
            quickly: Only where something is left.

        Raises:
            RuntimeError: When the device fails for good.
        """
        try:
            if not quickly or not self._is_clean(placement):
                self._trim_and_audit(engine, placement)
        except Exception as error:
            if is_poisonous(error):
                raise
            log.exception("what %s left cannot be cleaned up", engine)

    def _is_clean(self, placement: Placement) -> bool:
        return self._audit.is_clean(placement.load_device, self._others_on(placement)[1])

    def _others_on(self, placement: Placement) -> tuple[list[object], int]:
        """Return what else may hold memory of a device: models, and their weights' size."""
        held = self._accounts.held.values()
        others = [one for one in held if one.placement.load_device == placement.load_device]
        models = [one.model for one in others if one.model is not None]
        parked = self._parking.models(placement.load_device)
        return [*models, *parked], sum(one.weights_bytes for one in others)

    def _trim_and_audit(self, engine: str, placement: Placement) -> None:
        trim_memory()
        if self._card is not None:
            self._card.trim()
        leak = self._audit.after_release(placement.load_device, *self._others_on(placement))
        if leak is None:
            if not self._accounts.held and not self._due and self._parking.is_empty:
                self._audit.pass_over_packages()
            return
        diary.tell_leak(engine, placement, leak.size_bytes, leak.holders)
        holders = ", ".join(leak.holders) or "?"
        leaked_mb = round(leak.size_bytes / 1e6, 1)
        self._notice(Notice("memory_leaked", {"engine": engine, "leaked_mb": leaked_mb, "holders": holders}))
