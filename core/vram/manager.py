"""Who is on the device: leases, loading on demand, and the release that Low VRAM asks for.

One owner thread makes every transition; any thread may read the figures.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import psutil

from core.errors import OutOfMemory
from core.model.engine import EngineDescription
from core.model.events import EngineMemory, MemorySample
from core.model.policy import LowVram, describe_low_vram
from core.vram.device import Card, Figures, Placement, Usage, place
from core.vram.trim import trim_memory

log = logging.getLogger(__name__)


class Closable(Protocol):
    """What is loaded: it can give its memory back."""

    def close(self) -> None:
        """Give back all memory."""
        ...


M = TypeVar("M", bound=Closable)


@dataclass(frozen=True)
class Loadable(Generic[M]):
    """An engine as the manager knows it.

    Attributes:
        description: What it is; its sizes count on a simulated card.
        load: Loads it: device, folder of weights, and who is told the fraction done.
    """

    description: EngineDescription
    load: Callable[[str, Path | None, Callable[[float], None]], M]


@dataclass(frozen=True)
class Need:
    """What a job needs.

    Attributes:
        device: As the user names it: ``auto``, ``cpu``, ``cuda``…
        model_dir: Folder of weights, or None for the engine's own.
        low_vram: The mode in force, or None to load and keep.
        wanted_next: Engines that queued jobs want.
    """

    device: str = "auto"
    model_dir: Path | None = None
    low_vram: LowVram | None = None
    wanted_next: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Leased(Generic[M]):
    """A model for the time of one lease.

    Attributes:
        model: The model, not to be kept.
        placement: Where it is.
        load_s: Time to load it; 0 when it was resident.
    """

    model: M
    placement: Placement
    load_s: float


@dataclass(frozen=True)
class _Held(Generic[M]):
    state: str
    placement: Placement
    model_dir: Path | None
    model: M | None = None
    used_at: float = field(default_factory=time.monotonic)


class VramManager(Generic[M]):
    """Grants leases on models and keeps account of them."""

    def __init__(self, card: Card | None, engines: Mapping[str, Loadable[M]]) -> None:
        """Start with nothing loaded.

        Args:
            card: The card, or None.
            engines: Engines by id.
        """
        self.card = card
        self._engines = engines
        self._held: dict[str, _Held[M]] = {}
        self._context_bytes = 0
        self._peak_bytes = 0
        self._job_peak_bytes = 0
        self._lock = threading.Lock()
        self._process = psutil.Process()

    @contextmanager
    def lease(
        self, engine: str, need: Need, report: Callable[[float], None] = lambda fraction: None
    ) -> Iterator[Leased[M]]:
        """Lend an engine's model, loaded if it is not there.

        Args:
            engine: Id of an engine that the manager knows.
            need: Where, with which weights, under which mode.
            report: Takes the fraction of the loading done.

        Raises:
            DeviceMissing: When it cannot be put where it is wanted.
            OutOfMemory: When it does not fit, even alone.
            SottovoceError: What loading raises.
        """
        self._job_peak_bytes = 0
        placement = place(self.card, self._engines[engine].description, need.device)
        held = self._held.get(engine)
        if held is not None and (held.placement, held.model_dir) != (placement, need.model_dir):
            self._release(engine, "other weights or another device are wanted")
            held = None
        self._make_room(engine, placement, need, loaded=held is not None)
        load_s = 0.0
        model = held.model if held is not None else None
        if model is None:
            model, load_s = self._load(engine, placement, need, report)
        self._enter(engine, _Held("busy", placement, need.model_dir, model))
        try:
            yield Leased(model, placement, load_s)
        finally:
            self._enter(engine, _Held("resident", placement, need.model_dir, model))
            del model, held
            if need.low_vram is not None and need.low_vram.value and engine not in need.wanted_next:
                self._release(engine, describe_low_vram(need.low_vram))

    def release(self, engine: str | None = None) -> None:
        """Release one engine, or all. One that is not loaded is no error."""
        for name in [engine] if engine is not None else list(self._held):
            if name in self._held:
                self._release(name, "asked for")

    def sample(self) -> MemorySample:
        """Read all figures. Any thread may call."""
        with self._lock:
            held = dict(self._held)
        figures = self._figures(held)
        ram = psutil.virtual_memory()
        rss = int(self._process.memory_info().rss)
        with self._lock:
            self._peak_bytes = max(self._peak_bytes, figures.allocated_bytes)
            seen = figures.allocated_bytes if self.card else rss
            self._job_peak_bytes = max(self._job_peak_bytes, seen)
        return MemorySample(
            time_s=time.time(),
            device=self.card.name if self.card else "CPU",
            device_kind="cuda" if self.card else "cpu",
            simulated=bool(self.card and self.card.simulated),
            total_bytes=figures.total_bytes,
            free_bytes=figures.free_bytes,
            allocated_bytes=figures.allocated_bytes,
            reserved_bytes=figures.reserved_bytes,
            peak_bytes=self._peak_bytes,
            engines=tuple(self._engine_memory(name, held.get(name)) for name in self._engines),
            host_rss_bytes=rss,
            ram_total_bytes=int(ram.total),
            ram_used_bytes=int(ram.total - ram.available),
        )

    def job_peak_bytes(self) -> int:
        """Return the greatest memory sampled since the last lease began."""
        self.sample()
        return self._job_peak_bytes

    def _load(
        self, engine: str, placement: Placement, need: Need, report: Callable[[float], None]
    ) -> tuple[M, float]:
        mode = describe_low_vram(need.low_vram) if need.low_vram else "to be kept"
        before = self._account()
        started = time.monotonic()
        self._enter(engine, _Held("loading", placement, need.model_dir))
        try:
            model = self._engines[engine].load(placement.load_device, need.model_dir, report)
        except BaseException:
            self._leave(engine)
            log.info("%s was not loaded on %s", engine, placement)
            raise
        self._enter(engine, _Held("resident", placement, need.model_dir, model))
        load_s = time.monotonic() - started
        log.info("loaded %s on %s in %.2f s; %s", engine, placement, load_s, mode)
        log.info("  before: %s; after: %s", before, self._account())
        return model, load_s

    def _release(self, engine: str, why: str) -> None:
        held = self._held[engine]
        before = self._account()
        started = time.monotonic()
        self._enter(engine, replace(held, state="releasing"))
        model = held.model
        held = replace(held, model=None)
        try:
            if model is not None:
                model.close()
        except Exception:
            log.exception("%s did not close well", engine)
        finally:
            del model
            self._leave(engine)
        gc.collect()
        trim_memory()
        seconds = time.monotonic() - started
        log.info("released %s from %s in %.2f s; %s", engine, held.placement, seconds, why)
        log.info("  before: %s; after: %s", before, self._account())

    def _make_room(self, engine: str, placement: Placement, need: Need, *, loaded: bool) -> None:
        """Evict others: all of them in Low VRAM, the longest idle ones where it does not fit."""
        others = sorted((name for name in self._held if name != engine), key=lambda n: self._held[n].used_at)
        if need.low_vram is not None and need.low_vram.value:
            for name in others:
                self._release(name, f"{engine} takes its place; {describe_low_vram(need.low_vram)}")
            others = []
        if not placement.simulated:
            return
        sizes = self._engines[engine].description.sizes
        new_context = max(0, sizes.context_bytes - self._context_bytes)
        needed = sizes.peak_bytes + (0 if loaded else sizes.weights_bytes + new_context)
        on_card = [name for name in others if self._held[name].placement.on_card]
        free = self._figures(self._held).free_bytes
        possible = free + sum(self._usage(name, self._held[name]).weights_bytes for name in on_card)
        if possible < needed:
            raise OutOfMemory(engine=engine, need_bytes=needed, free_bytes=possible)
        while on_card and self._figures(self._held).free_bytes < needed:
            self._release(on_card.pop(0), f"{engine} does not fit beside it")

    def _enter(self, engine: str, held: _Held[M]) -> None:
        sizes = self._engines[engine].description.sizes
        with self._lock:
            self._held = {**self._held, engine: held}
            if held.placement.on_card:
                self._context_bytes = max(self._context_bytes, sizes.context_bytes)

    def _leave(self, engine: str) -> None:
        with self._lock:
            self._held = {name: held for name, held in self._held.items() if name != engine}

    def _figures(self, held: Mapping[str, _Held[M]]) -> Figures:
        usage = {name: self._usage(name, one) for name, one in held.items() if one.placement.on_card}
        usage[""] = Usage(context_bytes=self._context_bytes)
        if self.card is not None:
            return self.card.figures(usage)
        weights = sum(self._usage(name, one).weights_bytes for name, one in held.items())
        return Figures(allocated_bytes=weights, reserved_bytes=weights)

    def _usage(self, engine: str, held: _Held[M]) -> Usage:
        sizes = self._engines[engine].description.sizes
        return Usage(sizes.weights_bytes, sizes.peak_bytes if held.state == "busy" else 0)

    def _engine_memory(self, engine: str, held: _Held[M] | None) -> EngineMemory:
        if held is None:
            return EngineMemory(engine, 0, "absent")
        return EngineMemory(engine, self._usage(engine, held).weights_bytes, held.state)

    def _account(self) -> str:
        sample = self.sample()
        rss = f"host {sample.host_rss_bytes / 1e6:.0f} MB"
        if not sample.has_card:
            return rss
        card = f"{sample.device}: {sample.allocated_bytes / 1e6:.0f} MB ours"
        return f"{card}, {sample.free_bytes / 1e6:.0f} MB free, {rss}"
