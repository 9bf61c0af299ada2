"""Engines are removed with their environments, and nothing else is."""

import io
from pathlib import Path

import pytest

import core
from core.install.engines import environments_of, installable, plan_for, remove
from core.install.failures import InstallFailed
from core.install.layout import MARKER_NAME, environments_root, write_stamp
from core.install.sets import UnknownEngines, load_sets

CHECKOUT = Path(core.__file__).parents[1]
SETS = load_sets(CHECKOUT)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with the environments studio, torch and kokoro."""
    root = environments_root(tmp_path)
    for name in ("studio", "torch", "kokoro"):
        (root / name / "bin").mkdir(parents=True)
        write_stamp(root / name, {"digest": "x"})
    (root / MARKER_NAME).touch()
    return tmp_path


def folders(checkout: Path) -> list[str]:
    return sorted(path.name for path in environments_root(checkout).iterdir() if path.is_dir())


def test_an_engine_goes_with_its_environment(checkout: Path) -> None:
    told = io.StringIO()
    remove(SETS, ["xtts"], checkout, told)

    assert folders(checkout) == ["kokoro", "studio"]
    assert told.getvalue() == "Removed torch (f5, xtts). Weights were not touched.\n"


def test_what_is_not_there_is_said(checkout: Path) -> None:
    for _ in range(2):
        told = io.StringIO()
        remove(SETS, ["kokoro"], checkout, told)
    assert told.getvalue() == "kokoro is not installed.\n"
    assert folders(checkout) == ["studio", "torch"]


def test_what_this_program_did_not_make_stays(checkout: Path) -> None:
    (environments_root(checkout) / "kokoro" / "sottovoce-stamp.json").unlink()
    remove(SETS, ["kokoro"], checkout, io.StringIO())
    assert "kokoro" in folders(checkout)


@pytest.mark.parametrize("names", [["starter"], ["studio"], ["f5", "starter"]])
def test_the_studio_is_not_removed(checkout: Path, names: list[str]) -> None:
    with pytest.raises(InstallFailed):
        remove(SETS, names, checkout, io.StringIO())
    assert folders(checkout) == ["kokoro", "studio", "torch"]


@pytest.mark.parametrize("names", [["f5", "f6"], ["kokoro-test"], ["test"]])
def test_an_unknown_name_removes_nothing(checkout: Path, names: list[str]) -> None:
    with pytest.raises(UnknownEngines):
        remove(SETS, names, checkout, io.StringIO())
    assert folders(checkout) == ["kokoro", "studio", "torch"]


def test_a_plan_tells_every_environment_once() -> None:
    plans = plan_for(SETS, environments_of(SETS, ["kokoro"]), CHECKOUT)
    assert [(step.name, step.size_mb) for step in plans.steps] == [("kokoro", 220)]
    assert plans.possible
    assert plans.torch is None
    assert environments_of(SETS, ["f5", "xtts", "starter", "kokoro"]) == ["torch", "kokoro"]


def test_no_environment_of_tests_can_be_installed() -> None:
    assert [one.name for one in installable(SETS)] == ["kokoro", "torch"]
