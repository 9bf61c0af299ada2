"""Which Low VRAM mode the next order gets: as was asked for, or by what the engines in use need."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection

from core.host.card_lease import uses_card
from core.host.pool import HostPool
from core.model.card_need import CardNeed, card_need, declared_need
from core.model.engine import EngineDescription
from core.model.need import MemoryNeed
from core.model.policy import LowVram
from core.services.low_vram import describe_low_vram
from core.settings import Settings

log = logging.getLogger(__name__)


class Modes:
    """Decides the mode; safe to use from any thread, and starts no host.

    In use are the engines that orders of this session wanted, those that orders behind them want, and the one
    that is chosen. None leaves before the session ends, so that the mode changes once at most.
    """

    def __init__(self, hosts: HostPool, settings: Settings) -> None:
        """Begin with no engine in use.

        Args:
            hosts: Know the engines and the card.
            settings: Who asked for what; read anew each time.
        """
        self._hosts = hosts
        self._settings = settings
        self._used: dict[str, None] = {}
        self._told = ""
        self._lock = threading.Lock()

    def use(self, engines: Collection[str]) -> None:
        """Take note of engines that orders want."""
        with self._lock:
            self._used.update(dict.fromkeys(engines))

    def mode(self, chosen: Collection[str] = ()) -> LowVram:
        """Return the mode in force.

        Args:
            chosen: Engines that count as in use besides, without being noted.
        """
        with self._lock:
            engines = dict.fromkeys((*self._used, *chosen))
        return self._settings.low_vram(self._need(engines))

    def tell(self, mode: LowVram) -> None:
        """Log the mode where it is not the last one told."""
        words = describe_low_vram(mode)
        if words != self._told:
            self._told = words
            log.info("Low VRAM: %s", words)

    def _need(self, engines: Collection[str]) -> CardNeed | None:
        """Return what these engines need of the card; None where there is none, or nothing goes there."""
        card_bytes = self._hosts.card_total_bytes()
        if card_bytes is None:
            return None
        device = str(self._settings.value("device"))
        known = [self._hosts.known(engine) for engine in engines]
        on_card = [one for one in known if one is not None and uses_card(one[0], device, one[1])]
        needs = {engine.id: hello.needs[engine.id] for engine, hello in on_card if engine.id in hello.needs}

        def need_of(engine: EngineDescription) -> MemoryNeed:
            return needs.get(engine.id) or declared_need(engine)

        return card_need([engine for engine, _ in on_card], card_bytes, need_of) if on_card else None
