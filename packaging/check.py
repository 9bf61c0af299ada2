"""The one check command: format, lint, types, layers, licences, tests. Arguments go to pytest.

python3 packaging/bootstrap.py test [ARGUMENTS]        makes the environments and runs this in one of them

The engines' tests (mark "engines") are suites of their own, by the Python of their engine's environment;
"-m 'not engines'" leaves them out, and a path runs the suites that hold it (core/install/suites.py).

Where no path is given, three lanes run beside one another: the checks and the quick tests; the slow tests;
the engines' environments and tests. The second's and the third's output comes whole after the first's.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "packaging")]

from lanes import STOPPED, Held, Programs  # noqa: E402
from suite_needs import missing  # noqa: E402

from core.install.layout import environment_python, environments_root  # noqa: E402
from core.install.suites import (  # noqa: E402
    ENGINES_MARK,
    MAIN,
    SUITES,
    Suite,
    may_select,
    pytest_arguments,
    read_arguments,
    suites_for,
)

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"  # has no __main__
SLOW = "slow or whisper or end2end"
"""Marks of what mostly waits: for packages, for sound to be played, for whole programs."""
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


def lanes(arguments: Sequence[str]) -> list[list[Step]]:
    """Return what is checked: lanes beside one another, each in order.

    Args:
        arguments: For pytest. With a path all is in one lane, which has our own streams.
    """
    checks = {
        "format": ("-m", "ruff", "format", "--check", "."),
        "lint": ("-m", "ruff", "check", "."),
        "types": ("-m", "mypy"),
        "layers": ("-c", LINT_IMPORTS),
        "licences": ("packaging/licences.py",),
    }
    first = [Step(name, (sys.executable, *words)) for name, words in checks.items()]
    suites = suites_for(arguments, CHECKOUT)
    engines = [_engine_tests(suite, arguments) for suite in suites if suite.is_of_engines]
    lacking = [suite.name for suite in suites if suite.is_of_engines and missing(suite, CHECKOUT)]
    if lacking:
        engines.insert(0, Step("environments", (sys.executable, "packaging/suite_needs.py", *lacking)))
    asked = read_arguments(arguments)
    if asked.paths:
        return [first + [_main_tests("tests", arguments)] * (MAIN in suites) + engines]
    halves = {"tests": f"not ({SLOW})", "tests: slow": SLOW}
    quick, slow = (
        [_main_tests(name, arguments, half)] * _may_run(f"({asked.marks or 'True'}) and ({half})")
        for name, half in halves.items()
    )
    return [lane for lane in (first + quick, slow, engines) if lane]


def _may_run(marks: str) -> bool:
    """Tell whether an expression of marks can select anything of the main suite."""
    return may_select(marks, ENGINES_MARK, False)


def _main_tests(name: str, arguments: Sequence[str], half: str = "") -> Step:
    words = ("-m", "pytest", *pytest_arguments(MAIN, arguments, CHECKOUT, half))
    return Step(name, (sys.executable, *words), MAIN)


def _engine_tests(suite: Suite, arguments: Sequence[str]) -> Step:
    python = environment_python(environments_root(CHECKOUT) / suite.environment)
    return Step(suite.name, (str(python), "packaging/engine_tests.py", *arguments), suite)


def run(step: Step, programs: Programs, out: BinaryIO | None = None) -> int:
    """Run a step, on our own streams or into a file; return its exit code."""
    if step.suite is not None and step.suite.is_of_engines and (names := missing(step.suite, CHECKOUT)):
        _say(f"Not there, or not up to date: {', '.join(names)}.", out)
        _say("What became of them is told above, or: python3 packaging/bootstrap.py test makes them.", out)
        return 1
    return programs.run(step.command, CHECKOUT, out)


def run_all(wanted: Iterable[Step], programs: Programs, out: BinaryIO | None = None) -> list[Outcome]:
    """Run steps one after the other; a bad one does not stop the others, the user does."""
    outcomes = []
    for step in wanted:
        if programs.stopped:
            break
        _say(f"\n=== {step.name}", out)
        began_s = time.monotonic()
        outcomes.append(Outcome(step, run(step, programs, out), time.monotonic() - began_s))
    return outcomes


def run_lanes(wanted: Sequence[Sequence[Step]]) -> list[Outcome]:
    """Run lanes beside one another; what all but the first write comes after it, whole, in their order.

    Raises:
        KeyboardInterrupt: When the user stopped it; all have ended, and what they wrote is shown.
    """
    first, *others = wanted
    programs = Programs()
    with ExitStack() as stack:
        helds = [stack.enter_context(Held()) for _ in others]
        pool = stack.enter_context(ThreadPoolExecutor(max(1, len(others))))
        running = [
            pool.submit(run_all, lane, programs, held.out) for lane, held in zip(others, helds, strict=True)
        ]
        try:
            outcomes = run_all(first, programs)
            for lane, held in zip(running, helds, strict=True):
                held.show(partial(_has_ended, lane))
                outcomes += lane.result()
        except BaseException:
            programs.stop()
            raise
        return outcomes


def _has_ended(lane: Future[list[Outcome]], timeout_s: float) -> bool:
    return bool(wait([lane], timeout_s).done)


def _say(text: str, out: BinaryIO | None) -> None:
    if out is None:
        print(text, flush=True)
    else:
        out.write(f"{text}\n".encode())


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


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Run all steps, and close with the summary."""
    signal.signal(signal.SIGTERM, _interrupt)
    arguments = sys.argv[1:]
    try:
        outcomes = run_lanes(lanes(arguments))
    except KeyboardInterrupt:
        print("\nInterrupted.")
        return STOPPED
    code, words = judged(outcomes, bool(arguments))
    print("", *summary(outcomes, words), sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
