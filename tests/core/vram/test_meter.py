"""Whose the memory is while weights come, work and go, what each run took at most, and the marks."""

from __future__ import annotations

import pytest

from core.errors import OutOfMemory
from core.vram.device import Placement, SimulatedCard
from core.vram.leases import Held
from core.vram.manager import Need
from core.vram.meter import MARKS, Meter, share_out
from tests.core.vram.helpers import LOW, NORMAL, Shelf, describe

GB = 1000**3
CARD = Placement("cuda:0", "cuda:0")


def held(state: str, weights_bytes: int) -> Held:
    return Held(state, CARD, None, weights_bytes)


def shares(records: dict[str, Held], allocated: int, before_load: int = 0) -> dict[str, tuple[int, int]]:
    states = {name: one.state for name, one in records.items()} | {"gone": "absent"}
    found = share_out(records, states, allocated, before_load)
    assert set(found) == set(states)
    return {name: (one.size_bytes, one.activation_bytes) for name, one in found.items()}


def test_what_is_beyond_the_weights_is_the_busy_engines_activations():
    found = shares({"a": held("busy", 100), "b": held("resident", 50)}, 190)
    assert found == {"a": (100, 40), "b": (50, 0), "gone": (0, 0)}


def test_where_nobody_is_busy_it_is_nobodys():
    assert shares({"a": held("resident", 100)}, 109) == {"a": (100, 0), "gone": (0, 0)}


def test_weights_on_their_way_in_are_the_loading_engines_but_for_what_was_there_before():
    records = {"a": held("loading", 0), "b": held("resident", 50)}
    assert shares(records, 50 + 9 + 30, before_load=9)["a"] == (30, 0)
    assert shares(records, 50, before_load=9)["a"] == (0, 0)


def test_weights_on_their_way_out_never_take_from_those_that_stay():
    records = {"a": held("releasing", 100), "b": held("resident", 50)}
    assert shares(records, 70) == {"a": (20, 0), "b": (50, 0), "gone": (0, 0)}


def test_the_greatest_activations_stay_known_after_the_run():
    shelf = Shelf(SimulatedCard(4 * GB), describe("a", GB, GB // 4))
    with shelf.manager.lease("a", Need(low_vram=LOW)):
        busy = shelf.manager.sample().engines[0]
    after = shelf.manager.sample().engines[0]
    assert (busy.activation_bytes, busy.peak_bytes) == (GB // 4, GB // 4)
    assert (after.size_bytes, after.activation_bytes, after.peak_bytes) == (0, 0, GB // 4)


def test_loads_releases_and_evictions_are_marked():
    shelf = Shelf(SimulatedCard(4 * GB), describe("a", 2 * GB), describe("b", 2 * GB))
    shelf.speak("a", NORMAL)
    shelf.speak("b", NORMAL)
    shelf.manager.release("b")
    marks = [(one.kind, one.engine, one.size_bytes) for one in shelf.manager.sample().marks]
    assert marks == [
        ("load", "a", 2 * GB),
        ("eviction", "a", 2 * GB),
        ("load", "b", 2 * GB),
        ("release", "b", 2 * GB),
    ]


def test_a_refusal_and_a_lack_of_memory_in_mid_job_are_marked():
    shelf = Shelf(SimulatedCard(4 * GB), describe("big", 5 * GB), describe("a", GB))
    with pytest.raises(OutOfMemory):
        shelf.speak("big")
    with shelf.manager.lease("a", Need(low_vram=NORMAL)):
        shelf.manager.out_of_memory("a", RuntimeError("CUDA out of memory"))
    marks = [(one.kind, one.engine) for one in shelf.manager.sample().marks]
    assert marks == [("out_of_memory", "big"), ("load", "a"), ("out_of_memory", "a")]


def test_only_the_last_marks_are_told():
    meter = Meter()
    for number in range(MARKS + 5):
        meter.note("load", str(number), 0)
    assert [one.engine for one in meter.marks] == [str(number) for number in range(5, MARKS + 5)]
