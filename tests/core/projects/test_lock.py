"""Who may write: locks of ours and of others, and what lies in their place."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import NotAProject, ProjectLocked
from core.projects.check import check
from core.projects.database import project_error
from core.projects.project import Project
from core.projects.rescue import rescue
from core.projects.state import Access
from tests.core.projects.makers import state_of, texts


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
def test_a_link_or_a_pipe_in_the_place_of_the_lock_is_left_alone(tmp_path: Path) -> None:
    path, lock, diary = tmp_path / "a.sottovoce", tmp_path / ".a.sottovoce.lock", tmp_path / "diary.txt"
    Project.create(path, state_of("One.")).close()
    diary.write_text("Dear diary")
    for make in (lambda: lock.symlink_to(diary), lambda: os.mkfifo(lock)):
        make()
        project = Project.open(path)
        assert (project.access, texts(project.state)) == (Access.WRITE, ["One."])
        project.close()
        assert check(path).problems == ()
        assert diary.read_text() == "Dear diary"
        lock.unlink()


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
def test_a_link_in_the_place_of_the_journal_is_not_followed(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "a.sottovoce", tmp_path / "elsewhere"
    Project.create(path, state_of("One.")).close()
    for suffix in ("-journal", "-wal", "-shm"):
        beside = tmp_path / f"a.sottovoce{suffix}"
        beside.symlink_to(elsewhere)
        for attempt in (Project.open, check):
            with pytest.raises(NotAProject):
                attempt(path)
        assert rescue(path, tmp_path / "b.sottovoce", replace=True).whole
        beside.unlink()
    assert not elsewhere.exists()


def test_a_file_that_another_program_locks_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    stranger, ours = (sqlite3.connect(path, isolation_level=None, timeout=0) for _ in range(2))
    stranger.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        ours.execute("SELECT * FROM lines")
    for writing in (False, True):
        assert isinstance(project_error(caught.value, path, writing=writing), ProjectLocked)
    stranger.close()
    ours.close()


def test_a_lock_left_by_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "a.sottovoce"
    Project.create(path, state_of("One.")).close()
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from core.projects.project import Project\n"
        "project = Project.open(Path(sys.argv[1]))\n"
        "print(project.access.value, flush=True)\n"
        "sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "write\n"
    second = Project.open(path)
    assert second.access is Access.IN_USE
    assert second.owner is not None
    assert second.owner.pid == child.pid
    second.close()
    child.kill()
    child.communicate()
    assert (tmp_path / ".a.sottovoce.lock").exists()
    third = Project.open(path)
    assert third.access is Access.WRITE
    third.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.sottovoce"]
