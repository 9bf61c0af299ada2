"""The one check command: what it makes of how its steps end."""

import importlib
import sys
from pathlib import Path

import pytest

from core.install.suites import KOKORO, MAIN, TORCH
from tests.packaging.scripts import load

check = load("check")
steps = importlib.import_module("steps")


def ending(code: int, suite=None, name: str = "a step"):
    """Return a step that ends with a code."""
    return steps.Step(name, (sys.executable, "-c", f"raise SystemExit({code})"), suite)


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
        steps.Outcome(ending(0, suite), number, 1.0) for suite, number in zip(suites, codes, strict=True)
    ]
    assert check.judged(outcomes, selected) == (code, words)


def test_the_summary_names_every_step_with_result_and_time() -> None:
    outcomes = [
        steps.Outcome(ending(0, name="lint"), 0, 61.25),
        steps.Outcome(ending(1, MAIN, name="tests"), 1, 3.0),
    ]
    rows = [line.split() for line in check.summary(outcomes, ["good", "FAILED (1)"])]

    assert rows == [
        ["lint", "good", "61.2", "s"],
        ["tests", "FAILED", "(1)", "3.0", "s"],
        ["engines:", "torch", "left", "out"],
        ["engines:", "kokoro", "left", "out"],
    ]


def test_of_a_failed_step_pytests_failures_are_told_again() -> None:
    text = "\n=== tests\n....F\n===== FAILURES =====\nassert 1 == 2\n== 1 failed, 4 passed ==\n"
    assert check.told_again("tests", text) == [
        "", "=== FAILED: tests", "===== FAILURES =====", "assert 1 == 2", "== 1 failed, 4 passed ==",
    ]  # fmt: skip
    assert check.told_again("lint", "\n=== lint\nE501\n") == ["", "=== FAILED: lint", "", "=== lint", "E501"]


def test_of_endless_failures_the_last_lines_are_told_again() -> None:
    text = "= ERRORS =\n" + "".join(f"line {number}\n" for number in range(2 * check.TOLD_AGAIN))
    _, _, note, *lines = check.told_again("tests", text)

    assert note == f"({check.TOLD_AGAIN + 1} lines more stand above)"
    assert (len(lines), lines[-1]) == (check.TOLD_AGAIN, f"line {2 * check.TOLD_AGAIN - 1}")


def steps_of(*named: tuple[str, str]):
    """Return a function in the place of ``all_steps``: steps with names, and what Python does in each."""
    return lambda arguments, checkout: [
        steps.Step(name, (sys.executable, "-c", words)) for name, words in named
    ]


def test_what_failed_is_told_again_before_the_summary(monkeypatch, capfd) -> None:
    wanted = steps_of(
        ("bad", "print('Here is why.'); raise SystemExit(3)"), ("good", "print('All is well.')")
    )
    monkeypatch.setattr(check, "all_steps", wanted)

    assert check.run_all([]) == 1
    lines = capfd.readouterr().out.splitlines()

    assert (lines.count("Here is why."), lines.count("All is well.")) == (2, 1)
    again = lines.index("=== FAILED: bad")
    assert lines[again + 1 : again + 5] == ["", "=== bad", "Here is why.", ""]
    assert [line.split()[:2] for line in lines[again + 5 : again + 7]] == [
        ["bad", "FAILED"],
        ["good", "good"],
    ]


def test_with_a_path_all_runs_in_order_and_is_told_once(monkeypatch, capfd) -> None:
    wanted = steps_of(("one", "print('Here is why.'); raise SystemExit(3)"), ("two", "print('Two.')"))
    monkeypatch.setattr(check, "all_steps", wanted)

    assert check.run_all(["tests/core/text"]) == 1
    lines = [line for line in capfd.readouterr().out.splitlines() if line]
    assert lines[:4] == ["=== one", "Here is why.", "=== two", "Two."]
    assert "Here is why." not in lines[4:]


def test_bytecode_is_kept_whatever_the_user_has_set(tmp_path: Path, monkeypatch) -> None:
    """Else each of thousands of programs compiles all sources anew."""
    found = tmp_path / "found"
    words = f"import os; open({str(found)!r}, 'w').write(str('PYTHONDONTWRITEBYTECODE' in os.environ))"
    monkeypatch.setattr(check, "all_steps", steps_of(("one", words)))
    monkeypatch.setattr(sys, "argv", ["check.py"])
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert check.main() == 0
    assert found.read_text() == "False"
