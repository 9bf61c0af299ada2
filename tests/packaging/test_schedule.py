"""How steps run: one after the other, or in lanes beside one another."""

import importlib
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.install.suites import KOKORO, MAIN
from tests.packaging.scripts import CHECKOUT, load

load("check")  # makes its neighbours importable
schedule = importlib.import_module("schedule")
lanes = importlib.import_module("lanes")


def step(name: str, words: str, *arguments: str, suite=None, after: str = ""):
    """Return a step that has Python do something."""
    return schedule.Step(name, (sys.executable, "-c", words, *arguments), suite, after)


def ending(code: int, suite=None, name: str = "a step", after: str = ""):
    """Return a step that ends with a code."""
    return step(name, f"raise SystemExit({code})", suite=suite, after=after)


def run_beside(steps, count: int) -> list[tuple[str, int]]:
    """Run steps in lanes; return what came of each."""
    with ExitStack() as stack:
        outputs = {one.name: stack.enter_context(lanes.Held()) for one in steps}
        outcomes = schedule.run_beside(steps, CHECKOUT, lanes.Programs(), outputs, count)
    return [(outcome.step.name, outcome.code) for outcome in outcomes]


def told(out: str) -> list[str]:
    return [line for line in out.splitlines() if line]


def test_a_bad_step_does_not_stop_the_others(capfd) -> None:
    wanted = [ending(3, name="one"), ending(0, name="two"), ending(5, MAIN, name="three")]

    outcomes = schedule.run_in_order(wanted, CHECKOUT, lanes.Programs())
    assert [outcome.code for outcome in outcomes] == [3, 0, 5]
    assert capfd.readouterr().out.split() == ["===", "one", "===", "two", "===", "three"]

    assert run_beside(wanted, 1) == [("one", 3), ("two", 0), ("three", 5)]
    assert capfd.readouterr().out.split() == ["===", "one", "===", "two", "===", "three"]


def test_without_its_environment_an_engines_suite_fails_and_says_what_to_do(tmp_path, capfd) -> None:
    """Nothing is skipped."""
    for name in ("packaging", "pyproject.toml", "sottovoce"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    ran = tmp_path / "ran"
    kokoro = step("engines: kokoro", f"open({str(ran)!r}, 'w')", suite=KOKORO)

    (outcome,) = schedule.run_in_order([kokoro], tmp_path, lanes.Programs())

    assert outcome.code == 1
    out = capfd.readouterr().out
    assert "the environment kokoro, the environment kokoro-test, .environments/test-weights/" in out
    assert "packaging/bootstrap.py test makes them" in out
    assert not ran.exists()


MEET = """
import sys
name, mine, theirs = sys.argv[1:]
print(name, "begins", flush=True)
with open(mine, "w"), open(theirs):
    print(name, "met the other", flush=True)
"""
"""Opens two pipes, which goes on only when another process opens their other ends meanwhile."""
# In the other order, as reader first: it waits until the first one writes.
MEET_READING = MEET.replace('open(mine, "w"), open(theirs)', 'open(mine), open(theirs, "w")')


@pytest.fixture
def pipes(tmp_path) -> list[str]:
    found = [str(tmp_path / name) for name in ("one", "other")]
    for path in found:
        os.mkfifo(path)
    return found


def test_steps_run_at_once_and_each_is_told_whole(pipes, capfd) -> None:
    one, other = pipes
    steps = [step("first", MEET, "first", one, other), step("second", MEET_READING, "second", one, other)]

    assert run_beside([*steps, ending(4, name="failing")], 2) == [("first", 0), ("second", 0), ("failing", 4)]

    lines = told(capfd.readouterr().out)
    blocks = [lines[at : at + 3] for at, line in enumerate(lines) if line in {"=== first", "=== second"}]
    assert sorted(blocks) == [
        ["=== first", "first begins", "first met the other"],
        ["=== second", "second begins", "second met the other"],
    ]
    assert (len(lines), lines.count("=== failing")) == (7, 1)


def test_a_step_waits_for_the_one_it_comes_after_while_others_go_ahead(tmp_path) -> None:
    """The lane that would have begun it takes the next one instead: else the two would never meet."""
    pipe, done = tmp_path / "pipe", tmp_path / "done"
    os.mkfifo(pipe)
    steps = [
        step("making", f"open({str(pipe)!r}).read(); open({str(done)!r}, 'w'); raise SystemExit(1)"),
        step(
            "using", f"import os; raise SystemExit(2 * (not os.path.exists({str(done)!r})))", after="making"
        ),
        step("other", f"open({str(pipe)!r}, 'w')"),
    ]

    assert run_beside(steps, 2) == [("making", 1), ("using", 0), ("other", 0)]


def test_a_step_waits_for_none_that_is_not_to_be_run() -> None:
    assert run_beside([ending(0, name="alone", after="what is there already")], 2) == [("alone", 0)]


WAIT = """
import signal, sys
name, ready = sys.argv[1:]
try:
    open(ready, "w").close()
    signal.pause()
except KeyboardInterrupt:
    print(name, "tidied up", flush=True)
"""

TWO_LANES = f"""
import sys
from tests.packaging import test_schedule as tests
one, other = (tests.step(name, {WAIT!r}, name, ready) for name, ready in zip(("one", "other"), sys.argv[1:]))
after = [tests.ending(0, name="never begun"), tests.ending(0, name="nor this", after="one")]
try:
    tests.run_beside([one, other, *after], 2)
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_ends_all_lanes_and_loses_nothing_of_what_they_wrote(pipes) -> None:
    command = [sys.executable, "-c", TWO_LANES, *pipes]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as both:
        for pipe in pipes:
            Path(pipe).read_bytes()  # until it is there
        os.killpg(both.pid, signal.SIGINT)  # as a terminal does
        out, _ = both.communicate(timeout=60)

    assert both.returncode == 130
    lines = told(out)
    assert sorted([lines[:2], lines[2:]]) == [
        ["=== one", "one tidied up"],
        ["=== other", "other tidied up"],
    ]
