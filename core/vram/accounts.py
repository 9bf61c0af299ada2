"""What is held where: the record of each engine, the card's figures, peaks, and what others are told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Generic

import psutil

from core.errors import OutOfMemory
from core.model.events import EngineMemory, MemorySample
from core.vram.choice import Choice
from core.vram.device import Card, Figures, Placement, Usage
from core.vram.leases import Held, Loadable, M, Need
from core.vram.meter import Meter, share_out
from core.vram.poison import bytes_tried
from core.vram.states import Owner, State, check_transition
from core.vram.turns import CardTurns

log = logging.getLogger(__name__)


class Accounts(Generic[M]):
    """Keeps account of what is held; written on the owner thread, read on any."""

    def __init__(self, card: Card | None, engines: Mapping[str, Loadable[M]], turns: CardTurns) -> None:
        """Start with nothing held.

        Args:
            card: The card, or None.
            engines: Engines by id.
            turns: Tells other processes what we hold.
        """
        self.owner = Owner()
        self._card = card
        self._engines = engines
        self._turns = turns
        self._states: dict[str, State] = dict.fromkeys(engines, State.ABSENT)
        self._held: dict[str, Held[M]] = {}
        self._weights_bytes: dict[tuple[str, Path | None, str, str], int] = {}
        self._device = card.kind if card is not None else ""
        self._on_card = False
        self._refused: dict[str, Choice] = {}
        self._context_bytes = 0
        self._before_load_bytes = 0
        self._peak_bytes = 0
        self._job_peak_bytes = 0
        self.parked_bytes: Callable[[str], int] = lambda engine: 0
        """Tells what an engine has parked in RAM; set by who parks."""
        self.meter = Meter()
        self._lock = threading.Lock()
        self._process = psutil.Process()

    # --- what is held --------------------------------------------------------------------------------

    @property
    def held(self) -> Mapping[str, Held[M]]:
        """What is held now, by engine. Not to be kept: it holds the models, which could then not be freed."""
        return self._held

    def state(self, engine: str) -> State:
        """Return where an engine is."""
        return self._states[engine]

    def move(self, engine: str, to: State, held: Held[M] | None = None) -> None:
        """Make a transition.

        Args:
            engine: Whose.
            to: Its new state.
            held: What is held in it, or None for nothing.

        Raises:
            ManagerMisused: When no way leads there, or this is not the owner thread.
        """
        self.owner.check()
        check_transition(engine, self.state(engine), to)
        if held is None:
            self._leave(engine, to)
        else:
            self._enter(engine, replace(held, state=to))

    def _enter(self, engine: str, held: Held[M]) -> None:
        """Put an engine's record in the place of the one before."""
        sizes = self._engines[engine].description.sizes
        with self._lock:
            self._states = {**self._states, engine: held.state}
            self._held = {**self._held, engine: held}
            if held.placement.simulated:
                self._context_bytes = max(self._context_bytes, sizes.context_bytes)
        self._publish()

    def begin_load(self, before: MemorySample) -> None:
        """Remember what is nobody's weights before a load: what comes on top is the weights that come."""
        self._before_load_bytes = before.activation_bytes

    def _leave(self, engine: str, state: State) -> None:
        """Drop an engine's record; it holds nothing of the device any more."""
        with self._lock:
            self._states = {**self._states, engine: state}
            self._held = {name: held for name, held in self._held.items() if name != engine}
        self._publish()

    def poison(self) -> None:
        """Remember that nothing works on the device any more; what is held there goes with the process."""
        with self._lock:
            self._states = dict.fromkeys(self._states, State.POISONED)
            self._held = {name: replace(one, state=State.POISONED) for name, one in self._held.items()}

    def record(
        self, engine: str, state: State, placement: Placement, need: Need, *, measured: bool = True
    ) -> Held[M]:
        """Make the record of an engine; weights on a real card count once they have been measured.

        Args:
            engine: Engine id.
            state: Its state.
            placement: Where it is.
            need: Whose weights.
            measured: False: count what has not been measured as it is described.
        """
        estimate = self._engines[engine].need_of(need.request, need.way)
        known = self._weights_bytes.get((engine, need.model_dir, placement.device, need.way.precision))
        if known is None or (measured and state is State.LOADING):
            counts = placement.simulated or not placement.on_card or not measured
            known = estimate.weights_bytes if counts else 0
        return Held(
            state,
            placement,
            need.model_dir,
            known,
            precision=need.way.precision,
            peak_bytes=estimate.peak_bytes,
        )

    def measure(
        self, engine: str, placement: Placement, need: Need, before: MemorySample, after: MemorySample
    ) -> None:
        """Remember what loading an engine has added on a real card, and note that it came."""
        if placement.on_card and not placement.simulated:
            measured = max(0, after.allocated_bytes - before.allocated_bytes)
            self._weights_bytes[engine, need.model_dir, placement.device, need.way.precision] = measured
        self.meter.note("load", engine, self.record(engine, State.RESIDENT, placement, need).weights_bytes)

    def choose(self, engine: str, placement: Placement, choice: Choice) -> bool:
        """Remember where an engine was put, and tell whether it is newly refused the card."""
        with self._lock:
            self._on_card = placement.on_card
            told = engine in self._refused
            if choice.card_refused:
                self._refused[engine] = choice
            elif placement.on_card:
                self._refused = {}
                self._device = placement.device
        return choice.card_refused and not told

    # --- figures -------------------------------------------------------------------------------------

    def begin_job(self) -> None:
        """Look for the greatest memory from now."""
        self._job_peak_bytes = 0

    def figures(self) -> Figures:
        """Read the card's figures."""
        return self._figures(self._card, self._held)

    def missing_context_bytes(self, engine: str, now: Figures) -> int:
        """Return what the runtime will still take when an engine first comes onto the card."""
        sizes = self._engines[engine].description.sizes
        return max(0, sizes.context_bytes - max(self._context_bytes, now.context_bytes))

    def sample(self) -> MemorySample:
        """Read all figures. Any thread may call."""
        with self._lock:
            held, states = self._held, self._states
            refused = next(iter(self._refused.values()), None)
        card = self._card if refused is None else None
        figures = self._figures(card, held)
        engines = self._engine_memories(card, held, states, figures.allocated_bytes)
        weights_bytes = sum(one.size_bytes for one in engines)
        ram = psutil.virtual_memory()
        rss = int(self._process.memory_info().rss)
        with self._lock:
            self._peak_bytes = max(self._peak_bytes, figures.allocated_bytes)
            seen = figures.allocated_bytes if card is not None and self._on_card else rss
            self._job_peak_bytes = max(self._job_peak_bytes, seen)
        return MemorySample(
            time_s=time.time(),
            device=card.name if card else "CPU",
            device_kind=card.kind if card else "cpu",
            simulated=bool(card and card.simulated),
            total_bytes=figures.total_bytes,
            free_bytes=figures.free_bytes,
            allocated_bytes=figures.allocated_bytes,
            reserved_bytes=figures.reserved_bytes,
            peak_bytes=self._peak_bytes,
            engines=engines,
            host_rss_bytes=rss,
            ram_total_bytes=int(ram.total),
            ram_used_bytes=int(ram.total - ram.available),
            context_bytes=figures.context_bytes,
            activation_bytes=figures.allocated_bytes - weights_bytes if card else 0,
            device_reason=refused.reason if refused else "",
            device_detail=refused.detail if refused else "",
            neighbours=self._turns.neighbours() if card else (),
            marks=self.meter.marks,
            card_id=card.identity(self._device) if card else "",
        )

    def job_peak_bytes(self) -> int:
        """Return the greatest memory since the last lease began: the card's, else the process's.

        Measured on a real card, sampled elsewhere.
        """
        self.sample()
        measured = self._card.peak_bytes(self._device) if self._card is not None and self._on_card else None
        if measured is None:
            return self._job_peak_bytes
        with self._lock:
            self._peak_bytes = max(self._peak_bytes, measured)
        self._engine_memories(self._card, self._held, self._states, measured)
        return measured

    def out_of_memory(self, engine: str, error: BaseException) -> OutOfMemory:
        """Return an engine's lack of memory with numbers: what it would have held, and what there is."""
        sample = self.sample()
        sizes = self._engines[engine].description.sizes if engine in self._engines else None
        declared = sizes.weights_bytes + sizes.peak_bytes if sizes is not None else 0
        if not self._on_card:
            free = sample.ram_total_bytes - sample.ram_used_bytes
            need = max(declared, bytes_tried(error))
            self.meter.note("out_of_memory", engine, need)
            return OutOfMemory(engine=engine, need_bytes=need, free_bytes=free)
        tried = bytes_tried(error)
        need = max(self.job_peak_bytes(), sample.allocated_bytes) + tried if tried else declared
        self.meter.note("out_of_memory", engine, need)
        return OutOfMemory(
            engine=engine, need_bytes=need, free_bytes=sample.free_bytes + sample.reserved_bytes
        )

    def _publish(self) -> None:
        """Tell other processes what we hold on the card; figures that cannot be read hurt no job."""
        if self._card is None:
            return
        try:
            figures = self.figures()
        except Exception:
            log.exception("the card's figures cannot be read")
        else:
            self._turns.publish(figures.reserved_bytes + figures.context_bytes)

    def _figures(self, card: Card | None, held: Mapping[str, Held[M]]) -> Figures:
        if card is None:
            weights = sum(one.weights_bytes for one in held.values())
            return Figures(allocated_bytes=weights, reserved_bytes=weights)
        usage = {name: self._usage(one) for name, one in held.items() if one.placement.on_card}
        usage[""] = Usage(context_bytes=self._context_bytes)
        return card.figures(usage, self._device)

    def _usage(self, held: Held[M]) -> Usage:
        return Usage(held.weights_bytes, held.peak_bytes if held.state is State.BUSY else 0)

    def _engine_memories(
        self,
        card: Card | None,
        held: Mapping[str, Held[M]],
        states: Mapping[str, State],
        allocated_bytes: int,
    ) -> tuple[EngineMemory, ...]:
        """Return what each engine holds of the device that the figures are of."""
        there = {name: one for name, one in held.items() if card is None or self._is_here(one)}
        shares = share_out(there, states, allocated_bytes, self._before_load_bytes)
        return self.meter.with_peaks(
            {name: replace(one, parked_bytes=self.parked_bytes(name)) for name, one in shares.items()}
        )

    def _is_here(self, one: Held[M]) -> bool:
        """Tell whether an engine is on the device that the card's figures are of."""
        return one.placement.device == self._device
