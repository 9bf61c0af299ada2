"""Errors of files and folders that are written."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class StorageError(SottovoceError):
    """A file could not be written."""


@dataclass(eq=False)
class FolderMissing(StorageError):
    """The folder to write into is not there."""

    code = "folder_missing"
    path: str


@dataclass(eq=False)
class FolderNotWritable(StorageError):
    """The folder may not be written to."""

    code = "folder_not_writable"
    path: str


@dataclass(eq=False)
class OutputExists(StorageError):
    """A file of that name is there and may not be replaced."""

    code = "output_exists"
    path: str


@dataclass(eq=False)
class OutputNotRegular(StorageError):
    """Something that is no regular file has that name."""

    code = "output_not_regular"
    path: str


@dataclass(eq=False)
class DiskFull(StorageError):
    """The disk is full; of a ``stream`` a part was written, of a file nothing is left."""

    code = "disk_full"
    path: str
    stream: bool = False


@dataclass(eq=False)
class OutputUnwritable(StorageError):
    """Writing failed for the reason that the system gave."""

    code = "output_unwritable"
    path: str
    reason: str


@dataclass(eq=False)
class NothingToExport(StorageError):
    """No line has been rendered."""

    code = "nothing_to_export"


@dataclass(eq=False)
class LinesNotRendered(StorageError):
    """Some lines to export have not been rendered."""

    code = "lines_not_rendered"
    missing: int
    total: int
