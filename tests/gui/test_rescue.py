"""A damaged project in the window: told with a button, rescued into a new file, reported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.model.script import Script
from core.projects.project import Project
from core.projects.schema import PAGE_BYTES
from core.projects.state import ProjectState
from gui.project_rescue import RESCUE
from tests.core.projects.makers import clip, take
from tests.gui.test_projects import answer, opened

LINES = [f"Line {n}: it was long past midnight." for n in range(400)]


@pytest.fixture
def quiet(open_studio):
    one = open_studio()
    one.window.show()
    return one


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A project of which a page that holds lines is full of nonsense."""
    path = tmp_path / "book.sottovoce"
    project = Project.create(path, ProjectState(Script.from_text("\n".join(LINES))))
    project.add_take(0, take(LINES[0], 1, clip=clip(1, 0.5), peaks=np.ones((400, 2), np.float32)))
    project.close()
    contents = bytearray(path.read_bytes())
    start = contents.index(b"Line 200:") // PAGE_BYTES * PAGE_BYTES
    contents[start : start + PAGE_BYTES] = b"\xa5" * PAGE_BYTES
    path.write_bytes(contents)
    return path


def actions(one) -> list[str]:
    return [action.id for view in one.window.notice_bar.notices() for action in view.actions]


def told(one) -> str:
    return "\n".join(one.notices())


def test_what_can_be_read_goes_into_a_new_file_that_is_opened(quiet, damaged):
    before = damaged.read_bytes()
    quiet.studio.projects.open(damaged)
    quiet.until(lambda: actions(quiet) == [RESCUE])
    assert "damaged" in told(quiet)
    quiet.studio.act(RESCUE)
    new = damaged.with_name("mended.sottovoce")
    answer(quiet, new)
    opened(quiet, new)
    there = quiet.editor.plain_text().split("\n")
    assert 50 < len(there) < 400
    assert set(there) < set(LINES)
    assert "What could be read of book.sottovoce is in mended." in told(quiet)
    assert f"{len(there)} lines · 0 takes · {400 - len(there)} lines lost · 1 take lost." in told(quiet)
    assert damaged.read_bytes() == before
    quiet.editor.insertPlainText("Once: ")
    quiet.until(lambda: quiet.studio.projects.writable)


def test_the_damaged_file_is_never_replaced(quiet, damaged):
    before = damaged.read_bytes()
    quiet.studio.projects.open(damaged)
    quiet.until(lambda: actions(quiet) == [RESCUE])
    quiet.studio.act(RESCUE)
    quiet.studio.desk.rescue.write(damaged)
    assert str(damaged) in quiet.notices()[0]
    assert actions(quiet) == [RESCUE]
    assert damaged.read_bytes() == before


def test_a_file_with_nothing_of_a_project_is_told_once_and_offered_no_more(quiet, tmp_path):
    path = tmp_path / "noise.sottovoce"
    path.write_bytes(bytes(range(256)) * 64)
    quiet.studio.projects.open(path)
    quiet.until(lambda: actions(quiet) == [RESCUE])
    new = tmp_path / "mended.sottovoce"
    quiet.studio.desk.rescue.write(new)
    quiet.until(lambda: "nothing of a project" in told(quiet))
    assert actions(quiet) == []
    assert not new.exists()
