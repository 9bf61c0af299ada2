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
from core.model.policy import LowVram
from core.model.request import SynthesisRequest

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
        request: SynthesisRequest,
        low_vram: LowVram,
        cancel: CancelToken,
    ) -> Iterator[tuple[str, ...]]:
        """Let one host use the card for a block.

        The others are asked to release all they hold: in Low VRAM at once, else the longest idle one first,
        as long as its host says that the request would fit better without them.

        Args:
            client: The host that wants the card; it runs.
            clients: All hosts.
            request: What it is wanted for.
            low_vram: The mode in force.
            cancel: Ends the wait when set.

        Yields:
            The engines that left for want of room.

        Raises:
            JobCancelled: When the token says so.
        """
        with self._turns.turn(request.engine, cancel.check, POLL_S):
            left: list[str] = []
            for other in longest_idle_first(clients):
                if other is client:
                    continue
                if low_vram.value:
                    self._ask(other, request.engine, cancel)
                elif not _fits(client, clients, request, low_vram):
                    left += [one.engine for one in engines_there(other)]
                    self._ask(other, request.engine, cancel)
            yield tuple(left)

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


def _fits(
    client: HostClient, clients: Sequence[HostClient], request: SynthesisRequest, low_vram: LowVram
) -> bool:
    """Tell whether nothing would be better for a request if the other hosts gave the card back.

    One that fits in no way has them give it back too: the refusal should say what other programs hold, not
    what ours do. A request that can be put nowhere is left to the job.
    """
    freeable_bytes = sum(card_bytes(one) for one in clients if one is not client)
    try:
        now = client.forecast(request, low_vram)
        if now is not None and now.fits and not now.steps:
            return True
        best = client.forecast(request, low_vram, freeable_bytes)
    except EngineError as error:
        log.info("what %s would meet is not known: %s", request.engine, error)
        return True
    return now is not None and best is not None and best.fits and now.fits and best.steps == now.steps


def _card_sample(client: HostClient) -> MemorySample | None:
    sample = client.last_sample
    return sample if sample is not None and sample.has_card else None
