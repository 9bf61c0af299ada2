"""An environment is made whole or not at all: stopped anywhere, the one before it stays."""

from __future__ import annotations

import os
import shutil
import signal
import site
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import core
from core.install.build import is_current, sweep
from core.install.layout import environment_python, environments_root, read_stamp
from core.install.sets import load_sets

CHECKOUT = Path(core.__file__).parents[1]
GUARD_S = 60
SEEN = "\n".join([str(CHECKOUT), *site.getsitepackages()])

ENSURE = """
import sys
from pathlib import Path
from core.install.build import ensure
from core.install.sets import load_sets
checkout = Path(sys.argv[1])
try:
    ensure(load_sets(checkout)["studio"], checkout)
except KeyboardInterrupt:
    sys.exit(130)
"""

FAKE_UV = """
import os, signal, sys, venv
from pathlib import Path
stage = "venv" if sys.argv[1] == "venv" else "checkout" if "-e" in sys.argv else "packages"
if stage == "venv":
    venv.create(sys.argv[-1], with_pip=False)
    packages = next(Path(sys.argv[-1]).glob("lib/*/site-packages"))
    packages.joinpath("here.pth").write_text({seen!r})
    packages.joinpath("tried.py").write_text({tried!r})
if os.environ.get("STOP_AT") == stage:
    print("Resolved 1 package", flush=True)
    open(os.environ["STOPPED"], "wb").close()
    signal.pause()
"""
"""A ``uv`` that fetches nothing: its environment sees the checkout and our packages. It stops where told."""

TRIED = """
import os, signal
from pathlib import Path
if os.environ.get("STOP_AT") == "self-test":
    open(os.environ["STOPPED"], "wb").close()
    signal.pause()
if os.environ.get("STOP_AT") == "failing":
    raise OSError("No space left on device")
"""
"""The module that the environment's self-test imports."""

STAGES = ("venv", "packages", "checkout", "self-test")


class Checkout:
    """A checkout with one small set of packages, and a ``uv`` of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging").mkdir(parents=True)
        (folder / "sottovoce").mkdir()
        shutil.copy(CHECKOUT / "pyproject.toml", folder)
        (folder / "sottovoce" / "__init__.py").write_text('__version__ = "1"\n')
        (folder / "packaging" / "environments.toml").write_text(
            '[studio]\nabout = "a test"\nengines = []\nrequirements = "studio.txt"\nneeds_mb = 1\n'
            'self_test = ["tried"]\nkeep = []\n[keep]\n'
        )
        self.version = 0
        self.change()
        (folder / "fake_uv.py").write_text(FAKE_UV.format(seen=SEEN, tried=TRIED))
        uv = folder / "bin" / "uv"
        uv.parent.mkdir()
        uv.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder / "fake_uv.py"}" "$@"\n')
        uv.chmod(uv.stat().st_mode | stat.S_IXUSR)
        self.root = environments_root(folder)
        self.studio = self.root / "studio"

    def change(self) -> None:
        """Ask for other packages."""
        self.version += 1
        (self.folder / "packaging" / "studio.txt").write_text(f"one=={self.version}\n")

    def start(self, stop_at: str = "") -> subprocess.Popen[str]:
        """Begin to make the environment, in a session of its own."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        more = {
            "PATH": path,
            "STOP_AT": stop_at,
            "STOPPED": str(self.folder / "stopped"),
            "PIP_NO_INDEX": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-c", ENSURE, str(self.folder)],
            cwd=CHECKOUT,
            env=os.environ | more,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def make(self) -> None:
        """Make it to the end."""
        with self.start() as process:
            _, told = process.communicate(timeout=GUARD_S)
        assert process.returncode == 0, told

    @property
    def is_current(self) -> bool:
        """True when the environment that stands is the one that is asked for."""
        return is_current(load_sets(self.folder)["studio"], self.folder)

    def contents(self) -> dict[str, bytes]:
        """Return every file of the environment that stands."""
        return {
            str(path.relative_to(self.studio)): path.read_bytes()
            for path in sorted(self.studio.rglob("*"))
            if path.is_file() and path.suffix != ".pyc"
        }

    def leftovers(self) -> list[str]:
        """Return the names of unfinished and replaced environments."""
        return [path.name for path in self.root.iterdir() if path.is_dir() and path.name != "studio"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Return a checkout whose environment stands."""
    checkout = Checkout(tmp_path_factory.mktemp("made") / "checkout")
    checkout.make()
    assert checkout.is_current
    return checkout


@pytest.fixture
def checkout(made: Checkout) -> Checkout:
    """Return a checkout with a whole environment, that asks for another one now."""
    made.change()
    assert not made.is_current
    return made


def stopped(checkout: Checkout, stage: str, number: signal.Signals) -> int:
    """Stop the making in the middle of a stage; return the exit code."""
    mark = checkout.folder / "stopped"
    os.mkfifo(mark)
    with checkout.start(stage) as process:
        with mark.open("rb"):  # opens when the other side does
            pass
        if number is signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.communicate(timeout=GUARD_S)
    mark.unlink()
    return process.returncode


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_the_old_one_stays_whole_and_the_next_start_makes_the_new(
    checkout: Checkout, stage: str, number: signal.Signals
) -> None:
    before = checkout.contents()

    code = stopped(checkout, stage, number)

    assert code == (130 if number is signal.SIGINT else -signal.SIGKILL)
    assert checkout.contents() == before
    python = environment_python(checkout.studio)
    assert subprocess.run([python, "-c", "import core.errors"], check=False).returncode == 0
    assert len(checkout.leftovers()) == (0 if number is signal.SIGINT else 1)

    checkout.make()

    assert checkout.is_current
    assert checkout.leftovers() == []
    assert checkout.contents() != before


def test_what_does_not_pass_its_self_test_never_gets_in_place(checkout: Checkout) -> None:
    before = checkout.contents()

    with checkout.start("failing") as process:
        process.communicate(timeout=GUARD_S)

    assert process.returncode != 0
    assert "No space left on device" in (checkout.root / "install-studio.log").read_text()
    assert checkout.contents() == before
    assert checkout.leftovers() == []


def test_killed_between_the_two_renames_the_old_one_comes_back(checkout: Checkout) -> None:
    before = checkout.contents()
    checkout.studio.rename(checkout.root / "studio.old-77")

    sweep(checkout.root)

    assert checkout.contents() == before
    assert checkout.leftovers() == []
    assert read_stamp(checkout.studio)


def test_a_replaced_one_that_could_not_be_removed_goes_at_the_next_start(checkout: Checkout) -> None:
    before = checkout.contents()
    shutil.copytree(checkout.studio, checkout.root / "studio.old-77", symlinks=True)

    sweep(checkout.root)

    assert checkout.contents() == before
    assert checkout.leftovers() == []
