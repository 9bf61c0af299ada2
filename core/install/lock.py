"""One start at a time makes or removes environments, by the lock of ``core.file_lock``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from core.file_lock import try_lock, unlock

POLL_S = 0.1


class LockTaken(Exception):
    """Somebody else has the lock, and it was not to be waited for."""


class InstallLock:
    """A lock held as long as the ``with`` block runs, and by programs started in it as long as they run.

    The file holds the owner's process id, for the message to whoever waits.
    """

    def __init__(self, path: Path, waiting: Callable[[str], None] | None = None) -> None:
        """Remember the file.

        Args:
            path: The lock's file; made if missing, removed by :meth:`remove_on_exit` only.
            waiting: Called once, with the owner's process id, when somebody else has the lock; without it
                nobody waits.
        """
        self._path = path
        self._waiting = waiting
        self._file: IO[str] | None = None
        self._remove = False

    def __enter__(self) -> InstallLock:
        """Wait for the lock.

        Raises:
            LockTaken: When somebody else has it, and it is not to be waited for.
        """
        told = False
        while True:
            self._file = self._path.open("a+", encoding="ascii")
            if try_lock(self._file):
                if self._is_still_there():
                    break
                self._file.close()
                continue
            owner = self._owner()
            self._file.close()
            if self._waiting is None:
                raise LockTaken(owner)
            if not told:
                self._waiting(owner)
                told = True
            time.sleep(POLL_S)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f" {os.getpid()}\n")
        self._file.flush()
        os.set_inheritable(self._file.fileno(), True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        if self._remove and sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        if self._file is not None:
            unlock(self._file)
            self._file.close()
        if self._remove and sys.platform == "win32":
            self._path.unlink(missing_ok=True)

    def remove_on_exit(self) -> None:
        """Have the file removed when the lock is given back."""
        self._remove = True

    def _is_still_there(self) -> bool:
        """Tell whether the locked file is the one that the next start will open."""
        assert self._file is not None
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _owner(self) -> str:
        """Read the owner's process id; the first byte is the locked one, which Windows lets nobody read."""
        try:
            with self._path.open("rb", buffering=0) as file:
                file.seek(1)
                return file.read(20).decode("ascii").strip() or "?"
        except OSError:
            return "?"
