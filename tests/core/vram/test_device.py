"""Where an engine may be put, and what a simulated card counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DeviceMissing
from core.vram.device import OTHER_PROGRAMS_BYTES, Figures, Placement, SimulatedCard, Usage, place
from tests.core.vram.helpers import describe

GB = 1000**3


@pytest.mark.parametrize("device", ["auto", "cpu", "CPU"])
def test_without_a_card_it_is_the_cpu(device):
    assert place(None, describe("a"), device)[0] == Placement("cpu", "cpu")


@pytest.mark.parametrize("device", ["cuda", "cuda:0", "mps", "", "gpu"])
def test_without_a_card_any_other_device_is_missing(device):
    with pytest.raises(DeviceMissing) as caught:
        place(None, describe("a", devices=("cuda", "mps", "cpu")), device)
    assert (caught.value.engine, caught.value.device, caught.value.reason) == ("a", device, "absent")


@pytest.mark.parametrize("device", ["auto", "cuda", "cuda:0"])
def test_the_simulated_card_takes_any_engine_which_runs_on_the_cpu(device):
    placement, choice = place(SimulatedCard(4 * GB), describe("a"), device)
    assert placement == Placement("cuda", "cpu", simulated=True)
    assert str(placement) == "cuda (simulated)"
    assert choice.reason == ""


def test_beside_the_simulated_card_there_is_the_cpu_and_no_second_card():
    card = SimulatedCard(4 * GB)
    assert place(card, describe("a"), "cpu")[0] == Placement("cpu", "cpu")
    for device in ("cuda:1", "mps"):
        with pytest.raises(DeviceMissing):
            place(card, describe("a"), device)


def test_an_engine_that_needs_a_card_is_refused_without_one():
    with pytest.raises(DeviceMissing):
        place(None, describe("a", devices=("cuda",)), "auto")


def test_the_simulated_card_counts_as_a_real_one_would():
    card = SimulatedCard(4 * GB)
    assert card.name == "Simulated GPU (4.0 GB)"
    assert card.figures({}, "cuda").free_bytes == 4 * GB - OTHER_PROGRAMS_BYTES
    figures = card.figures({"a": Usage(1000, 200, 300), "b": Usage(50, 0, 100)}, "cuda")
    assert figures.allocated_bytes == figures.reserved_bytes == 1250
    assert figures.context_bytes == 300
    assert figures.free_bytes == 4 * GB - OTHER_PROGRAMS_BYTES - 1250 - 300


def test_neighbours_take_of_the_simulated_card_what_they_say():
    card = SimulatedCard(4 * GB, neighbours_bytes=lambda: GB)
    assert card.figures({}, "cuda").free_bytes == 3 * GB - OTHER_PROGRAMS_BYTES


def test_a_tiny_simulated_card_is_not_full_of_other_programs():
    assert SimulatedCard(GB // 10).figures({}, "cuda").free_bytes > 0


SIZES = st.integers(-GB, 10 * GB)


@given(st.builds(Figures, st.integers(0, 8 * GB), SIZES, SIZES, SIZES, SIZES))
def test_parts_never_exceed_the_whole(read: Figures):
    figures = read.consistent()
    assert figures.total_bytes == read.total_bytes
    assert 0 <= figures.allocated_bytes <= figures.reserved_bytes
    assert min(figures.free_bytes, figures.context_bytes) >= 0
    parts = figures.free_bytes + figures.reserved_bytes + figures.context_bytes
    assert parts <= figures.total_bytes
