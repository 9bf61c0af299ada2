"""Bring what can still be read of a damaged project into a new one."""

from __future__ import annotations

import mmap
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from core.errors import NotAProject, ProjectInUse, ProjectMissing
from core.projects.clips import Vault
from core.projects.copies import put_whole
from core.projects.database import connect
from core.projects.lock import HeldByAnotherError, ProjectLock
from core.projects.mending import Mended, mend
from core.projects.opening import private_copy
from core.projects.pages import PageReader, Row, Value
from core.projects.schema import MAGIC, PAGE_BYTES, make_tables

NOTHING_FOUND = "nothing of a project was found in it"

_ID, _TEXT, _BYTES, _NUMBER = (int,), (str,), (bytes, str), (int, float)
_MAYBE = (int, float, type(None))

_TABLES: Mapping[str, tuple[tuple[type, ...], ...]] = MappingProxyType(
    {
        "facts": (_TEXT, _BYTES),
        "lines": (_ID, (int, type(None)), _BYTES, _BYTES, _BYTES, _MAYBE),
        "takes": (
            _ID, _TEXT, _BYTES, _TEXT, _TEXT, _TEXT, _TEXT, _NUMBER, _NUMBER, (int,), (int,), _NUMBER, (int,),
            _MAYBE, _BYTES,
        ),
        "audio": (_ID, _TEXT, (int,), (int,), _BYTES),
        "placed": (_ID, (int,), (int,), _TEXT),
        "voices": (_TEXT, _TEXT, _BYTES),
    }
)  # fmt: skip
"""The kinds of each table's columns. No two tables have as many columns, so that a row tells its own."""

_NAMED = "SELECT count(*) FROM (SELECT id FROM takes UNION SELECT take FROM placed)"


@dataclass(frozen=True)
class RescueReport:
    """What came over.

    Attributes:
        lines: Lines of the script.
        lines_before: How many there were, or None: not known.
        lines_mended: Those of them that are not all as they were: lost letters are U+FFFD.
        takes: Takes with their audio.
        takes_lost: Takes of which something was found, and not all, or not which line they are of.
        settings: The choices came over.
        pronunciations: So did the list of pronunciations.
        voices: Voices inside.
        cut_short: The end of the file is missing, with whatever was there.
    """

    lines: int
    lines_before: int | None
    lines_mended: int
    takes: int
    takes_lost: int
    settings: bool
    pronunciations: bool
    voices: int
    cut_short: bool

    @property
    def whole(self) -> bool:
        """True where nothing is known to be missing."""
        lost = self.takes_lost or self.lines_mended or self.lines != self.lines_before or self.cut_short
        return self.settings and self.pronunciations and not lost


def rescue(path: Path, target: Path, *, replace: bool = False) -> RescueReport:
    """Make a new project of what can be read of a damaged one, which stays as it is.

    Args:
        path: The damaged project.
        target: The new one.
        replace: Whether a file that is there may be replaced.

    Raises:
        ProjectMissing: When there is no such file.
        NotAProject: When nothing of a project is in it.
        ProjectInUse: When another program writes to it.
        StorageError: When the new one cannot be written.
    """
    report: list[RescueReport] = []
    with _reserved(path), TemporaryDirectory(prefix="sottovoce-", ignore_cleanup_errors=True) as folder:
        copy = _settled_copy(path, Path(folder))
        with _mapped(copy) as data:
            put_whole(target, lambda part: report.append(_fill(part, data, path)), replace=replace)
    return report[0]


@contextmanager
def _mapped(path: Path) -> Iterator[memoryview]:
    """Give a file's bytes without reading them all into memory."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield memoryview(b"")
            return
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        data = memoryview(mapped)
        try:
            yield data
        finally:
            data.release()
            with suppress(BufferError):  # the traceback of an error may still hold a page
                mapped.close()


@contextmanager
def _reserved(path: Path) -> Iterator[None]:
    """Keep other programs from writing meanwhile, where the folder allows it."""
    if not path.is_file():
        raise ProjectMissing(path=str(path))
    lock: ProjectLock | None = None
    try:
        lock = ProjectLock(path)
    except HeldByAnotherError as error:
        raise ProjectInUse(path=str(path), owner=str(error.owner)) from error
    except OSError:
        pass
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _settled_copy(path: Path, folder: Path) -> Path:
    """Copy the file, and have SQLite take back what was left half written, if it can."""
    copy = private_copy(path, folder)
    journal = copy.with_name(f"{copy.name}-journal")
    before = copy.stat().st_size
    with suppress(sqlite3.Error):
        connection = connect(copy)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        finally:
            connection.close()
    if copy.stat().st_size < before // 2:  # a journal of something else
        journal.unlink(missing_ok=True)
        shutil.copyfile(path, copy)
    return copy


def _fill(part: Path, data: memoryview, path: Path) -> RescueReport:
    """Write a new project of the rows that are found.

    Raises:
        NotAProject: When there are none.
    """
    connection, vault = connect(part, write=True), Vault(part)
    try:
        connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        make_tables(connection)
        connection.execute("BEGIN")
        page_bytes = _page_bytes(data)
        found = _put_rows(connection, PageReader(data, page_bytes).rows())
        if not found["lines"] and not found["takes"]:
            raise NotAProject(path=str(path), reason=NOTHING_FOUND)
        named = int(connection.execute(_NAMED).fetchone()[0])
        mended = mend(connection, vault)
        connection.execute("COMMIT")
        return _report(connection, named, mended, cut_short=_is_cut_short(data, page_bytes))
    finally:
        vault.close()
        connection.close()


def _page_bytes(data: memoryview) -> int:
    size = int.from_bytes(data[16:18], "big") if data[:16] == MAGIC else PAGE_BYTES
    return PAGE_BYTES if size < 512 or size & (size - 1) else size


def _is_cut_short(data: memoryview, page_bytes: int) -> bool:
    """Say whether the file has fewer pages than it says itself, where it can be believed (section 1.3.8)."""
    said, believed = int.from_bytes(data[28:32], "big"), data[24:28] == data[92:96]
    return data[:16] == MAGIC and believed and len(data) < said * page_bytes


def _put_rows(connection: sqlite3.Connection, rows: Iterable[Row]) -> Counter[str]:
    """Put every row into the table that it is of; of two with one number the first stays."""
    by_width = {len(kinds): name for name, kinds in _TABLES.items()}
    found: Counter[str] = Counter()
    for row in rows:
        name = by_width.get(len(row.values), "")
        values = _fitting(name, row)
        if values is not None:
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", values)
            found[name] += 1
    return found


def _fitting(name: str, row: Row) -> tuple[Value, ...] | None:
    """Return a row's values, or None where they are not of its table's kinds."""
    if not name:
        return None
    kinds = _TABLES[name]
    values = row.values
    if kinds[0] is _ID:
        if values[0] is not None:
            return None
        values = (row.rowid, *values[1:])
    fits = all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True))
    if fits and name == "audio" and zlib.crc32(_as_bytes(values[4])) != values[3]:
        return None
    return values if fits else None


def _as_bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _report(connection: sqlite3.Connection, named: int, mended: Mended, *, cut_short: bool) -> RescueReport:
    """Count what came over.

    Args:
        connection: To the new project.
        named: Takes of which something was found.
        mended: What was done so that it opens.
        cut_short: The end of the file is missing.
    """

    def count(statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    facts: dict[str, object] = dict(connection.execute("SELECT name, value FROM facts").fetchall())
    before = facts.get("lines")
    takes = count("SELECT count(*) FROM takes") - mended.takes_aside
    return RescueReport(
        lines=count("SELECT count(*) FROM lines WHERE place IS NOT NULL"),
        lines_before=int(before) if isinstance(before, str) and before.isdigit() else None,
        lines_mended=mended.lines,
        takes=takes,
        takes_lost=named - takes,
        settings="settings" in facts,
        pronunciations="lexicon" in facts,
        voices=count("SELECT count(*) FROM voices"),
        cut_short=cut_short,
    )
