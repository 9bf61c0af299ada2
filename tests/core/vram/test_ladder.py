"""The ladder: ways of speaking in order, and the notices of what was given up."""

from __future__ import annotations

import pytest

from core.model.need import FULL, HALF, Way
from core.vram.ladder import HALVED, SHORTER, SHORTER_PART, first_that_fits, notice_of, steps_from

BOTH = (FULL, HALF)


def test_the_ways_go_down_one_at_a_time():
    steps = steps_from(Way(FULL), BOTH)
    assert [(step.way.precision, step.way.part) for step in steps] == [
        (FULL, 1.0),
        (FULL, SHORTER_PART),
        (HALF, 1.0),
        (HALF, SHORTER_PART),
    ]
    assert [step.names for step in steps] == [(), (SHORTER,), (HALVED,), (HALVED, SHORTER)]


@pytest.mark.parametrize("precision", [FULL, HALF])
def test_an_engine_of_one_precision_keeps_it(precision):
    ways = [step.way for step in steps_from(Way(precision), (precision,))]
    assert ways == [Way(precision), Way(precision, part=SHORTER_PART)]


@pytest.mark.parametrize(("room", "names"), [(100, ()), (80, (SHORTER,)), (50, (HALVED,)), (30, None)])
def test_the_first_way_that_has_room_is_taken(room, names):
    def needed(way: Way) -> int:
        return round(
            (80 if way.precision == FULL else 40) + 20 * way.part * (1 if way.precision == FULL else 0.5)
        )

    step = first_that_fits(steps_from(Way(FULL), BOTH), needed, lambda way: room if room != 80 else 95)
    assert (step.names if step is not None else None) == names


def test_each_loss_has_its_notice():
    steps = steps_from(Way(FULL), BOTH)[1:]
    assert [notice_of(step, "xtts", 2_300_000_000).code for step in steps] == [
        "memory_saved_by_parts",
        "memory_saved_by_half",
        "memory_saved_by_both",
    ]
