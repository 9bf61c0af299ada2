"""The one check command: which steps it runs, and what it makes of how they end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.install.suites import KOKORO, MAIN, TORCH
from tests.packaging.scripts import CHECKOUT, load

check = load("check")

CHECKS = ["format", "lint", "types", "layers", "licences"]


def ending(code: int, suite=None, name: str = "a step"):
    """Return a step that ends with a code."""
    return check.Step(name, (sys.executable, "-c", f"raise SystemExit({code})"), suite)


ENGINES = ["engines: torch", "engines: kokoro"]


def names(*arguments: str) -> list[list[str]]:
    """Return what runs, lane by lane, once its environments stand."""
    lanes = check.lanes(arguments)
    return [[step.name for step in lane if step.name != "environments"] for lane in lanes]


def test_all_checks_and_all_suites_run_in_three_lanes() -> None:
    all_of_them = [[*CHECKS, "tests"], ["tests: slow"], ENGINES]
    assert names() == all_of_them
    assert names("-x", "-k", "wire") == all_of_them


def test_suites_are_left_out_on_request() -> None:
    assert names("-m", "not engines") == [[*CHECKS, "tests"], ["tests: slow"]]
    assert names("-m", "engines") == [CHECKS, ENGINES]
    assert names("-m", "not slow and not end2end and not whisper and not engines") == [[*CHECKS, "tests"]]
    assert names("-m", "end2end and not engines") == [CHECKS, ["tests: slow"]]


def test_a_path_runs_the_suites_that_hold_it_one_after_the_other() -> None:
    """So that a debugger has the terminal."""
    assert names("tests/core/text") == [[*CHECKS, "tests"]]
    assert names("tests/core/engines/f5") == [[*CHECKS, "tests", "engines: torch"]]
    assert names("tests/core/engines", "-m", "engines") == [[*CHECKS, *ENGINES]]


def test_each_suite_runs_by_its_own_environments_python_with_the_same_arguments() -> None:
    first, slow, (*_, torch, kokoro) = check.lanes(["-x", "-k", "wire"])

    for step, half in ((first[-1], f"not ({check.SLOW})"), (slow[0], check.SLOW)):
        marks = f"({half}) and not engines"
        assert step.command == (sys.executable, "-m", "pytest", "-m", marks, "-x", "-k", "wire")
    for step, name in ((torch, "torch"), (kokoro, "kokoro-test")):
        assert step.command[0].startswith(str(CHECKOUT / ".environments" / name))
        assert step.command[1:] == ("packaging/engine_tests.py", "-x", "-k", "wire")


@pytest.fixture
def bare_checkout(tmp_path, monkeypatch):
    """A checkout where only the environment of the tools was made."""
    for name in ("packaging", "pyproject.toml", "sottovoce"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    monkeypatch.setattr(check, "CHECKOUT", tmp_path)
    return tmp_path


def test_without_its_environment_an_engines_suite_fails_and_says_what_to_do(bare_checkout, capfd) -> None:
    """Nothing is skipped."""
    ran = bare_checkout / "ran"
    step = check.Step("engines: kokoro", (sys.executable, "-c", f"open({str(ran)!r}, 'w')"), KOKORO)

    (outcome,) = check.run_all([step], check.Programs())

    assert outcome.code == 1
    out = capfd.readouterr().out
    assert "the environment kokoro, the environment kokoro-test, .environments/test-weights/" in out
    assert "packaging/bootstrap.py test makes them" in out
    assert not ran.exists()


def test_what_an_engines_suite_lacks_is_made_before_it_runs(bare_checkout) -> None:
    _, engines = check.lanes(["-m", "engines"])

    assert engines[0].command[1:] == ("packaging/suite_needs.py", "engines: torch", "engines: kokoro")


@pytest.mark.parametrize(
    ("codes", "selected", "code", "words"),
    [
        ([0, 0, 0, 0], False, 0, ["good"] * 4),
        ([1, 0, 0, 0], False, 1, ["FAILED (1)", "good", "good", "good"]),
        ([0, 2, 0, 0], False, 2, ["good", "FAILED (2)", "good", "good"]),
        ([0, 0, 3, 2], True, 3, ["good", "good", "FAILED (3)", "FAILED (2)"]),
        ([3, 2, 0, 0], False, 1, ["FAILED (3)", "FAILED (2)", "good", "good"]),
        ([0, 0, 5, 5], True, 0, ["good", "good", "nothing selected", "nothing selected"]),
        ([0, 5, 0, 0], False, 5, ["good", "FAILED (5)", "good", "good"]),
        ([0, 5, 5, 5], True, 5, ["good", "FAILED (5)", "FAILED (5)", "FAILED (5)"]),
        ([5, 0, 0, 0], True, 1, ["FAILED (5)", "good", "good", "good"]),
        ([0, 5, 1, 5], True, 1, ["good", "nothing selected", "FAILED (1)", "nothing selected"]),
    ],
)
def test_the_exit_code_tells(codes: list[int], selected: bool, code: int, words: list[str]) -> None:
    suites = [None, MAIN, TORCH, KOKORO]
    outcomes = [
        check.Outcome(ending(0, suite), number, 1.0) for suite, number in zip(suites, codes, strict=True)
    ]
    assert check.judged(outcomes, selected) == (code, words)


def test_a_bad_step_does_not_stop_the_others(capfd) -> None:
    wanted = [ending(3, name="one"), ending(0, name="two"), ending(5, MAIN, name="three")]

    assert [outcome.code for outcome in check.run_all(wanted, check.Programs())] == [3, 0, 5]
    assert capfd.readouterr().out.split() == ["===", "one", "===", "two", "===", "three"]


MEET = """
import sys
name, mine, theirs = sys.argv[1:]
print(name, "begins", flush=True)
with open(mine, "w"), open(theirs):
    print(name, "met the other", flush=True)
"""
"""Opens two pipes, which goes on only when another process opens their other ends meanwhile."""


@pytest.fixture
def pipes(tmp_path) -> list[str]:
    found = [str(tmp_path / name) for name in ("one", "other")]
    for path in found:
        os.mkfifo(path)
    return found


def test_lanes_run_at_once_and_each_is_told_whole_after_the_one_before(pipes, capfd) -> None:
    one, other = pipes
    first = [
        check.Step("first", (sys.executable, "-c", MEET, "first", one, other)),
        check.Step("last of the first", (sys.executable, "-c", "print('last')")),
    ]
    # The second opens them in the other order, as reader first: it waits until the first one writes.
    reads = MEET.replace('open(mine, "w"), open(theirs)', 'open(mine), open(theirs, "w")')
    beside = [
        check.Step("second", (sys.executable, "-c", reads, "second", one, other)),
        ending(4, name="failing"),
    ]

    outcomes = check.run_lanes([first, [ending(0, name="quick")], beside])

    assert [(outcome.step.name, outcome.code) for outcome in outcomes] == [
        ("first", 0), ("last of the first", 0), ("quick", 0), ("second", 0), ("failing", 4),
    ]  # fmt: skip
    assert capfd.readouterr().out.splitlines() == [
        "", "=== first", "first begins", "first met the other", "", "=== last of the first", "last",
        "", "=== quick", "", "=== second", "second begins", "second met the other", "", "=== failing",
    ]  # fmt: skip


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
from tests.packaging.scripts import load
check = load("check")
def step(name, ready):
    return check.Step(name, (sys.executable, "-c", {WAIT!r}, name, ready))
first, second = (step(name, ready) for name, ready in zip(("first", "second"), sys.argv[1:]))
try:
    check.run_lanes([[first, first], [second, second]])
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_ends_both_lanes_and_loses_nothing_of_what_they_wrote(pipes) -> None:
    command = [sys.executable, "-c", TWO_LANES, *pipes]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as both:
        for pipe in pipes:
            Path(pipe).read_bytes()  # until it is there
        os.killpg(both.pid, signal.SIGINT)  # as a terminal does
        out, _ = both.communicate(timeout=60)

    assert both.returncode == 130
    assert [line for line in out.splitlines() if line] == [
        *("=== first", "first tidied up"),
        *("=== second", "second tidied up"),
    ]


def test_the_summary_names_every_step_with_result_and_time() -> None:
    outcomes = [
        check.Outcome(ending(0, name="lint"), 0, 61.25),
        check.Outcome(ending(1, MAIN, name="tests"), 1, 3.0),
    ]
    rows = [line.split() for line in check.summary(outcomes, ["good", "FAILED (1)"])]

    assert rows == [
        ["lint", "good", "61.2", "s"],
        ["tests", "FAILED", "(1)", "3.0", "s"],
        ["engines:", "torch", "left", "out"],
        ["engines:", "kokoro", "left", "out"],
    ]
