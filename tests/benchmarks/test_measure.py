"""The figures under the tables: intervals and ratios."""

import random

from benchmarks.measure import Interval, interval, ratio_interval


def test_an_interval_holds_the_truth_as_often_as_it_says():
    draw = random.Random(3)
    samples = [[draw.gauss(1.02, 0.05) for _ in range(15)] for _ in range(60)]
    intervals = [interval(sample, resamples=400) for sample in samples]
    assert all(found.low <= found.median <= found.high for found in intervals)
    assert 52 <= sum(found.low <= 1.02 <= found.high for found in intervals) <= 60


def test_more_measurements_narrow_it():
    draw = random.Random(3)
    many = [draw.gauss(1.02, 0.05) for _ in range(200)]
    wide, narrow = interval(many[:12]), interval(many)
    assert narrow.high - narrow.low < wide.high - wide.low


def test_the_same_measurements_give_the_same_interval():
    values = [1.0, 1.1, 0.9, 1.3, 1.2, 1.05, 0.95]
    assert interval(values) == interval(values)
    assert interval(values, share=0.5).high < interval(values, share=0.99).high


def test_a_single_measurement_is_its_own_interval():
    assert interval([2.0]) == Interval(2.0, 2.0, 2.0)


def test_ratios_are_taken_pair_by_pair():
    slow_machine, quick_machine = [2.0, 20.0], [1.0, 10.0]
    assert ratio_interval(slow_machine, quick_machine) == Interval(2.0, 2.0, 2.0)
    assert ratio_interval(slow_machine, quick_machine).text() == "2.00 (2.00 to 2.00)"
