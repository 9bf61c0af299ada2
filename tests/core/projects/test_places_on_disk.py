"""Disks that are full, read-only, taken away; files of other versions, and files made to do harm."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import (
    DiskFull,
    FolderNotWritable,
    NotAProject,
    ProjectGone,
    ProjectOverwritten,
    ProjectReadOnly,
    ProjectTooNew,
    SottovoceError,
    StorageError,
)
from core.model.realign import realign
from core.projects import chores
from core.projects.check import check
from core.projects.clips import Vault
from core.projects.commits import Committer
from core.projects.database import connect
from core.projects.migration import migrate
from core.projects.opening import open_file
from core.projects.project import Project
from core.projects.rows import load
from core.projects.state import Access
from core.projects.writer import Writer
from tests.core.projects.makers import again, clip, state_of, take, take_ids, texts

needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a disk to fill"
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


class Ear:
    """Hears what ``on_error`` tells, and can wait for it."""

    def __init__(self) -> None:
        self.heard: list[SottovoceError | None] = []
        self._told = threading.Condition()

    def __call__(self, error: SottovoceError | None) -> None:
        with self._told:
            self.heard.append(error)
            self._told.notify_all()

    def wait(self, count: int) -> SottovoceError | None:
        with self._told:
            assert self._told.wait_for(lambda: len(self.heard) >= count, 20), self.heard
            return self.heard[count - 1]


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return filler


@needs_root
def test_a_full_disk_is_told_and_all_is_stored_when_there_is_room(disk: Path) -> None:
    path = disk / "a.sottovoce"
    project = Project.create(path, state_of("One.\nTwo."))
    ear = Ear()
    project.on_error(ear)
    first = project.add_take(0, take("One."))
    filler = fill(disk)
    with pytest.raises(DiskFull):
        project.add_take(1, take("Two.", 1, clip=clip(1, 30.0)))
    unkept = take("Two.", 2, clip=clip(2, 30.0))
    state = replace(project.state, title="new", script=project.state.script.with_take(1, unkept))
    project.keep(state)
    assert isinstance(ear.wait(1), DiskFull)
    assert isinstance(project.trouble, DiskFull)
    assert take_ids(again(path)) == [[first.id], []], "what was there is there"
    assert check(path).problems == ()
    filler.unlink()
    assert ear.wait(2) is None
    assert project.trouble is None
    assert take_ids(again(path)) == [[first.id], [unkept.id]]
    project.close()
    assert check(path).problems == ()


@needs_root
def test_from_a_full_disk_one_saves_elsewhere(disk: Path, tmp_path: Path) -> None:
    project = Project.create(disk / "a.sottovoce", state_of("One.\nTwo."))
    stored = project.add_take(0, take("One."))
    filler = fill(disk)
    unkept = take("Two.", 2, clip=clip(2, 30.0))
    project.keep(replace(project.state, script=project.state.script.with_take(1, unkept)))
    with pytest.raises(DiskFull):
        project.flush()
    copy, other = tmp_path / "copy.sottovoce", tmp_path / "b.sottovoce"
    project.copy_to(copy)
    assert take_ids(again(copy)) == [[stored.id], [unkept.id]]
    project.save_as(other)
    project.flush()
    assert project.trouble is None
    assert take_ids(again(other)) == [[stored.id], [unkept.id]]
    project.close()
    with pytest.raises(DiskFull):
        Project.create(disk / "c.sottovoce", state_of("Three."))
    filler.unlink()
    assert sorted(one.name for one in disk.iterdir()) == ["a.sottovoce"]


@needs_root
def test_a_read_only_disk_is_read_even_with_a_commit_left_half_done(disk: Path, tmp_path: Path) -> None:
    path = disk / "a.sottovoce"
    Project.create(path, state_of("One.\nTwo.")).close()
    leave_half_done(path)
    assert path.with_name("a.sottovoce-journal").stat().st_size
    before = path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    project = Project.open(path)
    assert project.access is Access.NO_PERMISSION
    assert texts(project.state) == ["One.", "Two."]
    with pytest.raises(ProjectReadOnly):
        project.keep(project.state)
    project.save_as(tmp_path / "b.sottovoce")
    assert project.access is Access.WRITE
    project.close()
    assert path.read_bytes() == before
    with pytest.raises(FolderNotWritable):
        Project.create(disk / "c.sottovoce")


def leave_half_done(path: Path) -> None:
    """Write into a project as a writer does, and end in the midst of it as by ``kill -9``."""
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_spill = 1'); c.execute('PRAGMA cache_size = 2')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('UPDATE lines SET text = ?', ('half done',))\n"
        "for n in range(20): c.execute('INSERT INTO voices VALUES (?, ?, ?)', (str(n), '', bytes(60000)))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)


def test_what_a_killed_writer_left_half_done_is_taken_back_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.\nTwo.")).close()
    leave_half_done(path)
    assert texts(again(path)) == ["One.", "Two."]
    assert check(path).problems == ()
    assert [one.name for one in tmp_path.iterdir()] == ["a.sottovoce"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file in its place")
@pytest.mark.parametrize("way", ["deleted", "moved", "replaced"])
def test_a_file_that_is_taken_away_is_told_and_nothing_is_lost(tmp_path: Path, way: str) -> None:
    path, other = tmp_path / "a.sottovoce", tmp_path / "b.sottovoce"
    Project.create(other, state_of("Another.")).close()
    project = Project.create(path, state_of("One.\nTwo."))
    ear = Ear()
    project.on_error(ear)
    stored = project.add_take(0, take("One."))
    match way:
        case "deleted":
            path.unlink()
        case "moved":
            path.rename(tmp_path / "moved.sottovoce")
        case _:
            other.replace(path)
    project.keep(replace(project.state, title="new"))
    assert isinstance(ear.wait(1), ProjectGone)
    if way == "replaced":
        assert texts(again(path)) == ["Another."], "what came there is not written into"
    project.save_as(path, replace=True)
    project.flush()
    assert ear.wait(2) is None
    assert (again(path).title, take_ids(again(path))) == ("new", [[stored.id], []])
    assert np.array_equal(again(path).script.lines[0].takes[0].clip.samples, stored.clip.samples)
    project.close()


def test_what_another_program_writes_into_it_is_told_and_nothing_is_mixed(tmp_path: Path) -> None:
    path, other = tmp_path / "a.sottovoce", tmp_path / "b.sottovoce"
    project = Project.create(path, state_of("One.\nTwo."))
    ear = Ear()
    project.on_error(ear)
    stored = project.add_take(0, take("One."))
    connection = sqlite3.connect(path)
    connection.execute("UPDATE lines SET text = 'Foreign.'")
    connection.execute("DELETE FROM lines WHERE id = 1")
    connection.commit()
    connection.close()
    project.keep(replace(project.state, script=realign(project.state.script, 1, 1, ["Two!", "Three."])))
    assert isinstance(ear.wait(1), ProjectOverwritten)
    assert texts(again(path)) == ["Foreign."]
    with pytest.raises(ProjectOverwritten):
        project.add_take(0, take("One.", 1))
    project.save_as(other)
    project.flush()
    project.keep(replace(project.state, title="new"))
    project.flush()
    assert ear.wait(2) is None
    assert texts(again(other)) == ["One.", "Two!", "Three."]
    assert take_ids(again(other)) == [[stored.id], [], []]
    project.close()
    assert check(other).problems == ()


@pytest.mark.parametrize("version", [0, -3])
def test_a_form_that_never_was_is_refused_and_leaves_no_backup(tmp_path: Path, version: int) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(NotAProject):
        Project.open(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.sottovoce"]


def test_a_newer_form_is_read_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    project = Project.create(path, state_of("One."))
    stored = project.add_take(0, take("One."))
    project.close()
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE takes ADD COLUMN mood TEXT")
        connection.execute("CREATE TABLE moods (id INTEGER PRIMARY KEY, name TEXT)")
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    before = path.read_bytes()
    project = Project.open(path)
    assert project.access is Access.NEWER
    assert take_ids(project.state) == [[stored.id]]
    with pytest.raises(ProjectReadOnly):
        project.add_take(0, take("One."))
    project.save_as(tmp_path / "b.sottovoce")
    project.keep(replace(project.state, title="ours"))
    project.close()
    assert path.read_bytes() == before
    assert again(tmp_path / "b.sottovoce").title == "ours"
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE takes RENAME COLUMN recipe TO receipt")
    connection.close()
    with pytest.raises(ProjectTooNew):
        Project.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON lines BEGIN DELETE FROM takes; END",
        "CREATE TEMP TABLE x (y); CREATE VIRTUAL TABLE f USING fts5(a)",
        "CREATE INDEX i ON lines (hex(text))",
        "CREATE TABLE more (a)",
        "DROP TABLE placed; CREATE VIEW placed AS SELECT 1 AS number, 2 AS line, 3 AS place, 4 AS take",
        "DROP TABLE voices",
        "PRAGMA application_id = 7",
    ],
)
def test_a_received_file_that_holds_anything_else_is_refused(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    before = path.read_bytes()
    for attempt in (Project.open, check):
        with pytest.raises(NotAProject):
            attempt(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.sottovoce"]


def test_a_file_in_wal_mode_is_taken_and_keeps_none_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    project = Project.open(path)
    project.keep(replace(project.state, title="new"))
    project.flush()
    assert sorted(one.name for one in tmp_path.iterdir()) == [".a.sottovoce.lock", "a.sottovoce"]
    project.close()
    assert again(path).title == "new"


def test_an_earlier_form_is_brought_up_after_a_backup_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    connection = connect(path, write=True)

    def add_mood(database: sqlite3.Connection) -> None:
        database.execute("ALTER TABLE takes ADD COLUMN mood TEXT NOT NULL DEFAULT ''")

    def fail(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM lines")
        raise sqlite3.OperationalError("stopped in the midst of it")

    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, {1: add_mood, 2: fail}, 3)
    assert texts(again(path)) == ["One."]
    first = tmp_path / "a (form 1).sottovoce"
    assert texts(again(first)) == ["One."]
    backup = migrate(connection, path, {1: add_mood}, 2)
    connection.close()
    assert backup == tmp_path / "a (form 1 2).sottovoce"
    opened = Project.open(path)
    assert opened.access is Access.NEWER, "to this program, which knows form 1"
    opened.close()


def test_what_was_deleted_long_ago_is_forgotten_and_its_room_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    project = Project.create(path, state_of("One.\nTwo.\nThree."))
    kept = project.add_take(0, take("One.", 0))
    loose = project.add_take(0, take("One.", 1, clip=clip(1, 10.0)))
    gone = project.add_take(1, take("Two.", 2, clip=clip(2, 80.0)))
    script = project.state.script.without_take(loose.id)
    project.keep(replace(project.state, script=realign(script, 1, 1, [])))
    project.close()
    size = path.stat().st_size
    opened = Project.open(path)
    assert list(opened.state.script.shelf) == ["Two."], "it is not long ago"
    opened.close()
    assert path.stat().st_size == size
    connection = sqlite3.connect(path)
    old_s = time.time() - chores.KEPT_S - 60
    connection.execute("UPDATE takes SET left_at_s = ? WHERE id = ?", (old_s, loose.id))
    connection.execute("UPDATE lines SET gone_at_s = ? WHERE place IS NULL", (old_s,))
    connection.commit()
    connection.close()
    opened = Project.open(path)
    assert dict(opened.state.script.shelf) == {}
    opened.close()
    for _ in range(20):
        if path.stat().st_size < 500_000:
            break
        Project.open(path).close()
    assert path.stat().st_size < 500_000 < size
    assert take_ids(again(path)) == [[kept.id], []]
    assert check(path).problems == ()
    assert gone.id.encode() not in path.read_bytes()


def test_what_is_to_be_forgotten_goes_while_nothing_else_is_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    project = Project.create(path, state_of("One."))
    loose = project.add_take(0, take("One.", clip=clip(2, 80.0)))
    project.keep(replace(project.state, script=project.state.script.without_take(loose.id)))
    project.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE takes SET left_at_s = 1")
    connection.commit()
    connection.close()
    opened = open_file(path)
    vault = Vault(path)
    loaded = load(opened.connection, vault)
    writer = Writer(path, lambda: Committer(opened.connection, vault, loaded), rest_s=0.0)
    done = threading.Event()
    end_s = time.monotonic() + 20
    while path.stat().st_size > 500_000 and time.monotonic() < end_s:
        done.wait(0.01)
    assert path.stat().st_size < 500_000
    writer.hand_over(replace(loaded.state, title="new"))
    writer.do(lambda _: None)
    assert again(path).title == "new"
    writer.end()
    vault.close()
    opened.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rules for names")
@pytest.mark.parametrize(
    "name",
    [b"a\xff.sottovoce", b"?mode=ro&x=%41#.sottovoce", b"new\nline.sottovoce", b"x" * 230 + b".sottovoce"],
)
def test_any_name_that_a_file_may_have(tmp_path: Path, name: bytes) -> None:
    path, other = tmp_path / os.fsdecode(name), tmp_path / os.fsdecode(b"b" + name[1:])
    project = Project.create(path, state_of("One."))
    stored = project.add_take(0, take("One."))
    project.save_as(other)
    project.close()
    assert take_ids(again(path)) == take_ids(again(other)) == [[stored.id]]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_that_leaves_no_room_for_a_journal_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Project.create(tmp_path / ("x" * 245 + ".sottovoce"), state_of("One."))
    assert list(tmp_path.iterdir()) == []


def test_a_copy_of_the_closed_file_is_the_project(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    project = Project.create(path, state_of("One."))
    stored = project.add_take(0, take("One."))
    project.close()
    shutil.copyfile(path, tmp_path / "b.sottovoce")
    assert take_ids(again(tmp_path / "b.sottovoce")) == [[stored.id]]
