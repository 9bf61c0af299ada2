"""Work projects of texts: found again by text and options, thrown away, forgotten."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from core.errors import ProjectInUse
from core.paths import Paths
from core.projects.project import Project
from core.projects.state import ProjectSettings
from core.services.render_work import KEPT_S, open_work, remove_work, work_path

SETTINGS = ProjectSettings(voice="echo:bell", engine="echo", seed=4)


@pytest.fixture
def path() -> Path:
    return work_path(Paths.find(), "One.\nTwo.", {"speed": 1.0})


def files(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_text_and_options_make_the_name(path: Path) -> None:
    paths = Paths.find()
    assert work_path(paths, "One.\nTwo.", {"speed": 1.0}) == path
    assert work_path(paths, "One.\nTwo. ", {"speed": 1.0}) != path
    assert work_path(paths, "One.\nTwo.", {"speed": 1.1}) != path
    assert path.is_relative_to(paths.cache)


def test_one_that_is_there_is_gone_on_with_or_made_anew(path: Path) -> None:
    first = open_work(path, "One.\nTwo.", SETTINGS, resume=True)
    first.close()
    again = open_work(path, "One.\nTwo.", ProjectSettings(seed=5), resume=True)
    assert again.state.settings == SETTINGS
    again.close()
    anew = open_work(path, "One.\nTwo.", ProjectSettings(seed=5), resume=False)
    assert anew.state.settings.seed == 5
    remove_work(anew)
    assert files(path) == []


def test_one_that_another_program_works_on_is_left_alone(path: Path) -> None:
    theirs = open_work(path, "One.\nTwo.", SETTINGS, resume=False)
    with pytest.raises(ProjectInUse):
        open_work(path, "One.\nTwo.", SETTINGS, resume=True)
    ours = open_work(path, "One.\nTwo.", SETTINGS, resume=False)
    assert ours.path != theirs.path
    remove_work(ours)
    assert theirs.state.script.text == "One.\nTwo."
    remove_work(theirs)
    assert files(path) == []


@pytest.mark.parametrize("rubbish", [b"", b"no project", b"SQLite format 3\0" + bytes(4096)])
def test_what_is_broken_is_made_anew(path: Path, rubbish: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(rubbish)
    made = open_work(path, "One.\nTwo.", SETTINGS, resume=True)
    assert made.state.script.text == "One.\nTwo."
    remove_work(made)


def test_what_nobody_has_carried_on_for_long_goes_and_what_is_new_stays(path: Path) -> None:
    for name in ("old", "new"):
        open_work(path.with_name(f"{name}.sottovoce"), "x", SETTINGS, resume=False).close()
    half = path.with_name("half made")
    half.touch()
    long_ago_s = time.time() - KEPT_S - 60
    for name in ("old.sottovoce", half.name):
        os.utime(path.with_name(name), (long_ago_s, long_ago_s))
    open_work(path, "One.\nTwo.", SETTINGS, resume=False).close()
    assert files(path) == sorted(["new.sottovoce", path.name])
    Project.open(path).close()
