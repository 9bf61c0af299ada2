"""Before anything is spoken: whether it fits, on which device, and about how long it will take.

No host is started for an answer, nothing is loaded, and no card is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import psutil

from core.driver import DriverCard, card_named, read_cards
from core.host.card_lease import uses_card
from core.host.pool import HostPool
from core.host.values import Hello
from core.model.card_need import declared_need
from core.model.engine import EngineDescription
from core.model.fit import Fit
from core.model.request import SynthesisRequest
from core.paths import Paths
from core.services.order import Order
from core.services.speeds import SpeedBook, device_kind
from core.services.synthesize import Synthesizer, checked_order
from core.settings import Settings

CPU = "cpu"


@dataclass(frozen=True)
class Forecast:
    """What an order would meet.

    Attributes:
        fit: Whether it fits, and where.
        expected_s: About how long it takes there, in seconds, or None: not known.
        cpu_s: About how long it takes on the CPU, where it does not fit on the card and the engine can
            run there; 0: it can, and how long is not known; None: it cannot, or need not.
        chosen: The CPU was asked for.
    """

    fit: Fit
    expected_s: float | None = None
    cpu_s: float | None = None
    chosen: bool = False


class Forecaster:
    """Says what orders would meet; blocks for some milliseconds, and may be called from any thread."""

    def __init__(
        self,
        hosts: HostPool,
        settings: Settings,
        paths: Paths,
        speeds: SpeedBook,
        synthesizer: Synthesizer,
        *,
        ask_driver: Callable[[], Sequence[DriverCard]] = read_cards,
    ) -> None:
        """Keep what it asks.

        Args:
            hosts: Those that run are asked.
            settings: The device that an order does not name.
            paths: Where weights are.
            speeds: How fast engines were.
            synthesizer: Knows the Low VRAM mode.
            ask_driver: Reads the cards' figures, where no host runs that could tell.
        """
        self._hosts = hosts
        self._settings = settings
        self._paths = paths
        self._speeds = speeds
        self._synthesizer = synthesizer
        self._ask_driver = ask_driver

    def look(self, order: Order, speech_s: float) -> Forecast | None:
        """Say what an order would meet now.

        Args:
            order: How to speak; its text is the most demanding one.
            speech_s: How long all texts take to be spoken at normal speed, in seconds.

        Returns:
            The forecast, or None while the engine's host has not introduced itself.

        Raises:
            SottovoceError: What is wrong with the order.
        """
        known = self._hosts.known(order.engine)
        if known is None:
            return None
        description, hello = known
        request = checked_order(order, description, self._paths, self._settings).request
        low_vram = self._synthesizer.low_vram([order.engine])
        fit = self._hosts.forecast(request, low_vram) or self._without_host(description, request, hello)

        def takes_s(device: str) -> float | None:
            rtf = self._speeds.rtf(description, device_kind(device), request.parameters)
            return None if rtf is None else rtf * speech_s / request.speed

        cpu_s = None
        if not fit.fits and fit.on_card and CPU in description.devices:
            cpu_s = takes_s(CPU) or 0.0
        return Forecast(fit, takes_s(fit.device), cpu_s, request.device.lower() == CPU)

    def look_at_all(self, orders: Sequence[tuple[Order, float]]) -> Forecast | None:
        """Say what several orders would meet one after the other, such as those of a dialogue's engines.

        Args:
            orders: Each with how long its texts take to be spoken at normal speed, in seconds.

        Returns:
            The forecast of the one that does not fit, else of the one that needs most, with the time of all;
            None while no engine's host has introduced itself.

        Raises:
            SottovoceError: What is wrong with one of them.
        """
        looked = [self.look(order, speech_s) for order, speech_s in orders]
        found = [one for one in looked if one is not None]
        if not found:
            return None
        worst = max(found, key=lambda one: (not one.fit.fits, one.fit.need_bytes))
        times = [one.expected_s for one in found if one.expected_s is not None]
        return replace(worst, expected_s=sum(times) if len(times) == len(looked) else None)

    def _without_host(self, description: EngineDescription, request: SynthesisRequest, hello: Hello) -> Fit:
        """Add up what the engine says of itself: its host has ended, and none is started for a question."""
        need = hello.needs.get(description.id) or declared_need(description)
        if not uses_card(description, request.device, hello):
            room = int(psutil.virtual_memory().available)
            return Fit(CPU, need.total_bytes <= room, need.total_bytes, room)
        need_bytes = need.total_bytes + description.sizes.context_bytes
        total = hello.card_total_bytes or 0
        card = None if hello.simulated else card_named(hello.card_id, self._ask_driver())
        free = total if card is None else card.free_bytes
        fit = Fit("cuda", need_bytes <= free, need_bytes, free, others_bytes=total - free)
        return replace(fit, device="cuda (simulated)") if hello.simulated else fit
