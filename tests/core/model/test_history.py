"""The last five minutes of memory: thinned, never longer, each mark once, on a steady clock."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.model.events import MemoryMark, MemorySample
from core.model.history import SPAN_S, MemoryHistory

GB = 1000**3
SAMPLE = MemorySample(1000.0, "card", "cuda", False, 4 * GB, 4 * GB, 0, 0, 0, (), 0, 0, 0)
LOAD = MemoryMark(990.0, "load", "f5", GB)


def holding(size: int, **more: object) -> MemorySample:
    return replace(SAMPLE, allocated_bytes=size, reserved_bytes=size, free_bytes=4 * GB - size, **more)


def sizes(history: MemoryHistory, now_s: float) -> list[int | None]:
    return [one.sample.reserved_bytes if one.sample else None for one in history.moments(now_s)]


def test_of_each_second_the_greatest_is_kept():
    history = MemoryHistory()
    for at_s, size in ((10.0, 1), (10.2, 7), (10.6, 3), (11.1, 2)):
        history.add(holding(size), at_s)
    assert sizes(history, 11.1) == [7, 2]


def test_what_is_older_than_five_minutes_is_gone():
    history = MemoryHistory()
    history.add(holding(1, marks=(replace(LOAD, time_s=1000.0),)), 0.0)
    history.add(holding(2), SPAN_S)
    assert sizes(history, SPAN_S) == [1, 2]
    assert len(history.marks(SPAN_S)) == 1
    assert sizes(history, SPAN_S + 1) == [2]  # also where nothing has come since
    history.add(holding(3), SPAN_S + 1)
    assert sizes(history, SPAN_S + 1) == [2, 3]
    assert history.marks(SPAN_S + 1) == ()


def test_a_mark_is_kept_once_and_stands_where_it_happened():
    history = MemoryHistory()
    for at_s in (50.0, 51.0, 52.0):
        history.add(replace(SAMPLE, time_s=1000.0 + at_s - 50.0, marks=(LOAD,)), at_s)
    assert [(one.at_s, one.mark) for one in history.marks(52.0)] == [(40.0, LOAD)]


def test_marks_stand_in_the_order_of_time_whichever_host_told_first():
    history = MemoryHistory()
    later = replace(LOAD, time_s=995.0, kind="release")
    history.add(replace(SAMPLE, marks=(later,)), 50.0)
    history.add(replace(SAMPLE, marks=(LOAD, later)), 50.5)
    assert [one.mark.kind for one in history.marks(51.0)] == ["load", "release"]


def test_samples_that_are_taken_late_keep_the_order_of_their_marks():
    """Both come at once, since the window was busy; the release was told longer after it than the load."""
    history = MemoryHistory()
    load, release = replace(LOAD, time_s=1000.0), replace(LOAD, time_s=1000.1, kind="release")
    history.add(replace(SAMPLE, time_s=1000.0, marks=(load,)), 60.0)
    history.add(replace(SAMPLE, time_s=1000.5, marks=(load, release)), 60.0)
    assert [one.mark.kind for one in history.marks(60.0)] == ["load", "release"]


def test_the_end_of_the_host_is_a_gap_until_the_next_sample():
    history = MemoryHistory()
    history.end(9.0)
    history.add(holding(1), 10.0)
    history.end(10.5)
    history.end(11.0)
    history.add(holding(2), 20.0)
    assert sizes(history, 20.0) == [1, None, 2]


def test_a_sample_in_the_second_of_the_hosts_end_is_not_lost():
    history = MemoryHistory()
    history.add(holding(1), 10.0)
    history.end(10.1)
    history.add(holding(2), 10.2)
    assert sizes(history, 11.0) == [1, None, 2]


@given(st.lists(st.tuples(st.floats(-400, 400), st.floats(-1e6, 1e6), st.integers(0, 4)), max_size=60))
def test_jumps_of_the_clocks_neither_disorder_nor_grow_it(steps):
    history = MemoryHistory()
    now_s = 0.0
    for number, (step_s, clock_s, size) in enumerate(steps):
        mark = MemoryMark(clock_s - size, "load", str(number), size)
        history.add(holding(size, time_s=clock_s, marks=(mark,)), now_s + step_s)
        now_s = max(now_s, now_s + step_s)
        times = [one.at_s for one in history.moments(now_s)]
        assert times == sorted(times)
        assert len(times) <= SPAN_S + 2
        assert all(now_s - SPAN_S <= at_s <= now_s for at_s in times)
        marked = [one.at_s for one in history.marks(now_s)]
        assert marked == sorted(marked)
    if steps and now_s > 0:
        assert history.moments(now_s)[-1].sample is not None
