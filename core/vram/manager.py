"""Who is on the device: leases, loading on demand, and the release that Low VRAM asks for.

One owner thread makes every transition; any thread may read the figures.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Generic

from core.errors import JobCancelled, ModelMissing, OutOfMemory
from core.model.events import MemorySample, Notice
from core.model.fit import Fit
from core.model.need import MemoryNeed
from core.model.policy import LowVram
from core.vram import diary
from core.vram.accounts import Accounts
from core.vram.ahead import EXPECTED_S, Ahead, refuse_to_wait
from core.vram.cleaning import Cleaner
from core.vram.device import Card, Placement, place, refused_notice
from core.vram.estimate import PeakBook
from core.vram.leases import Due, Expected, Leased, Loadable, M, Need
from core.vram.leaving import Leaving
from core.vram.parking import Parking
from core.vram.poison import is_poisonous
from core.vram.room import Room
from core.vram.states import LeaseInsideLease, State, check_transition
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
        peaks_file: Path | None = None,
        parking: Parking[M] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with nothing loaded.

        Args:
            card: The card, or None.
            engines: Engines by id.
            notice: Takes what the one who asked should know: a card that cannot be used, a leak.
            turns: Takes turns with other processes on the card.
            owns_process: True in a host: the process does nothing else.
            peaks_file: Where peaks that were seen are kept, or None.
            parking: Keeps what left a card in the RAM.
            clock: Seconds, never falling.
        """
        self.card = card
        self._engines = engines
        self._notice = notice
        self._turns = turns if turns is not None else CardTurns(None)
        self._accounts = Accounts(card, engines, self._turns)
        self._room = Room(card, self._accounts, engines, PeakBook(peaks_file), notice)
        self._due: dict[str, Due] = {}
        self._leased = ""
        self.poisoned = False
        """True once nothing works on the device any more in this process."""
        self._parking: Parking[M] = parking if parking is not None else Parking()
        self._cleaner = Cleaner(
            card, self._accounts, self._parking, notice, self._due, owns_process=owns_process
        )
        self._leaving = Leaving(self._accounts, self._parking, self._cleaner, self._due)
        self._ahead = Ahead(self._accounts, self._parking, self._cleaner, engines)
        self._expected: Expected | None = None
        self._clock = clock
        self._accounts.parked_bytes = self._parking.parked_bytes

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
            ManagerMisused: When a lease is held already, or this is not the owner thread.
            SottovoceError: What loading raises.
        """
        with self._one_lease(engine):
            self._expected = None
            self._settle()
            model, placement, load_s, need = self._ready(engine, need, report, check)
            if self.card is not None and placement.on_card:
                self.card.begin_peak(placement.device)
            failed = True
            try:
                yield Leased(model, placement, load_s, need.way)
                self._room.note_peak(engine, placement, need)
                failed = False
            finally:
                held = self._accounts.record(engine, State.RESIDENT, placement, need)
                self._accounts.move(engine, State.RESIDENT, replace(held, model=model))
                del held, model
                if need.saves and engine not in need.wanted_next:
                    self._due[engine] = Due("low_vram", placement, need.low_vram)
                if not failed:
                    self._settle()

    @property
    def releases_due(self) -> bool:
        """True where a release waits for ``settle_releases``."""
        return bool(self._due)

    def settle_releases(self) -> None:
        """Make the releases that are due. Call it once an error that a lease ended with is gone.

        Raises:
            ManagerMisused: When a lease is held, or this is not the owner thread.
        """
        self._must_be_free("settle_releases")
        self._settle()

    def release(self, engine: str | None = None) -> None:
        """Release one engine, or all. One that is not loaded is no error.

        Raises:
            ManagerMisused: When a lease is held, or this is not the owner thread.
        """
        self.settle_releases()
        if self._expected is not None and engine in {None, self._expected.engine}:
            self._expected = None
        for name in [engine] if engine is not None else list(self._accounts.held):
            if name in self._accounts.held:
                self._leaving.release(name, "asked", None)
        for name in self._parking.parked:
            if engine in {None, name}:
                self._leaving.give_up(name, "asked", None)

    def park_ahead(
        self, engine: str, placement: Placement, need: Need, wanted: Callable[[], bool] = lambda: False
    ) -> bool:
        """Have an engine where a parked one is, before a job asks for it; nothing of the card is touched.

        Args:
            engine: Id of an engine that the manager knows.
            placement: The card where it will speak.
            need: With which weights, in which way.
            wanted: True once a job waits: the rest of the file is read when it is copied.

        Returns:
            False where it is in memory already, cannot be parked, or there is no RAM for it.

        Raises:
            ManagerMisused: When a lease is held, or this is not the owner thread.
            SottovoceError: What loading raises.
        """
        self._must_be_free("park_ahead")
        return self._ahead.park(engine, placement, need, wanted)

    def expect(self, engine: str, low_vram: LowVram | None = None) -> None:
        """Say whose job comes next: ``idle`` brings that engine to its card, if it is parked and has room.

        In Low VRAM what else is there leaves first, and where no job comes, the expected one leaves again.
        """
        self._must_be_free("expect")
        self._expected = Expected(engine, low_vram)

    def idle(self) -> bool:
        """Do a little of what can wait until nobody does, and tell whether more of it is to be done.

        Raises:
            ManagerMisused: When a lease is held, or this is not the owner thread.
            RuntimeError: When the device fails for good.
        """
        self._must_be_free("idle")
        expected, self._expected = self._expected, None
        try:
            if expected is not None:
                self._expected = self._meet(expected)
            self._leaving.give_up_if_short()
            return self._parking.gather()
        except Exception as error:
            if is_poisonous(error):
                raise
            log.exception("what could be done ahead of the next job was not done")
            return False

    @property
    def waits(self) -> bool:
        """True while ``idle`` is to be called now and then: what is parked, or expected, may have to go."""
        return self._expected is not None or bool(self._parking.parked)

    def poison(self) -> None:
        """Take note that the device has failed in this process: nothing is released or lent any more."""
        self._must_be_free("poison")
        for engine in self._engines:
            check_transition(engine, self._accounts.state(engine), State.POISONED)
        self._accounts.poison()
        self._due.clear()
        self.poisoned = True

    # --- figures -----------------------------------------------------------------------------------

    def sample(self) -> MemorySample:
        """Read all figures. Any thread may call."""
        return self._accounts.sample()

    def forecast(self, engine: str, need: Need, freeable_bytes: int = 0) -> Fit:
        """Say what a job would meet if it came now: nothing is loaded, evicted or opened for it.

        Any thread may call. A device that nobody has tried yet counts as sound.

        ``freeable_bytes`` is what others than this process would free on the card for it.

        Raises:
            DeviceMissing: When it cannot be put where it is wanted.
        """
        return self._room.forecast(engine, need, freeable_bytes)

    def needs(self) -> dict[str, MemoryNeed]:
        """Return what each engine's longest part needs on the card at its best; opens nothing."""
        return {engine: self._room.best_need(engine) for engine in self._engines}

    def job_peak_bytes(self) -> int:
        """Return the greatest memory since the last lease began: the card's, else the process's."""
        return self._accounts.job_peak_bytes()

    def out_of_memory(self, engine: str, error: BaseException) -> OutOfMemory:
        """Return an engine's lack of memory with numbers: what it would have held, and what there is."""
        return self._accounts.out_of_memory(engine, error)

    # --- transitions, on the owner thread ------------------------------------------------------------

    def _must_be_free(self, wish: str) -> None:
        self._accounts.owner.check()
        if self._leased:
            raise LeaseInsideLease(f"{wish} while {self._leased} is lent")

    @contextmanager
    def _one_lease(self, engine: str) -> Iterator[None]:
        """See that there is one lease at a time: a second in the same thread could only wait for itself."""
        self._must_be_free(f"a lease of {engine}")
        self._leased = engine
        try:
            yield
        finally:
            self._leased = ""

    def _settle(self) -> None:
        while self._due:
            engine, due = self._due.popitem()
            if engine in self._accounts.held:
                self._leaving.release(engine, due.why, due.low_vram)
            else:
                self._cleaner.after_release(engine, due.placement)
        self._leaving.give_up_if_short()

    def _ready(
        self, engine: str, need: Need, report: Callable[[float], None], check: Callable[[], None]
    ) -> tuple[M, Placement, float, Need]:
        """Have an engine where it is wanted, loaded if it is not, and note that it is lent."""
        self._accounts.begin_job()
        placement = self._place(engine, need.device)
        load_s = 0.0
        with self._turns.turn(self.card, placement, report, check):
            need = self._room.choose(engine, placement, need)
            held = self._accounts.held.get(engine)
            wanted = (placement, need.model_dir, need.way.precision)
            if held is not None and (held.placement, held.model_dir, held.precision) != wanted:
                del held
                self._leaving.release(engine, "replaced", need.low_vram)
                held = None
            model = held.model if held is not None else None
            del held
            self._room.make(engine, placement, need, self._leaving.release)
            if model is None:
                model, load_s = self._load(engine, placement, need, report)
            busy = self._accounts.record(engine, State.BUSY, placement, need)
            self._accounts.move(engine, State.BUSY, replace(busy, model=model))
        return model, placement, load_s, need

    def _place(self, engine: str, device: str) -> Placement:
        placement, choice = place(self.card, self._engines[engine].description, device)
        if choice.reason:
            log.info("%s runs on %s: %s %s", engine, placement, choice.reason, choice.detail)
        if self._accounts.choose(engine, placement, choice):
            self._notice(refused_notice(engine, choice))
        return placement

    def _load(
        self, engine: str, placement: Placement, need: Need, report: Callable[[float], None]
    ) -> tuple[M, float]:
        stays_parked = self._parking.has(engine, placement, need.model_dir, need.way.precision)
        if self._accounts.state(engine) is State.PARKED and not stays_parked:
            self._leaving.give_up(engine, "replaced", need.low_vram)
        self._cleaner.begin(placement.load_device)
        before = self.sample()
        self._accounts.begin_load(before)
        started = time.monotonic()
        came_from = self._accounts.state(engine)
        self._accounts.move(
            engine, State.LOADING, self._accounts.record(engine, State.LOADING, placement, need)
        )
        fields = diary.policy_fields(need.low_vram)
        try:
            model = self._bring(engine, placement, need, report)
        except BaseException as error:
            self._accounts.move(engine, State.ABSENT if isinstance(error, ModelMissing) else came_from)
            self._due[engine] = Due("load_failed", placement, need.low_vram)
            took_s, after = time.monotonic() - started, self.sample()
            diary.tell("load_failed", engine, placement, before=before, after=after, seconds=took_s, **fields)
            raise
        load_s = time.monotonic() - started
        after = self.sample()
        self._accounts.measure(engine, placement, need, before, after)
        resident = self._accounts.record(engine, State.RESIDENT, placement, need)
        self._accounts.move(engine, State.RESIDENT, replace(resident, model=model))
        del resident
        event = "unpark" if came_from is State.PARKED else "load"
        diary.tell(event, engine, placement, before=before, after=self.sample(), seconds=load_s, **fields)
        return model, load_s

    def _bring(self, engine: str, placement: Placement, need: Need, report: Callable[[float], None]) -> M:
        """Bring an engine to its device: from where it is parked, else from the disk."""
        parking = self._parking
        if not parking.has(engine, placement, need.model_dir, need.way.precision):
            model = self._ahead.read(engine, placement, need, report)
            if not parking.keep(engine, model, placement, need.model_dir, precision=need.way.precision):
                return model
            try:
                return parking.unpark(engine)
            except BaseException:
                parking.drop(engine)
                raise
        model = parking.unpark(engine)
        report(1.0)
        return model

    def _meet(self, expected: Expected) -> Expected | None:
        """Bring an expected engine, or let it go where no job came; returns what is still expected."""
        engine, low_vram = expected.engine, expected.low_vram
        if expected.came_at is None:
            if self._accounts.state(engine) is not State.PARKED or not self._bring_expected(engine, low_vram):
                return None
            return replace(expected, came_at=self._clock()) if expected.saves else None
        if self._clock() - expected.came_at < EXPECTED_S:
            return expected
        if self._accounts.state(engine) is State.RESIDENT:
            self._leaving.release(engine, "low_vram", low_vram)
        return None

    def _bring_expected(self, engine: str, low_vram: LowVram | None) -> bool:
        placement, need = self._parking.need_of(engine)
        need = replace(need, low_vram=low_vram)
        if need.saves:
            for other in [name for name in self._accounts.held if name != engine]:
                self._leaving.release(other, "low_vram", low_vram)
        if not self._room.has_room(engine, placement, need):
            return False
        try:
            with self._turns.turn(self.card, placement, _nothing, refuse_to_wait):
                self._load(engine, placement, need, _nothing)
        except JobCancelled:  # another process loads there now
            return False
        return True
