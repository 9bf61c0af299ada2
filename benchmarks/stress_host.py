"""The product's host, unchanged, whose clock jumps and whose driver will not pin; the stress run starts it.

    python -I -u stress_host.py FILE -m core.host.server ARGUMENTS

Each jump of the clock adds a byte to FILE. The driver is the simulated card's: of three times that memory is
to be pinned it refuses once, raises once, and does it once.
"""

from __future__ import annotations

import itertools
import os
import random
import runpy
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from core.install.environments import Environment

DAY_S = 86_400.0
JUMPS_SHARE = 0.02
NO_MEMORY = 2
"""What ``cudaHostRegister`` answers where it cannot pin: ``cudaErrorMemoryAllocation``."""


class JumpingClock:
    """The time of day, which somebody sets anew every now and then."""

    def __init__(self, note: Callable[[], object], seed: int) -> None:
        self._now = time.time
        self._note = note
        self._dice = random.Random(seed)
        self._wrong_s = 0.0

    def __call__(self) -> float:
        if self._dice.random() < JUMPS_SHARE:
            self._wrong_s = self._dice.uniform(-DAY_S, DAY_S)
            self._note()
        return self._now() + self._wrong_s


@contextmanager
def jumping_clock(note: Callable[[], object], seed: int) -> Iterator[None]:
    """Let this process's clock jump for a block."""
    right = time.time
    vars(time)["time"] = JumpingClock(note, seed)
    try:
        yield
    finally:
        vars(time)["time"] = right


class UnwillingDriver:
    """What of ``torch.cuda.cudart()`` the parking asks for."""

    def __init__(self) -> None:
        self._times = itertools.count()

    def cudaHostRegister(self, address: int, size_bytes: int, flags: int) -> int:
        turn = next(self._times) % 3
        if turn == 1:
            raise RuntimeError("the driver is out of mappings")
        return NO_MEMORY if turn == 0 else 0

    def cudaHostUnregister(self, address: int) -> int:
        return 0


def troubled(environment: Environment, folder: Path) -> Environment:
    """Return an environment with an interpreter that starts this host."""
    python = folder / f"python-{environment.name}"
    host = str(Path(__file__).resolve())
    script = [str(environment.python), "-I", "-u", "-X", "utf8", host, str(jumps_file(folder))]
    python.write_text(f'#!/bin/sh\nexec {shlex.join(script)} "$@"\n')
    python.chmod(0o700)
    return replace(environment, python=python)


def jumps_file(folder: Path) -> Path:
    """Return the file that counts the jumps of the hosts' clocks."""
    return folder / "jumps"


def main() -> None:
    """Plant both, then be the host."""
    from core.vram.flat import RamSide

    jumps = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    RamSide.runtime = UnwillingDriver()
    sys.argv = sys.argv[sys.argv.index("core.host.server") :]
    with jumping_clock(lambda: os.write(jumps, b"."), os.getpid()):
        runpy.run_module("core.host.server", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
