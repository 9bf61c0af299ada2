"""Run the real command line as another process, and see what it leaves behind."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import site
import subprocess
import sys
import venv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from core.install.layout import MARKER_NAME, TEST, environment_python, environments_root, site_packages
from tests.installed import ENGINES, REPOSITORY, make_environment
from tests.waiting import comes_true

DEADLINE_S = 60.0


@dataclass(frozen=True)
class Result:
    """What a run did."""

    code: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error in it."""
        (key,) = self.json
        assert key == "error"
        error: dict[str, str] = self.json["error"]
        assert set(error) == {"code", "message", "remedy"}
        return error


class CommandLine:
    """Runs ``sottovoce`` in an environment, with user folders of its own."""

    def __init__(self, python: Path, home: Path, folder: Path, deadline_s: float = DEADLINE_S) -> None:
        self.python = python
        self.deadline_s = deadline_s
        self.home = home
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def environ(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables of a run."""
        kept = {name: value for name, value in os.environ.items() if name not in {"LOW_VRAM", "PYTHONPATH"}}
        return {
            **kept,
            "SOTTOVOCE_HOME": str(self.home),
            "PYTHONWARNINGS": "error::ResourceWarning",
            **(more or {}),
        }

    def words(self, *words: str | Path) -> list[str]:
        """Return the whole command."""
        return [str(self.python), "-m", "core.cli", *map(str, words)]

    def start(self, *words: str | Path, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a run and return at once."""
        return subprocess.Popen(
            self.words(*words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environ(more),
        )

    def __call__(
        self, *words: str | Path, stdin: bytes = b"", environ: Mapping[str, str] | None = None
    ) -> Result:
        """Run to the end; nothing may be left running, and no traceback be shown."""
        done = subprocess.run(
            self.words(*words),
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environ(environ),
            timeout=self.deadline_s,
            check=False,
        )
        result = Result(done.returncode, done.stdout, done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        assert "Traceback" not in done.stdout.decode("utf-8", "replace")
        self.assert_nothing_runs()
        return result

    def refused(self, code: int, error: str, *words: str | Path, **options: Any) -> Result:
        """Run something that has to fail, and hold everything that a refusal promises.

        Args:
            code: The exit code.
            error: The error's code.
            words: The command; ``--json`` is added.
            options: Those of a call.
        """
        before = self.files()
        result = self(words[0], "--json", *words[1:], **options)
        assert result.code == code, (result.out, result.err)
        found = result.error
        assert found["code"] == error, found
        what, why, remedy = self._said(result)
        assert f"{what} {why}" == found["message"]
        assert remedy == found["remedy"]
        assert self.files() == before
        return result

    def _said(self, result: Result) -> tuple[str, str, str]:
        """Return what, why and what to do, as standard error says them."""
        lines = result.err.splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("sottovoce: ")]
        assert len(starts) == 1, result.err
        assert len(lines) == starts[0] + 3, result.err
        what, why, remedy = lines[starts[0] :]
        assert all(line.startswith("  ") and line.strip() for line in (why, remedy))
        return what.removeprefix("sottovoce: "), why[2:], remedy[2:]

    def files(self) -> dict[str, bytes | None]:
        """Return all that lies in the folder."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(self.folder.rglob("*"))
        }

    def host_pids(self) -> list[int]:
        """Return the process ids of all hosts that were started, as the logs tell them."""
        pids = []
        for log in self.home.glob("logs/host-*.log*"):
            pids += [int(pid) for pid in re.findall(r"\[(\d+)\] host of \S+ started", log.read_text())]
        return pids

    def assert_nothing_runs(self, within_s: float = 2.0) -> None:
        """Fail when a host is still there after the time."""
        assert comes_true(lambda: not any(map(_runs, self.host_pids())), within_s), "hosts are left"


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def make_studio(root: Path) -> Path:
    """Make environments as the program's own stand: ``studio`` with the starter engine, ``echo`` beside it.

    Returns:
        The studio's interpreter.
    """
    root.mkdir(parents=True, exist_ok=True)
    make_environment(root / "echo", "echo", ENGINES / "echo_engine", ("echo",))
    return _make_studio(root, map(Path, site.getsitepackages()))


def make_studio_beside(root: Path, engines: str) -> Path:
    """Make a ``studio`` that finds an environment of engines of this checkout, such as ``torch``, beside it.

    The studio's own packages are those of the environment ``test``, whichever runs this.

    Returns:
        The studio's interpreter.
    """
    root.mkdir(parents=True, exist_ok=True)
    environments = environments_root(REPOSITORY)
    root.joinpath(engines).symlink_to(environments / engines)
    return _make_studio(root, site_packages(environments / TEST))


def _make_studio(root: Path, packages_of_studio: Iterable[Path]) -> Path:
    root.joinpath(MARKER_NAME).touch()
    studio = root / "studio"
    venv.create(studio, with_pip=False, symlinks=sys.platform != "win32")
    packages = next(studio.glob("[Ll]ib/**/site-packages"))
    packages.joinpath("shared.pth").write_text("\n".join(map(str, [REPOSITORY, *packages_of_studio])))
    own = importlib.metadata.distribution("sottovoce")
    target = packages / f"sottovoce-{own.version}.dist-info"
    target.mkdir()
    for name in ("METADATA", "entry_points.txt"):
        target.joinpath(name).write_text(str(own.read_text(name)))
    return environment_python(studio)
