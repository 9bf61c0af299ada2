"""A lane does one thing after another, and tells the window's thread how it went."""

from __future__ import annotations

import logging
import threading

import pytest

from core.errors import DiskFull, JobCancelled
from gui.jobs import Lane


@pytest.fixture
def lane(qtbot):
    made = Lane("test")
    yield made
    made.close()


def test_values_and_errors_come_back_on_the_windows_thread_in_order(lane, qtbot):
    here = threading.current_thread()
    seen = []

    def work(n):
        assert threading.current_thread() is not here
        if n == 1:
            raise DiskFull(path="x")
        return n

    def done(value):
        seen.append((value, threading.current_thread() is here))

    for n in range(3):
        lane.submit(lambda n=n: work(n), done, lambda error: done(error.code))
    assert lane.busy
    qtbot.waitUntil(lambda: len(seen) == 3, timeout=60_000)
    assert seen == [(0, True), ("disk_full", True), (2, True)]
    assert not lane.busy


def test_a_fault_becomes_an_error_that_says_so_and_is_logged(lane, qtbot, caplog):
    seen = []
    with caplog.at_level(logging.WARNING, logger="gui.jobs"):
        lane.submit(lambda: 1 / 0, None, seen.append)
        qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
    assert (seen[0].code, seen[0].kind) == ("unexpected", "ZeroDivisionError")
    assert "Traceback" in caplog.text


def test_cancelled_work_calls_nobody(lane, qtbot):
    seen = []

    def cancelled():
        raise JobCancelled

    lane.submit(cancelled, seen.append, seen.append)
    qtbot.waitUntil(lambda: not lane.busy, timeout=60_000)
    assert seen == []


def test_close_finishes_what_waits(qtbot):
    lane = Lane("test")
    done = []
    for n in range(5):
        lane.submit(lambda n=n: done.append(n))
    assert lane.close()
    assert done == list(range(5))
    lane.submit(lambda: done.append("late"))
    assert done == list(range(5))


def test_close_does_not_wait_for_ever(qtbot):
    lane = Lane("test")
    gate = threading.Event()
    lane.submit(gate.wait)
    assert not lane.close(wait_ms=50)
    gate.set()
