"""The one check command: format, lint, types, layers, licences, tests. Arguments go to pytest.

python3 packaging/bootstrap.py test [ARGUMENTS]        makes the environments and runs this in one of them

The engines' tests (mark "engines") are suites of their own, by the Python of their engine's environment;
"-m 'not engines'" leaves them out, and a path runs the suites that hold it (core/install/suites.py).
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.install.build import is_current
from core.install.layout import environment_python, environments_root
from core.install.sets import load_sets
from core.install.suites import SUITES, Suite, pytest_arguments, suites_for

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"  # has no __main__
CHECKOUT = Path(__file__).resolve().parent.parent
NOTHING_SELECTED = 5
"""pytest's exit code when all tests were deselected."""


@dataclass(frozen=True)
class Step:
    """A program to run in the checkout.

    Attributes:
        name: Shown.
        command: Program and arguments.
        suite: The suite of tests that it runs, or None.
    """

    name: str
    command: tuple[str, ...]
    suite: Suite | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a step.

    Attributes:
        step: The step.
        code: Its exit code.
        elapsed_s: How long it took.
    """

    step: Step
    code: int
    elapsed_s: float


def steps(arguments: Sequence[str]) -> list[Step]:
    """Return what is checked, in order.

    Args:
        arguments: For pytest.
    """
    checks = {
        "format": ("-m", "ruff", "format", "--check", "."),
        "lint": ("-m", "ruff", "check", "."),
        "types": ("-m", "mypy"),
        "layers": ("-c", LINT_IMPORTS),
        "licences": ("packaging/licences.py",),
    }
    found = [Step(name, (sys.executable, *words)) for name, words in checks.items()]
    return found + [_tests(suite, arguments) for suite in suites_for(arguments, CHECKOUT)]


def _tests(suite: Suite, arguments: Sequence[str]) -> Step:
    if not suite.is_of_engines:
        words = ("-m", "pytest", *pytest_arguments(suite, arguments, CHECKOUT))
        return Step(suite.name, (sys.executable, *words), suite)
    python = environment_python(environments_root(CHECKOUT) / suite.environment)
    return Step(suite.name, (str(python), "packaging/engine_tests.py", *arguments), suite)


def missing(suite: Suite) -> list[str]:
    """Name what a suite of an engine needs and is not there, or not up to date."""
    sets = load_sets(CHECKOUT)
    names = [f"the environment {name}" for name in suite.needs if not is_current(sets[name], CHECKOUT)]
    if suite.fetched and not (CHECKOUT / suite.fetched).is_file():
        names.append(suite.fetched)
    return names


def run(step: Step) -> int:
    """Run a step on our own streams; return its exit code."""
    if step.suite is not None and step.suite.is_of_engines and (names := missing(step.suite)):
        print(f"Not there, or not up to date: {', '.join(names)}.")
        print("python3 packaging/bootstrap.py test makes it, or says why not.", flush=True)
        return 1
    return subprocess.run(step.command, cwd=CHECKOUT, check=False).returncode


def run_all(wanted: Iterable[Step]) -> list[Outcome]:
    """Run steps one after the other; a bad one does not stop the others."""
    outcomes = []
    for step in wanted:
        print(f"\n=== {step.name}", flush=True)
        began_s = time.monotonic()
        outcomes.append(Outcome(step, run(step), time.monotonic() - began_s))
    return outcomes


def judged(outcomes: Sequence[Outcome], selected: bool) -> tuple[int, list[str]]:
    """Return the exit code of all steps, and a word for each: ``good``, ``FAILED`` or ``nothing selected``.

    The code is 0 when all are good, the tests' own when only they failed, else 1. Where the user selected
    tests, a suite may have none of them, as long as another has.

    Args:
        outcomes: Of all steps.
        selected: Whether the user gave arguments for pytest.
    """
    tests = [outcome for outcome in outcomes if outcome.step.suite is not None]
    empty = [outcome for outcome in tests if outcome.code == NOTHING_SELECTED]
    forgiven = empty if selected and len(empty) < len(tests) else []
    words = []
    bad = []
    for outcome in outcomes:
        if outcome in forgiven:
            words.append("nothing selected")
        elif outcome.code:
            words.append(f"FAILED ({outcome.code})")
            bad.append(outcome)
        else:
            words.append("good")
    if not bad:
        return 0, words
    return bad[0].code if all(outcome in tests for outcome in bad) else 1, words


def summary(outcomes: Sequence[Outcome], words: Sequence[str]) -> list[str]:
    """Return a line for each step, with its result and time, and one for each suite that was left out."""
    rows = [
        f"  {outcome.step.name:16} {word:17} {outcome.elapsed_s:7.1f} s"
        for outcome, word in zip(outcomes, words, strict=True)
    ]
    run_suites = [outcome.step.suite for outcome in outcomes]
    return rows + [f"  {suite.name:16} left out" for suite in SUITES if suite not in run_suites]


def main() -> int:
    """Run all steps, and close with the summary."""
    arguments = sys.argv[1:]
    outcomes = run_all(steps(arguments))
    code, words = judged(outcomes, bool(arguments))
    print("", *summary(outcomes, words), sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
