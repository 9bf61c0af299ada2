"""The one check command: which steps it runs, and what it makes of how they end."""

import sys

import pytest

from core.install.suites import KOKORO, MAIN, TORCH
from tests.packaging.scripts import CHECKOUT, load

check = load("check")

CHECKS = ["format", "lint", "types", "layers", "licences"]


def ending(code: int, suite=None, name: str = "a step"):
    """Return a step that ends with a code."""
    return check.Step(name, (sys.executable, "-c", f"raise SystemExit({code})"), suite)


def names(*arguments: str) -> list[str]:
    return [step.name for step in check.steps(arguments)]


def test_all_checks_and_all_suites_run() -> None:
    assert names() == [*CHECKS, "tests", "engines: torch", "engines: kokoro"]
    assert names("-x", "-k", "wire") == [*CHECKS, "tests", "engines: torch", "engines: kokoro"]


def test_the_engines_are_left_out_on_request_and_by_a_path() -> None:
    assert names("-m", "not engines") == [*CHECKS, "tests"]
    assert names("tests/core/text") == [*CHECKS, "tests"]
    assert names("-m", "engines") == [*CHECKS, "engines: torch", "engines: kokoro"]


def test_each_suite_runs_by_its_own_environments_python_with_the_same_arguments() -> None:
    main, torch, kokoro = check.steps(["-x", "-k", "wire"])[len(CHECKS) :]

    assert main.command == (sys.executable, "-m", "pytest", "-m", "not engines", "-x", "-k", "wire")
    for step, name in ((torch, "torch"), (kokoro, "kokoro-test")):
        assert step.command[0].startswith(str(CHECKOUT / ".environments" / name))
        assert step.command[1:] == ("packaging/engine_tests.py", "-x", "-k", "wire")


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

    assert [outcome.code for outcome in check.run_all(wanted)] == [3, 0, 5]
    assert capfd.readouterr().out.split() == ["===", "one", "===", "two", "===", "three"]


def test_without_its_environment_an_engines_suite_fails_and_says_what_to_do(
    tmp_path, monkeypatch, capfd
) -> None:
    """As in a checkout where only the environment of the tools was made; nothing is skipped."""
    for name in ("packaging", "pyproject.toml", "sottovoce"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    monkeypatch.setattr(check, "CHECKOUT", tmp_path)
    ran = tmp_path / "ran"
    step = check.Step("engines: kokoro", (sys.executable, "-c", f"open({str(ran)!r}, 'w')"), KOKORO)

    (outcome,) = check.run_all([step])

    assert outcome.code == 1
    out = capfd.readouterr().out
    assert "the environment kokoro, the environment kokoro-test, .environments/test-weights/" in out
    assert "packaging/bootstrap.py test makes it" in out
    assert not ran.exists()


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
