"""The true manager, driven at random: jobs that end, fail and are cancelled, the mode flipped, room short."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.errors import JobCancelled, ModelMissing, OutOfMemory
from core.model.policy import LowVram
from core.vram.device import SimulatedCard
from core.vram.manager import Leased, Loadable, Need, VramManager
from core.vram.states import HELD, LeaseInsideLease, State
from tests.core.vram.helpers import LOW, NORMAL, describe

GB = 1000**3
CARD_BYTES = 4 * GB
ENGINES = {
    "small": describe("small", weights=GB // 2, peak=GB // 10, context=GB // 4),
    "large": describe("large", weights=2 * GB, peak=GB // 2, context=GB // 4),
    "other": describe("other", weights=GB, peak=GB, context=GB // 10),
}
FAILURES: dict[str, Callable[[], Exception | None]] = {
    "none": lambda: None,
    "no memory": MemoryError,
    "cancelled": JobCancelled,
    "no weights": lambda: ModelMissing(engine="x", path="weights"),
    "broken": lambda: ValueError("broken"),
}
"""Each is made anew: one that lived on would hold the frames that it passed, and all that is in them."""
MODES = st.sampled_from([LOW, NORMAL, None])
NAMES = st.sampled_from(sorted(ENGINES))
DEVICES = st.sampled_from(["auto", "auto", "cpu"])
WANTED = st.sets(NAMES, max_size=1)
ENDS = st.sampled_from([*["none"] * 8, *FAILURES])


class PlannedModel:
    """A foreign model that closes as it was planned."""

    def __init__(self, engine: str, loaded: list[str], failure: Exception | None) -> None:
        self.engine = engine
        self.failure = failure
        self.loaded = loaded
        loaded.append(engine)

    def close(self) -> None:
        self.loaded.remove(self.engine)
        if self.failure is not None:
            raise self.failure


class Days(RuleBasedStateMachine):
    """Days of a host's owner thread."""

    THERE = HELD
    """States in which a model is there."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.load_failure: Exception | None = None
        self.close_failure: Exception | None = None
        self.foreign_bytes = 0
        self.open: AbstractContextManager[Leased[PlannedModel]] | None = None
        self.busy = ""
        self.mode: LowVram | None = None
        card = SimulatedCard(CARD_BYTES, lambda: self.foreign_bytes)
        self.manager = self.make_manager(card)
        self.baseline = self.manager.sample()

    def make_manager(self, card: SimulatedCard) -> VramManager[PlannedModel]:
        engines = {name: Loadable(description, self.loader(name)) for name, description in ENGINES.items()}
        return VramManager(card, engines)

    def loader(self, name: str):
        def load(device: str, folder: Path | None, report) -> PlannedModel:
            assert self.states()[name] == "loading"
            report(0.5)
            if self.load_failure is not None:
                raise self.load_failure
            return PlannedModel(name, self.loaded, self.close_failure)

        return load

    def states(self) -> dict[str, str]:
        return {one.engine: one.state for one in self.manager.sample().engines}

    # --- what happens -----------------------------------------------------------------------------

    @rule(taken=st.one_of(st.just(0), st.integers(0, CARD_BYTES)))
    def a_foreign_program_takes_or_gives_back(self, taken: int) -> None:
        self.foreign_bytes = taken

    @precondition(lambda self: self.open is None)
    @rule(engine=NAMES, mode=MODES, device=DEVICES, wanted=WANTED, load=ENDS, close=ENDS)
    def begin(
        self, *, engine: str, mode: LowVram | None, device: str, wanted: set[str], load: str, close: str
    ) -> None:
        self.load_failure = FAILURES[load]()
        self.close_failure = FAILURES[close if close in {"no memory", "broken"} else "none"]()
        was = self.states()
        lease = self.manager.lease(engine, Need(device, None, mode, frozenset(wanted)))
        try:
            leased = lease.__enter__()
        except (OutOfMemory, MemoryError, JobCancelled, ModelMissing, ValueError) as error:
            self.was_refused(engine, was[engine], error)
            return
        assert leased.model.engine == engine
        self.open, self.busy, self.mode = lease, engine, mode

    def was_refused(self, engine: str, was: str, error: Exception) -> None:
        now = self.states()[engine]
        if isinstance(error, OutOfMemory):
            assert error.free_bytes < error.need_bytes
            return
        assert error is self.load_failure
        if isinstance(error, ModelMissing):
            assert now == "absent"
        else:
            assert now == (was if was in {"absent", "on_disk"} else "on_disk") or now == was == "parked"

    @precondition(lambda self: self.open is not None)
    @rule(failure=ENDS)
    def end(self, failure: str) -> None:
        lease, error = self.open, FAILURES[failure]()
        self.open = None
        self.busy = ""
        if error is None:
            lease.__exit__(None, None, None)
            return
        with pytest.raises(type(error)):
            raise_into(lease, error)

    @precondition(lambda self: self.open is not None)
    @rule(engine=NAMES)
    def a_lease_inside_is_refused(self, engine: str) -> None:
        before = self.states()
        with pytest.raises(LeaseInsideLease), self.manager.lease(engine, Need()):
            raise AssertionError("never gets here")
        with pytest.raises(LeaseInsideLease):
            self.manager.release(engine)
        assert self.states() == before

    @precondition(lambda self: self.open is None)
    @rule(engine=st.one_of(st.none(), NAMES))
    def release(self, engine: str | None) -> None:
        self.manager.release(engine)
        gone = list(ENGINES) if engine is None else [engine]
        assert not [name for name in gone if self.states()[name] in self.THERE]

    @precondition(lambda self: self.open is None)
    @rule(engine=NAMES, mode=MODES)
    def a_whole_job(self, engine: str, mode: LowVram | None) -> None:
        self.begin(engine=engine, mode=mode, device="auto", wanted=set(), load="none", close="none")
        self.in_low_vram_a_job_is_alone()
        self.the_figures_add_up()
        if self.open is not None:
            self.end("none")

    @precondition(lambda self: self.open is None)
    @rule()
    def settle(self) -> None:
        self.manager.settle_releases()
        assert not self.manager.releases_due

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def the_states_are_those_of_the_models_there(self) -> None:
        states = self.states()
        there = {name for name, state in states.items() if state in self.THERE}
        assert there == set(self.loaded)
        assert len(self.loaded) == len(set(self.loaded))
        steady = {State.ABSENT, State.ON_DISK, State.RESIDENT, State.BUSY}
        assert set(states.values()) <= steady | (self.THERE - HELD)
        assert [name for name, state in states.items() if state == "busy"] == (
            [self.busy] if self.busy else []
        )

    @invariant()
    def in_low_vram_a_job_is_alone(self) -> None:
        if self.busy and self.mode is LOW:
            assert [name for name, state in self.states().items() if state in HELD] == [self.busy]

    @invariant()
    def the_figures_add_up(self) -> None:
        sample = self.manager.sample()
        engines = sum(one.size_bytes for one in sample.engines)
        assert engines + sample.activation_bytes == sample.allocated_bytes
        parts = sample.allocated_bytes + sample.cache_bytes + sample.context_bytes + sample.other_bytes
        assert parts + sample.free_bytes == sample.total_bytes == CARD_BYTES
        assert min(sample.free_bytes, sample.cache_bytes, sample.activation_bytes) >= 0

    def teardown(self) -> None:
        if self.open is not None:
            self.open.__exit__(None, None, None)
        self.manager.release()
        self.foreign_bytes = 0
        after = self.manager.sample()
        assert self.loaded == []
        assert after.allocated_bytes == after.reserved_bytes == self.baseline.allocated_bytes == 0
        assert after.free_bytes == self.baseline.free_bytes - after.context_bytes


def raise_into(lease: AbstractContextManager[Leased[PlannedModel]], error: Exception) -> None:
    """End a lease with an error, as a block that raises does."""
    try:
        raise error
    except type(error) as caught:
        if not lease.__exit__(type(caught), caught, caught.__traceback__):
            raise


TestDays = Days.TestCase
TestDays.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
