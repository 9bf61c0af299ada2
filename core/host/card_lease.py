"""The hosts of one program take turns on the card: who wants to use it asks the others to give it back."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from core.errors import EngineError
from core.host.client import HostClient
from core.host.following import POLL_S
from core.host.values import Hello
from core.model.cancel import CancelToken
from core.model.engine import EngineDescription
from core.model.events import EngineMemory, MemorySample
from core.model.line import Turns

log = logging.getLogger(__name__)


class CardLease:
    """The one lease on the card that a program's hosts have among them."""

    def __init__(self) -> None:
        """Start with nobody on the card."""
        self._turns = Turns()

    @contextmanager
    def hold(
        self,
        client: HostClient,
        clients: Sequence[HostClient],
        engine: EngineDescription,
        *,
        saves: bool,
        cancel: CancelToken,
    ) -> Iterator[None]:
        """Let one host use the card for a block.

        The others are asked to release all they hold: in Low VRAM at once, else the longest idle one first,
        until the engine fits.

        Args:
            client: The host that wants the card.
            clients: All hosts.
            engine: The engine that it is wanted for.
            saves: Low VRAM is in force.
            cancel: Ends the wait when set.

        Raises:
            JobCancelled: When the token says so.
        """
        with self._turns.turn(engine.id, cancel.check, POLL_S):
            for other in longest_idle_first(clients):
                if other is not client and (saves or not _fits(client, clients, engine)):
                    self._ask(other, engine.id, cancel)
            yield

    def _ask(self, owner: HostClient, engine: str, cancel: CancelToken) -> None:
        log.info("the host of %s gives the card back for %s", owner.environment.name, engine)
        try:
            owner.release(cancel=cancel)
        except EngineError as error:
            log.warning("the host of %s did not give the card back: %s", owner.environment.name, error)


def uses_card(engine: EngineDescription, device: str, hello: Hello) -> bool:
    """Tell whether a job may be put on the card."""
    if hello.card_total_bytes is None or device.lower() == "cpu":
        return False
    return hello.simulated or any(kind != "cpu" for kind in engine.devices)


def longest_idle_first(clients: Sequence[HostClient]) -> list[HostClient]:
    """Return the hosts that hold something on the card, by the end of their last job."""
    owners = [
        (client.used_at, number, client)
        for number, client in enumerate(clients)
        if (sample := _card_sample(client)) is not None and sample.reserved_bytes
    ]
    return [client for _, _, client in sorted(owners, key=lambda owner: owner[:2])]


def card_bytes(client: HostClient) -> int:
    """Return what a host holds on the card that it can give back."""
    sample = _card_sample(client)
    return sample.reserved_bytes if sample is not None else 0


def engines_there(client: HostClient) -> list[EngineMemory]:
    """Return the engines that a host has in memory."""
    sample = _card_sample(client)
    return [one for one in sample.engines if one.in_memory] if sample is not None else []


def _fits(client: HostClient, clients: Sequence[HostClient], engine: EngineDescription) -> bool:
    """Tell whether an engine has room, by the newest figures and by what its own host could free."""
    samples = [sample for one in clients if (sample := _card_sample(one)) is not None]
    if not samples:
        return True
    free_bytes = max(samples, key=lambda sample: sample.time_s).free_bytes
    own = _card_sample(client)
    if own is None:
        return engine.sizes.need_bytes <= free_bytes
    return engine.sizes.need_bytes <= free_bytes + own.reserved_bytes + own.context_bytes


def _card_sample(client: HostClient) -> MemorySample | None:
    sample = client.last_sample
    return sample if sample is not None and sample.has_card else None
