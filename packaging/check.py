"""The one check command: format, lint, types, layers, licences, tests. Arguments go to pytest.

python3 packaging/bootstrap.py test [ARGUMENTS]        makes the environments and runs this in one of them

The engines' tests (mark "engines") are suites of their own, by the Python of their engine's environment;
"-m 'not engines'" leaves them out, and a path runs the suites that hold it (core/install/suites.py).

Where no path is given, all runs in lanes beside one another, two more than there are cores: tests often wait.
What a step writes comes whole; what failed is told once more in the end, before the summary.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "packaging")]

from lanes import STOPPED, Held, Programs  # noqa: E402
from schedule import run_beside, run_in_order  # noqa: E402
from steps import Outcome, all_steps, is_for_one_lane  # noqa: E402

from core.install.suites import SUITES  # noqa: E402
from core.services.speeds import core_count  # noqa: E402

NOTHING_SELECTED = 5
"""pytest's exit code when all tests were deselected."""
MORE_THAN_CORES = 2
"""So many lanes more than cores: much of the time tests wait, for sound to be played or packages to come."""
TOLD_AGAIN = 400
"""At most so many lines of a failed step are told again, the last ones."""
_FAILURES = ("= FAILURES =", "= ERRORS =")


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
        f"  {outcome.step.name:24} {word:17} {outcome.elapsed_s:7.1f} s"
        for outcome, word in zip(outcomes, words, strict=True)
    ]
    run_suites = [outcome.step.suite for outcome in outcomes]
    return rows + [f"  {suite.name:24} left out" for suite in SUITES if suite not in run_suites]


def told_again(name: str, text: str) -> list[str]:
    """Return what is worth reading of a failed step's output: pytest's failures, or the end of it.

    Args:
        name: The step's.
        text: All that it wrote.
    """
    lines = text.splitlines()
    heads = (number for number, line in enumerate(lines) if any(head in line for head in _FAILURES))
    lines = lines[next(heads, 0) :]
    left_out = max(0, len(lines) - TOLD_AGAIN)
    note = [f"({left_out} lines more stand above)"] if left_out else []
    return ["", f"=== FAILED: {name}", *note, *lines[left_out:]]


def run_all(arguments: Sequence[str]) -> int:
    """Run all that arguments for pytest ask for, and close with what failed and the summary.

    Returns:
        The exit code.
    """
    steps = all_steps(arguments, CHECKOUT)
    programs = Programs()
    outputs: Mapping[str, Held] = {}
    with ExitStack() as stack:
        if is_for_one_lane(arguments):
            outcomes = run_in_order(steps, CHECKOUT, programs)
        else:
            outputs = {step.name: stack.enter_context(Held()) for step in steps}
            outcomes = run_beside(steps, CHECKOUT, programs, outputs, core_count() + MORE_THAN_CORES)
        code, words = judged(outcomes, bool(arguments))
        for outcome, word in zip(outcomes, words, strict=True):
            name = outcome.step.name
            if word.startswith("FAILED") and name in outputs:
                print(*told_again(name, outputs[name].text()), sep="\n")
    print("", *summary(outcomes, words), sep="\n", flush=True)
    return code


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Run it all; Ctrl+C and SIGTERM end all that runs."""
    signal.signal(signal.SIGTERM, _interrupt)
    # Where it is set, each of thousands of programs would compile all sources anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return run_all(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nInterrupted.")
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
