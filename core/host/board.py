"""What a program's hosts hold, told to other programs: a file for each program, beside the cards' locks.

The program that owns the hosts writes their samples as they come; whoever wants to know reads them, such as
``sottovoce doctor --watch``. No job needs it: a folder that cannot be used is logged once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from core.model.events import MemorySample
from core.processes import leave_note, lives, own_start_s

log = logging.getLogger(__name__)

FORMAT = 1
PERIOD_S = 0.5
"""Samples that show no engine in another state are written this often at most."""
_PATTERN = "figures.*.json"


class BoardBody(msgspec.Struct, frozen=True):
    """The file.

    Attributes:
        format: 1; a reader leaves others alone.
        pid: The program's process.
        started_s: When it started: a process id is given anew.
        program: Its name.
        hosts: Each running host's last sample, by environment.
    """

    format: int
    pid: int
    started_s: float
    program: str
    hosts: dict[str, MemorySample]


@dataclass(frozen=True)
class Program:
    """A running Sottovoce.

    Attributes:
        pid: Its process.
        name: ``studio``, ``command line``, or how a third party's client calls itself.
        hosts: Each running host's last sample, by environment.
    """

    pid: int
    name: str
    hosts: Mapping[str, MemorySample]


class Board:
    """Where one program's figures are shown to others."""

    def __init__(
        self, folder: Path | None, program: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Show nothing yet.

        Args:
            folder: Where all programs of this user look; None: nobody is told.
            program: This program's name.
            clock: Seconds, never falling.
        """
        self._clock = clock
        self._program = program
        self._path = folder and folder / f"figures.{os.getpid()}-{secrets.token_hex(4)}.json"
        self._started_s = own_start_s()
        self._lock = threading.Lock()
        self._states: object = None
        self._written_at = 0.0
        self._told = False

    def show(self, hosts: Mapping[str, MemorySample]) -> None:
        """Show the hosts' last samples; none: take the file away. Any thread may call."""
        if self._path is None:
            return
        with self._lock:
            states = {
                name: (sample.marks, [one.state for one in sample.engines]) for name, sample in hosts.items()
            }
            now = self._clock()
            if hosts and states == self._states and now - self._written_at < PERIOD_S:
                return
            self._states, self._written_at = states, now
            try:
                self._write(self._path, hosts)
            except OSError as error:
                if not self._told:
                    log.warning("other programs are not told what this one's hosts hold: %s", error)
                self._told = True

    def close(self) -> None:
        """Take the file away."""
        self.show({})

    def _write(self, path: Path, hosts: Mapping[str, MemorySample]) -> None:
        if not hosts:
            leave_note(path, b"")
            return
        body = BoardBody(FORMAT, os.getpid(), self._started_s, self._program, dict(hosts))
        path.parent.mkdir(parents=True, exist_ok=True)
        leave_note(path, msgspec.json.encode(body))


def read_boards(folder: Path) -> list[Program]:
    """Return the running programs that show figures; what dead ones left is removed."""
    found = []
    for path in sorted(folder.glob(_PATTERN)):
        try:
            body = msgspec.json.decode(path.read_bytes(), type=BoardBody)
        except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
            continue
        if body.format != FORMAT:
            continue
        if lives(body.pid, body.started_s):
            found.append(Program(body.pid, body.program, body.hosts))
        else:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return found
