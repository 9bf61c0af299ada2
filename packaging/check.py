"""The one check command: format, lint, types, layers, licences, tests. Arguments go to pytest.

python3 packaging/bootstrap.py test [ARGUMENTS]        makes the environment and runs this in it

Tests that need an engine's packages (mark "engines") run in that engine's environment and are left out here,
unless -m asks for them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"  # has no __main__
CHECKOUT = Path(__file__).resolve().parent.parent
ENGINES_MARK = "engines"
LEFT_OUT = (
    "The tests of F5, XTTS and kokoro are left out; once their environments are made, run them by\n"
    "  .environments/torch/bin/python packaging/engine_tests.py, and kokoro-test in the place of torch"
)


@dataclass(frozen=True)
class Step:
    """A program to run in the checkout.

    Attributes:
        name: Shown.
        command: Arguments of this Python.
    """

    name: str
    command: tuple[str, ...]


def without_engines(arguments: Sequence[str]) -> list[str]:
    """Return pytest's arguments with the engines' tests deselected, unless ``-m`` names their mark."""
    rest = list(arguments)
    marks = ""
    for number, argument in enumerate(rest):
        if argument == "-m" and number + 1 < len(rest):
            marks = rest[number + 1]
            del rest[number : number + 2]
            break
        if argument.startswith("-m") and len(argument) > 2:
            marks = argument[2:].removeprefix("=")
            del rest[number]
            break
    if ENGINES_MARK in marks:
        return list(arguments)
    return ["-m", f"({marks}) and not {ENGINES_MARK}" if marks else f"not {ENGINES_MARK}", *rest]


def steps(pytest_arguments: Sequence[str]) -> list[Step]:
    """Return what is checked, in order."""
    return [
        Step("format", ("-m", "ruff", "format", "--check", ".")),
        Step("lint", ("-m", "ruff", "check", ".")),
        Step("types", ("-m", "mypy")),
        Step("layers", ("-c", LINT_IMPORTS)),
        Step("licences", ("packaging/licences.py",)),
        Step("tests", ("-m", "pytest", *without_engines(pytest_arguments))),
    ]


def run(step: Step) -> int:
    """Run a step on our own streams; return its exit code."""
    return subprocess.run(
        [sys.executable, *step.command], cwd=CHECKOUT, env=dict(os.environ), check=False
    ).returncode


def main() -> int:
    """Run all steps; 0 when all are good, the tests' exit code when only they failed, else 1."""
    outcomes = []
    for step in steps(sys.argv[1:]):
        print(f"\n=== {step.name}", flush=True)
        if f"not {ENGINES_MARK}" in " ".join(step.command):
            print(LEFT_OUT, flush=True)
        began_s = time.monotonic()
        code = run(step)
        outcomes.append((step, code, time.monotonic() - began_s))
        print(f"=== {step.name}: {'good' if code == 0 else f'FAILED ({code})'}", flush=True)
    print()
    for step, code, elapsed_s in outcomes:
        print(f"  {step.name:10} {'good' if code == 0 else f'FAILED ({code})':12} {elapsed_s:7.1f} s")
    bad = [(step, code) for step, code, _ in outcomes if code]
    if not bad:
        return 0
    return bad[0][1] if [step.name for step, _ in bad] == ["tests"] else 1


if __name__ == "__main__":
    sys.exit(main())
