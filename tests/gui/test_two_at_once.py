"""Things that happen while others are under way: nothing waits for what it does not need."""

from __future__ import annotations

import sys
import threading

import pytest

from core.audio import devices
from core.errors import AudioDeviceMissing
from core.projects.project import Project
from gui.presenters.states import LineState
from tests.gui.fake_sound import FakeSound

LINES = [f"This is sentence number {n} of a long script." for n in range(30)]


@pytest.fixture
def running(studio):
    """A run of 30 lines whose first is done."""
    studio.write("\n".join(LINES))
    studio.window.engine_panel.generate_button.click()
    studio.until(lambda: LineState.RENDERED in studio.states())
    return studio


def kept(path) -> str:
    """Return the text that another program reads in a project."""
    project = Project.open(path, read_only=True)
    project.close()
    return project.state.script.text


def finish(studio) -> None:
    studio.until(lambda: not studio.studio.run.running)


def test_a_line_that_waits_is_not_rendered_twice(running):
    running.studio.lines.render(29)
    finish(running)
    assert len(running.studio.script.line(29).takes) == 1


def test_what_is_typed_into_a_line_that_comes_after_the_run_is_what_is_rendered(running):
    running.studio.lines.render(0)
    running.editor.go_to_line(0)
    running.editor.insertPlainText("Now then. ")
    finish(running)
    assert running.studio.script.take(0).recipe.text == f"Now then. {LINES[0]}".replace("0", "zero")


def test_a_line_that_is_deleted_is_not_rendered_after_the_run(running):
    running.studio.lines.render(0)
    takes = []
    running.studio.runner.line_rendered.connect(lambda rendered: takes.append(rendered.utterance_id))
    gone = running.studio.script.line(0).id
    cursor = running.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    finish(running)
    assert gone not in takes


def test_a_line_asked_for_after_a_cancel_is_rendered(running):
    running.studio.cancel()
    running.studio.lines.render(29)
    finish(running)
    assert running.studio.script.take(29) is not None
    assert LineState.TODO in running.states()


def test_a_sound_server_that_hangs_holds_up_neither_exports_nor_the_session(
    studio, tmp_path, home, monkeypatch
):
    sound = FakeSound()
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    studio.write("Good morning.")
    studio.generate()
    sound.answers.clear()
    studio.studio.transport.ask_devices()
    studio.studio.transport.play_from(0)
    studio.window.actions_.copy_report.trigger()
    studio.editor.insertPlainText("So ")
    studio.window.actions_.undo.trigger()
    target = tmp_path / "out.wav"
    studio.studio.export.write(target)
    try:
        studio.until(target.exists)
        studio.until(lambda: kept(home / "untitled.sottovoce") == "Good morning.")
        assert studio.studio.lanes["audio"].busy
        assert studio.studio.lanes["report"].busy
    finally:
        sound.answers.set()
    studio.until(lambda: not studio.studio.lanes["report"].busy)


def test_closing_in_mid_export_leaves_a_whole_file(running, tmp_path):
    finish(running)
    target = tmp_path / "out.wav"
    running.studio.export.write(target)
    running.window.close()
    assert [path.name for path in tmp_path.glob("*.wav*")] == ["out.wav"]
    assert running.program.everything_ended


def test_a_device_list_that_fails_does_not_end_what_is_heard(studio, monkeypatch):
    sound = FakeSound()
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    heard = threading.Event()
    studio.write("\n".join(LINES[:3]))
    studio.studio.playback.state_changed.connect(lambda state: state.position_s > 0 and heard.set())
    studio.window.engine_panel.generate_button.click()
    studio.until(heard.is_set)
    studio.studio.playback.failed.emit(AudioDeviceMissing(device="", reason="no list"))
    finish(studio)
    studio.until(lambda: studio.studio.playback.state.key == studio.studio.script.line(2).id)
    studio.studio.playback.stop()
    studio.until(lambda: not studio.studio.lanes["audio"].busy)
    assert not devices._open_streams
