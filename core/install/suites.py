"""The suites of tests that ``packaging/bootstrap.py test`` runs: by which Python, and for which arguments.

The engines' tests (mark ``engines``) need their engine's packages, so that each engine's environment has a
suite of its own beside the main one.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.install.layout import ENVIRONMENTS_FOLDER, TEST

ENGINES_MARK = "engines"
_ENGINES = "tests/core/engines"


@dataclass(frozen=True)
class Suite:
    """Tests that run by the Python of one environment.

    Attributes:
        name: Shown.
        environment: Whose Python runs them.
        paths: Its folders and files, relative to the checkout.
        needs: All environments that must stand for it.
        fetched: A file, relative to the checkout, which ``packaging/test_weights.py`` fetches, or empty.
    """

    name: str
    environment: str
    paths: tuple[str, ...]
    needs: tuple[str, ...]
    fetched: str = ""

    @property
    def is_of_engines(self) -> bool:
        """True when its tests bear the engines' mark; those are left out of the main suite."""
        return self is not MAIN


MAIN = Suite("tests", TEST, ("tests",), (TEST,))
TORCH = Suite(
    "engines: torch",
    "torch",
    (
        f"{_ENGINES}/f5",
        f"{_ENGINES}/xtts",
        "tests/core/analysis/test_people.py",
        f"{_ENGINES}/test_checkpoint_files.py",
        f"{_ENGINES}/test_conversion.py",
        f"{_ENGINES}/test_stock_voices.py",
        f"{_ENGINES}/test_torch_ahead.py",
        f"{_ENGINES}/test_torch_aligned.py",
        f"{_ENGINES}/test_torch_cap.py",
        f"{_ENGINES}/test_torch_command_line.py",
        f"{_ENGINES}/test_torch_engines.py",
        f"{_ENGINES}/test_torch_fast_load.py",
        f"{_ENGINES}/test_torch_gpu_check.py",
        f"{_ENGINES}/test_torch_host.py",
        f"{_ENGINES}/test_torch_machine.py",
        f"{_ENGINES}/test_torch_parked_switch.py",
        f"{_ENGINES}/test_torch_parking.py",
        f"{_ENGINES}/test_torch_release.py",
        f"{_ENGINES}/test_torch_support.py",
        f"{_ENGINES}/test_torch_vram_stress.py",
    ),
    ("torch",),
)
KOKORO = Suite(
    "engines: kokoro",
    "kokoro-test",
    (f"{_ENGINES}/kokoro",),
    ("kokoro", "kokoro-test"),
    f"{ENVIRONMENTS_FOLDER}/test-weights/kokoro-js-1.2.1.tgz",
)
SUITES = (MAIN, TORCH, KOKORO)

_TAKE_A_VALUE = frozenset(
    {
        *("-k", "-m", "-p", "-o", "-c", "-r", "-n", "-W", "--tb", "--maxfail", "--durations", "--timeout"),
        *("--deselect", "--ignore", "--junitxml", "--basetemp", "--color", "--capture", "--log-cli-level"),
    }
)
"""Options of pytest whose value may stand apart from them; any other word without a dash is a path."""

_ONLY_TOLD = {"-h", "--help", "--version"}


@dataclass(frozen=True)
class Asked:
    """Arguments for pytest, taken apart.

    Attributes:
        options: All of them but the next two, in order.
        marks: The expression of the last ``-m``, or empty.
        paths: What is to be run, such as ``tests/core/text`` or ``tests/x.py::test_y``.
    """

    options: tuple[str, ...]
    marks: str
    paths: tuple[str, ...]


def read_arguments(arguments: Sequence[str]) -> Asked:
    """Take pytest's arguments apart."""
    options: list[str] = []
    paths: list[str] = []
    marks = ""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "-m" and rest:
            marks = rest.pop(0)
        elif word.startswith("-m") and len(word) > 2:
            marks = word[2:].removeprefix("=")
        elif word in _TAKE_A_VALUE and rest:
            options += [word, rest.pop(0)]
        elif word.startswith("-"):
            options.append(word)
        else:
            paths.append(word)
    return Asked(tuple(options), marks, tuple(paths))


def suites_for(arguments: Sequence[str], checkout: Path) -> list[Suite]:
    """Return the suites that hold what is asked for; none of the others need be made or run.

    Args:
        arguments: For pytest.
        checkout: The checkout's root, which paths are relative to.
    """
    asked = read_arguments(arguments)
    if _ONLY_TOLD.intersection(asked.options):
        return [MAIN]
    return [
        suite
        for suite in SUITES
        if (not asked.paths or paths_in(suite, asked.paths, checkout))
        and may_select(asked.marks, ENGINES_MARK, suite.is_of_engines)
    ]


def paths_in(suite: Suite, paths: Sequence[str], checkout: Path) -> list[str]:
    """Return which of some paths a suite holds; of a folder around it, the suite's own part.

    The main suite holds any path: pytest itself tells of one that is not there.
    """
    if not suite.is_of_engines:
        return list(paths)
    found: list[str] = []
    for path in paths:
        place = (checkout / path.partition("::")[0]).resolve()
        for part in suite.paths:
            root = (checkout / part).resolve()
            if place.is_relative_to(root):
                found.append(path)
            elif root.is_relative_to(place):
                found.append(part)
    return list(dict.fromkeys(found))


def pytest_arguments(suite: Suite, arguments: Sequence[str], checkout: Path) -> list[str]:
    """Return what pytest is given to run the part of a suite that is asked for.

    Args:
        suite: The suite.
        arguments: For pytest.
        checkout: The checkout's root, which paths are relative to.
    """
    asked = read_arguments(arguments)
    marks = asked.marks
    if not suite.is_of_engines:
        marks = " and ".join([*([f"({marks})"] if marks else []), f"not {ENGINES_MARK}"])
    paths = paths_in(suite, asked.paths, checkout)
    if suite.is_of_engines and not asked.paths:
        paths = list(suite.paths)
    return [*(["-m", marks] if marks else []), *asked.options, *paths]


def may_select(expression: str, mark: str, has: bool) -> bool:
    """Tell whether an expression of ``-m`` can select tests with, or without, a mark.

    What other marks they bear is open.

    Args:
        expression: As pytest takes it; empty selects all.
        mark: The mark.
        has: Whether the tests have it.
    """
    try:
        tree = ast.parse(expression.strip() or "True", mode="eval").body
    except SyntaxError:
        return True  # pytest will say what is wrong with it
    others = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {mark})
    return any(
        _holds(tree, {mark: has, **dict(zip(others, values, strict=True))})
        for values in itertools.product((True, False), repeat=len(others))
    )


def _holds(node: ast.expr, marks: Mapping[str, bool]) -> bool:
    if isinstance(node, ast.BoolOp):
        together = all if isinstance(node.op, ast.And) else any
        return together(_holds(value, marks) for value in node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _holds(node.operand, marks)
    if isinstance(node, ast.Call):  # a mark with arguments
        return _holds(node.func, marks)
    return marks.get(node.id, True) if isinstance(node, ast.Name) else True
