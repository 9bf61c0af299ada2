"""What was kept before there were projects comes into the untitled project, once and whole.

``data/old_session.zip`` was written by the studio of then: five lines generated, the last one edited, closed,
opened again (which brings the takes together), one more take, and killed in the middle of everything.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.model.script import Script
from core.projects.project import Project
from gui.old_session import OldTakes, read_old_session
from gui.presenters.states import LineState

TEXT = "Yes.\n\nNo.\nYes.\nOlá, 🙂 e\u0301?"
TODO, RENDERED, BLANK = LineState.TODO, LineState.RENDERED, LineState.BLANK


@pytest.fixture
def old(home) -> Path:
    with zipfile.ZipFile(Path(__file__).with_name("data") / "old_session.zip") as archive:
        archive.extractall(home)
    return home


def takes_of(home: Path, text: str = TEXT) -> tuple[dict[int | None, list], OldTakes]:
    read = OldTakes(home / "takes" / "session", Script.from_text(text))
    found: dict[int | None, list] = {}
    for line, take in read:
        found.setdefault(line, []).append(take)
    return found, read


def test_the_old_session_is_read(old):
    session = read_old_session(old / "session.json")
    assert (session.text, session.current_line, session.advised) == (TEXT, 2, True)
    assert session.layout.splitters == {"columns": (201, 320, 261)}


@pytest.mark.parametrize("data", [b"", b"{", b'{"text": 3}', b"[" * 100_000, b"{}"])
def test_no_old_session_to_read(home, data):
    home.mkdir()
    assert read_old_session(home / "session.json") is None
    (home / "session.json").write_bytes(data)
    assert read_old_session(home / "session.json") is None


def test_the_old_takes_come_to_their_lines_with_all_that_was_known_of_them(old):
    found, read = takes_of(old)
    assert {line: [take.recipe.seed for take in takes] for line, takes in found.items()} == {
        0: [11],
        2: [81644, 42026],
        3: [50243],
        None: [60144],
    }
    assert (read.lost, read.complete) == (0, True)
    take = found[2][1]
    assert (take.recipe.text, take.recipe.voice, take.recipe.engine) == ("No.", "starter:heart", "starter")
    assert (take.clip.sample_rate_hz, len(take.clip.samples), take.peaks.shape) == (24_000, 20_400, (400, 2))
    assert 0.05 < np.abs(take.clip.samples).max() <= 1.0
    again, _ = takes_of(old)
    assert [one.id for one in found[2]] == [one.id for one in again[2]], "the same take, by its id"


@pytest.mark.parametrize("broken", ["journal cut", "nonsense", "sample", "segment gone", "leads elsewhere"])
def test_what_is_broken_is_left_out_and_counted(old, broken):
    folder = old / "takes" / "session"
    journal = next(path for path in folder.glob("*.jsonl") if path.name != "kept.jsonl")
    entry = json.loads(journal.read_text())
    segment = folder / entry["segment"]
    match broken:
        case "journal cut":
            journal.write_bytes(journal.read_bytes()[:-20])
        case "nonsense":
            journal.write_bytes(b'\xff\n{"line": "x"}\n' + journal.read_bytes())
        case "sample":
            with segment.open("r+b") as file:
                file.seek(1000)
                file.write(b"????")
        case "segment gone":
            segment.unlink()
        case "leads elsewhere":
            entry["segment"] = "../../secret"
            journal.write_text(json.dumps(entry) + "\n")
    found, read = takes_of(old)
    whole = broken == "nonsense"
    assert [take.recipe.seed for take in found[2]] == [81644, 42026][: 1 + whole]
    assert read.lost == {"journal cut": 0, "nonsense": 2}.get(broken, 1)
    assert read.complete


def test_what_cannot_be_read_today_is_not_given_up(old):
    journal = old / "takes" / "session" / "kept.jsonl"
    journal.rename(old / "away")
    journal.mkdir()
    found, read = takes_of(old)
    assert (list(found), read.complete) == ([2], False)


def test_text_and_takes_are_there_again_and_the_old_files_are_gone(open_studio, old, qtbot):
    one = open_studio()
    assert one.editor.plain_text() == TEXT, "the text at once"
    one.start()
    one.until(lambda: one.states() == [RENDERED, BLANK, RENDERED, RENDERED, TODO])
    assert one.editor.current_line() == 2
    assert one.studio.script.take(2).recipe.seed == 42026, "the last take stands"
    one.until(lambda: not (old / "takes" / "session").exists())
    assert [path.name for path in old.glob("session*.json")] == ["session-moved-1.json"]
    one.editor.go_to_line(4)
    one.write("Yes.\n\nNo.\nYes.\nGone.")
    assert one.states()[4] is RENDERED, "a take of a text that no line had any more"
    with qtbot.waitSignal(one.window.closing):
        one.window.close()
    again = open_studio()
    assert again.states() == [RENDERED, BLANK, RENDERED, RENDERED, RENDERED]
    assert len(again.studio.script.line(2).takes) == 2
    again.window.close()
    project = Project.open(old / "untitled.sottovoce", read_only=True)
    assert sum(len(line.takes) for line in project.state.script.lines) == 5
    project.close()


def test_a_crash_in_the_middle_brings_no_take_twice(open_studio, old):
    kept = old.with_name("kept")
    shutil.copytree(old / "takes", kept)
    one = open_studio()
    one.start()
    one.until(lambda: not (old / "takes" / "session").exists())
    one.window.close()
    shutil.copytree(kept, old / "takes", dirs_exist_ok=True)
    again = open_studio()
    again.start()
    again.until(lambda: not (old / "takes" / "session").exists())
    assert [len(line.takes) for line in again.studio.script.script.lines] == [1, 0, 2, 1, 0]


def test_broken_takes_are_told(open_studio, old):
    next(iter(sorted((old / "takes" / "session").glob("*.f32")))).unlink()
    one = open_studio()
    one.start()
    one.until(lambda: any("cannot be read" in notice for notice in one.notices()))
    one.until(lambda: not (old / "takes" / "session").exists())
    assert one.editor.plain_text() == TEXT


def test_a_broken_old_session_is_kept_aside_and_told(open_studio, home):
    home.mkdir()
    (home / "session.json").write_bytes(b"{")
    one = open_studio()
    assert any("session-broken-1.json" in notice for notice in one.notices())
    assert (home / "session-broken-1.json").read_bytes() == b"{"
