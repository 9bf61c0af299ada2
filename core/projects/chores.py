"""What a project does when nothing else is to do: forget what was deleted long ago, and give room back.

Each step is small and whole by itself, so that the next change waits no longer than for any other.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from core.model.script import SHELF_LIMIT_S
from core.projects.database import transaction
from core.projects.schema import PAGE_BYTES

log = logging.getLogger(__name__)

KEPT_S = 30 * 86_400.0
"""So long lines and takes that were deleted are kept at most, as voices are."""

FREE_BYTES = 4 * 1024 * 1024
"""With less free room than that in a file, or less than a quarter of it, none is given back."""

STEP_PAGES = 64
"""So many pages (1 MB) are given back in a step."""

_TAKES_A_STEP = 4

_LOOSE = """
SELECT left_at_s, id, 1.0 * samples / sample_rate_hz FROM takes
WHERE id NOT IN (SELECT take FROM placed) AND left_at_s IS NOT NULL
"""
_GONE = """
SELECT lines.gone_at_s, lines.id, coalesce(sum(1.0 * takes.samples / takes.sample_rate_hz), 0) FROM lines
LEFT JOIN placed ON placed.line = lines.id LEFT JOIN takes ON takes.id = placed.take
WHERE lines.place IS NULL GROUP BY lines.id
"""


@dataclass(frozen=True)
class Old:
    """Something deleted: a line by its number, or a take by its id."""

    left_at_s: float
    key: int | str
    audio_s: float


def forgettable(connection: sqlite3.Connection, now_s: float) -> list[int | str]:
    """Return the lines that are gone, and the takes of no line, that are kept no longer.

    The latest two hours of audio are kept, for 30 days.

    Args:
        connection: To the file.
        now_s: Seconds since the epoch.

    Raises:
        sqlite3.Error: When it cannot be read.
    """
    found = [Old(float(at or 0), key, float(length)) for at, key, length in connection.execute(_LOOSE)]
    found += [Old(float(at or 0), key, float(length)) for at, key, length in connection.execute(_GONE)]
    found.sort(key=lambda one: one.left_at_s, reverse=True)
    total_s = 0.0
    old: list[int | str] = []
    for one in found:
        total_s += one.audio_s
        if total_s > SHELF_LIMIT_S or one.left_at_s < now_s - KEPT_S:
            old.append(one.key)
    return old


class Chores:
    """The small things that are left to do with one file."""

    def __init__(self, old: Iterable[int | str]) -> None:
        """Begin with what is to be forgotten."""
        self._old = deque(old)
        self._giving_back: bool | None = None

    def step(self, connection: sqlite3.Connection) -> list[int | str] | None:
        """Do one thing.

        Returns:
            What was forgotten; None when nothing is left to do.

        Raises:
            sqlite3.Error: When the file does not take it.
        """
        if self._old:
            keys = [self._old[n] for n in range(min(_TAKES_A_STEP, len(self._old)))]
            _forget(connection, keys)
            for _ in keys:
                self._old.popleft()
            return keys
        return [] if self._give_back(connection) else None

    def _give_back(self, connection: sqlite3.Connection) -> bool:
        """Give free pages back to the disk; False when there are too few."""
        free = int(connection.execute("PRAGMA freelist_count").fetchone()[0])
        if not self._giving_back:
            pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
            self._giving_back = free * PAGE_BYTES > FREE_BYTES and free > pages // 4
        if not self._giving_back or not free:
            self._giving_back = False
            return False
        with transaction(connection):
            for _ in range(min(STEP_PAGES, free)):  # Python takes one step of a statement without columns
                connection.execute("PRAGMA incremental_vacuum(1)")
        return True


def _forget(connection: sqlite3.Connection, keys: Iterable[int | str]) -> None:
    with transaction(connection):
        for key in keys:
            if isinstance(key, str):
                _forget_takes(connection, [key])
                continue
            takes = [row[0] for row in connection.execute("SELECT take FROM placed WHERE line = ?", (key,))]
            connection.execute("DELETE FROM lines WHERE id = ? AND place IS NULL", (key,))
            _forget_takes(connection, takes)


def _forget_takes(connection: sqlite3.Connection, takes: Iterable[str]) -> None:
    """Delete those takes that no line has."""
    connection.executemany(
        "DELETE FROM takes WHERE id = ? AND id NOT IN (SELECT take FROM placed)", [(take,) for take in takes]
    )
