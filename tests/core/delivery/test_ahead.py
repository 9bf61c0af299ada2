"""Work that is done ahead comes in its order."""

from __future__ import annotations

import threading

import pytest

from core.delivery.ahead import in_turn


def test_results_come_in_the_order_of_their_items():
    first_waits = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            first_waits.wait(10)
        elif number == 1:
            first_waits.set()
        return number * number

    assert list(in_turn(work, range(20))) == [n * n for n in range(20)]


def test_no_more_is_taken_than_is_worked_on():
    taken = []

    def items():
        for number in range(1_000):
            taken.append(number)
            yield number

    results = in_turn(lambda number: number, items())
    assert next(results) == 0
    assert len(taken) < 10
    results.close()


def test_what_goes_wrong_is_raised_in_its_turn():
    results = in_turn(lambda number: 1 // number, [2, 1, 0, 1])
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)
