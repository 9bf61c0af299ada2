"""Open a project file: look it through before it is trusted, and say what may be done with it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from core.atomic import storage_error, sweep
from core.errors import (
    NotAProject,
    ProjectDamaged,
    ProjectMissing,
    ProjectTooNew,
    ProjectUnreadable,
    SottovoceError,
)
from core.projects.copies import copy_whole
from core.projects.database import begin_writing, connect, project_error
from core.projects.facts import WRONG_KIND
from core.projects.lock import HeldByAnotherError, Owner, ProjectLock
from core.projects.migration import migrate
from core.projects.schema import APPLICATION_ID, VERSION, expected_schema
from core.projects.state import Access

log = logging.getLogger(__name__)

OTHER_ID = "it does not say that it is a Sottovoce project"
FOREIGN_PARTS = "it holds parts that a project does not have"
NO_FILE = "it is a folder or a device"
EMPTY = "it is empty"
ODD_JOURNAL = "what lies beside it in the place of its journal is not a regular file"

_READ_AT_ONCE = ("sqlite_master", "facts", "lines", "takes", "placed")
"""All but audio and voices."""

_JOURNALS = ("-journal", "-wal", "-shm")
"""What SQLite writes beside a file, by the ends of the names."""

_NEEDS_WRITING = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
"""What SQLite says where something was left half written and it may not be taken back."""


@dataclass
class Opened:
    """A project file that was looked through.

    Attributes:
        connection: To it.
        path: Where it is read: the file, or a private copy of one that cannot be read where it lies.
        access: What may be done.
        owner: Who writes to it, where another does.
        lock: The right to write, where we have it.
        backup: What was kept of an earlier form, or None.
    """

    connection: sqlite3.Connection
    path: Path
    access: Access
    owner: Owner | None = None
    lock: ProjectLock | None = None
    backup: Path | None = None
    folder: TemporaryDirectory[str] | None = None

    @property
    def mode(self) -> str:
        """SQLite's, for other connections to it."""
        return "ro" if self.access is Access.NO_PERMISSION else "rw"

    def close(self, then: Callable[[], None] | None = None) -> None:
        """Let the file go.

        Args:
            then: Called before the right to write is given back.
        """
        self.connection.close()
        if then is not None:
            then()
        if self.lock is not None:
            self.lock.release()
        if self.folder is not None:
            self.folder.cleanup()


def open_file(path: Path, *, read_only: bool = False, known: bool = False) -> Opened:
    """Open a project.

    Args:
        path: The file.
        read_only: Do not ask for the right to write.
        known: It was looked through to its end before and is the same (``core.projects.known``).

    Raises:
        ProjectError: When it cannot be read, or must not be trusted.
        StorageError: When it is of an earlier form, and no backup can be written.
    """
    see_file(path)
    access, owner, lock = _ask_for(path, read_only=read_only)
    try:
        opened = _connected(path, access)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    opened.owner, opened.lock = owner, lock
    try:
        _make_ready(opened, path, known=known)
    except BaseException as error:
        opened.close()
        if isinstance(error, sqlite3.Error):
            raise project_error(error, path, writing=False) from error
        raise
    return opened


def _connected(path: Path, access: Access) -> Opened:
    """Connect to a file, or to a copy of it where only a writer could read it.

    Raises:
        ProjectError: When it cannot be read.
    """
    mode = "ro" if access is Access.NO_PERMISSION else "rw"
    try:
        connection = connect(path, write=access is Access.WRITE, mode=mode)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        if mode == "rw" or not getattr(error, "sqlite_errorname", "").startswith(_NEEDS_WRITING):
            raise project_error(error, path, writing=False) from error
    else:
        return Opened(connection, path, access)
    folder = TemporaryDirectory(prefix="sottovoce-", ignore_cleanup_errors=True)
    try:
        copy = private_copy(path, Path(folder.name))
        return Opened(connect(copy), copy, access, folder=folder)
    except sqlite3.Error as error:
        folder.cleanup()
        raise project_error(error, path, writing=False) from error
    except BaseException:
        folder.cleanup()
        raise


def _make_ready(opened: Opened, path: Path, *, known: bool) -> None:
    """Look the file through, and bring it to this program's form.

    Raises:
        ProjectError: When it must not be trusted.
        StorageError: When no backup can be written.
        sqlite3.Error: When SQLite refuses.
    """
    version = examine(opened.connection, path, known=known)
    if version > VERSION:
        opened.access, opened.owner = Access.NEWER, None
        opened.connection.execute("PRAGMA query_only = ON")
        if opened.lock is not None:
            opened.lock.release()
            opened.lock = None
    elif opened.access is Access.WRITE:
        begin_writing(opened.connection)
        sweep(path.parent)
        if version < VERSION:
            opened.backup = migrate(opened.connection, path)
            examine(opened.connection, path)
    elif version < VERSION:
        _copy_and_migrate(opened, path)


def _copy_and_migrate(opened: Opened, path: Path) -> None:
    """Go on with a private copy, brought to this program's form, of a file that is not to be changed."""
    folder = TemporaryDirectory(prefix="sottovoce-", ignore_cleanup_errors=True)
    copy = Path(folder.name) / path.name
    copy_whole(opened.connection, copy)
    opened.connection.close()
    if opened.folder is not None:
        opened.folder.cleanup()
    opened.connection, opened.path, opened.folder = connect(copy, write=True), copy, folder
    migrate(opened.connection, copy)
    opened.connection.execute("PRAGMA query_only = ON")


def private_copy(path: Path, folder: Path) -> Path:
    """Copy a file with its journals, so that SQLite can take back there what was left half written.

    Raises:
        ProjectUnreadable: When it cannot be read.
        StorageError: When the copy cannot be written.
    """
    copy = folder / "copy.sottovoce"
    for suffix in ("", *_JOURNALS[:2]):
        source = path.with_name(path.name + suffix)
        if suffix and not source.is_file():
            continue
        try:
            shutil.copyfile(source, copy.with_name(copy.name + suffix))
        except OSError as error:
            if error.filename == str(source):
                raise ProjectUnreadable(path=str(path), reason=error.strerror or str(error)) from error
            raise storage_error(error, copy) from error
    return copy


def see_file(path: Path) -> None:
    """See that a file is there, and that SQLite would write to nothing else.

    Raises:
        ProjectError: When it is not, or is a folder or a device; or when a link that came with the folder
            would lead its journal elsewhere.
    """
    try:
        if path.is_file():
            _see_journals(path)
            if not path.stat().st_size:
                raise NotAProject(path=str(path), reason=EMPTY)
            return
        there = path.exists()
    except (OSError, ValueError) as error:
        raise ProjectUnreadable(path=str(path), reason=str(error)) from error
    if there:
        raise NotAProject(path=str(path), reason=NO_FILE)
    raise ProjectMissing(path=str(path))


def _see_journals(path: Path) -> None:
    real = os.path.realpath(path)
    for suffix in _JOURNALS:
        beside = Path(real + suffix)
        if beside.is_symlink() or (beside.exists() and not beside.is_file()):
            raise NotAProject(path=str(path), reason=ODD_JOURNAL)


def _ask_for(path: Path, *, read_only: bool) -> tuple[Access, Owner | None, ProjectLock | None]:
    """Take the lock, or say why not."""
    if not os.access(path, os.W_OK):
        return Access.NO_PERMISSION, None, None
    if read_only:
        return Access.ASKED, None, None
    try:
        return Access.WRITE, None, ProjectLock(path)
    except HeldByAnotherError as error:
        return Access.IN_USE, error.owner, None
    except OSError as error:
        if isinstance(error, PermissionError) or not os.access(path.parent, os.W_OK):
            return Access.NO_PERMISSION, None, None
        log.warning("%s is written without a lock: %s", path, error)
    return Access.WRITE, None, None


def examine(connection: sqlite3.Connection, path: Path, *, known: bool = False) -> int:
    """See that a file is a project, whole, and holds nothing that could do harm.

    Args:
        connection: To the file.
        path: The file.
        known: Look only at the tables that are read now, which is quick whatever audio there is.

    Returns:
        Its version.

    Raises:
        ProjectError: When it is not.
        sqlite3.Error: When SQLite refuses.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAProject(path=str(path), reason=OTHER_ID)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise NotAProject(path=str(path), reason=OTHER_ID)
    for part in _READ_AT_ONCE if known else ("5",):
        faults = [row[0] for row in connection.execute(f"PRAGMA quick_check({part})")]
        if faults != ["ok"]:
            raise ProjectDamaged(path=str(path), reason=" ".join(faults)[:200])
    _examine_schema(connection, path, version)
    return version


def _examine_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Refuse whatever is no table of ours: views and triggers run when something else is read."""
    found = {
        (kind, name, sql or "")
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
    }
    wanted = _expected()
    odd = [kind for kind, _, sql in found if kind not in ("table", "index") or "VIRTUAL" in sql.upper()]
    if odd or (version == VERSION and found != wanted):
        raise NotAProject(path=str(path), reason=FOREIGN_PARTS)
    if version > VERSION and not _readable(connection, wanted):
        raise ProjectTooNew(path=str(path), version=version, known=VERSION)


@cache
def _expected() -> frozenset[tuple[str, str, str]]:
    return expected_schema()


def _readable(connection: sqlite3.Connection, wanted: frozenset[tuple[str, str, str]]) -> bool:
    """Say whether a newer file has all columns that we read."""
    blank = sqlite3.connect(":memory:")
    try:
        for kind, name, sql in wanted:
            if kind != "table":
                continue
            blank.execute(sql)
            known = {row[1] for row in blank.execute(f"PRAGMA table_info({name})")}
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
            if not known <= there:
                return False
    finally:
        blank.close()
    return True


def reading_error(error: Exception, path: Path) -> SottovoceError:
    """Return our error for what reading a state raised."""
    if isinstance(error, sqlite3.Error):
        return project_error(error, path, writing=False)
    log.warning("project %s: %s", path, error)
    return ProjectDamaged(path=str(path), reason=WRONG_KIND)
