"""How engines become known: what their hosts say of them, and whether their weights are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import EngineNotInstalled
from core.services.catalogue import own_engines
from core.services.readiness import Readiness, State, find_all_weights, not_installed
from gui.jobs import Lane
from gui.messages import know_engines
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.fit_presenter import FitPresenter
from gui.presenters.known_engines import Introduction
from gui.presenters.memory_presenter import MemoryPresenter
from gui.presenters.meter_presenter import MeterPresenter
from gui.presenters.voices_presenter import VoicesPresenter
from gui.runs import Runner
from gui.teller import Teller

if TYPE_CHECKING:
    from core.host.values import Hello
    from core.services.app import Services


class Introductions(QObject):
    """Tells the panels which engines there are, each time that the hosts have answered."""

    done = Signal()
    """The hosts have answered, and every panel knows it."""
    found = Signal()
    """It is known anew what each engine has and lacks."""

    def __init__(
        self,
        services: Services,
        runner: Runner,
        *,
        lane: Lane,
        engine_lane: Lane,
        engine: EnginePresenter,
        voices: VoicesPresenter,
        fit: FitPresenter,
        figures: tuple[MeterPresenter, MemoryPresenter],
        teller: Teller,
        parent: QObject,
    ) -> None:
        """Wait for the hosts' answer.

        Args:
            services: The use cases.
            runner: Starts the hosts.
            lane: Where weights are looked for.
            engine_lane: Where a host is asked for its memory.
            engine: The engine panel; knows the engines.
            voices: The voices panel.
            fit: Says whether the lines fit.
            figures: What names engines in figures of memory.
            teller: Tells why an engine is missing.
            parent: Owner.
        """
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._engine_lane = engine_lane
        self._engine = engine
        self._voices = voices
        self._fit = fit
        self._figures = figures
        self._teller = teller
        self._wanted: Callable[[], None] | None = None
        runner.hosts_ready.connect(self._introduce)
        voices.references_read.connect(self.restore_voice)
        self._show_known_voices()

    def must_wait(self, wanted: Callable[[], None]) -> bool:
        """Say whether the hosts have not answered yet; then what is wanted last is done when they have."""
        if self._engine.known.introduced:
            return False
        self._wanted = wanted
        return True

    def look_around(self) -> None:
        """See which engines have what they need: weights may have been put in place meanwhile."""
        installed = self._services.hosts.engine_ids()
        known = [self._engine.known.describe(engine) for engine in installed]
        absent = [one.id for one in own_engines() if one.id not in installed]
        paths = self._services.paths

        def look() -> Mapping[str, Readiness]:
            found = find_all_weights(paths, [one for one in known if one is not None])
            return {**found, **{engine: not_installed(engine) for engine in absent}}

        self._lane.submit(look, self._show_found)

    def _show_known_voices(self) -> None:
        """Show the voices of installed engines before their hosts answer.

        What stands below them would move under the mouse otherwise.
        """
        described = [self._engine.known.describe(one) for one in self._services.hosts.engine_ids()]
        known = [one for one in described if one is not None]
        self._voices.know_silent(frozenset(one.id for one in known if one.sizes.download_bytes))
        self._voices.introduce(known)

    def _show_found(self, found: Mapping[str, Readiness]) -> None:
        self._engine.show_found(found)
        self._voices.know_silent(
            frozenset(engine for engine, said in found.items() if said.state is State.WEIGHTS_MISSING)
        )
        self.found.emit()

    def _introduce(self, hellos: Sequence[Hello]) -> None:
        said = Introduction.of(hellos, str(self._services.settings.value("device")))
        self._engine.introduce(said)
        self._fit.touch()
        self._voices.introduce(self._engine.known.introduced)
        self.look_around()
        names = {description.id: description.name for description in said.descriptions.values()}
        know_engines(names)
        for one in self._figures:
            one.set_names(names)
        self.restore_voice()
        for engine, reason in said.broken.items():
            self._teller.tell_hosts_failed(EngineNotInstalled(engine=engine, reason=reason))
        self._ask_for_memory(names)
        self.done.emit()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def _ask_for_memory(self, names: Mapping[str, str]) -> None:
        """Ask the chosen engine's host for its memory, or any; the answer comes by the memory bridge."""
        chosen = self._engine.choices.engine
        there = chosen if chosen in names else next(iter(names), "")
        client = self._services.hosts.client_for(there) if there else None
        if client is not None:
            self._engine_lane.submit(client.sample)

    def restore_voice(self) -> None:
        """Choose the voice that the project wishes, where it is there."""
        voice = self._voices.find(self._engine.wished.voice)
        if voice is not None:
            self._engine.restore_voice(voice)
