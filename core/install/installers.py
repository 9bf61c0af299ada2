"""Fill an environment with packages: by ``uv`` where that is installed, by pip otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

from core.install.failures import InstallFailed, reason_of
from core.install.layout import environment_python

TAIL_LINES = 400
STOP_GRACE_S = 10.0
PROMPT = "sottovoce"
OTHER_PYTHONS_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__")


Arguments = Sequence[str | Path]


class Installer(Protocol):
    """Makes an environment and installs into it."""

    name: str

    def create(self, environment: Path) -> None:
        """Make an empty environment with the running Python.

        Raises:
            InstallFailed: With the reason.
        """
        ...

    def install_locked(self, environment: Path, requirements: Path) -> None:
        """Install locked packages, hashes checked, nothing else.

        Raises:
            InstallFailed: With the reason.
        """
        ...

    def install_from_index(self, environment: Path, requirements: Sequence[str], index_url: str) -> None:
        """Install packages of another index, with what they need beside what is there.

        Raises:
            InstallFailed: With the reason.
        """
        ...

    def install_checkout(self, environment: Path, checkout: Path) -> None:
        """Install the checkout itself, editable, with the build tools that the environment holds.

        Raises:
            InstallFailed: With the reason.
        """
        ...


def private_environ(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables for a process of a private environment.

    No other Python's folders are among them, and onnxruntime is told to send nothing.
    """
    kept = {name: value for name, value in environ.items() if name not in OTHER_PYTHONS_VARIABLES}
    return kept | {"ORT_DISABLE_TELEMETRY": "1"}


class Runner:
    """Runs installers' programs: output to a log, news to the caller, reasons to the user.

    Attributes:
        log: The file that all output goes to.
    """

    def __init__(self, log: IO[str], news: Callable[[str], None]) -> None:
        self.log = log
        self._news = news

    def run(self, command: Arguments, what: str) -> None:
        """Run a program to its end.

        Args:
            command: Program and arguments.
            what: What did not happen, should it fail.

        Raises:
            InstallFailed: When it cannot be started or does not end well.
        """
        self.log.write(f"$ {' '.join(str(part) for part in command)}\n")
        self.log.flush()
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=Path(self.log.name).parent,  # not in a folder with files named as modules
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=private_environ() | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
            )
        except OSError as error:
            raise InstallFailed(
                what, f"{command[0]}: {error.strerror}.", "Check that it can be run."
            ) from error
        tail: deque[str] = deque(maxlen=TAIL_LINES)
        with process:
            try:
                assert process.stdout is not None
                for line in process.stdout:
                    self.log.write(line)
                    tail.append(line.rstrip())
                    self._news(line)
                process.wait()
            except BaseException:
                _stop(process)
                raise
        self.log.flush()
        if process.returncode != 0:
            raise self._failure(what, list(tail))

    def _failure(self, what: str, tail: list[str]) -> InstallFailed:
        reason = reason_of(tail)
        why = reason.why
        if reason.kind in {"unknown", "not_available"}:
            last = [line for line in tail if line.strip()][-5:]
            why = "\n".join([*(f"    {line}" for line in last), why]) if last else why
        return InstallFailed(what, why, f"{reason.remedy}\nThe whole log: {self.log.name}", reason.kind)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class PipInstaller:
    """The environment's own pip, with the pip settings of this machine."""

    name = "pip"

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def create(self, environment: Path) -> None:
        """Make an empty environment with pip in it."""
        if not _has("venv") or not _has("ensurepip"):
            raise InstallFailed(
                "The private environment could not be made.",
                f"This Python ({sys.executable}) lacks the modules venv and ensurepip.",
                "On Debian and Ubuntu: sudo apt install "
                f"python{sys.version_info[0]}.{sys.version_info[1]}-venv (or install uv).",
                "no_venv",
            )
        what = "The private environment could not be made."
        command: Arguments = [sys.executable, "-m", "venv", "--prompt", PROMPT, environment]
        self._runner.run(command, what)

    def install_locked(self, environment: Path, requirements: Path) -> None:
        """Install locked packages."""
        arguments: Arguments = ["--no-deps", "--require-hashes", "--progress-bar", "off", "-r", requirements]
        self._pip(environment, arguments, "The packages could not be installed.")

    def install_from_index(self, environment: Path, requirements: Sequence[str], index_url: str) -> None:
        """Install packages of another index."""
        arguments: Arguments = ["--progress-bar", "off", "--index-url", index_url, *requirements]
        self._pip(environment, arguments, "PyTorch could not be installed.")

    def install_checkout(self, environment: Path, checkout: Path) -> None:
        """Install the checkout itself."""
        arguments: Arguments = ["--no-deps", "--no-build-isolation", "--no-index", "-e", checkout]
        self._pip(environment, arguments, "Sottovoce itself could not be installed.")

    def _pip(self, environment: Path, arguments: Arguments, what: str) -> None:
        options = [
            "install",
            "--no-user",
            "--no-input",
            "--disable-pip-version-check",
            "--no-warn-script-location",
        ]
        self._runner.run([environment_python(environment), "-m", "pip", *options, *arguments], what)


class UvInstaller:
    """The ``uv`` that is on the PATH, with the uv settings of this machine."""

    name = "uv"

    def __init__(self, runner: Runner, program: str) -> None:
        self._runner = runner
        self._program = program

    def create(self, environment: Path) -> None:
        """Make an empty environment, without pip."""
        what = "The private environment could not be made."
        options = ["--no-project", "--prompt", PROMPT, "--python", sys.executable]
        self._runner.run([self._program, "venv", *options, environment], what)

    def install_locked(self, environment: Path, requirements: Path) -> None:
        """Install locked packages."""
        arguments: Arguments = ["--no-deps", "--require-hashes", "--compile-bytecode", "-r", requirements]
        self._uv(environment, arguments, "The packages could not be installed.")

    def install_from_index(self, environment: Path, requirements: Sequence[str], index_url: str) -> None:
        """Install packages of another index."""
        arguments: Arguments = ["--compile-bytecode", "--index-url", index_url, *requirements]
        self._uv(environment, arguments, "PyTorch could not be installed.")

    def install_checkout(self, environment: Path, checkout: Path) -> None:
        """Install the checkout itself."""
        arguments: Arguments = ["--no-deps", "--no-build-isolation", "--offline", "-e", checkout]
        self._uv(environment, arguments, "Sottovoce itself could not be installed.")

    def _uv(self, environment: Path, arguments: Arguments, what: str) -> None:
        command: Arguments = [self._program, "pip", "install", "--python", environment_python(environment)]
        self._runner.run([*command, *arguments], what)


def installers(runner: Runner) -> list[Installer]:
    """Return the installers to try, in order: uv where it is, and pip."""
    found: list[Installer] = []
    uv = shutil.which("uv")
    if uv is not None:
        found.append(UvInstaller(runner, uv))
    found.append(PipInstaller(runner))
    return found


def _has(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None
