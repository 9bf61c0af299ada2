"""Make a project of rows that were found in a damaged one: what is left in it is what a project holds."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from core.projects.clips import Vault
from core.projects.facts import MOST_ID, UNREADABLE, read_text, unreadable_facts
from core.projects.places import numbered
from core.projects.rows import LINES, TAKES, read_line, read_take

_TIDY = (
    "DELETE FROM takes WHERE number NOT IN (SELECT number FROM audio)",
    "DELETE FROM audio WHERE number NOT IN (SELECT number FROM takes)",
    "DELETE FROM placed WHERE take NOT IN (SELECT id FROM takes) OR line NOT IN (SELECT id FROM lines)",
)

_HOMELESS = "left_at_s IS NULL AND id NOT IN (SELECT take FROM placed)"
"""Takes that a line had; one that was taken from its last line by hand knows when."""

_HOMES = f"""
SELECT takes.number, takes.id, lines.id FROM takes JOIN lines ON lines.text = takes.text
WHERE lines.place IS NOT NULL AND takes.id IN (SELECT id FROM takes WHERE {_HOMELESS})
"""

_PUT_GONE = "INSERT INTO lines (id, place, text, chosen, failure, gone_at_s) VALUES (?, NULL, ?, '', '', ?)"
_PUT_PLACED = "INSERT INTO placed (line, place, take) VALUES (?, ?, ?)"


@dataclass(frozen=True)
class Mended:
    """What was done.

    Attributes:
        lines: Lines that are not all as they were: letters, place or choice had to be mended.
        takes_aside: Takes on no line of the script, since nothing tells which one had them.
    """

    lines: int
    takes_aside: int


def mend(connection: sqlite3.Connection, vault: Vault) -> Mended:
    """Take out what cannot be read or belongs to what is lost, and mend what can be mended.

    Args:
        connection: To a new project that holds the rows, in a transaction.
        vault: Stands for its audio, which is not read.

    Raises:
        sqlite3.Error: When SQLite refuses.
    """
    lines = _mend_lines(connection)
    _mend_takes(connection, vault)
    for statement in _TIDY:
        connection.execute(statement)
    _find_homes(connection)
    connection.execute("DELETE FROM lines WHERE place IS NULL AND id NOT IN (SELECT line FROM placed)")
    facts: dict[str, Any] = dict(connection.execute("SELECT name, value FROM facts").fetchall())
    connection.executemany("DELETE FROM facts WHERE name = ?", [(name,) for name in unreadable_facts(facts)])
    return Mended(lines, _put_aside(connection))


def _mend_lines(connection: sqlite3.Connection) -> int:
    """Keep each line's words whatever became of the rest, and no two lines in one place.

    Returns:
        How many lines had to be mended.
    """
    mended = 0
    for row in connection.execute(LINES).fetchall():
        try:
            read_line(row)
        except UNREADABLE:
            mended += 1
            number, place, text, chosen, _ = row
            fitting = number if 0 <= number < MOST_ID else _next_id(connection)
            words = _words(text)
            if place is not None:  # a line of the script is one line
                words = words.replace("\n", " ") if isinstance(words, str) else words.replace(b"\n", b" ")
            connection.execute(
                "UPDATE lines SET id = ?, text = ?, chosen = ?, failure = '' WHERE id = ?",
                (fitting, words, chosen if isinstance(chosen, str) else "", number),
            )
    ids = [row[0] for row in connection.execute(LINES) if row[1] is not None]
    connection.executemany(
        "UPDATE lines SET place = ? WHERE id = ?", [(place, one) for one, place in numbered(ids).items()]
    )
    return mended


def _next_id(connection: sqlite3.Connection) -> int:
    (last,) = connection.execute("SELECT max(id) FROM lines WHERE id BETWEEN 0 AND ?", (MOST_ID,)).fetchone()
    return 0 if last is None else int(last) + 1


def _mend_takes(connection: sqlite3.Connection, vault: Vault) -> None:
    """Keep each take that can be read, with words that are a text."""
    for row in connection.execute(TAKES).fetchall():
        try:
            read_take(row, vault)
        except UNREADABLE:
            mended = (row[0], _words(row[1]), *row[2:])
            try:
                read_take(mended, vault)
            except UNREADABLE:
                connection.execute("DELETE FROM takes WHERE id = ?", (row[0],))
            else:
                connection.execute("UPDATE takes SET text = ? WHERE id = ?", (mended[1], row[0]))


def _find_homes(connection: sqlite3.Connection) -> None:
    """Put takes whose line is not known any more on the lines that have their very words."""
    homes = connection.execute(_HOMES).fetchall()
    connection.executemany(_PUT_PLACED, [(line, number, take) for number, take, line in homes])
    connection.executemany(  # a take's number tells which was made first
        "UPDATE placed SET place = (SELECT number FROM takes WHERE id = placed.take) WHERE line = ?",
        [(line,) for line in {line for _, _, line in homes}],
    )


def _put_aside(connection: sqlite3.Connection) -> int:
    """Keep takes of no line as those of lines that were deleted: they come back with the same words."""
    takes = connection.execute(f"SELECT id, text FROM takes WHERE {_HOMELESS}").fetchall()
    first, now = _next_id(connection), time.time()
    for number, (take, text) in enumerate(takes, first):
        connection.execute(_PUT_GONE, (number, text, now))
        connection.execute(_PUT_PLACED, (number, 0, take))
    return len(takes)


def _words(value: str | bytes) -> str | bytes:
    """Return a text whatever its bytes are; what is no letter becomes U+FFFD."""
    if isinstance(value, bytes):
        try:
            read_text(value)
        except UnicodeDecodeError:
            return value.decode("utf-8", "replace")
    return value
