"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import (
    DiskFull,
    FolderMissing,
    FolderNotWritable,
    OutputExists,
    OutputNotRegular,
    OutputUnwritable,
    StorageError,
)

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)

_LEFT_BEHIND = re.compile(r"\.sottovoce-[0-9a-f]{16}\.part(-journal)?")
_ABANDONED_S = 86_400.0
"""What is written to is younger."""


class AtomicFile:
    """A file that takes its name once it is whole and on the disk.

    A symbolic link is followed and stays. The new file has the mode of the one it replaces.

    Attributes:
        file: Where to write; what it raises is for ``storage_error``.
    """

    def __init__(self, path: Path, *, replace: bool) -> None:
        """Open a temporary file beside the target.

        Args:
            path: Where the file shall be.
            replace: Whether a file that is there may be replaced.

        Raises:
            FolderMissing: When its folder is not there.
            FolderNotWritable: When nothing may be written there.
            OutputExists: When it is there and may not be replaced.
            OutputNotRegular: When a folder, a device or the like has that name.
            DiskFull: When there is no room.
            OutputUnwritable: When the system gives another reason.
        """
        self._path = path
        self._replace = replace
        self._target, self._mode = check_target(path, replace=replace)
        self._temporary, self.file = _open_temporary(path, self._target)

    @property
    def temporary(self) -> Path:
        """Where the file is until it has its name, for what writes by path."""
        return self._temporary

    def seal(self) -> None:
        """Put all of it on the disk, still without its name; on an error nothing is left.

        Raises:
            StorageError: When the system refuses.
        """
        if self.file.closed:
            return
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
        except OSError as error:
            self.abort()
            raise storage_error(error, self._path) from error

    def commit(self) -> None:
        """Give the file its name; on an error nothing is left and what was there stays.

        Raises:
            OutputExists: When it has come to be there and may not be replaced.
            StorageError: When the system refuses.
        """
        self.seal()
        try:
            if self._mode is not None:
                self._temporary.chmod(self._mode)
            _rename(self._temporary, self._target, replace=self._replace)
        except FileExistsError as error:
            self.abort()
            raise OutputExists(path=str(self._path)) from error
        except OSError as error:
            self.abort()
            raise storage_error(error, self._path) from error
        except BaseException:
            self.abort()
            raise
        _sync_folder(self._target.parent)

    def abort(self) -> None:
        """Leave nothing behind as far as the system lets us; never raises, so the first error is told."""
        with suppress(OSError):  # closing flushes, and a full disk says so again
            self.file.close()
        with suppress(OSError):
            self._temporary.unlink()

    def keep_old(self) -> Path | None:
        """Give the file that will be replaced another name beside its own; None where that cannot be."""
        if self._mode is None:
            return None
        old = _beside(self._target)
        try:
            os.link(self._target, old)
        except (OSError, NotImplementedError):
            return None
        return old

    def take_back(self, old: Path | None) -> None:
        """Undo ``commit``, as far as it goes: what was kept of the old file is put back.

        Args:
            old: What ``keep_old`` gave.
        """
        with suppress(OSError):
            if old is not None:
                old.replace(self._target)
            elif self._mode is None:
                self._target.unlink()


def commit_all(files: Sequence[AtomicFile]) -> None:
    """Give several files their names: all of them, or none.

    A file that was there comes back where its file system has hard links; else the new one stays.

    Raises:
        OutputExists: When one has come to be there and may not be replaced.
        StorageError: When the system refuses.
    """
    if len(files) == 1:
        files[0].commit()
        return
    named: list[tuple[AtomicFile, Path | None]] = []
    kept: list[Path] = []
    try:
        for file in files:
            old = file.keep_old()
            kept += [old] if old is not None else []
            file.commit()
            named.append((file, old))
    except BaseException:
        for file, old in reversed(named):
            file.take_back(old)
        raise
    finally:
        for path in kept:
            with suppress(OSError):
                path.unlink()


@contextmanager
def atomic_file(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Give a file to write to, whole or not at all (see ``AtomicFile``).

    Raises:
        StorageError: When it cannot be written; an ``OSError`` of the body counts as one.
    """
    atomic = AtomicFile(path, replace=replace)
    try:
        yield atomic.file
    except OSError as error:
        atomic.abort()
        raise storage_error(error, path) from error
    except BaseException:
        atomic.abort()
        raise
    atomic.commit()


def put_file(path: Path, data: bytes) -> None:
    """Put a file of the program's own in its place, on the disk; its folder is made where it is not there.

    Raises:
        OSError: When the system refuses; what was there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _beside(path)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what programs that were killed left half written in a folder a day ago or more."""
    before_s = time.time() - _ABANDONED_S
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not _LEFT_BEHIND.fullmatch(entry.name):
                continue
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < before_s:
                    Path(entry).unlink()


def check_target(path: Path, *, replace: bool) -> tuple[Path, int | None]:
    """See whether a file may be written there, without writing.

    Returns:
        The path with symbolic links followed, and the mode of the file that is there (None: none is).

    Raises:
        FolderMissing: When its folder is not there.
        OutputExists: When it is there and may not be replaced.
        OutputNotRegular: When a folder, a device or the like has that name.
        OutputUnwritable: When the system gives another reason.
    """
    try:
        target = path.resolve()
        folder = target.parent.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FolderMissing(path=str(path.parent)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise OutputUnwritable(path=str(path), reason=_reason(error)) from error
    if not stat.S_ISDIR(folder.st_mode):
        raise FolderMissing(path=str(path.parent))
    try:
        present = target.stat()
    except FileNotFoundError:
        return target, None
    except OSError as error:
        raise storage_error(error, path) from error
    if not stat.S_ISREG(present.st_mode):
        raise OutputNotRegular(path=str(path))
    if not replace:
        raise OutputExists(path=str(path))
    return target, stat.S_IMODE(present.st_mode)


def storage_error(error: OSError, path: Path) -> StorageError:
    """Return our error for the system's."""
    if error.errno in _FULL:
        return DiskFull(path=str(path))
    if error.errno in _FORBIDDEN:
        return FolderNotWritable(path=str(path.parent))
    return OutputUnwritable(path=str(path), reason=_reason(error))


def _beside(target: Path) -> Path:
    """Return a name for what is not whole yet, hidden beside its place."""
    return target.with_name(f".sottovoce-{secrets.token_hex(8)}.part")


def _open_temporary(path: Path, target: Path) -> tuple[Path, BinaryIO]:
    """Make a new file beside the target, with the permissions that a new file has."""
    temporary = _beside(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return temporary, os.fdopen(os.open(temporary, flags, 0o666), "wb")
    except OSError as error:
        raise storage_error(error, path) from error


def _rename(temporary: Path, target: Path, *, replace: bool) -> None:
    """Give the file its name.

    Raises:
        FileExistsError: When there is a file that may not be replaced.
    """
    if replace:
        temporary.replace(target)
        return
    if os.name == "nt":
        temporary.rename(target)  # raises FileExistsError there
        return
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(str(target)) from error
        temporary.replace(target)
    else:
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk, where the system can."""
    if os.name == "nt":
        return
    with suppress(OSError):  # the file is whole; some network file systems cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
