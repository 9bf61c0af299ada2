"""Which steps the check command runs, in which parts, and that no test is left out."""

import importlib
import sys
from pathlib import Path

import pytest

from core.install.suites import KOKORO, MAIN, TORCH
from tests.conftest import STARTS_PROGRAMS
from tests.packaging.scripts import CHECKOUT, load

load("check")  # makes its neighbours importable
steps = importlib.import_module("steps")
parts = importlib.import_module("parts")

CHECKS = ["format", "lint", "types", "layers", "licences"]
ENGINES = ["engines: xtts", "engines: f5", "engines: conversion", "engines: torch", "engines: kokoro"]
PARTS = [part.name for part in parts.parts_of(MAIN, CHECKOUT)]


def names(*arguments: str) -> list[str]:
    """Return what runs once the environments stand, in the order in which it begins."""
    return [step.name for step in steps.all_steps(arguments, CHECKOUT) if not step.name.startswith("for ")]


def test_all_checks_and_all_suites_run() -> None:
    assert names() == [*CHECKS, *ENGINES, *PARTS]
    assert names("-x", "-k", "wire") == [*CHECKS, *ENGINES, *PARTS]


def test_suites_and_parts_are_left_out_on_request() -> None:
    assert names("-m", "not engines") == [*CHECKS, *PARTS]
    assert names("-m", "engines") == [*CHECKS, *ENGINES]
    usual = names("-m", "not programs and not slow and not engines")
    assert usual == [*CHECKS, "tests: sound", parts.REST]


def test_a_path_runs_the_suites_that_hold_it_whole() -> None:
    assert names("tests/core/text") == [*CHECKS, "tests"]
    assert names("tests/core/engines/f5") == [*CHECKS, "tests", "engines: torch"]
    assert names("tests/core/engines", "-m", "engines") == [*CHECKS, "engines: torch", "engines: kokoro"]


@pytest.mark.parametrize(
    ("arguments", "one"),
    [
        (["tests/core/text"], True),
        (["-x", "--pdb"], True),
        ([], False),
        (["-x", "-k", "wire", "-m", "slow"], False),
    ],
)
def test_who_needs_the_terminal_has_it(arguments: list[str], one: bool) -> None:
    assert steps.is_for_one_lane(arguments) == one


def test_each_suite_runs_by_its_own_environments_python_with_the_same_arguments() -> None:
    found = {step.name: step for step in steps.all_steps(["-x", "-k", "wire"], CHECKOUT)}

    hosts = found["tests: hosts"].command
    assert hosts == (
        *(sys.executable, "-m", "pytest", "-m", "not engines", "-x", "-k", "wire", "tests/core/host"),
    )
    for name, environment in (("engines: f5", "torch"), ("engines: kokoro", "kokoro-test")):
        command = found[name].command
        assert command[0].startswith(str(CHECKOUT / ".environments" / environment))
        assert command[1:5] == ("packaging/engine_tests.py", "-x", "-k", "wire")
    assert found["engines: f5"].command[5:] == ("tests/core/engines/f5",)
    assert {found[name].suite for name in ENGINES} == {TORCH, KOKORO}


def test_what_an_engines_suite_lacks_is_made_before_it_runs(tmp_path: Path) -> None:
    for name in ("packaging", "pyproject.toml", "sottovoce", "tests"):
        (tmp_path / name).symlink_to(CHECKOUT / name)

    for_torch, for_kokoro, *others = steps.all_steps(["-m", "engines"], tmp_path)

    assert for_torch.command[1:] == ("packaging/suite_needs.py", "engines: torch")
    assert for_kokoro.command[1:] == ("packaging/suite_needs.py", "engines: kokoro")
    assert {step.name: step.after for step in others if step.suite} == {
        name: (for_kokoro if name == "engines: kokoro" else for_torch).name for name in ENGINES
    }


def test_a_part_of_the_main_suite_waits_for_the_environments_it_wants_as_well() -> None:
    by_name = {step.name: step for step in steps.all_steps([], CHECKOUT)}
    assert by_name["tests: kokoro arrives"].after == "for engines: kokoro"
    assert not by_name[parts.REST].after


def holds(part, path: str) -> bool:
    """Tell whether pytest, given a part's words, collects a file."""
    file = Path(path)
    ignored = [word.partition("=")[2] for word in part.words if word.startswith("--ignore=")]
    named = [word for word in part.words if not word.startswith("--")]
    return any(file.is_relative_to(one) for one in named) and not any(
        file.is_relative_to(one) for one in ignored
    )


def test_every_file_of_tests_is_in_one_part() -> None:
    files = [path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "tests").rglob("test_*.py")]
    assert len(files) > 300
    for suite in (MAIN, TORCH):
        of_suite = [file for file in files if any(Path(file).is_relative_to(one) for one in suite.paths)]
        for file in of_suite:
            found = [part.name for part in parts.parts_of(suite, CHECKOUT) if holds(part, file)]
            assert len(found) == 1, (file, found)


def test_a_file_that_no_part_names_is_in_the_rest(tmp_path: Path) -> None:
    window = tmp_path / "tests" / "gui"
    window.mkdir(parents=True)
    for name in ("test_window.py", "test_1st.py"):
        (window / name).touch()
    found = {
        name: [part.name for part in parts.parts_of(MAIN, tmp_path) if holds(part, f"tests/gui/{name}")]
        for name in ("test_window.py", "test_1st.py")
    }
    assert found == {"test_window.py": ["tests: window, t to z"], "test_1st.py": [parts.REST]}


def test_every_part_that_says_so_starts_programs() -> None:
    for part in parts.parts_of(MAIN, CHECKOUT):
        folders = [f"tests/{name}" for name in STARTS_PROGRAMS]
        if part.marks:
            assert part.marks == ("programs",)
            assert part.words
            assert all(any(Path(word).is_relative_to(one) for one in folders) for word in part.words)
