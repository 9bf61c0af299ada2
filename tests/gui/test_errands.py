"""What the command line does for the window: told line by line, ended in the middle of anything."""

from __future__ import annotations

import pytest

from gui.errands import Errand

LONG_MS = 60_000


@pytest.fixture
def run(qtbot):
    """Return a function that runs an errand to its end, and what it told."""

    def make(*words: str) -> tuple[bool, list[dict]]:
        errand, told = Errand(words), []
        errand.told.connect(told.append)
        with qtbot.waitSignal(errand.ended, timeout=LONG_MS) as ended:
            errand.start()
        return ended.args[0], told

    return make


def test_a_failure_comes_with_its_fields(run):
    good, told = run("models", "get", "nothing", "--progress-json")
    assert not good
    assert told[-1]["failed"]["code"] == "model_unknown"
    assert told[-1]["failed"]["fields"]["model"] == "nothing"
    good, told = run("engines", "install", "nothing", "--progress-json")
    assert not good
    assert told[-1]["failed"]["code"] == "engine_unknown"


def test_what_is_no_object_is_passed_over(run):
    good, told = run("--version")
    assert good
    assert told == []


def test_words_for_people_come_line_by_line(qtbot):
    errand, said = Errand(["models", "get", "f5"]), []
    errand.said.connect(said.append)
    with qtbot.waitSignal(errand.ended, timeout=LONG_MS):
        errand.start()
    assert said[0] == 'sottovoce: The weights "f5-v1-base" were not fetched.'
    assert next(iter(errand.lines)) == said[0]


def test_an_errand_is_ended_in_the_middle(qtbot):
    errand = Errand(["doctor", "--watch", "--json"])
    with qtbot.waitSignal(errand.told, timeout=LONG_MS):
        errand.start()
    with qtbot.waitSignal(errand.ended, timeout=LONG_MS) as ended:
        errand.cancel()
    assert ended.args == [False]
    assert errand.cancelled
