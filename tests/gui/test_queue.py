"""The queue: its order, pause, going on, leaving one out, moving, and what the system is told at the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from core.install.environments import find_environments
from core.model.voice import Reference, Voice
from core.services.choices import Choices
from gui import run_notice
from gui.presenters.states import LineState
from gui.run_list import Job
from gui.run_notice import RunNotice
from gui.runs import RunEnded
from gui.widgets.queue_dialog import QueueDialog

SIX = "\n".join(f"This is line {number} of a short script." for number in range(1, 7))


@pytest.fixture
def order(studio) -> list[int]:
    """Return the ids of the lines whose turn has come."""
    found: list[int] = []
    studio.studio.runner.line_started.connect(found.append)
    return found


def ids(studio) -> list[int]:
    return [line.id for line in studio.studio.script.script.lines]


def select_line(editor, number: int) -> None:
    editor.go_to_line(number)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    editor.moveCursor(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)


def pause_in_line_one(studio) -> None:
    """Generate, pause while the first line is spoken, and wait until the run rests."""
    runner = studio.studio.runner
    runner.line_started.connect(runner.pause, Qt.ConnectionType.SingleShotConnection)
    studio.window.engine_panel.generate_button.click()
    studio.until(lambda: runner.resting)


def test_engines_are_switched_once_under_low_vram(open_studio, choir_environment, recording, qtbot):
    one = open_studio({"low_vram": "on"}, environments=[*find_environments(), choir_environment])
    one.start()
    clone = Voice("elena", "Elena", references=(Reference(recording, text="Words."),))
    heart = one.services.voices.find("starter:heart")
    jobs = [
        Job(number, "Good day.", Choices(engine="basso", voice=clone), 1, place=number)
        if number % 2
        else Job(number, "Good day.", Choices(engine="starter", voice=heart, language="en"), 1, place=number)
        for number in range(8)
    ]
    turns: list[int] = []
    one.studio.runner.line_started.connect(turns.append)
    with qtbot.waitSignal(one.studio.runner.run_ended, timeout=60_000) as ended:
        one.studio.runner.start(jobs)
    assert (ended.args[0].rendered, ended.args[0].failed) == (8, 0)
    assert turns == [0, 2, 4, 6, 1, 3, 5, 7]
    logs = [path.read_text(encoding="utf-8") for path in one.services.paths.logs.glob("host-*.log*")]
    loads = [line for text in logs for line in text.splitlines() if "vram event=load " in line]
    assert sorted("basso" in line for line in loads) == [False, True], "each engine was loaded once"


def test_a_pause_finishes_the_line_and_going_on_does_the_others(studio, order, qtbot):
    studio.write(SIX)
    pause_in_line_one(studio)
    assert order == ids(studio)[:1]
    assert studio.states() == [LineState.RENDERED, *[LineState.TODO] * 5]
    panel = studio.window.engine_panel
    assert panel.progress_label.text() or panel.progress_bar.accessibleDescription()
    assert "paused · 5 lines" in panel.progress_bar.accessibleDescription()
    assert panel.pause_button.accessibleName() == "Go on"
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000) as ended:
        panel.pause_button.click()
    assert (ended.args[0].rendered, ended.args[0].cancelled) == (6, False)
    assert order == ids(studio)


def test_the_run_follows_what_is_changed_meanwhile(studio, order, qtbot):
    """Lines deleted and back, moved, written anew, other choices: each is spoken as it is to be now."""
    studio.write(SIX)
    pause_in_line_one(studio)
    inner, editor = studio.studio, studio.editor
    generate = studio.window.engine_panel.generate_button
    assert not generate.isEnabled(), "all that is to do is in the run"
    inner.choices.set_speed(1.3)
    inner.choices.set_seed_locked(True)
    studio.until(lambda: {job.choices.speed for job in inner.runner.waiting()} == {1.3})
    assert {job.seed for job in inner.runner.waiting()} == {inner.engine.choices.seed}
    _, second, third, fourth, fifth, last = ids(studio)
    told: list[int] = []
    inner.runner.queue_changed.connect(lambda: told.append(inner.runner.waiting_count))
    select_line(editor, 2)
    editor.moveCursor(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
    editor.textCursor().removeSelectedText()
    assert not {third, fourth} & {job.utterance_id for job in inner.runner.waiting()}
    inner.history.undo()
    assert ids(studio)[2] == third
    assert told == [3, 5], "the queue is told of all lines of an edit at once: it may be of 10,000"
    select_line(editor, 4)
    editor.cut()
    editor.go_to_line(1)
    editor.paste()
    assert ids(studio)[1] == fifth, "the line that was moved is the same"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("\nOne line more.")
    studio.until(generate.isEnabled)
    with qtbot.waitSignal(inner.run.ended, timeout=60_000) as ended:
        generate.click()
    first, *_, new = ids(studio)
    assert ended.args[0].rendered == 8
    assert order[0] == first, "and once more at the other speed"
    assert order[1:] == [first, fifth, second, third, fourth, last, new], "as the script is now"
    assert studio.states() == [LineState.RENDERED] * 7


def test_a_line_that_is_deleted_while_it_is_spoken_has_its_take_when_it_is_back(studio, qtbot):
    studio.write("First.\n" + "And on and on it goes, " * 60)
    inner, editor = studio.studio, studio.editor
    long = ids(studio)[1]
    begun: list[int] = []

    def delete(line: int) -> None:
        if line == long:
            begun.append(line)
            select_line(editor, 1)
            editor.textCursor().removeSelectedText()
            inner.history.undo()

    inner.runner.line_started.connect(delete)
    studio.generate()
    assert begun
    assert ids(studio)[1] == long
    assert studio.states() == [LineState.RENDERED] * 2


def test_cancel_in_a_pause_ends_the_run_and_keeps_what_is_there(studio, qtbot):
    studio.write(SIX)
    pause_in_line_one(studio)
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000) as ended:
        studio.window.engine_panel.cancel_button.click()
    assert ended.args[0].cancelled
    assert studio.studio.script.rendered_count == 1
    assert not studio.studio.run.running
    studio.generate()
    assert studio.studio.script.rendered_count == 6


def test_the_queue_window_moves_and_leaves_out(studio, order, qtbot):
    studio.write(SIX)
    pause_in_line_one(studio)
    studio.window.engine_panel.queue_button.click()
    dialog = studio.window.findChild(QueueDialog)
    first, second, third, fourth, fifth, last = ids(studio)
    listed = lambda: dialog.table.ids  # noqa: E731
    studio.until(lambda: listed() == [second, third, fourth, fifth, last])
    assert dialog.table.item(0, 0).text() == "Line 2"
    dialog.table.setCurrentCell(4, 0)
    dialog.first_button.click()
    studio.until(lambda: listed() == [last, second, third, fourth, fifth])
    assert dialog.table.currentRow() == 0, "the line stays chosen"
    assert not dialog.up_button.isEnabled()
    dialog.down_button.click()
    studio.until(lambda: listed() == [second, last, third, fourth, fifth])
    dialog.table.setCurrentCell(3, 0)
    dialog.out_button.click()
    studio.until(lambda: listed() == [second, last, third, fifth])
    studio.studio.lines.render(0)
    studio.until(lambda: len(listed()) == 5)
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000):
        dialog.pause_button.click()
    assert sorted(order) == sorted([first, first, second, third, fifth, last])
    assert [one for one in order[1:] if one != first] == [second, last, third, fifth]
    assert studio.states()[3] is LineState.TODO
    studio.until(lambda: not listed())
    assert not dialog.cancel_button.isEnabled()


def test_one_line_is_cancelled_and_the_run_goes_on(studio, order, qtbot):
    studio.write(SIX + "\n" + "And on and on it goes, " * 400)
    studio.window.editor.go_to_line(0)
    long = ids(studio)[-1]
    studio.studio.runner.audio_made.connect(
        lambda audio: studio.studio.run.cancel_line(long) if audio.utterance_id == long else None
    )
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000) as ended:
        studio.window.engine_panel.generate_button.click()
    assert (ended.args[0].cancelled, ended.args[0].rendered) == (False, 6)
    assert studio.states()[:6] == [LineState.RENDERED] * 6
    assert studio.studio.script.failure(6).clip is not None, "what was spoken of it can be heard"


def test_what_is_asked_for_in_a_run_is_done_in_it(studio, order, qtbot):
    studio.write(SIX)
    pause_in_line_one(studio)
    studio.studio.lines.render(0)
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000) as ended:
        studio.studio.runner.resume()
    assert ended.args[0].rendered == 7
    assert order[:2] == [ids(studio)[0]] * 2
    assert len(studio.studio.script.line(0).takes) == 2


@pytest.fixture
def notify_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program of that name first on the path, which writes down what it is given."""
    folder, said = tmp_path / "bin", tmp_path / "said.txt"
    folder.mkdir()
    program = folder / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}.new && mv {said}.new {said}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return said


@pytest.mark.skipif(os.name == "nt", reason="Windows has a tray")
def test_the_system_tells_of_the_end_of_a_long_run_when_nobody_looks(qtbot, notify_send):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    notice = RunNotice(window)
    notice.tell(RunEnded(False, None, 12, 1, run_notice.LONG_S + 1))
    qtbot.waitUntil(notify_send.exists, timeout=20_000)
    assert notify_send.read_text().splitlines() == [
        "--app-name=Sottovoce",
        "Sottovoce is done",
        "12 line(s) spoken · 1 failed",
    ]


def test_a_short_or_cancelled_run_is_not_worth_a_notice(qtbot, notify_send):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    notice = RunNotice(window)
    notice.tell(RunEnded(False, None, 12, 0, run_notice.LONG_S - 1))
    notice.tell(RunEnded(True, None, 12, 0, run_notice.LONG_S + 1))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    notice.tell(RunEnded(False, None, 12, 0, run_notice.LONG_S + 1))
    assert not list(notify_send.parent.glob("said*"))
