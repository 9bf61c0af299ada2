"""Bring a file of an earlier form to this program's, after a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from core.projects.copies import copy_whole
from core.projects.database import transaction
from core.projects.schema import VERSION

Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""What makes the next form of each earlier one; run inside a transaction. The first form has none."""


def backup_path(path: Path, version: int) -> Path:
    """Return where the backup of a file of that form goes: a name that is not taken."""
    for n in range(1, 1000):
        number = "" if n == 1 else f" {n}"
        found = path.with_name(f"{path.stem} (form {version}{number}){path.suffix}")
        if not found.exists():
            return found
    return found


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    to_version: int = VERSION,
) -> Path:
    """Bring a file to a later form, whole or not at all.

    Args:
        connection: To the file, for writing.
        path: The file.
        migrations: The road, by the form that each step starts from.
        to_version: Where it ends.

    Returns:
        The backup, which stays.

    Raises:
        StorageError: When the backup cannot be written; the file is as it was.
        sqlite3.Error: When the file does not take it; it is as it was.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    backup = backup_path(path, version)
    copy_whole(connection, backup)
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        for step in range(version, to_version):
            migrations[step](connection)
        connection.execute(f"PRAGMA user_version = {to_version}")
    connection.execute("PRAGMA foreign_keys = ON")
    return backup
