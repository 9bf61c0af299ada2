"""Parts of the suites of tests, which run beside one another.

Each takes some minutes at most, so that lanes end at about the same time; those that take longest come first.
What no part names is in the last part of the main suite, so that no test can be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.install.suites import KOKORO, MAIN, TORCH, Suite


@dataclass(frozen=True)
class Part:
    """A part of a suite.

    Attributes:
        name: Shown.
        words: What pytest is given for it: paths, and what is left out of them.
        marks: Marks that all its tests bear.
        needs: The name of a suite whose environments it wants as well; empty: none.
    """

    name: str
    words: tuple[str, ...]
    marks: tuple[str, ...] = ()
    needs: str = ""


_STARTS_PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "tests: kokoro arrives": ("tests/gui/test_kokoro_arrives.py",),
    "tests: packaging": ("tests/packaging", "tests/end2end"),
    "tests: window, a to e": ("tests/gui/test_[a-e]*.py",),
    "tests: window, f to o": ("tests/gui/test_[f-o]*.py",),
    "tests: window, p to s": ("tests/gui/test_[p-s]*.py",),
    "tests: window, t to z": ("tests/gui/test_[t-z]*.py", "tests/gui/widgets"),
    "tests: commands, a to k": ("tests/core/cli/test_[a-k]*.py",),
    "tests: commands, l to r": ("tests/core/cli/test_[l-r]*.py",),
    "tests: commands, s to z": ("tests/core/cli/test_[s-z]*.py",),
    "tests: hosts": ("tests/core/host",),
    "tests: input": ("tests/input", "tests/sottovoce"),
}
"""Of the main suite, what ``tests/conftest.py`` marks with ``programs``; no part has what one before has."""

_NEEDS = {"tests: kokoro arrives": KOKORO.name}
"""Parts that want the environments of another suite as well."""

_OTHERS: Mapping[str, tuple[str, ...]] = {
    "tests: sound": (
        "tests/core/audio",
        "tests/core/analysis",
        "tests/core/delivery",
        "tests/core/engines/starter",
    )
}
REST = "tests: the rest"

_OF_TORCH: Mapping[str, tuple[str, ...]] = {
    "engines: xtts": ("tests/core/engines/xtts",),
    "engines: f5": ("tests/core/engines/f5",),
    "engines: conversion": (
        "tests/core/engines/test_conversion.py",
        "tests/core/engines/test_torch_command_line.py",
    ),
}


def parts_of(suite: Suite, checkout: Path) -> tuple[Part, ...]:
    """Return the parts of a suite, which together hold all of it; none where it is run whole."""
    if suite is MAIN:
        named: list[Part] = []
        taken: set[str] = set()
        for name, globs in {**_STARTS_PROGRAMS, **_OTHERS}.items():
            words = tuple(path for path in _found(globs, checkout) if path not in taken)
            taken.update(words)
            marks = ("programs",) if name in _STARTS_PROGRAMS else ()
            named.append(Part(name, words, marks, _NEEDS.get(name, "")))
        left_out = tuple(f"--ignore={path}" for part in named for path in part.words)
        return (*named, Part(REST, ("tests", *left_out)))
    if suite is TORCH:
        named = [Part(name, paths) for name, paths in _OF_TORCH.items()]
        of_parts = {path for part in named for path in part.words}
        return (*named, Part(suite.name, tuple(path for path in suite.paths if path not in of_parts)))
    return ()


def _found(globs: tuple[str, ...], checkout: Path) -> tuple[str, ...]:
    found = (path for glob in globs for path in sorted(checkout.glob(glob)))
    return tuple(path.relative_to(checkout).as_posix() for path in found)
