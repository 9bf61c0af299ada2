"""What the check command runs: the checks, the parts of the main suite, the engines' environments and suites.

In the order in which they begin: what takes longest, or what others wait for, before what is short.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parts import Part, parts_of
from suite_needs import missing

from core.install.layout import environment_python, environments_root
from core.install.suites import (
    ENGINES_MARK,
    MAIN,
    Suite,
    may_select,
    pytest_arguments,
    read_arguments,
    suites_for,
)

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"  # has no __main__
NEEDS_THE_TERMINAL = frozenset({"--pdb", "--trace"})
"""Options of pytest that ask the user: all runs at the terminal, one step after the other."""


@dataclass(frozen=True)
class Step:
    """A program to run in the checkout.

    Attributes:
        name: Shown; no two steps have the same.
        command: Program and arguments.
        suite: The suite of tests that it runs, or None.
        after: The name of a step that must have ended before it begins, well or not; empty: none has to.
    """

    name: str
    command: tuple[str, ...]
    suite: Suite | None = None
    after: str = ""


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


def is_for_one_lane(arguments: Sequence[str]) -> bool:
    """Tell whether all is to run one after the other, on our own streams: for a path, or for a debugger."""
    asked = read_arguments(arguments)
    return bool(asked.paths) or not NEEDS_THE_TERMINAL.isdisjoint(asked.options)


def all_steps(arguments: Sequence[str], checkout: Path) -> list[Step]:
    """Return what is to be run, in the order in which it should begin.

    Args:
        arguments: For pytest. With a path the main suite is one step, else each of its parts is.
        checkout: The checkout's root.
    """
    suites = suites_for(arguments, checkout)
    environments, engines = _of_engines(
        [suite for suite in suites if suite.is_of_engines], arguments, checkout
    )
    tests = _of_the_main_suite(arguments, checkout) if MAIN in suites else []
    if read_arguments(arguments).paths:
        return [*_checks(), *tests, *environments, *engines]
    return [*environments, *_checks(), *engines, *tests]


def _checks() -> list[Step]:
    checks = {
        "format": ("-m", "ruff", "format", "--check", "."),
        "lint": ("-m", "ruff", "check", "."),
        "types": ("-m", "mypy"),
        "layers": ("-c", LINT_IMPORTS),
        "licences": ("packaging/licences.py",),
    }
    return [Step(name, (sys.executable, *words)) for name, words in checks.items()]


def _of_engines(
    suites: Sequence[Suite], arguments: Sequence[str], checkout: Path
) -> tuple[list[Step], list[Step]]:
    """Return the steps that make what suites lack, one after the other, and those that run the suites."""
    made: list[Step] = []
    run: list[Step] = []
    for suite in suites:
        after = ""
        if missing(suite, checkout):
            after = _maker(suite.name)
            before = made[-1].name if made else ""  # installers wait for one another anyway
            made.append(Step(after, (sys.executable, "packaging/suite_needs.py", suite.name), after=before))
        python = str(environment_python(environments_root(checkout) / suite.environment))
        whole = Part(suite.name, ())
        parts = (whole,) if read_arguments(arguments).paths else parts_of(suite, checkout) or (whole,)
        run += [
            Step(part.name, (python, "packaging/engine_tests.py", *arguments, *part.words), suite, after)
            for part in parts
        ]
    return made, run


def _of_the_main_suite(arguments: Sequence[str], checkout: Path) -> list[Step]:
    asked = read_arguments(arguments)
    parts = (Part("tests", ()),) if asked.paths else parts_of(MAIN, checkout)
    steps = []
    for part in parts:
        marks = f"({asked.marks or 'True'}) and not {ENGINES_MARK}"
        if all(may_select(marks, mark, True) for mark in part.marks):
            words = pytest_arguments(MAIN, [*arguments, *part.words], checkout)
            after = _maker(part.needs) if part.needs else ""
            steps.append(Step(part.name, (sys.executable, "-m", "pytest", *words), MAIN, after))
    return steps


def _maker(suite: str) -> str:
    """Return the name of the step that makes a suite's environments, where it is to be run."""
    return f"for {suite}"
