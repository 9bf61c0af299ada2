"""The tables of a project file, and what marks it as one (docs/project-format.md)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

APPLICATION_ID = 0x536F7456
"""``SotV``, at offset 68 of the file."""

VERSION = 1
"""The schema that this program writes, at offset 60 of the file."""

MAGIC = b"SQLite format 3\0"
"""First bytes of any SQLite file."""

PAGE_BYTES = 16_384

TABLES = """
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    place INTEGER,
    text BLOB NOT NULL,
    chosen TEXT NOT NULL,
    failure TEXT NOT NULL,
    gone_at_s REAL
);
CREATE TABLE takes (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text BLOB NOT NULL,
    recipe TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    steps TEXT NOT NULL,
    device TEXT NOT NULL,
    synthesis_s REAL NOT NULL,
    made_at_s REAL NOT NULL,
    sample_rate_hz INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    peak REAL NOT NULL,
    starred INTEGER NOT NULL,
    left_at_s REAL,
    outline BLOB NOT NULL
);
CREATE TABLE audio (
    number INTEGER PRIMARY KEY REFERENCES takes (number) ON DELETE CASCADE,
    coding TEXT NOT NULL,
    exponent INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE TABLE placed (
    number INTEGER PRIMARY KEY,
    line INTEGER NOT NULL REFERENCES lines (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    take TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE
);
CREATE INDEX placed_by_line ON placed (line);
CREATE INDEX placed_by_take ON placed (take);
CREATE TABLE voices (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    data BLOB NOT NULL
);
"""


def is_marked(path: Path) -> bool:
    """Say whether a file says of itself that it is a project; False where it cannot be read."""
    try:
        if not path.is_file():  # nobody waits for a pipe
            return False
        with path.open("rb") as file:
            head = file.read(72)
    except (OSError, ValueError):
        return False
    return head.startswith(MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def make_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database a project.

    Raises:
        sqlite3.Error: When it cannot be written.
    """
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA encoding = 'UTF-8'")
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def expected_schema() -> frozenset[tuple[str, str, str]]:
    """Return kind, name and statement of all that a file of this version holds."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make_tables(connection)
        return frozenset(
            (kind, name, sql or "")
            for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
        )
    finally:
        connection.close()
