"""The operating system's lock on a file: it ends with the process that holds it, so it is never stale."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

log = logging.getLogger(__name__)

POLL_S = 0.02

if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes] | IO[str]) -> bool:
        """Lock an open file; False when somebody else has it.

        Raises:
            OSError: Where the file system has no locks.
        """
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def unlock(file: IO[bytes] | IO[str]) -> None:
        """Give a lock back."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: IO[bytes] | IO[str]) -> bool:
        """Lock an open file; False when somebody else has it.

        Raises:
            OSError: Where the file system has no locks.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(file: IO[bytes] | IO[str]) -> None:
        """Give a lock back."""
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock as long as the block runs; wait for it first, also for another thread of this process.

    Where the file system has no locks the block runs without one, and the log says so.

    Args:
        path: The lock's file; made if it is missing, and left.

    Raises:
        OSError: When the file cannot be made.
    """
    with path.open("ab") as file:
        held = wait_for(file, lambda: time.sleep(POLL_S))
        try:
            yield
        finally:
            if held:
                unlock(file)


def wait_for(file: IO[bytes], wait: Callable[[], None]) -> bool:
    """Wait for the lock on an open file; False, and a line in the log, where the file system has none.

    Args:
        file: Which; it is left open.
        wait: Called between two tries while somebody else has it; what it raises ends the wait.
    """
    while True:
        try:
            if try_lock(file):
                return True
        except OSError as error:
            log.warning("%s is used without a lock: %s", file.name, error)
            return False
        wait()
