"""The studio's side of the benchmarks of F5 and XTTS: weights, a host, a bare process."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from core.host.client import HostClient, HostOptions
from core.host.environ import host_environ
from core.install.environments import Environment, find_environments
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced

HERE = Path(__file__).resolve().parent
ON = LowVram(True, Sourced(LowVramPolicy.ON, Source.COMMAND_LINE, "--low-vram"))
OFF = LowVram(False, Sourced(LowVramPolicy.OFF, Source.COMMAND_LINE, "--no-low-vram"))
MB = 1_000_000
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def torch_environment() -> Environment:
    """Return the environment of F5 and XTTS, or end the program with what to do."""
    for environment in find_environments():
        if environment.name == "torch":
            return environment
    sys.exit(
        "Environment torch is missing: run this with `packaging/bootstrap.py --engines f5,xtts python …`."
    )


def write_weights(environment: Environment, engine: str, size: str, folder: Path) -> Path:
    """Write random weights by that environment's Python."""
    script = HERE / "random_weights.py"
    subprocess.run(
        [environment.python, "-W", "ignore", script, engine, size, folder],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder


@contextmanager
def host_of(environment: Environment, log_file: Path | None = None) -> Iterator[HostClient]:
    """Run the product's own host for a block."""
    client = HostClient(environment, HostOptions(log_file=log_file))
    try:
        client.hello()
        yield client
    finally:
        client.close()


class BareProcess:
    """A process that makes the bare packages' calls when asked."""

    def __init__(
        self, environment: Environment, engine: str, folder: Path, reference: Path, *, like_the_host: bool
    ) -> None:
        """Start it and wait until it has loaded.

        Args:
            environment: Whose Python it runs in.
            engine: The engine.
            folder: Its weights.
            reference: What it clones.
            like_the_host: With the environment variables of a host; else those of this process.
        """
        self._errors = folder.with_suffix(".log")
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [environment.python, "-W", "ignore", HERE / "bare_call.py", engine, folder, reference],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=host_environ(os.environ) if like_the_host else os.environ | OFFLINE,
                start_new_session=True,  # as a host: the system shares its processors out by session
            )
        self.build = self._answer()

    def call(self, way: str) -> dict[str, Any]:
        """Let it speak once."""
        assert self._process.stdin is not None
        self._process.stdin.write(way + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(
                f"the bare process ended with {self._process.wait()}: {self._errors.read_text()[-2000:]}"
            )
        answer: dict[str, Any] = json.loads(line)
        return answer


def load_words() -> str:
    """Return the load of the last minute, in words for a title."""
    return f"load {psutil.getloadavg()[0]:.1f}"


def machine_words() -> str:
    """Return the machine in words for a title."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {load_words()}"
