"""Turns on a card that several processes use: a lock for loading, and a record of what each holds.

The folder is handed in by whoever starts the host; every Sottovoce of one user uses the same. The lock is the
operating system's own, which ends with the process that holds it, however that ends; the record of a process
that has ended is removed by whoever finds it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from core.file_lock import unlock, wait_for
from core.model.events import Neighbour
from core.processes import leave_note, lives, own_start_s
from core.vram.device import Card, Placement

log = logging.getLogger(__name__)

POLL_S = 0.1


@dataclass(frozen=True)
class Record:
    """What one host holds on a card.

    Attributes:
        pid: The host's process.
        started_s: When it started: a process id is given anew.
        client: Whose host it is: hosts of one program are no neighbours to each other.
        program: That program's name.
        size_bytes: What it holds, its context included.
    """

    pid: int
    started_s: float
    client: str
    program: str
    size_bytes: int


class CardTurns:
    """One host's place among those that use a card."""

    def __init__(self, folder: Path | None, program: str = "", client_pid: int = 0) -> None:
        """Take no turn yet.

        Args:
            folder: Where locks and records are; None: this host takes turns with nobody.
            program: Name of the program that the host works for.
            client_pid: That program's process.
        """
        self._folder = folder
        self._program = program
        self._client = f"{client_pid} {program}"
        self._identity = ""
        self._published = 0
        self._started_s = own_start_s()

    def watch(self, identity: str) -> None:
        """Say which card is meant from now on."""
        self._identity = re.sub(r"[^A-Za-z0-9._-]", "_", identity)

    @contextmanager
    def turn(
        self,
        card: Card | None,
        placement: Placement,
        report: Callable[[float], None],
        check: Callable[[], None],
    ) -> Iterator[None]:
        """Have a placement's card to ourselves while room is made and weights are loaded.

        Args:
            card: The card, or None.
            placement: Where; the CPU needs no turn.
            report: Is told that nothing is loaded yet, while another process has its turn.
            check: Called then; what it raises ends the wait.
        """
        if card is None or not placement.on_card:
            yield
            return

        def wait() -> None:
            check()
            report(0.0)

        with self.loading(card.identity(placement.device), wait):
            yield

    @contextmanager
    def loading(self, identity: str, wait: Callable[[], None]) -> Iterator[None]:
        """Have the card alone for a block; no other host makes room or loads there meanwhile.

        Args:
            identity: The card.
            wait: Called again and again while another has its turn; what it raises ends the wait.
        """
        self.watch(identity)
        file = self._open_lock()
        if file is None:
            yield
            return
        with file:
            held = wait_for(file, _patiently(wait))
            try:
                yield
            finally:
                if held:
                    unlock(file)

    def publish(self, size_bytes: int) -> None:
        """Tell other hosts what this one holds."""
        if self._folder is None or not self._identity or size_bytes == self._published:
            return
        path = self._folder / f"{self._identity}.{os.getpid()}.json"
        record = Record(os.getpid(), self._started_s, self._client, self._program, size_bytes)
        try:
            leave_note(path, json.dumps(asdict(record)).encode() if size_bytes else b"")
        except OSError as error:
            log.warning("other programs are not told what this one holds on the card: %s", error)
        else:
            self._published = size_bytes

    def others_bytes(self) -> int:
        """Return what all other hosts of ours hold on the card."""
        return sum(record.size_bytes for record in self._others())

    def neighbours(self) -> tuple[Neighbour, ...]:
        """Return the other programs that have hosts on the card, with what those hold."""
        sizes: dict[tuple[str, str], int] = {}
        for record in self._others():
            if record.client != self._client:
                key = record.client, record.program
                sizes[key] = sizes.get(key, 0) + record.size_bytes
        return tuple(Neighbour(program, size) for (_, program), size in sorted(sizes.items()))

    def _others(self) -> list[Record]:
        """Read the records of the other hosts that live; those of dead ones go."""
        if self._folder is None or not self._identity:
            return []
        found = []
        for path in self._folder.glob(f"{self._identity}.*.json"):
            record = _read(path)
            if record is None or record.pid == os.getpid():
                continue
            if lives(record.pid, record.started_s):
                found.append(record)
            else:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        return found

    def _open_lock(self) -> IO[bytes] | None:
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return (self._folder / f"{self._identity}.lock").open("ab")
        except OSError as error:
            log.warning("the card is used without a lock: %s", error)
            return None


def _read(path: Path) -> Record | None:
    """Read a record; one that is gone, or no record, is none."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Record(
            int(values["pid"]),
            float(values["started_s"]),
            str(values["client"]),
            str(values["program"]),
            max(0, int(values["size_bytes"])),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _patiently(wait: Callable[[], None]) -> Callable[[], None]:
    """Tell once in the log that there is a wait, and take a pause at each."""
    told = False

    def pause() -> None:
        nonlocal told
        if not told:
            told = True
            log.info("another program loads onto the card; waiting for it")
        wait()
        time.sleep(POLL_S)

    return pause
