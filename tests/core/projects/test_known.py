"""Files that were left whole are opened without reading their audio; any other is read to its end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import ProjectDamaged
from core.projects.known import MOST_NOTES, KnownFiles
from core.projects.project import Project
from tests.core.projects.makers import clip, state_of, take, take_ids


@pytest.fixture
def known(tmp_path: Path) -> KnownFiles:
    return KnownFiles(tmp_path / "notes")


@pytest.fixture
def path(tmp_path: Path, known: KnownFiles) -> Path:
    path = tmp_path / "projects" / "a.sottovoce"
    path.parent.mkdir()
    project = Project.create(path, state_of("One."), known=known)
    project.add_take(0, take("One.", clip=clip(0, 5.0)))
    project.close()
    return path


def break_a_chain(path: Path, keep_time: bool) -> None:
    """Overwrite where the audio goes on, on one of its pages."""
    found = path.stat()
    data = bytearray(path.read_bytes())
    at = data.index(b"fLaC")
    page = (at // 16_384 + 6) * 16_384
    data[page : page + 4] = b"\x00\x7f\x00\x00"
    with path.open("r+b") as file:
        file.write(data)
    if keep_time:
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def test_only_an_untouched_file_is_known(path: Path, known: KnownFiles) -> None:
    assert known.knows(path)
    shutil.copyfile(path, path.with_name("b.sottovoce"))
    assert not known.knows(path.with_name("b.sottovoce"))
    os.utime(path)
    assert not known.knows(path), "it may have been written to"
    Project.open(path, known=known).close()
    assert known.knows(path)
    path.with_name("b.sottovoce").replace(path)
    assert not known.knows(path), "another file came in its place"


def test_what_was_damaged_since_is_noticed(path: Path, known: KnownFiles) -> None:
    break_a_chain(path, keep_time=False)
    with pytest.raises(ProjectDamaged):
        Project.open(path, known=known)
    assert not known.knows(path)


def test_a_known_file_s_audio_is_still_checked_when_it_is_heard(path: Path, known: KnownFiles) -> None:
    break_a_chain(path, keep_time=True)
    assert known.knows(path)
    project = Project.open(path, known=known)
    [[_]] = take_ids(project.state)
    with pytest.raises(ProjectDamaged):
        _ = project.state.script.lines[0].takes[0].clip.samples
    project.close()


def test_what_one_program_writes_to_is_not_read_to_its_end_by_others(path: Path, known: KnownFiles) -> None:
    project = Project.open(path, known=known)
    project.add_take(0, take("One.", 1))
    assert known.knows(path)
    shutil.copyfile(path, path.with_name("b.sottovoce"))
    shutil.copyfile(path.with_name(".a.sottovoce.lock"), path.with_name(".b.sottovoce.lock"))
    assert not known.knows(path.with_name("b.sottovoce"))
    project.close()
    assert known.knows(path)


def test_what_a_killed_program_wrote_to_is_looked_through(path: Path, known: KnownFiles) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from core.projects.known import KnownFiles\n"
        "from core.projects.project import Project\n"
        "from tests.core.projects.makers import take\n"
        "project = Project.open(Path(sys.argv[1]), known=KnownFiles(Path(sys.argv[2])))\n"
        "project.add_take(0, take('One.', 1))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(path.parent.parent / "notes")], check=False)
    assert path.with_name(".a.sottovoce.lock").exists()
    assert not known.knows(path)


def test_one_that_is_only_read_gets_no_note(path: Path, known: KnownFiles) -> None:
    os.utime(path)
    Project.open(path, read_only=True, known=known).close()
    assert not known.knows(path)


def test_without_a_folder_for_notes_everything_works(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    notes = KnownFiles(tmp_path / "file" / "notes")
    project = Project.open(path, known=notes)
    assert len(project.state.script.lines) == 1
    project.close()
    assert not notes.knows(path)


def test_old_notes_go(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    notes = KnownFiles(folder)
    for n in range(MOST_NOTES + 3):
        path = tmp_path / f"{n}"
        path.write_bytes(b"")
        notes.remember(path)
    assert len(list(folder.iterdir())) == MOST_NOTES
    assert notes.knows(path)
