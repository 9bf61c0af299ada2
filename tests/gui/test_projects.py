"""Projects in the window: made, opened, saved elsewhere, shown when they cannot be changed, never lost."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from core.model.script import Script
from core.paths import Paths
from core.projects.project import Project
from core.projects.state import ProjectSettings, ProjectState
from gui.presenters.states import LineState
from gui.projects import same_file
from gui.session import read_session
from gui.widgets.script_edits import replace_lines
from tests.core.projects.makers import take
from tests.gui.test_files import drop

TODO, RENDERED = LineState.TODO, LineState.RENDERED


def make(path: Path, text: str = "Good morning.", **settings: object) -> Path:
    """Make a project that nobody has open."""
    Project.create(path, ProjectState(Script.from_text(text), ProjectSettings(**settings))).close()
    return path


def read(path: Path) -> ProjectState:
    """Return what another program reads in a project."""
    project = Project.open(path, read_only=True)
    project.close()
    return project.state


def kept(one, path: Path, text: str) -> None:
    """Wait until a text is on the disk."""
    one.until(lambda: path.exists() and read(path).script.text == text)


def opened(one, path: Path) -> None:
    """Wait until a project is there."""
    one.until(lambda: one.studio.project.state.path == str(path) and one.studio.projects.opening is None)


def answer(one, path: Path, *, voices: bool | None = None) -> None:
    """Choose a file in the dialog that is open."""
    dialog = one.window.findChild(QFileDialog)
    if voices is not None:
        dialog.findChild(QCheckBox, "keep_voices").setChecked(voices)
    dialog.selectFile(str(path))
    dialog.accept()


def recent(one) -> dict[str, object]:
    """Return the menu of recent projects: name and action."""
    menu = one.window.actions_._recent_menu
    return {action.text(): action for action in menu.actions()}


@pytest.fixture
def quiet(open_studio):
    """Open a studio whose engines are not asked."""
    one = open_studio()
    one.window.show()
    return one


def test_what_has_no_name_is_kept_as_the_untitled_project(quiet, home):
    quiet.write("One.\nTwo.")
    kept(quiet, home / "untitled.sottovoce", "One.\nTwo.")
    assert quiet.window.top_bar.document_label.full_text == "Untitled — saved"
    assert quiet.window.windowTitle() == "Sottovoce"


def test_save_as_gives_it_a_name_and_the_untitled_one_begins_anew(studio, home, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    take = studio.studio.script.take(0)
    target = tmp_path / "The Midnight Radio.sottovoce"
    studio.window.actions_.save_as.trigger()
    answer(studio, target)
    opened(studio, target)
    assert studio.window.windowTitle() == "The Midnight Radio — Sottovoce"
    assert studio.window.top_bar.document_label.full_text == "The Midnight Radio — saved"
    assert not (home / "untitled.sottovoce").exists(), "nothing lies twice"
    studio.write("Good morning.\nGood night.")
    kept(studio, target, "Good morning.\nGood night.")
    assert np.array_equal(studio.studio.script.take(0).clip.samples, take.clip.samples)
    studio.generate()
    assert [len(line.takes) for line in read(target).script.lines] == [1, 1]
    recent(studio)["Untitled"].trigger()
    studio.until(lambda: studio.studio.projects.untitled)
    assert studio.editor.plain_text() == ""
    assert studio.states() == [LineState.BLANK]
    recent(studio)["The Midnight Radio"].trigger()
    opened(studio, target)
    assert studio.states() == [RENDERED, RENDERED]


def test_save_as_succeeds_where_the_untitled_one_cannot_be_deleted(quiet, home, tmp_path, monkeypatch):
    quiet.write("One.")
    kept(quiet, home / "untitled.sottovoce", "One.")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == home / "untitled.sottovoce":
            raise PermissionError(errno.EACCES, "held by a virus scanner", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    quiet.window.actions_.save_as.trigger()
    answer(quiet, tmp_path / "My book.sottovoce")
    opened(quiet, tmp_path / "My book.sottovoce")
    quiet.until(lambda: quiet.window.windowTitle() == "My book — Sottovoce")


def test_two_names_mean_one_file_where_upper_and_lower_case_are_one(tmp_path):
    (tmp_path / "My book.sottovoce").touch()
    other = tmp_path / "my Book.sottovoce"
    with suppress(FileExistsError):  # where they are one, it is there
        other.hardlink_to(tmp_path / "My book.sottovoce")
    assert same_file(tmp_path / "My book.sottovoce", other)
    (tmp_path / "third.sottovoce").hardlink_to(other)
    assert not same_file(tmp_path / "third.sottovoce", other), "one project may be written, the other kept"


def test_a_copy_is_written_and_the_project_goes_on(quiet, home, tmp_path):
    quiet.write("One.")
    copy = tmp_path / "copy"
    quiet.window.actions_.save_copy.trigger()
    answer(quiet, copy)
    kept(quiet, copy.with_suffix(".sottovoce"), "One.")
    quiet.write("Two.")
    kept(quiet, home / "untitled.sottovoce", "Two.")
    assert read(copy.with_suffix(".sottovoce")).script.text == "One."


def test_a_new_project_is_empty_and_has_the_last_choices(studio, tmp_path):
    studio.write("One.")
    studio.studio.engine.set_speed(1.5)
    target = tmp_path / "new.sottovoce"
    studio.window.actions_.new_project.trigger()
    answer(studio, target)
    opened(studio, target)
    assert studio.editor.plain_text() == ""
    assert studio.studio.engine.choices.speed == 1.5
    assert studio.studio.engine.choices.voice.id == "starter:heart"
    assert not studio.window.actions_.undo.isEnabled()


def test_choices_come_with_the_project_and_go_back(studio, tmp_path, home):
    other = make(tmp_path / "b.sottovoce", speed=0.75, seed=7, seed_locked=True, engine="starter")
    studio.studio.engine.set_speed(1.25)
    studio.studio.projects.open(other)
    opened(studio, other)
    choices = studio.studio.engine.choices
    assert (choices.speed, choices.seed, choices.seed_locked) == (0.75, 7, True)
    assert studio.studio.engine.state.speed == 0.75
    studio.studio.projects.open_untitled()
    studio.until(lambda: studio.studio.projects.untitled)
    assert studio.studio.engine.choices.speed == 1.25


def test_choices_that_this_machine_does_not_have_stay_written(studio, tmp_path):
    wished = {"voice": "ana-0a1b2c", "engine": "elsewhere", "language": "pt-BR", "model": "big"}
    other = make(tmp_path / "b.sottovoce", **wished)
    studio.studio.projects.open(other)
    opened(studio, other)
    studio.write("Typed here.")
    kept(studio, other, "Typed here.")
    settings = read(other).settings
    assert {name: getattr(settings, name) for name in wished} == wished
    studio.generate()
    assert studio.states() == [RENDERED], "another engine takes its place meanwhile"


def test_a_dropped_project_is_opened_in_place_of_a_text(quiet, tmp_path):
    project, text = make(tmp_path / "a.sottovoce"), tmp_path / "b.txt"
    text.write_text("From a text.")
    drop(quiet.editor, project)
    opened(quiet, project)
    assert quiet.editor.plain_text() == "Good morning."
    drop(quiet.editor, text)
    kept(quiet, project, "From a text.")


def test_a_project_that_is_opened_twice_at_once_is_opened_once(quiet, tmp_path):
    path = make(tmp_path / "a.sottovoce")
    for _ in range(3):
        quiet.studio.projects.open(path)
    opened(quiet, path)
    quiet.until(lambda: not quiet.studio.lanes["project"].busy)
    assert quiet.studio.projects.writable
    quiet.write("Mine.")
    kept(quiet, path, "Mine.")


def test_a_text_with_signs_that_the_editor_does_not_take(quiet, tmp_path):
    project = make(tmp_path / "a.sottovoce", "One\x00.\nTwo\u2029Three.\r\nFour")
    quiet.studio.projects.open(project)
    opened(quiet, project)
    assert quiet.studio.script.script.text == quiet.editor.plain_text()
    kept(quiet, project, quiet.editor.plain_text())


def test_the_open_button_opens_projects_and_texts(quiet, tmp_path):
    project, text = make(tmp_path / "a.sottovoce"), tmp_path / "b.txt"
    text.write_text("From a text.")
    for path, words in ((project, "Good morning."), (text, "From a text.")):
        quiet.window.top_bar.open_button.click()
        dialog = quiet.window.findChild(QFileDialog)
        assert "*.sottovoce" in dialog.nameFilters()[0]
        assert "*.txt" in dialog.nameFilters()[0]
        answer(quiet, path)
        quiet.until(lambda words=words: quiet.editor.plain_text() == words)
        quiet.until(lambda: quiet.window.findChild(QFileDialog) is None)


def test_an_untitled_project_is_proposed_its_first_words_as_a_name(quiet):
    quiet.write("\nIt was long past midnight: who spoke? Nobody had touched the radio.")
    asked = []
    quiet.studio.project.file_wanted.connect(asked.append)
    quiet.window.actions_.save_as.trigger()
    assert [question.name for question in asked] == ["It was long past midnight who spoke.sottovoce"]
    quiet.window.findChild(QFileDialog).reject()


def test_ctrl_s_says_that_all_is_saved_or_asks_for_a_name(quiet, tmp_path, qtbot):
    assert quiet.window.actions_.save.shortcut() == QKeySequence(QKeySequence.StandardKey.Save)
    quiet.window.actions_.save.trigger()
    answer(quiet, tmp_path / "a.sottovoce")
    opened(quiet, tmp_path / "a.sottovoce")
    quiet.window.actions_.save.trigger()
    assert "All changes are saved already; you need not do it." in quiet.notices()


@pytest.mark.parametrize(
    ("data", "said"),
    [(None, "is not there"), (b"", "no Sottovoce project"), (b"\x00" * 5000, "no Sottovoce project")],
)
def test_what_cannot_be_opened_is_told_and_all_stays(quiet, tmp_path, data, said):
    path = tmp_path / "bad.sottovoce"
    if data is not None:
        path.write_bytes(data)
    quiet.write("Mine.")
    quiet.studio.projects.open(path)
    quiet.until(lambda: bool(quiet.notices()))
    assert "bad.sottovoce" in quiet.notices()[0]
    assert quiet.editor.plain_text() == "Mine."
    assert quiet.studio.projects.untitled
    assert said


def test_the_last_project_comes_back_and_the_untitled_one_where_it_is_gone(open_studio, tmp_path):
    project = make(tmp_path / "a.sottovoce", "One.\nTwo.\nThree.")
    one = open_studio()
    one.studio.projects.open(project)
    opened(one, project)
    one.editor.go_to_line(2)
    one.window.close()
    again = open_studio()
    opened(again, project)
    assert again.editor.current_line() == 2
    again.window.close()
    project.unlink()
    third = open_studio()
    third.until(lambda: bool(third.notices()))
    assert "a.sottovoce" in third.notices()[0]
    assert third.studio.projects.untitled
    assert recent(third) == {}, "it is named no more"
    third.write("Goes on.")
    kept(third, third.studio.projects.untitled_path, "Goes on.")


def test_a_window_that_is_closed_while_its_project_is_opened_comes_back_with_it(open_studio, tmp_path):
    project = make(tmp_path / "a.sottovoce", "One.\nTwo.")
    first = open_studio()
    first.studio.projects.open(project)
    opened(first, project)
    first.editor.go_to_line(1)
    first.window.close()
    open_studio().window.close()
    session, _ = read_session(Paths.find(os.environ).session_file)
    assert (session.project, session.current_line) == (str(project), 1)


def test_a_second_window_does_not_take_the_first_ones_project(open_studio, tmp_path, home):
    project = make(tmp_path / "a.sottovoce")
    first = open_studio()
    first.studio.projects.open(project)
    opened(first, project)
    first.program.keeper.keep()
    first.until(lambda: not first.studio.lanes["keep"].busy)
    second = open_studio()
    assert second.studio.projects.path == home / "untitled-2.sottovoce"
    assert any("an untitled project of its own" in notice for notice in second.notices())
    second.studio.projects.open(project)
    opened(second, project)
    assert second.editor.isReadOnly()
    second.window.close()
    again = open_studio()
    again.until(lambda: again.studio.projects.untitled and again.studio.projects.project is not None)
    assert not again.editor.isReadOnly(), "its last project is in use, and a window is there to write in"


def test_a_run_ends_before_another_project_comes(studio, tmp_path, home):
    other = make(tmp_path / "b.sottovoce", "Elsewhere.")
    studio.write("\n".join(f"This is sentence number {n} of a long script." for n in range(30)))
    studio.window.engine_panel.generate_button.click()
    studio.until(lambda: RENDERED in studio.states())
    studio.studio.projects.open(other)
    opened(studio, other)
    assert not studio.studio.run.running
    assert studio.states() == [TODO]
    studio.until(lambda: not studio.studio.lanes["project"].busy)
    lines = read(home / "untitled.sottovoce").script.lines
    assert 0 < sum(len(line.takes) for line in lines) < 30
    assert not any(line.takes for line in read(other).script.lines)


# --- what cannot be changed -----------------------------------------------------------------------


def test_what_another_has_open_is_shown_as_it_was_with_a_copy_to_go_on_in(studio, tmp_path):
    path = make(tmp_path / "a.sottovoce")
    other = Project.open(path)
    other.add_take(0, take("Good morning.", 1))
    try:
        studio.studio.projects.open(path)
        opened(studio, path)
        banner = studio.window.script_panel.banner
        assert banner.isVisible()
        assert banner.text_label.text().startswith("Another window or program has this project open")
        assert studio.editor.isReadOnly()
        assert studio.window.top_bar.document_label.full_text == "a — read-only"
        replace_lines(studio.editor, [(0, "Good night.")])
        assert studio.editor.plain_text() == "Good morning."
        assert not studio.window.actions_.replace.isEnabled()
        studio.window.actions_.takes.trigger()
        takes = studio.window.script_panel.takes_panel
        assert not takes.render_button.isEnabled()
        assert [b.isEnabled() for b in takes.rows[0].buttons] == [False, True, True, False, False, False]
        QTest.keyClick(takes.rows[0].play_button, Qt.Key.Key_Delete)
        assert len(studio.studio.script.line(0).takes) == 1, (
            "takes can be heard and compared, and that is all"
        )
        studio.window.engine_panel.generate_button.click()
        assert any("only for reading" in notice for notice in studio.notices())
        assert not studio.studio.run.running
        text = tmp_path / "b.txt"
        text.write_text("From a text.")
        drop(studio.editor, text)
        assert studio.editor.plain_text() == "Good morning."
        assert len([notice for notice in studio.notices() if "only for reading" in notice]) == 1
        banner.button.click()
        answer(studio, tmp_path / "b.sottovoce")
        opened(studio, tmp_path / "b.sottovoce")
        studio.until(lambda: not banner.isVisible())
        assert not studio.editor.isReadOnly()
        studio.generate()
        assert len(read(tmp_path / "b.sottovoce").script.lines[0].takes) == 2
        assert len(read(path).script.lines[0].takes) == 1
    finally:
        other.close()


def test_what_another_let_go_is_opened_again_with_what_was_changed_there(quiet, tmp_path):
    path = make(tmp_path / "a.sottovoce")
    other = Project.open(path)
    try:
        quiet.studio.projects.open(path)
        opened(quiet, path)
        assert quiet.editor.isReadOnly()
        other.keep(ProjectState(Script.from_text("Changed.")))
    finally:
        other.close()
    button = quiet.window.script_panel.banner.button
    quiet.until(lambda: button.text() == "Open again")
    assert quiet.editor.plain_text() == "Good morning."
    button.click()
    quiet.until(lambda: not quiet.editor.isReadOnly())
    assert quiet.editor.plain_text() == "Changed."
    quiet.write("And here.")
    kept(quiet, path, "And here.")


def test_a_newer_one_is_shown_and_a_copy_can_be_changed(quiet, tmp_path):
    path = make(tmp_path / "a.sottovoce")
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE lines ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
    connection.execute("PRAGMA user_version = 1000")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    quiet.studio.projects.open(path)
    opened(quiet, path)
    assert quiet.window.script_panel.banner.text_label.text().startswith("A newer Sottovoce made this")
    assert quiet.editor.plain_text() == "Good morning."
    quiet.window.script_panel.banner.button.click()
    answer(quiet, tmp_path / "b.sottovoce")
    opened(quiet, tmp_path / "b.sottovoce")
    quiet.write("Changed.")
    kept(quiet, tmp_path / "b.sottovoce", "Changed.")
    assert path.read_bytes() == before


@pytest.fixture
def small_disk(tmp_path):
    """Mount a small disk; only root may."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False
        ).returncode
    ):
        pytest.skip("needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(ballast: Path) -> None:
    """Write until nothing more goes onto the disk."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_full_disk_is_told_and_all_is_stored_when_there_is_room(studio, small_disk):
    path = make(small_disk / "a.sottovoce")
    studio.studio.projects.open(path)
    opened(studio, path)
    ballast = small_disk / "ballast"
    fill(ballast)
    studio.write("The disk is full.\nAnd yet.")
    banner = studio.window.script_panel.banner
    studio.until(banner.isVisible)
    assert "kept in memory" in banner.text_label.text()
    assert studio.window.top_bar.document_label.full_text == "a — not saved"
    studio.generate()
    assert studio.states() == [RENDERED, RENDERED]
    assert read(path).script.text == "Good morning.", "nothing half"
    ballast.unlink()
    studio.until(lambda: not banner.isVisible())
    kept(studio, path, "The disk is full.\nAnd yet.")
    assert [len(line.takes) for line in read(path).script.lines] == [1, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is not taken away there")
@pytest.mark.parametrize("name", ["b", "a"], ids=["elsewhere", "in its old place"])
def test_a_file_that_was_taken_away_is_told_and_a_copy_goes_on(studio, tmp_path, name):
    path = make(tmp_path / "a.sottovoce")
    studio.studio.projects.open(path)
    opened(studio, path)
    studio.generate()
    path.unlink()
    studio.write("Good morning.\nAnd good night.")
    banner = studio.window.script_panel.banner
    studio.until(banner.isVisible)
    banner.button.click()
    copy = tmp_path / f"{name}.sottovoce"
    answer(studio, copy)
    opened(studio, copy)
    studio.until(lambda: not banner.isVisible())
    studio.generate()
    assert [len(line.takes) for line in read(copy).script.lines] == [1, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_read_only_folder(quiet, small_disk):
    path = make(small_disk / "a.sottovoce")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    quiet.studio.projects.open(path)
    opened(quiet, path)
    assert quiet.window.script_panel.banner.text_label.text().startswith("This project cannot be written to")
    assert quiet.editor.isReadOnly()


def test_where_no_file_can_be_made_it_is_in_memory_and_tried_again(open_studio, home, monkeypatch):
    monkeypatch.setattr("gui.projects.RETRY_MS", 50)
    home.mkdir()
    (home / "untitled.sottovoce").symlink_to(home / "not there" / "untitled.sottovoce")
    one = open_studio()
    one.window.show()
    assert one.window.script_panel.banner.isVisible()
    one.write("In memory.")
    (home / "not there").mkdir()
    one.until(lambda: not one.window.script_panel.banner.isVisible())
    kept(one, home / "untitled.sottovoce", "In memory.")


def test_what_has_no_file_leaves_none_open_when_another_project_comes_first(open_studio, home, tmp_path):
    other = make(tmp_path / "b.sottovoce")
    home.mkdir()
    (home / "untitled.sottovoce").symlink_to(home / "not there" / "untitled.sottovoce")
    one = open_studio()
    (home / "not there").mkdir()
    one.studio.projects.open(other)
    one.studio.projects._retry.timeout.emit()
    opened(one, other)
    one.until(lambda: not one.studio.lanes["project"].busy)
    one.studio.projects.open_untitled()
    one.until(lambda: one.studio.projects.untitled)
    assert one.studio.projects.writable


# --- voices inside --------------------------------------------------------------------------------


def test_voices_travel_inside_and_keep_their_id(open_studio, recording, tmp_path, monkeypatch):
    one = open_studio()
    one.start()
    one.studio.voices.add([recording])
    one.until(lambda: len(one.studio.voices.state.cards) == 2)
    voice = one.studio.voices.voices[0]
    one.studio.engine.choose_voice(voice)
    target = tmp_path / "a.sottovoce"
    one.window.actions_.save_as.trigger()
    answer(one, target, voices=True)
    opened(one, target)
    one.until(lambda: one.studio.desk.voices.kept and inside(target) == [voice.name])
    one.window.close()

    monkeypatch.setenv("SOTTOVOCE_HOME", str(tmp_path / "another machine"))
    elsewhere = open_studio()
    elsewhere.start()
    elsewhere.studio.projects.open(target)
    opened(elsewhere, target)
    elsewhere.until(lambda: any(f"library does not have: {voice.name}" in one for one in elsewhere.notices()))
    line = elsewhere.window.notice_bar.lines()[0]
    line.buttons[0].click()
    elsewhere.until(lambda: elsewhere.studio.voices.find(voice.id) is not None)
    elsewhere.until(lambda: elsewhere.studio.engine.choices.voice.id == voice.id)


def inside(path: Path) -> list[str]:
    project = Project.open(path, read_only=True)
    names = [voice.name for voice in project.embedded_voices()]
    project.close()
    return names
