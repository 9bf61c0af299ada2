"""New project files: made beside their place, and put there whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.atomic import AtomicFile, check_target, storage_error, sweep
from core.errors import OutputUnwritable, ProjectInUse
from core.projects.clips import Vault
from core.projects.commits import Committer
from core.projects.database import connect, project_error, uri
from core.projects.lock import HeldByAnotherError, ProjectLock
from core.projects.rows import Loaded
from core.projects.schema import make_tables
from core.projects.state import EmbeddedVoice, ProjectState

LEFT_BEHIND = "another project of that name was left half written; open it first, or choose another name"


def write_new(
    path: Path, state: ProjectState, voices: tuple[EmbeddedVoice, ...] = (), *, replace: bool = False
) -> None:
    """Write a project file.

    Args:
        path: Where to.
        state: What it holds.
        voices: What travels inside.
        replace: Whether a file that is there may be replaced.

    Raises:
        StorageError: When it cannot be made.
        ProjectInUse: When another program writes to the file that is there.
        ProjectError: When audio of another project cannot be read.
    """

    def fill(temporary: Path) -> None:
        connection, vault = connect(temporary, write=True), Vault(temporary)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
            connection.execute("PRAGMA synchronous = OFF")  # it is put on the disk as one
            make_tables(connection)
            empty = Loaded(ProjectState())
            Committer(connection, vault, empty).write_all(state)
            connection.executemany(
                "INSERT INTO voices (id, name, data) VALUES (?, ?, ?)",
                [(voice.id, voice.name, voice.data) for voice in voices],
            )
        finally:
            vault.close()
            connection.close()

    put_whole(path, fill, replace=replace)


def copy_whole(connection: sqlite3.Connection, path: Path, *, replace: bool = False) -> None:
    """Copy an open project into another file, without what was deleted in it.

    Raises:
        StorageError: When it cannot be written; what was there stays.
        ProjectInUse: When another program writes to the file that is there.
    """
    put_whole(path, lambda part: _vacuum(connection, part), replace=replace)


def _vacuum(connection: sqlite3.Connection, part: Path) -> None:
    connection.execute("VACUUM INTO ?", (uri(part),))


def put_whole(path: Path, fill: Callable[[Path], None], *, replace: bool) -> None:
    """Have a file filled beside its place, and put it there once it is on the disk.

    Args:
        path: Where to.
        fill: Fills an empty file that it is given the name of.
        replace: Whether a file that is there may be replaced.

    Raises:
        StorageError: When it cannot be written; what was there stays.
        ProjectInUse: When another program writes to the file that is there.
    """
    target, _ = check_target(path, replace=replace)
    sweep(target.parent)
    with _reserved(path):
        try:
            left_behind = target.with_name(f"{target.name}-journal").exists()
        except OSError as error:  # the name is too long for a journal
            raise storage_error(error, path) from error
        if left_behind:
            raise OutputUnwritable(path=str(path), reason=LEFT_BEHIND)
        atomic = AtomicFile(path, replace=replace)
        try:
            fill(atomic.temporary)
        except sqlite3.Error as error:
            _leave_nothing(atomic)
            raise project_error(error, path, writing=True) from error
        except BaseException:
            _leave_nothing(atomic)
            raise
        atomic.commit()


@contextmanager
def _reserved(path: Path) -> Iterator[None]:
    """Hold the right to write to the place.

    Raises:
        ProjectInUse: When another has it.
        StorageError: When nothing can be written there.
    """
    lock = None
    try:
        lock = ProjectLock(path)
    except HeldByAnotherError as error:
        raise ProjectInUse(path=str(path), owner=str(error.owner)) from error
    except PermissionError as error:
        raise storage_error(error, path) from error
    except OSError:
        pass  # no locks there; what is wrong with the folder shows when the file is made
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _leave_nothing(atomic: AtomicFile) -> None:
    atomic.abort()
    with suppress(OSError):
        atomic.temporary.with_name(f"{atomic.temporary.name}-journal").unlink()
