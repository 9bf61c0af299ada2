"""One way to open a project's database, and to say in our words what SQLite refuses.

The journal is deleted after each commit (no ``-wal`` lies about for a sync client to tear apart, network
drives work, and a copy of the closed file is whole). Nothing takes an exclusive lock for longer than a
commit, so that others read the last committed state at any time; readers in turn hold their lock for one
row or a few, never for a whole file, and both wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from core.errors import (
    DiskFull,
    FolderNotWritable,
    NotAProject,
    OutputUnwritable,
    ProjectDamaged,
    ProjectGone,
    ProjectLocked,
    ProjectUnreadable,
    SottovoceError,
)

BUSY_S = 10.0
"""So long one waits for another's lock; commits and reads hold theirs for milliseconds."""

NO_TEXT = "a text in it is no text any more"

_NO_TEXT = "decode to UTF-8"
"""What Python's SQLite says where a text is none."""

LOOK_S = 0.002
"""A commit looks so often whether the last reader is done."""

_TRUST_NOTHING = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)
"""SQLite, "Defense Against The Dark Arts"."""

_WRITING = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_spill = OFF",
    "PRAGMA busy_timeout = 0",
)
"""What was deleted is gone from the file: it neither leaves with a copy nor comes back by a rescue."""


def connect(path: Path, *, write: bool = False, mode: str = "rw") -> sqlite3.Connection:
    """Open a database; nothing in it has been looked at.

    A reader too has the file open for writing where it may: what a killed writer left half done is taken
    back by whoever comes next.

    Args:
        path: The file.
        write: Whether it will be changed.
        mode: SQLite's: ``rw``, ``rwc`` to make it, ``ro``.

    Raises:
        sqlite3.Error: When it cannot be opened.
    """
    connection = sqlite3.connect(
        f"{uri(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_S
    )
    try:
        for pragma in _TRUST_NOTHING:
            connection.execute(pragma)
        if not write:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def begin_writing(connection: sqlite3.Connection) -> None:
    """Set what a writer needs, once the file is trusted.

    Raises:
        sqlite3.Error: When the file cannot be written.
    """
    for pragma in _WRITING:
        connection.execute(pragma).fetchall()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what the block does, or nothing of it; wait for readers in between.

    SQLite's own wait grows to a tenth of a second a look. A commit that waits keeps new readers out, so that
    it looks often instead, and is done as soon as the last one is.

    Raises:
        sqlite3.Error: When the file does not take it.
    """
    _patiently(connection, "BEGIN IMMEDIATE")
    try:
        yield
        _patiently(connection, "COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement, again while another has a lock.

    Raises:
        sqlite3.Error: When the file does not take it, or a lock is held for too long.
    """
    end_s = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end_s:
                raise
            time.sleep(LOOK_S)
        else:
            return


def uri(path: Path) -> str:
    """Return SQLite's name of a file, whatever signs are in its own."""
    name = os.path.abspath(path).replace(os.sep, "/")  # noqa: PTH100 -- links stay as they are
    name = quote(os.fsencode(name), safe="/:")
    return f"file://{name if name.startswith('/') else '/' + name}"


def project_error(error: sqlite3.Error, path: Path, *, writing: bool) -> SottovoceError:
    """Return our error for SQLite's.

    Args:
        error: What it raised.
        path: The project.
        writing: Something was to be written.
    """
    name: str = getattr(error, "sqlite_errorname", "") or ""
    wrong: SottovoceError
    if name == "SQLITE_FULL":
        wrong = DiskFull(path=str(path))
    elif name == "SQLITE_READONLY_DBMOVED":
        wrong = ProjectGone(path=str(path))
    elif name.startswith("SQLITE_BUSY"):
        wrong = ProjectLocked(path=str(path))
    elif name == "SQLITE_NOTADB":
        wrong = NotAProject(path=str(path), reason="it is no SQLite file")
    elif _NO_TEXT in str(error):
        wrong = ProjectDamaged(path=str(path), reason=NO_TEXT)
    elif name.startswith("SQLITE_CORRUPT"):
        wrong = ProjectDamaged(path=str(path), reason=str(error))
    elif not writing:
        wrong = ProjectUnreadable(path=str(path), reason=_said(error, name))
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        wrong = FolderNotWritable(path=str(path.parent))
    else:
        wrong = OutputUnwritable(path=str(path), reason=_said(error, name))
    return wrong


def _said(error: sqlite3.Error, name: str) -> str:
    return f"{error} ({name})" if name else str(error)
