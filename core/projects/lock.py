"""Who may write to a project: a lock file beside it, which says who has it.

The lock is the operating system's and ends with the process, so that a file left by a killed one is simply
taken over. Its first byte is the lock's (Windows lets nobody read it); the owner follows.
"""

from __future__ import annotations

import errno
import getpass
import logging
import os
import platform
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
import psutil

from core.file_lock import try_lock, unlock

log = logging.getLogger(__name__)

_MOST_BYTES = 4096

NO_FILE = "something of that name is there that is not a regular file"


class Owner(msgspec.Struct):
    """Who has a project open for writing."""

    user: str = ""
    host: str = ""
    pid: int = 0

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.user or '?'} on {self.host or '?'}, process {self.pid}"


class HeldByAnotherError(Exception):
    """Another has the lock.

    Attributes:
        owner: Who, as far as it is known.
    """

    def __init__(self, owner: Owner) -> None:
        """Keep the owner."""
        super().__init__(str(owner))
        self.owner = owner


def lock_path(project: Path) -> Path:
    """Return the lock file of a project, hidden beside it."""
    real = Path(os.path.realpath(project))
    return real.with_name(f".{real.name}.lock")


class ProjectLock:
    """The right to write to one project."""

    def __init__(self, project: Path) -> None:
        """Take it.

        Raises:
            HeldByAnotherError: When another has it.
            OSError: When the lock file cannot be made (a link or a pipe that came with the folder is left
                alone), or the file system has no locks.
        """
        self._path = lock_path(project)
        self._file = self._taken()
        owner = Owner(_user(), platform.node(), os.getpid())
        self._file.truncate(0)
        self._file.seek(0)
        self._file.write(b" " + msgspec.json.encode(owner))
        self._file.flush()

    def _taken(self) -> IO[bytes]:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        while True:
            descriptor = os.open(self._path, flags, 0o666)
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.close(descriptor)
                raise OSError(errno.EINVAL, NO_FILE, str(self._path))
            file = os.fdopen(descriptor, "r+b")
            held = False
            try:
                held = try_lock(file)
                if held and _is(self._path, file):
                    return file
            except BaseException:
                file.close()
                raise
            file.close()
            if not held:
                raise HeldByAnotherError(read_owner(self._path))
            # else its owner took the file away in between: another try makes a new one

    def release(self) -> None:
        """Give it back, and leave no file behind where the system can do that in one step."""
        if self._file.closed:
            return
        if os.name != "nt":
            with suppress(OSError):
                self._path.unlink()
        with suppress(OSError):
            unlock(self._file)
        self._file.close()
        if os.name == "nt":
            with suppress(OSError):
                self._path.unlink()


def read_owner(path: Path) -> Owner:
    """Return who wrote a lock file; an empty owner where nobody can tell."""
    try:
        if not path.is_file():  # nobody waits for a pipe
            return Owner()
        with path.open("rb", buffering=0) as file:
            file.seek(1)
            return msgspec.json.decode(file.read(_MOST_BYTES), type=Owner)
    except (OSError, ValueError):
        return Owner()


def held_by(project: Path) -> Owner | None:
    """Return who writes to a project, without asking for its lock; None: nobody, as far as can be seen."""
    path = lock_path(project)
    if not path.exists():
        return None
    owner = read_owner(path)
    ended = owner.host == platform.node() and not psutil.pid_exists(owner.pid)
    return None if ended else owner


def _is(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
