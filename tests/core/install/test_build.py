"""What an interrupted start left is tidied up, and what was whole is used again."""

import sys
from pathlib import Path

import pytest

from core.install.build import ensure
from core.install.layout import LOCK_NAME, MARKER_NAME, environment_python, write_stamp
from core.install.lock import InstallLock
from core.install.sets import EnvironmentSet, digest
from core.install.uninstall import uninstall


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment "studio" stands."""
    (tmp_path / "sottovoce").mkdir()
    (tmp_path / "sottovoce" / "__init__.py").write_text('__version__ = "0"\n')
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "locked.txt").touch()
    (tmp_path / "packaging" / "environments.toml").write_text(
        '[studio]\nabout = "a"\nengines = ["starter"]\nrequirements = "locked.txt"\nneeds_mb = 1\n'
        "self_test = []\nkeep = []\n[keep]\n"
    )
    make(tmp_path, tmp_path / ".environments" / "studio")
    (tmp_path / ".environments" / MARKER_NAME).touch()
    return tmp_path


def studio_set(checkout: Path) -> EnvironmentSet:
    return EnvironmentSet("studio", "a", ("starter",), checkout / "packaging" / "locked.txt", 1, (), {})


def make(checkout: Path, folder: Path) -> None:
    environment_python(folder).parent.mkdir(parents=True)
    environment_python(folder).touch()
    write_stamp(folder, {"digest": digest(studio_set(checkout), checkout)})


def names(checkout: Path) -> list[str]:
    return sorted(path.name for path in (checkout / ".environments").iterdir() if path.is_dir())


def test_a_start_with_nothing_to_do_tidies_up(checkout: Path) -> None:
    (checkout / ".environments" / "studio.partial-77-0" / "lib").mkdir(parents=True)
    (checkout / ".environments" / "studio.old-77").mkdir()

    ensure(studio_set(checkout), checkout)

    assert names(checkout) == ["studio"]


def test_it_leaves_that_to_whoever_is_at_work(checkout: Path) -> None:
    partial = checkout / ".environments" / "torch.partial-77-0"
    partial.mkdir()

    with InstallLock(checkout / ".environments" / LOCK_NAME):
        ensure(studio_set(checkout), checkout)

    assert names(checkout) == ["studio", partial.name]


def test_a_swap_cut_in_the_middle_brings_back_the_old_one(checkout: Path) -> None:
    root = checkout / ".environments"
    (root / "studio").rename(root / "studio.old-77")
    (root / "studio.partial-77-0").mkdir()

    ensure(studio_set(checkout), checkout)

    assert names(checkout) == ["studio"]


def test_uninstall_goes_on_where_it_was_interrupted(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = checkout / ".environments"
    next((root / "studio").glob("*stamp*")).unlink()
    (root / "studio.partial-77-removed").mkdir()
    (root / "test-weights").mkdir()

    assert uninstall(checkout, sys.stderr) == 0

    assert not root.exists()
    assert str(root / "studio") in capsys.readouterr().err
