"""Room on the card before an engine comes there: how it speaks, who is evicted, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

import psutil

from core.errors import OutOfMemory
from core.model.events import Notice
from core.model.fit import Fit
from core.model.need import FULL, FUSED, MATH, MemoryNeed, Way, half_is_fast
from core.model.policy import LowVram
from core.vram.accounts import Accounts
from core.vram.choice import AUTO, MPS, Choice
from core.vram.device import Card, Placement, place
from core.vram.estimate import Key, PeakBook, torch_version
from core.vram.ladder import Step, first_that_fits, notice_of, steps_from
from core.vram.leases import Loadable, M, Need
from core.vram.states import State
from core.vram.trim import trim_memory

T = TypeVar("T")

Release = Callable[[str, str, LowVram | None], None]
"""Releases an engine: which, why, and the mode in force."""

RESERVE_BYTES = 96 * 1024 * 1024
"""Kept free on a real card beyond the estimate: workspaces of cuBLAS (8.5 MB) and cuDNN, and rounding."""

LOOKS = 3
"""So often figures that other programs move meanwhile are looked at."""


@dataclass(frozen=True)
class Other:
    """Another engine that is held.

    Attributes:
        engine: Its id.
        placement: Where it is.
        weights_bytes: What its weights hold.
    """

    engine: str
    placement: Placement
    weights_bytes: int


class Room(Generic[M]):
    """Makes room for an engine, on the owner thread, and says what one would meet, on any."""

    def __init__(
        self,
        card: Card | None,
        accounts: Accounts[M],
        engines: Mapping[str, Loadable[M]],
        book: PeakBook,
        notice: Callable[[Notice], None],
    ) -> None:
        """Take who keeps account.

        Args:
            card: The card, or None.
            accounts: What is held where.
            engines: Engines by id.
            book: Corrects estimates.
            notice: Is told what is given up for want of room.
        """
        self._card = card
        self._accounts = accounts
        self._engines = engines
        self._book = book
        self._notice = notice

    def choose(self, engine: str, placement: Placement, need: Need) -> Need:
        """Choose how an engine is to speak: as it does best, or a way further down that has room.

        All that others could free counts as room; nothing is evicted yet.

        Args:
            engine: Who will speak.
            placement: Where.
            need: For which job.

        Returns:
            The need, with its way.

        Raises:
            OutOfMemory: When no way has room; nobody was evicted for it.
        """
        if not placement.on_card:
            return need
        return self._while_figures_move(engine, partial(self._choose, engine, placement, need))

    def _choose(self, engine: str, placement: Placement, need: Need) -> Need:
        steps = self._steps(engine, placement, need)
        step = first_that_fits(
            steps,
            lambda way: self._needed_bytes(engine, placement, replace(need, way=way)),
            lambda way: self._possible_bytes(engine, placement, way),
        )
        if step is None:
            raise self._refusal(engine, placement, need, steps)
        if step.names:
            estimate = self._need_of(engine, placement, replace(need, way=steps[0].way))
            self._notice(notice_of(step, engine, estimate.total_bytes))
        return replace(need, way=step.way, steps=step.names)

    def make(self, engine: str, placement: Placement, need: Need, release: Release) -> None:
        """Evict others: all of them in Low VRAM, the longest idle ones where it does not fit.

        Args:
            engine: Who needs room.
            placement: Where.
            need: For which job, in the way that was chosen.
            release: Releases an engine.

        Raises:
            OutOfMemory: When it does not fit, even alone.
        """
        self._while_figures_move(engine, partial(self._make, engine, placement, need, release))

    def _make(self, engine: str, placement: Placement, need: Need, release: Release) -> None:
        others = self._others(engine)
        if need.saves:
            for one in others:
                release(one.engine, "low_vram", need.low_vram)
            others = []
        if not placement.on_card:
            return
        now = self._accounts.figures()
        needed = self._needed_bytes(engine, placement, need)
        on_card = [one for one in others if one.placement.device == placement.device]
        possible = now.available_bytes + sum(one.weights_bytes for one in on_card)
        if possible < needed:
            raise self._refusal(engine, placement, need, self._steps(engine, placement, need))
        if now.free_bytes < needed <= now.available_bytes:
            trim_memory()
        available = now.available_bytes
        left = []
        while on_card and available < needed:
            left.append(on_card.pop(0).engine)
            release(left[-1], "evicted", need.low_vram)
            available = self._accounts.figures().available_bytes
        if left:
            self._notice(Notice("engines_left", {"engine": engine, "engines": ", ".join(left)}))
        if available < needed:
            raise self._refusal(engine, placement, need, self._steps(engine, placement, need))
        if self._card is not None:
            self._card.cap(placement.device)

    def _while_figures_move(self, engine: str, decide: Callable[[], T]) -> T:
        """Decide again where a refusal's own figures say that there is room: another program made some."""
        looks = LOOKS
        while True:
            looks -= 1
            try:
                return decide()
            except OutOfMemory as refusal:
                if refusal.need_bytes > refusal.free_bytes or not looks:
                    self._accounts.meter.note("out_of_memory", engine, refusal.need_bytes)
                    raise

    def forecast(self, engine: str, need: Need, freeable_bytes: int) -> Fit:
        """Say what a job would meet, and change nothing: see ``VramManager.forecast``."""
        placement, choice = self._place(engine, need.device)
        fit = self._forecast(engine, placement, need, freeable_bytes)
        return replace(fit, reason=choice.reason) if choice.card_refused else fit

    def has_room(self, engine: str, placement: Placement, need: Need) -> bool:
        """Tell whether an engine has room beside what is there, in the precision that it would be given."""
        way = self._steps(engine, placement, need)[0].way
        if way.precision != need.way.precision:
            return False
        available_bytes = self._accounts.figures().available_bytes
        return self._needed_bytes(engine, placement, replace(need, way=way)) <= available_bytes

    def best_need(self, engine: str) -> MemoryNeed:
        """Return what an engine's longest part needs in the way that it prefers on the card."""
        placement, _ = self._place(engine, AUTO)
        first = self._steps(engine, placement, Need())[0].way
        return self._need_of(engine, placement, Need(way=first))

    def _place(self, engine: str, device: str) -> tuple[Placement, Choice]:
        """Return where an engine would go; a device that nobody has tried counts as sound."""
        return place(self._card, self._engines[engine].description, device, quietly=True)

    def _forecast(self, engine: str, placement: Placement, need: Need, freeable_bytes: int) -> Fit:
        if not placement.on_card:
            return self._forecast_in_ram(engine, placement, need)
        steps = self._steps(engine, placement, need)
        step = first_that_fits(
            steps,
            lambda way: self._needed_bytes(engine, placement, replace(need, way=way)),
            lambda way: self._possible_bytes(engine, placement, way) + freeable_bytes,
        )
        if step is None:
            return self._lack(engine, placement, need, steps, freeable_bytes)
        way = step.way
        needed = self._needed_bytes(engine, placement, replace(need, way=way))
        room = self._possible_bytes(engine, placement, way)
        own = self._held_bytes(engine) if self._resident_precision(engine, placement) == way.precision else 0
        return Fit(
            str(placement),
            True,
            needed + own,
            room + freeable_bytes + own,
            others_bytes=max(0, self._others_bytes() - freeable_bytes),
            steps=step.names,
            leaving=self._leaving(engine, placement, way, needed),
            beyond_bytes=max(0, needed - room),
        )

    def note_peak(self, engine: str, placement: Placement, need: Need) -> None:
        """Learn from a job that went well, where a real card measures peaks."""
        if self._card is None or not placement.on_card or placement.simulated:
            return
        peak = self._card.peak_bytes(placement.device)
        if peak is None:
            return
        weights = sum(
            one.weights_bytes
            for one in self._accounts.held.values()
            if one.placement.device == placement.device
        )
        estimate = self._engines[engine].need_of(need.request, need.way)
        self._book.note(self._key(engine, placement, need.way), estimate.peak_bytes, peak - weights)

    # --- sums ------------------------------------------------------------------------------------------

    def _steps(self, engine: str, placement: Placement, need: Need) -> list[Step]:
        """Return the ways of speaking that are left, the best first; what is loaded stays so if it can."""
        precisions = self._engines[engine].precisions(self._half_is_fast(placement))
        attention = MATH if self._card is not None and self._card.kind == MPS else FUSED
        steps = steps_from(Way(precisions[0], attention), precisions)
        if need.whole_parts:
            steps = [one for one in steps if one.way.part == 1.0]
        steps = steps[min(need.rung, len(steps) - 1) :]
        resident = self._resident_precision(engine, placement)
        return sorted(steps, key=lambda one: one.way.precision != resident) if resident else steps

    def _half_is_fast(self, placement: Placement) -> bool:
        if self._card is None:
            return False
        finding = self._card.peek(placement.device)
        return half_is_fast(finding.name, finding.capability)

    def _resident_precision(self, engine: str, placement: Placement) -> str:
        held = self._accounts.held.get(engine)
        there = held is not None and held.model is not None and held.placement == placement
        return held.precision if held is not None and there else ""

    def _need_of(self, engine: str, placement: Placement, need: Need) -> MemoryNeed:
        """Return the corrected estimate."""
        estimate = self._engines[engine].need_of(need.request, need.way)
        return self._book.corrected(self._key(engine, placement, need.way), estimate)

    def _needed_bytes(self, engine: str, placement: Placement, need: Need) -> int:
        """Return what a job will need above what is there."""
        needed = self._need_of(engine, placement, need).peak_bytes
        if self._resident_precision(engine, placement) != need.way.precision:
            needed += self._accounts.record(
                engine, State.LOADING, placement, need, measured=False
            ).weights_bytes
            needed += self._accounts.missing_context_bytes(engine, self._accounts.figures())
        return needed + (0 if placement.simulated else RESERVE_BYTES)

    def _possible_bytes(self, engine: str, placement: Placement, way: Way) -> int:
        """Return the room that there can be: without the others, and without its weights to be replaced."""
        room = self._available_bytes(placement)
        for name, held in self._accounts.held.items():
            stays = name == engine and held.precision == way.precision
            if held.placement.device == placement.device and not stays:
                room += held.weights_bytes
        return room

    def _available_bytes(self, placement: Placement) -> int:
        """Return what can be given now; while a job runs, as if it had ended."""
        figures = self._accounts.figures()
        there = [one for one in self._accounts.held.values() if one.placement.device == placement.device]
        if not any(one.state is State.BUSY for one in there):
            return figures.available_bytes
        weights = sum(one.weights_bytes for one in there)
        return figures.available_bytes + max(0, figures.allocated_bytes - weights)

    def _forecast_in_ram(self, engine: str, placement: Placement, need: Need) -> Fit:
        """Say whether the RAM that is free holds a job."""
        needed = self._engines[engine].need_of(need.request, Way(FULL)).total_bytes
        own = self._held_bytes(engine) if self._resident_precision(engine, placement) else 0
        room = int(psutil.virtual_memory().available) + own
        return Fit(str(placement), needed <= room, needed, room)

    def _held_bytes(self, engine: str) -> int:
        held = self._accounts.held.get(engine)
        return held.weights_bytes if held is not None else 0

    def _others_bytes(self) -> int:
        """Return what other programs hold on the card."""
        figures = self._accounts.figures()
        held = figures.reserved_bytes + figures.context_bytes
        return max(0, figures.total_bytes - figures.free_bytes - held)

    def _leaving(self, engine: str, placement: Placement, way: Way, needed: int) -> tuple[str, ...]:
        """Return which others ``make`` would evict for want of room, the longest idle first."""
        available = self._available_bytes(placement)
        if self._resident_precision(engine, placement) not in {"", way.precision}:
            available += self._held_bytes(engine)
        leaving = []
        for one in self._others(engine):
            if available >= needed:
                break
            if one.placement.device == placement.device:
                leaving.append(one.engine)
                available += one.weights_bytes
        return tuple(leaving)

    def _lack(
        self, engine: str, placement: Placement, need: Need, steps: list[Step], freeable_bytes: int = 0
    ) -> Fit:
        """Say in numbers what is lacking: the least that is needed, what can be free, what would fit."""
        ways = [step.way for step in steps] or [need.way]
        needs = {way: self._needed_bytes(engine, placement, replace(need, way=way)) for way in ways}
        sparing = min(needs, key=lambda way: needs[way])
        other, other_way, other_bytes = self._alternative(engine, placement)
        return Fit(
            str(placement),
            False,
            needs[sparing],
            self._possible_bytes(engine, placement, sparing) + freeable_bytes,
            others_bytes=max(0, self._others_bytes() - freeable_bytes),
            alternative=other,
            alternative_bytes=other_bytes,
            alternative_half=other_way.precision != FULL,
        )

    def _refusal(self, engine: str, placement: Placement, need: Need, steps: list[Step]) -> OutOfMemory:
        """Return the refusal in the same numbers."""
        lack = self._lack(engine, placement, need, steps)
        return OutOfMemory(
            engine=engine,
            need_bytes=lack.need_bytes,
            free_bytes=lack.room_bytes,
            others_bytes=lack.others_bytes,
            alternative=lack.alternative,
            alternative_bytes=lack.alternative_bytes,
            alternative_half=lack.alternative_half,
        )

    def _alternative(self, engine: str, placement: Placement) -> tuple[str, Way, int]:
        """Return another engine that clones and has room, the way it would speak, and what it needs."""
        for name, loadable in self._engines.items():
            if name == engine or not loadable.offered:
                continue
            for step in self._steps(name, placement, Need()):
                need = Need(way=step.way)
                needed = self._needed_bytes(name, placement, need)
                if needed <= self._possible_bytes(name, placement, step.way):
                    return name, step.way, self._need_of(name, placement, need).total_bytes
        return "", Way(FULL), 0

    def _others(self, engine: str) -> list[Other]:
        """Return what else is held, the longest idle first; no model, which could then not be freed."""
        held = self._accounts.held
        others = sorted((one.used_at, name) for name, one in held.items() if name != engine)
        return [Other(name, held[name].placement, held[name].weights_bytes) for _, name in others]

    def _key(self, engine: str, placement: Placement, way: Way) -> Key:
        card = self._card.identity(placement.device) if self._card is not None else ""
        return Key(
            card,
            engine,
            self._engines[engine].version,
            torch_version(),
            way.precision,
            way.attention,
        )
