"""How long a run will take, from what its engines have needed."""

from __future__ import annotations

import pytest

from gui.presenters.time_left import Share, TimeLeft


def known(engine: str) -> float | None:
    return {"starter": 0.1, "xtts": 2.0}.get(engine)


def test_each_engine_counts_by_its_own_speed() -> None:
    left = TimeLeft(known)
    for line, engine in enumerate(["starter", "starter", "xtts"]):
        left.wait(line, Share(engine, 10.0))
    assert left.left_s == pytest.approx(1 + 1 + 20)
    left.start(0)
    left.speak(0.5)
    assert left.progress == pytest.approx(5 / 30)
    assert left.left_s == pytest.approx(0.5 + 1 + 20)
    left.close(0, synthesis_s=4.0)
    assert left.left_s == pytest.approx(4 + 20), "measured now: 0.4 of a second for each of speech"
    left.start(2)
    left.close(2, synthesis_s=5.0)
    assert left.left_s == pytest.approx(4.0)
    assert left.progress == pytest.approx(2 / 3)


def test_lines_may_change_and_go_while_they_wait() -> None:
    left = TimeLeft(known)
    left.wait(0, Share("starter", 10.0))
    left.wait(1, Share("starter", 10.0))
    left.wait(0, Share("xtts", 5.0))
    assert left.left_s == pytest.approx(1 + 10)
    left.drop(0)
    left.drop(0)
    assert left.left_s == pytest.approx(1.0)
    left.start(1)
    left.close(1, synthesis_s=None)
    assert (left.left_s, left.progress) == (0.0, 1.0)


def test_nothing_is_guessed_for_an_engine_of_unknown_speed() -> None:
    left = TimeLeft(known)
    left.wait(0, Share("strange", 10.0))
    assert left.left_s is None
    left.start(0)
    left.speak(0.9)
    assert left.left_s is None, "the line has not gone on for long enough"
    left.close(0, synthesis_s=1.0)
    left.wait(1, Share("strange", 20.0))
    assert left.left_s == pytest.approx(2.0)
