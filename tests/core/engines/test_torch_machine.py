"""The true manager, driven at random, with models that are parked: small nets on a card that is an arena."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from core.errors import JobCancelled, ModelMissing
from core.model.policy import LowVram
from core.vram.device import SimulatedCard
from core.vram.flat import Arena, tensors_of
from core.vram.manager import Loadable, VramManager
from core.vram.parking import Parking, Ram
from core.vram.states import HELD, State
from tests.core.vram.garage import AHEAD, CARD, GB, MB, PLENTY
from tests.core.vram.helpers import LOW
from tests.core.vram.test_machine import ENDS, ENGINES, FAILURES, MODES, NAMES, Days, PlannedModel

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

SHORT = Ram(16 * GB, GB // 4)
"""What is parked is given up."""
SCARCE = Ram(16 * GB, 1600 * MB)
"""What is parked may stay, and nothing more is."""


class PlannedNet(PlannedModel):
    """A small net of torch's that closes as it was planned."""

    def __init__(self, engine: str, loaded: list[str], failure: Exception | None) -> None:
        import torch

        super().__init__(engine, loaded, failure)
        self.net: Any = torch.nn.Linear(16, 16)
        self.numbers = self.net.weight.detach().clone()

    def weights(self) -> Sequence[Any]:
        return [self.net]

    def forget(self) -> None:
        """Nothing is kept."""


class ParkingDays(Days):
    """Days of a host whose engines are parked."""

    THERE = HELD | {State.PARKED}

    def make_manager(self, card: SimulatedCard) -> VramManager[PlannedModel]:
        self.ram = PLENTY
        self.arena = Arena(MB)
        self.nets: dict[str, PlannedNet] = {}
        engines = {
            name: Loadable(description, self.loader(name), self.loader(name))
            for name, description in ENGINES.items()
        }
        parking: Parking[PlannedModel] = Parking(lambda: self.ram, lambda placement: self.arena)
        return VramManager(card, engines, parking=parking)

    def loader(self, name: str) -> Any:
        plan = super().loader(name)

        def load(
            device: str, folder: Path | None, report: Any, *, stay: bool = False, precision: str = ""
        ) -> PlannedNet:
            plan(device, folder, report)
            self.loaded.pop()
            self.nets[name] = PlannedNet(name, self.loaded, self.close_failure)
            return self.nets[name]

        return load

    @rule(ram=st.sampled_from([PLENTY, PLENTY, SCARCE, SHORT]))
    def other_programs_take_ram_or_give_it_back(self, ram: Ram) -> None:
        self.ram = ram

    @precondition(lambda self: self.open is None)
    @rule(engine=NAMES, failure=ENDS)
    def park_ahead(self, engine: str, failure: str) -> None:
        self.load_failure = FAILURES[failure]()
        self.close_failure = None
        was, held = self.states()[engine], self.arena.handed_out_bytes
        try:
            parked = self.manager.park_ahead(engine, CARD, AHEAD)
        except (MemoryError, JobCancelled, ModelMissing, ValueError):
            parked = False
        assert self.states()[engine] == ("parked" if parked else was)
        assert self.arena.handed_out_bytes == held

    @precondition(lambda self: self.open is None)
    @rule(engine=NAMES, mode=MODES)
    def a_job_is_expected(self, engine: str, mode: LowVram | None) -> None:
        self.load_failure = self.close_failure = None
        was = self.states()[engine]
        self.manager.expect(engine, mode)
        self.manager.idle()
        if mode is LOW and was == "parked":
            assert [name for name, state in self.states().items() if state in HELD] in ([], [engine])

    @precondition(lambda self: self.open is None)
    @rule(times=st.integers(1, 3))
    def nobody_waits(self, times: int) -> None:
        for _ in range(times):
            self.manager.idle()

    @invariant()
    def the_weights_are_where_the_states_say(self) -> None:
        base = self.arena._flat.data_ptr()
        on_card = 0
        for name, state in self.states().items():
            if state not in self.THERE:
                continue
            net = self.nets[name]
            assert (net.net.weight == net.numbers).all()
            places = [tensor.data_ptr() for tensor in tensors_of([net.net])]
            there = [base <= place < base + MB for place in places]
            assert len(set(there)) == 1
            on_card += there[0]
            assert state != State.PARKED or not there[0]
        assert bool(self.arena.handed_out_bytes) == bool(on_card)

    def teardown(self) -> None:
        super().teardown()
        assert self.arena.handed_out_bytes == 0
        assert not self.manager.waits


TestParkingDays = ParkingDays.TestCase
TestParkingDays.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_the_machine_can_come_to_what_it_is_for() -> None:
    """Its engines do get parked, come back and are given up."""
    days = ParkingDays()
    days.park_ahead("small", "none")
    assert days.states()["small"] == "parked"
    days.a_whole_job(engine="small", mode=LOW)
    assert days.states()["small"] == "parked"
    assert days.loaded == ["small"]
    days.nobody_waits(3)
    days.ram = SHORT
    days.nobody_waits(1)
    assert days.states()["small"] == "on_disk"
    assert days.loaded == []
    days.teardown()
