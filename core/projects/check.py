"""Look through a whole project, also while another program writes to it: no lock is held for long then."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import ProjectDamaged
from core.projects.clips import Vault
from core.projects.database import project_error
from core.projects.facts import UNREADABLE
from core.projects.lock import held_by
from core.projects.opening import open_file, reading_error
from core.projects.rows import load

_ROWS = "SELECT number, crc32, data FROM audio WHERE number > ? ORDER BY number LIMIT 1"
_QUESTIONS = {
    "a take has no audio": "SELECT count(*) FROM takes WHERE number NOT IN (SELECT number FROM audio)",
    "audio belongs to no take": "SELECT count(*) FROM audio WHERE number NOT IN (SELECT number FROM takes)",
    "a line has a take that is not there": (
        "SELECT count(*) FROM placed WHERE take NOT IN (SELECT id FROM takes)"
    ),
    "a take is on a line that is not there": (
        "SELECT count(*) FROM placed WHERE line NOT IN (SELECT id FROM lines)"
    ),
    "two lines stand in one place": (
        "SELECT count(place) - count(DISTINCT place) FROM lines WHERE place IS NOT NULL"
    ),
}
"""Problems, and what counts them."""


@dataclass(frozen=True)
class CheckReport:
    """What was found.

    Attributes:
        version: The form of the file.
        takes: Takes whose audio is as it was stored.
        problems: What is wrong, in plain words; nothing where all is well.
    """

    version: int
    takes: int
    problems: tuple[str, ...]


def check(path: Path) -> CheckReport:
    """Look at everything in a project.

    Raises:
        ProjectError: When it cannot be read, or is no project.
    """
    try:
        opened = open_file(path, read_only=True, known=held_by(path) is not None)
    except ProjectDamaged as error:
        return CheckReport(0, 0, (error.reason,))
    vault = Vault(opened.path, opened.mode)
    try:
        return _checked(opened.connection, path, vault)
    except sqlite3.Error as error:
        wrong = project_error(error, path, writing=False)
        if isinstance(wrong, ProjectDamaged):
            return CheckReport(0, 0, (wrong.reason,))
        raise wrong from error
    finally:
        vault.close()
        opened.close()


def _checked(connection: sqlite3.Connection, path: Path, vault: Vault) -> CheckReport:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    problems = [
        words for words, statement in _QUESTIONS.items() if connection.execute(statement).fetchone()[0]
    ]
    try:
        load(connection, vault)
    except UNREADABLE as error:
        problems.append(str(reading_error(error, path).fields()["reason"]))
    good = bad = 0
    for whole in _audio(connection):
        good, bad = good + whole, bad + (not whole)
    if bad:
        problems.append(f"the audio of {bad} takes is not as it was stored")
    return CheckReport(version, good, tuple(problems))


def _audio(connection: sqlite3.Connection) -> Iterator[bool]:
    """Say of each take's audio whether it is as it was stored; the lock is given back after each."""
    number = -1
    while row := connection.execute(_ROWS, (number,)).fetchall():
        number, crc, data = row[0]
        yield isinstance(data, bytes) and zlib.crc32(data) == crc
