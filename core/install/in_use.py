"""Who runs from an environment: its engines' hosts, or anything else that its Python runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.install.layout import environment_scripts

_PS_TIMEOUT_S = 10.0
_PARENT = "--parent"


@dataclass(frozen=True)
class User:
    """A process that runs from an environment.

    Attributes:
        pid: Its id.
        owner_pid: The process that it works for, as a host does for an open studio; None: not told.
    """

    pid: int
    owner_pid: int | None

    def __str__(self) -> str:
        """Name it for people."""
        if self.owner_pid is None:
            return f"process {self.pid}"
        return f"process {self.owner_pid} (by its engine host, process {self.pid})"


def users_of(environment: Path) -> list[User]:
    """Return the processes whose program is an environment's Python, by id.

    They are known by the path that they were started with, so that they are found also when the folder has
    been renamed meanwhile. On Windows none are found: there the system itself keeps a used folder.
    """
    scripts = environment_scripts(environment)
    folder = (os.path.realpath(environment.parent), environment.name, scripts.name)
    found = []
    for pid, words in _processes():
        if pid != os.getpid() and words and _folder_of(words[0]) == folder:
            found.append(User(pid, _owner(words)))
    return sorted(found, key=lambda user: user.pid)


def _folder_of(program: str) -> tuple[str, str, str] | None:
    """Return root, environment and folder of scripts that a program's path names."""
    path = Path(program)
    if not path.is_absolute() or len(path.parts) < 4:
        return None
    scripts = path.parent
    return os.path.realpath(scripts.parent.parent), scripts.parent.name, scripts.name


def _owner(words: Sequence[str]) -> int | None:
    if _PARENT not in words[:-1]:
        return None
    text = words[words.index(_PARENT) + 1]
    return int(text) if text.isdecimal() else None


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Give each process's id and command line, as far as they may be looked at."""
    if sys.platform == "linux":
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    data = (entry / "cmdline").read_bytes()
                except OSError:
                    continue  # it has ended, or belongs to somebody who hides it
                yield int(entry.name), os.fsdecode(data).rstrip("\0").split("\0")
    elif sys.platform != "win32":
        yield from _from_ps()


def _from_ps() -> Iterator[tuple[int, list[str]]]:
    """Ask ``ps``; where a path has blanks in it, the words are joined up to the Python."""
    command = ["ps", "-axww", "-o", "pid=,command="]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PS_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.splitlines():
        pid, _, rest = line.strip().partition(" ")
        program, python, arguments = rest.partition("/bin/python")
        if pid.isdecimal() and python:
            version, _, words = arguments.partition(" ")
            yield int(pid), [f"{program}{python}{version}", *words.split(" ")]
