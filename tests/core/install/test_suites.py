"""Which suites of tests the arguments for pytest ask for, and what each is handed."""

from pathlib import Path

import pytest

import core
from core.install.sets import load_sets
from core.install.suites import KOKORO, MAIN, SUITES, TORCH, may_select, pytest_arguments, suites_for
from tests.packaging.scripts import load

CHECKOUT = Path(core.__file__).parents[1]
ALL = "main torch kokoro"
NAMES = {"main": MAIN, "torch": TORCH, "kokoro": KOKORO}


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], ALL),
        (["-x"], ALL),
        (["-k", "wire"], ALL),
        (["-k", "tests"], ALL),
        (["-m", "slow"], ALL),
        (["-m", "not slow"], ALL),
        (["-m", "not engines"], "main"),
        (["-mnot engines"], "main"),
        (["-m=not engines"], "main"),
        (["-m", "not (engines or whisper)", "-x"], "main"),
        (["-m", "slow and not engines"], "main"),
        (["-m", "slow or not engines"], ALL),
        (["-m", "engines"], "torch kokoro"),
        (["-m", "engines and not whisper"], "torch kokoro"),
        (["-m", "slow", "-m", "engines"], "torch kokoro"),
        (["-m", "(("], ALL),
        (["--help"], "main"),
        (["tests"], ALL),
        (["."], ALL),
        (["tests/core/text"], "main"),
        (["-x", "tests/core/text/test_split.py::test_x", "-k", "y"], "main"),
        (["--maxfail", "2", "tests/gui"], "main"),
        (["tests/core/engines"], ALL),
        (["tests/core/engines/f5"], "main torch"),
        (["tests/core/engines/kokoro/test_heard.py"], "main kokoro"),
        (["tests/core/engines/kokoro", "-m", "engines"], "kokoro"),
        (["tests/core/engines/xtts", "tests/core/engines/kokoro", "-m", "engines"], "torch kokoro"),
        (["tests/core/engines/f5", "-m", "not engines"], "main"),
        (["tests/core/text", "-m", "engines"], ""),
        (["tests/core/engines/test_registry.py"], "main"),
        (["no/such/path"], "main"),
    ],
)
def test_only_the_suites_that_hold_what_is_asked_for_run(arguments: list[str], names: str) -> None:
    assert suites_for(arguments, CHECKOUT) == [NAMES[name] for name in names.split()]


def test_an_absolute_path_is_as_good() -> None:
    assert suites_for([str(CHECKOUT / "tests/core/engines/f5")], CHECKOUT) == [MAIN, TORCH]
    assert suites_for([str(CHECKOUT / "tests/core/text")], CHECKOUT) == [MAIN]


@pytest.mark.parametrize(
    ("suite", "arguments", "given"),
    [
        (MAIN, [], ["-m", "not engines"]),
        (MAIN, ["-x", "tests/core"], ["-m", "not engines", "-x", "tests/core"]),
        (MAIN, ["-q", "-mslow or x"], ["-m", "(slow or x) and not engines", "-q"]),
        (TORCH, [], list(TORCH.paths)),
        (TORCH, ["-x", "-k", "f5", "-m", "not slow"], ["-m", "not slow", "-x", "-k", "f5", *TORCH.paths]),
        (KOKORO, ["-x"], ["-x", *KOKORO.paths]),
        (KOKORO, ["tests/core/engines"], list(KOKORO.paths)),
        (
            TORCH,
            ["tests/core/engines/f5/test_f5_plan.py::test_x"],
            ["tests/core/engines/f5/test_f5_plan.py::test_x"],
        ),
        (TORCH, ["tests/core/engines/f5", "tests/core/engines/kokoro"], ["tests/core/engines/f5"]),
    ],
)
def test_a_suite_is_handed_its_part(suite, arguments: list[str], given: list[str]) -> None:
    assert pytest_arguments(suite, arguments, CHECKOUT) == given


def test_an_expression_is_weighed_with_all_that_tests_may_bear() -> None:
    assert may_select("a and b", "a", True)
    assert not may_select("a and b", "a", False)
    assert not may_select("a and not a", "a", True)
    assert may_select("a(kind=1) or not b", "a", False)
    assert may_select("", "a", True)


def test_every_suite_has_its_environments_and_paths() -> None:
    sets = load_sets(CHECKOUT)
    for suite in SUITES:
        assert suite.environment in suite.needs
        assert set(suite.needs) <= set(sets)
        assert all((CHECKOUT / path).exists() for path in suite.paths)


def test_every_file_with_tests_of_engines_is_in_one_suite_of_engines() -> None:
    marked = [
        path for path in (CHECKOUT / "tests").rglob("test_*.py") if "mark.engines" in path.read_text("utf-8")
    ]
    assert len(marked) > 10
    for path in marked:
        if path == Path(__file__):
            continue
        holding = [suite for suite in suites_for([str(path)], CHECKOUT) if suite.is_of_engines]
        assert len(holding) == 1, path


def test_the_voices_are_looked_for_where_they_are_fetched_to() -> None:
    assert CHECKOUT / KOKORO.fetched == load("test_weights").TARBALL


def test_every_test_file_of_the_engines_that_needs_torch_is_in_the_suite_of_torch() -> None:
    folder = CHECKOUT / "tests/core/engines"
    files = {f"tests/core/engines/{path.name}" for path in folder.glob("test_torch_*.py")}
    assert "tests/core/engines/test_torch_cap.py" in files
    assert files <= set(TORCH.paths)


def test_what_the_suites_of_engines_name_is_there() -> None:
    named = [path for suite in SUITES if suite.is_of_engines for path in suite.paths]
    assert [path for path in named if not (CHECKOUT / path).exists()] == []
