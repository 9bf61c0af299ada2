"""Fill an environment with packages: by ``uv`` where that is installed, by pip otherwise."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
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
ELSEWHERE = frozenset(
    {"dry-run", "editable", "prefix", "python", "requirement", "root", "src", "system", "target", "user"}
)
"""Settings of pip and uv that would install something else, or somewhere else."""

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


def installer_environ(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables for pip and uv: indexes, proxies and certificates, but no other destination."""
    other = {f"PIP_{name.upper().replace('-', '_')}" for name in ELSEWHERE}
    other |= {"UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV", "CONDA_PREFIX"}
    return {name: value for name, value in private_environ(environ).items() if name not in other}


class Runner:
    """Runs installers' programs: output to a log, news to the caller, reasons to the user.

    Attributes:
        log: The file that all output goes to.
    """

    def __init__(self, log: IO[str], news: Callable[[str], None]) -> None:
        self.log = log
        self._news = news

    def run(self, command: Arguments, what: str, variables: Mapping[str, str] | None = None) -> None:
        """Run a program to its end.

        It inherits our open files on POSIX, the installation's lock among them: should we be killed, the
        next start waits until it has ended too.

        Args:
            command: Program and arguments.
            what: What did not happen, should it fail.
            variables: Set for it beside our own.

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
                env=installer_environ()
                | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
                | dict(variables or {}),
                close_fds=sys.platform == "win32",
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
        python = environment_python(environment)
        self._runner.run([python, "-m", "pip", *options, *arguments], what, pip_settings(python))


def pip_settings(python: Path) -> dict[str, str]:
    """Return variables that stand for pip's own files where those would install elsewhere; else none.

    pip lets no variable or option take back a ``target`` or ``prefix`` that a file has set. Where one has,
    its files are left unread and all else that they say is handed over in variables.
    """
    told = subprocess.run(
        [python, "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=installer_environ() | {"PYTHONUTF8": "1"},
        check=False,
    )
    values: dict[str, str] = {}
    for line in told.stdout.splitlines():
        key, _, written = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in {"global", "install"} and written[:1] in {"'", '"'}:
            values[name] = str(ast.literal_eval(written))
    if ELSEWHERE.isdisjoint(values):
        return {}
    kept = {name: value for name, value in values.items() if name not in ELSEWHERE}
    variables = {f"PIP_{name.upper().replace('-', '_')}": " ".join(v.split()) for name, v in kept.items()}
    return {**variables, "PIP_CONFIG_FILE": os.devnull}


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
    if uv is not None and not _uv_goes_elsewhere():
        found.append(UvInstaller(runner, uv))
    found.append(PipInstaller(runner))
    return found


def _uv_goes_elsewhere() -> bool:
    """Tell whether uv's files say where to install; no option takes that back."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    roots = [home, os.environ.get("APPDATA"), os.environ.get("PROGRAMDATA"), "/etc", "/etc/xdg"]
    files = [Path(root) / "uv" / "uv.toml" for root in roots if root]
    if named := os.environ.get("UV_CONFIG_FILE"):
        files.append(Path(named))
    for path in files:
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8")).get("pip", {})
        except (OSError, ValueError):
            continue
        if not ELSEWHERE.isdisjoint(settings):
            return True
    return False


def _has(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None
