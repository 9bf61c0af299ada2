"""The line: order within an engine, engines together, nobody passed too often, cancelled ones gone."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import JobCancelled
from core.model.cancel import CancelToken
from core.model.line import BOUND, JobQueue, Line, TurnInsideTurn, Turns
from tests.waiting import wait_until

GROUPS = st.sampled_from(["f5", "xtts", "kokoro", None])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), GROUPS),
        st.tuples(st.just("take"), st.none()),
        st.tuples(st.just("cancel"), st.integers(0, 20)),
    ),
    max_size=60,
)


def take_all(line: Line) -> list:
    taken = []
    while (place := line.take()) is not None:
        taken.append(place.item)
    return taken


@given(steps=STEPS, bound=st.integers(0, 5))
def test_nobody_starves_and_nothing_is_lost_or_doubled(steps, bound):
    line: Line[int] = Line(bound)
    groups: list[str | None] = []
    waiting: list[int] = []
    places = {}
    passed: dict[int, int] = {}
    served: list[int] = []
    cancelled: set[int] = set()

    def took(number: int) -> None:
        for earlier in waiting[: waiting.index(number)]:
            passed[earlier] += 1
            assert groups[earlier] is not None, "a barrier was passed"
            assert groups[earlier] != groups[number], "the order within an engine was not kept"
        waiting.remove(number)
        served.append(number)

    for step, what in [*steps, *[("take", None)] * len(steps)]:
        if step == "join":
            number = len(groups)
            groups.append(what)
            places[number] = line.join(what, number)
            waiting.append(number)
            passed[number] = 0
        elif step == "take":
            place = line.take()
            assert (place is None) == (not waiting)
            if place is not None:
                took(place.item)
        elif what < len(groups):
            line.leave(places[what])
            if what in waiting:
                waiting.remove(what)
                cancelled.add(what)
        assert len(line) == len(waiting)
    assert all(times <= bound for times in passed.values())
    assert sorted([*served, *cancelled]) == list(range(len(groups)))


def test_jobs_of_one_engine_are_put_together():
    line: Line[str] = Line()
    for number, engine in enumerate(["f5", "xtts"] * 3):
        line.join(engine, f"{engine} {number}")
    assert take_all(line) == ["f5 0", "f5 2", "f5 4", "xtts 1", "xtts 3", "xtts 5"]


def test_the_bound_ends_the_grouping():
    line: Line[str] = Line()
    line.join("f5", "first")
    line.take()
    line.join("xtts", "passed")
    for number in range(BOUND + 2):
        line.join("f5", f"f5 {number}")
    assert take_all(line).index("passed") == BOUND


def test_the_queue_of_a_host_serves_what_waits_in_the_lines_order():
    queue: JobQueue[str] = JobQueue()
    for engine, job in (("a", "1"), ("b", "2"), ("a", "3"), (None, "release all"), ("a", "4")):
        queue.put(engine, job)
    assert [queue.get() for _ in range(5)] == ["1", "3", "2", "release all", "4"]


def test_the_queue_waits_for_a_job_of_another_thread():
    queue: JobQueue[str] = JobQueue()
    got: list[str] = []
    thread = threading.Thread(target=lambda: got.append(queue.get()))
    thread.start()
    queue.put("a", "job")
    thread.join(10)
    assert got == ["job"]


def test_the_queue_gives_nothing_where_no_job_comes_in_time():
    queue: JobQueue[str] = JobQueue()
    assert not queue.awaited()
    assert queue.get(0.0) is None
    assert queue.get(0.001) is None
    queue.put("a", "job")
    assert queue.awaited()
    assert queue.get(0.0) == "job"


# --- turns of threads ------------------------------------------------------------------------------


def start(turns: Turns, engine: str, diary: list[str], cancel: CancelToken | None = None) -> threading.Thread:
    """Have a thread wait for its turn; return once it stands in the line."""
    before = turns.waiting

    def work() -> None:
        try:
            with turns.turn(engine, (cancel or CancelToken()).check, 0.01):
                diary.append(engine)
        except JobCancelled:
            diary.append(f"{engine} cancelled")

    thread = threading.Thread(target=work)
    thread.start()
    wait_until(lambda: turns.waiting == before + 1, "the thread to stand in the line")
    return thread


def test_waiting_threads_get_their_turns_grouped():
    turns, diary = Turns(), []
    with turns.turn("a", CancelToken().check, 0.01):
        threads = [start(turns, engine, diary) for engine in ("b", "a", "b", "a")]
    for thread in threads:
        thread.join(10)
    assert diary == ["a", "a", "b", "b"]
    assert turns.waiting == 0


def test_who_is_cancelled_while_waiting_leaves_and_the_others_go_on():
    turns, diary, cancel = Turns(), [], CancelToken()
    with turns.turn("a", CancelToken().check, 0.01):
        leaving = start(turns, "a", diary, cancel)
        staying = start(turns, "b", diary)
        cancel.cancel()
        leaving.join(10)
        assert diary == ["a cancelled"]
        assert turns.waiting == 1
    staying.join(10)
    assert diary == ["a cancelled", "b"]


def test_a_turn_inside_a_turn_is_refused_and_the_outer_one_goes_on():
    turns = Turns()
    with turns.turn("a", CancelToken().check, 0.01):
        with pytest.raises(TurnInsideTurn), turns.turn("b", CancelToken().check, 0.01):
            raise AssertionError("never gets here")
        assert turns.waiting == 0
    with turns.turn("b", CancelToken().check, 0.01):
        assert turns.waiting == 0


def test_a_turn_that_fails_is_given_back():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn("a", CancelToken().check, 0.01):
        raise ZeroDivisionError
    with turns.turn("a", CancelToken().check, 0.01):
        assert turns.waiting == 0


def test_many_threads_have_one_turn_each_and_never_two_at_once():
    turns = Turns()
    inside: list[int] = []
    seen: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            with turns.turn(f"engine {number % 3}", CancelToken().check, 0.01):
                inside.append(number)
                seen.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert seen == [1] * 160


def test_a_turn_that_is_taken_only_if_free_keeps_others_waiting_and_hands_on():
    turns = Turns()
    with turns.turn_if_free() as free:
        assert free
        assert turns.taken
        with turns.turn_if_free() as again:
            assert not again
        assert turns.taken
        waiting = threading.Thread(target=lambda: _have(turns))
        waiting.start()
        wait_until(lambda: turns.waiting == 1, "the other to wait")
    waiting.join()
    assert not turns.taken


def _have(turns: Turns) -> None:
    with turns.turn("f5", lambda: None, 0.01):
        assert turns.taken
