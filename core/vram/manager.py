"""Who is on the device: leases, loading on demand, and the release that Low VRAM asks for.

One owner thread makes every transition; any thread may read the figures.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Generic

import psutil

from core.errors import OutOfMemory
from core.model.events import EngineMemory, MemorySample, Notice
from core.model.policy import LowVram
from core.vram import diary
from core.vram.audit import Audit
from core.vram.choice import NO_KERNELS, Choice
from core.vram.device import Card, Figures, Placement, Usage, place
from core.vram.leases import Due, Held, Leased, Loadable, M, Need
from core.vram.poison import bytes_tried
from core.vram.trim import trim_memory
from core.vram.turns import CardTurns

__all__ = ["Leased", "Loadable", "Need", "VramManager"]

log = logging.getLogger(__name__)


def _nothing(*_: object) -> None:
    """Tell nobody."""


class VramManager(Generic[M]):
    """Grants leases on models and keeps account of them."""

    def __init__(
        self,
        card: Card | None,
        engines: Mapping[str, Loadable[M]],
        notice: Callable[[Notice], None] = _nothing,
        turns: CardTurns | None = None,
        *,
        owns_process: bool = False,
    ) -> None:
        """Start with nothing loaded.

        Args:
            card: The card, or None.
            engines: Engines by id.
            notice: Takes what the one who asked should know: a card that cannot be used, a leak.
            turns: Takes turns with other processes on the card.
            owns_process: True in a host: the process does nothing else.
        """
        self.card = card
        self._engines = engines
        self._notice = notice
        self._turns = turns if turns is not None else CardTurns(None)
        self._held: dict[str, Held[M]] = {}
        self._due: dict[str, Due] = {}
        self._weights_bytes: dict[tuple[str, Path | None, str], int] = {}
        self._audit = Audit(owns_process=owns_process)
        self._device = card.kind if card is not None else ""
        self._on_card = False
        self._refused: dict[str, Choice] = {}
        self._context_bytes = 0
        self._peak_bytes = 0
        self._job_peak_bytes = 0
        self._lock = threading.Lock()
        self._process = psutil.Process()

    # --- leases ------------------------------------------------------------------------------------

    @contextmanager
    def lease(
        self,
        engine: str,
        need: Need,
        report: Callable[[float], None] = _nothing,
        check: Callable[[], None] = _nothing,
    ) -> Iterator[Leased[M]]:
        """Lend an engine's model, loaded if it is not there.

        Where the block fails, the release that is due waits for ``settle_releases``: the error's traceback
        holds the model until it is gone.

        Args:
            engine: Id of an engine that the manager knows.
            need: Where, with which weights, under which mode.
            report: Takes the fraction of the loading done.
            check: Called while another process has its turn on the card; what it raises ends the wait.

        Raises:
            DeviceMissing: When it cannot be put where it is wanted.
            OutOfMemory: When it does not fit, even alone.
            SottovoceError: What loading raises.
        """
        self.settle_releases()
        self._job_peak_bytes = 0
        placement = self._place(engine, need.device)
        held = self._held.get(engine)
        if held is not None and (held.placement, held.model_dir) != (placement, need.model_dir):
            self._release(engine, "replaced", need.low_vram)
            held = None
        load_s = 0.0
        model = held.model if held is not None else None
        del held
        with self._turn(placement, report, check):
            self._make_room(engine, placement, need, loaded=model is not None)
            if model is None:
                model, load_s = self._load(engine, placement, need, report)
            self._enter(engine, replace(self._new(engine, "busy", placement, need), model=model))
        if self.card is not None and placement.on_card:
            self.card.begin_peak(placement.device)
        failed = True
        try:
            yield Leased(model, placement, load_s)
            failed = False
        finally:
            self._enter(engine, replace(self._new(engine, "resident", placement, need), model=model))
            del model
            if need.saves and engine not in need.wanted_next:
                self._due[engine] = Due("low_vram", placement, need.low_vram)
            if not failed:
                self.settle_releases()

    @property
    def releases_due(self) -> bool:
        """True where a release waits for ``settle_releases``."""
        return bool(self._due)

    def settle_releases(self) -> None:
        """Make the releases that are due. Call it once an error that a lease ended with is gone."""
        while self._due:
            engine, due = self._due.popitem()
            if engine in self._held:
                self._release(engine, due.why, due.low_vram)
            else:
                self._clean_up(engine, due.placement)

    def release(self, engine: str | None = None) -> None:
        """Release one engine, or all. One that is not loaded is no error."""
        self.settle_releases()
        for name in [engine] if engine is not None else list(self._held):
            if name in self._held:
                self._release(name, "asked", None)

    # --- figures -----------------------------------------------------------------------------------

    def sample(self) -> MemorySample:
        """Read all figures. Any thread may call."""
        with self._lock:
            held = dict(self._held)
            refused = next(iter(self._refused.values()), None)
        card = self.card if refused is None else None
        figures = self._figures(card, held)
        engines, weights_bytes = self._engine_memories(card, held, figures.allocated_bytes)
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
        )

    def job_peak_bytes(self) -> int:
        """Return the greatest memory since the last lease began: the card's, else the process's.

        Measured on a real card, sampled elsewhere.
        """
        self.sample()
        measured = self.card.peak_bytes(self._device) if self.card is not None and self._on_card else None
        if measured is None:
            return self._job_peak_bytes
        with self._lock:
            self._peak_bytes = max(self._peak_bytes, measured)
        return measured

    def out_of_memory(self, engine: str, error: BaseException) -> OutOfMemory:
        """Return an engine's lack of memory with numbers: what it would have held, and what there is."""
        sample = self.sample()
        sizes = self._engines[engine].description.sizes if engine in self._engines else None
        declared = sizes.weights_bytes + sizes.peak_bytes if sizes is not None else 0
        if not self._on_card:
            free = sample.ram_total_bytes - sample.ram_used_bytes
            return OutOfMemory(engine=engine, need_bytes=max(declared, bytes_tried(error)), free_bytes=free)
        tried = bytes_tried(error)
        need = max(self.job_peak_bytes(), sample.allocated_bytes) + tried if tried else declared
        return OutOfMemory(
            engine=engine, need_bytes=need, free_bytes=sample.free_bytes + sample.reserved_bytes
        )

    # --- transitions, on the owner thread ------------------------------------------------------------

    def _place(self, engine: str, device: str) -> Placement:
        placement, choice = place(self.card, self._engines[engine].description, device)
        if choice.reason:
            log.info("%s runs on %s: %s %s", engine, placement, choice.reason, choice.detail)
        with self._lock:
            self._on_card = placement.on_card
            told = engine in self._refused
            if choice.card_refused:
                self._refused[engine] = choice
            elif placement.on_card:
                self._refused = {}
                self._device = placement.device
        if choice.card_refused and not told:
            fields = {"engine": engine, "detail": choice.detail}
            without_kernels = choice.reason == NO_KERNELS
            self._notice(
                Notice("gpu_without_kernels", fields) if without_kernels else Notice("gpu_failed", fields)
            )
        return placement

    @contextmanager
    def _turn(
        self, placement: Placement, report: Callable[[float], None], check: Callable[[], None]
    ) -> Iterator[None]:
        """Have the card to ourselves while room is made and weights are loaded."""
        if self.card is None or not placement.on_card:
            yield
            return

        def wait() -> None:
            check()
            report(0.0)

        with self._turns.loading(self.card.identity(placement.device), wait):
            yield

    def _load(
        self, engine: str, placement: Placement, need: Need, report: Callable[[float], None]
    ) -> tuple[M, float]:
        self._audit.begin(placement.load_device)
        before = self.sample()
        started = time.monotonic()
        self._enter(engine, self._new(engine, "loading", placement, need))
        fields = diary.policy_fields(need.low_vram)
        try:
            model = self._engines[engine].load(placement.load_device, need.model_dir, report)
        except BaseException:
            self._leave(engine)
            self._due[engine] = Due("load_failed", placement, need.low_vram)
            seconds = time.monotonic() - started
            diary.tell(
                "load_failed",
                engine,
                placement,
                before=before,
                after=self.sample(),
                seconds=seconds,
                **fields,
            )
            raise
        load_s = time.monotonic() - started
        after = self.sample()
        if placement.on_card and not placement.simulated:
            measured = max(0, after.allocated_bytes - before.allocated_bytes)
            self._weights_bytes[engine, need.model_dir, placement.device] = measured
        self._enter(engine, replace(self._new(engine, "resident", placement, need), model=model))
        diary.tell("load", engine, placement, before=before, after=self.sample(), seconds=load_s, **fields)
        return model, load_s

    def _release(self, engine: str, why: str, low_vram: LowVram | None) -> None:
        self._due.pop(engine, None)
        before = self.sample()
        started = time.monotonic()
        held = self._held[engine]
        placement, model = held.placement, held.model
        self._enter(engine, replace(held, state="releasing"))
        del held
        try:
            if model is not None:
                model.close()
        except Exception:
            log.exception("%s did not close well", engine)
        finally:
            del model
            self._leave(engine)
        self._clean_up(engine, placement)
        seconds = time.monotonic() - started
        fields = {"why": why, **diary.policy_fields(low_vram)}
        diary.tell(
            "release", engine, placement, before=before, after=self.sample(), seconds=seconds, **fields
        )

    def _clean_up(self, engine: str, placement: Placement) -> None:
        """Give back what is free, and see that nothing is left."""
        trim_memory()
        others = [one for one in self._held.values() if one.placement.load_device == placement.load_device]
        leak = self._audit.after_release(
            placement.load_device,
            [one.model for one in others if one.model is not None],
            sum(one.weights_bytes for one in others),
        )
        if leak is None:
            if not self._held and not self._due:
                self._audit.pass_over_packages()
            return
        diary.tell_leak(engine, placement, leak.size_bytes, leak.holders)
        holders = ", ".join(leak.holders) or "?"
        leaked_mb = round(leak.size_bytes / 1e6, 1)
        self._notice(Notice("memory_leaked", {"engine": engine, "leaked_mb": leaked_mb, "holders": holders}))

    def _make_room(self, engine: str, placement: Placement, need: Need, *, loaded: bool) -> None:
        """Evict others: all of them in Low VRAM, the longest idle ones where it does not fit."""
        others = sorted((name for name in self._held if name != engine), key=lambda n: self._held[n].used_at)
        if need.saves:
            for name in others:
                self._release(name, "low_vram", need.low_vram)
            others = []
        if not placement.on_card:
            return
        sizes = self._engines[engine].description.sizes
        now = self._figures(self.card, self._held)
        needed = sizes.peak_bytes
        if not loaded:
            needed += self._new(engine, "loading", placement, need, measured=False).weights_bytes
            needed += max(0, sizes.context_bytes - max(self._context_bytes, now.context_bytes))
        on_card = [name for name in others if self._held[name].placement.device == placement.device]
        possible = now.available_bytes + sum(self._held[name].weights_bytes for name in on_card)
        if possible < needed:
            raise OutOfMemory(engine=engine, need_bytes=needed, free_bytes=possible)
        available = now.available_bytes
        while on_card and available < needed:
            self._release(on_card.pop(0), "evicted", need.low_vram)
            available = self._figures(self.card, self._held).available_bytes
        if available < needed:
            raise OutOfMemory(engine=engine, need_bytes=needed, free_bytes=available)

    def _new(
        self, engine: str, state: str, placement: Placement, need: Need, *, measured: bool = True
    ) -> Held[M]:
        """Make the record of an engine; weights on a real card count once they have been measured.

        Args:
            engine: Engine id.
            state: Its state.
            placement: Where it is.
            need: Whose weights.
            measured: False: count what has not been measured as it is described.
        """
        known = self._weights_bytes.get((engine, need.model_dir, placement.device))
        if known is None or (measured and state == "loading"):
            counts = placement.simulated or not placement.on_card or not measured
            known = self._engines[engine].description.sizes.weights_bytes if counts else 0
        return Held(state, placement, need.model_dir, known)

    def _enter(self, engine: str, held: Held[M]) -> None:
        sizes = self._engines[engine].description.sizes
        with self._lock:
            self._held = {**self._held, engine: held}
            if held.placement.simulated:
                self._context_bytes = max(self._context_bytes, sizes.context_bytes)
        self._publish()

    def _leave(self, engine: str) -> None:
        with self._lock:
            self._held = {name: held for name, held in self._held.items() if name != engine}
        self._publish()

    def _publish(self) -> None:
        """Tell other processes what we hold on the card; figures that cannot be read hurt no job."""
        if self.card is None:
            return
        try:
            figures = self._figures(self.card, self._held)
        except Exception:
            log.exception("the card's figures cannot be read")
        else:
            self._turns.publish(figures.reserved_bytes + figures.context_bytes)

    # --- accounts --------------------------------------------------------------------------------

    def _figures(self, card: Card | None, held: Mapping[str, Held[M]]) -> Figures:
        if card is None:
            weights = sum(one.weights_bytes for one in held.values())
            return Figures(allocated_bytes=weights, reserved_bytes=weights)
        usage = {name: self._usage(name, one) for name, one in held.items() if one.placement.on_card}
        usage[""] = Usage(context_bytes=self._context_bytes)
        return card.figures(usage, self._device)

    def _usage(self, engine: str, held: Held[M]) -> Usage:
        peak = self._engines[engine].description.sizes.peak_bytes if held.state == "busy" else 0
        return Usage(held.weights_bytes, peak)

    def _engine_memories(
        self, card: Card | None, held: Mapping[str, Held[M]], allocated_bytes: int
    ) -> tuple[tuple[EngineMemory, ...], int]:
        """Return what each engine's weights hold, in all no more than is allocated, and their sum."""
        memories = []
        left = allocated_bytes
        for name in self._engines:
            one = held.get(name)
            if one is None:
                memories.append(EngineMemory(name, 0, "absent"))
                continue
            counts = card is None or one.placement.on_card
            size = min(left, one.weights_bytes) if counts else 0
            left -= size
            memories.append(EngineMemory(name, size, one.state))
        return tuple(memories), allocated_bytes - left
