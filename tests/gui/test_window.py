"""What a person does in the window, against the real host and the starter engine."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.install.environments import Environment
from gui.about import AboutDialog
from gui.app import main
from gui.presenters.states import LineState, Severity
from gui.widgets.memory_dialog import MemoryDialog

TODO, RENDERED, FAILED, BLANK = LineState.TODO, LineState.RENDERED, LineState.FAILED, LineState.BLANK


def test_first_run_has_a_sample_line_and_the_starter_voice(studio):
    assert studio.states() == [TODO]
    assert studio.studio.voices.state.selected == "starter:heart"
    assert studio.window.engine_panel.generate_button.isEnabled()
    assert studio.editor.hasFocus()
    assert studio.notices() == []


def test_generate_renders_each_line_and_shows_its_facts(studio):
    studio.write("Good morning.\n\nGood night.")
    studio.generate()
    assert studio.states() == [RENDERED, BLANK, RENDERED]
    state = studio.studio.transport.state
    assert state.duration_s > 0.3
    assert state.peaks is not None
    assert len(state.facts) == 3
    assert studio.window.script_panel.summary_label.full_text.startswith("2 lines · 4 words")


def test_without_a_device_a_note_says_so_and_export_still_works(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    studio.until(lambda: bool(studio.notices()))
    assert "Exporting to a file works without one" in studio.notices()[0]
    assert len(studio.notices()) == 1
    target = tmp_path / "out.wav"
    seen = []
    studio.studio.export.noticed.connect(seen.append)
    studio.studio.export.ask()
    studio.studio.export.write(target)
    studio.until(lambda: bool(seen))
    assert target.stat().st_size > 10_000
    assert seen[0].severity is Severity.INFO


def test_generate_again_has_nothing_to_do(studio):
    studio.write("Good morning.")
    studio.generate()
    take = studio.studio.script.take(0)
    studio.window.engine_panel.generate_button.click()
    assert not studio.studio.run.running
    assert "rendered already" in studio.notices()[0]
    assert studio.studio.script.take(0) is take


def test_an_edited_line_is_to_check_and_undo_finds_its_take(studio, qtbot):
    studio.write("Good morning.\nGood night.")
    studio.generate()
    studio.editor.go_to_line(0)
    qtbot.keyClicks(studio.editor, "So ")
    assert studio.states() == [LineState.STALE, RENDERED]
    studio.window.actions_.undo.trigger()
    assert studio.states() == [RENDERED, RENDERED]


def test_render_again_makes_another_take(studio, qtbot):
    studio.write("Good morning.")
    studio.generate()
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000):
        studio.window.actions_.render_line.trigger()
    line = studio.studio.script.line(0)
    assert len(line.takes) == 2
    assert line.takes[0].recipe.seed != line.takes[1].recipe.seed
    seed = f"{line.takes[1].recipe.seed:,}".replace(",", "\u202f")
    assert studio.studio.transport.state.facts[0] == f"Take 2 of 2 · seed {seed}"


def test_a_line_that_cannot_be_spoken_fails_alone(studio):
    studio.write("Good morning.\n🙂🙂\nGood night.")
    studio.generate()
    assert studio.states() == [RENDERED, FAILED, RENDERED]
    assert "🙂" in studio.editor.line_view(1).note
    told = [notice for notice in studio.notices() if notice.startswith("Line 2:")]
    assert len(told) == 1
    assert studio.editor.plain_text() == "Good morning.\n🙂🙂\nGood night."


def test_lines_are_counted_as_the_summary_counts_them_everywhere(studio):
    studio.write("Good morning.\n\n\n🙂🙂\n\nGood night.")
    progress = []
    studio.studio.run.view_changed.connect(lambda view: progress.append(view.text))
    studio.generate()
    assert studio.window.script_panel.summary_label.full_text.startswith("3 lines")
    assert any(notice.startswith("Line 2:") for notice in studio.notices())
    named = [text.split(" · ")[0] for text in progress if text.startswith("Line")]
    assert list(dict.fromkeys(named)) == ["Line 1 of 3", "Line 2 of 3", "Line 3 of 3"]
    studio.editor.go_to_line(5)
    assert studio.studio.transport.state.title == "Line 3"
    assert studio.editor.accessibleDescription().startswith("Line 3: rendered")
    assert studio.editor.buttons.current.play.accessibleName() == "Play line 3"
    assert studio.editor.buttons.current.render.accessibleName() == "Regenerate line 3"
    studio.editor.go_to_line(4)
    assert studio.studio.transport.state.title == ""
    assert studio.editor.accessibleDescription().startswith("Blank line")


def test_cancel_keeps_what_is_rendered_and_the_host(studio, qtbot):
    studio.write("\n".join(f"This is sentence number {n} of a long script." for n in range(60)))
    studio.window.engine_panel.generate_button.click()
    studio.until(lambda: RENDERED in studio.states())
    pid = studio.client.pid
    with qtbot.waitSignal(studio.studio.run.ended, timeout=60_000) as ended:
        qtbot.keyClick(studio.window, Qt.Key.Key_Escape)
        assert studio.studio.engine.state.cancelling
    assert ended.args[0].cancelled
    kept = studio.states().count(RENDERED)
    assert 0 < kept < 60
    assert LineState.RENDERING not in studio.states()
    studio.write("One more.")
    studio.generate()
    assert studio.states() == [RENDERED]
    assert studio.client.pid == pid


def test_the_host_is_killed_in_mid_run(studio):
    studio.write("\n".join(f"This is sentence number {n} of a long script." for n in range(20)))
    studio.window.engine_panel.generate_button.click()
    studio.until(lambda: RENDERED in studio.states())
    os.kill(studio.client.pid, signal.SIGKILL)
    studio.until(lambda: not studio.studio.run.running)
    states = studio.states()
    assert states.count(FAILED) <= 1
    assert states.count(RENDERED) >= 19
    assert sum("ended unexpectedly" in notice for notice in studio.notices()) == states.count(FAILED)


def test_what_is_typed_while_a_line_waits_is_what_is_rendered(studio):
    lines = [f"This is sentence number {n} of a long script." for n in range(30)]
    studio.write("\n".join(lines))
    studio.window.engine_panel.generate_button.click()
    studio.editor.go_to_line(29)
    studio.editor.insertPlainText("Now then. ")
    studio.until(lambda: not studio.studio.run.running)
    assert studio.states() == [RENDERED] * 30
    said = lines[29].replace("29", "twenty-nine")
    assert studio.studio.script.take(29).recipe.text == f"Now then. {said}"


def test_a_click_on_low_vram_has_the_last_word(open_studio, monkeypatch, qtbot):
    monkeypatch.setenv("LOW_VRAM", "true")
    studio = open_studio()
    studio.start()
    check = studio.window.engine_panel.low_vram.check
    assert check.isChecked()
    assert studio.studio.meter.state.pill == "Low VRAM on"
    assert studio.studio.meter.state.pill_detail == "Low VRAM: on (environment LOW_VRAM)"
    check.click()
    assert not check.isChecked()
    state = studio.studio.meter.state
    assert state.pill == "Low VRAM off"
    assert state.pill_detail == (
        "Low VRAM: off (set in the window; LOW_VRAM=true in the environment is overridden)"
    )
    assert not studio.studio.engine.low_vram.value
    studio.studio.engine.choose_policy("auto")
    assert "automatic" in studio.studio.meter.state.pill_detail


def test_a_simulated_card_is_labelled(open_studio):
    studio = open_studio({"simulate_gpu_bytes": 4 * 10**9})
    studio.start()
    studio.until(lambda: "4.0 GB" in studio.studio.meter.state.figures)
    assert studio.studio.meter.state.device == "Simulated GPU (4.0 GB)"
    assert "Simulated" in studio.studio.meter.state.accessible
    assert studio.studio.meter.state.peak == "Sottovoce holds 0 MB"
    assert not studio.studio.engine.state.low_vram


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_the_meter_opens_the_last_minutes_with_what_happened(open_studio, qtbot):
    studio = open_studio({"simulate_gpu_bytes": 4 * 10**9, "low_vram": "on"})
    studio.start()
    studio.write("Good morning.")
    qtbot.keyClick(studio.window.status_bar.meter, Qt.Key.Key_Space)
    (dialog,) = studio.window.findChildren(MemoryDialog)
    studio.window.status_bar.meter.click()
    assert studio.window.findChildren(MemoryDialog) == [dialog]
    studio.generate()
    studio.until(lambda: [mark.kind for mark in studio.studio.memory.state.marks] == ["load", "release"])
    assert "released" in dialog.marks_label.text()
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    assert names == ["Starter", "Other programs", "Free", "In all"]
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == studio.studio.memory.state.text
    assert "Starter loaded" in QGuiApplication.clipboard().text()
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.close()
    studio.until(lambda: bool(gone))


def test_lines_are_rendered_on_the_device_of_the_settings(open_studio):
    studio = open_studio({"simulate_gpu_bytes": 4 * 10**9, "device": "cpu"})
    studio.start()
    studio.write("Good morning.")
    studio.generate()
    assert studio.studio.script.take(0).device == "cpu"
    assert studio.studio.meter.state.device == "Simulated GPU (4.0 GB)"


def test_a_device_that_cannot_be_is_refused_before_any_window_is_made(capsys, monkeypatch):
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)  # the process is the tests'
    assert main(["--device", "toaster"]) == 2
    assert "--device" in capsys.readouterr().err


def test_the_meter_without_a_card_says_so(studio):
    studio.until(lambda: not studio.studio.meter.state.stale)
    state = studio.studio.meter.state
    assert state.device == "CPU"
    assert state.figures.startswith("RAM ")
    assert any(segment.label.startswith("engine host") for segment in state.segments)


def test_export_asks_about_lines_that_are_not_rendered(studio, tmp_path):
    asked = []
    studio.studio.export.file_wanted.connect(asked.append)
    studio.write("Good morning.")
    studio.window.actions_.export.trigger()
    assert "nothing to export" in studio.notices()[0]
    studio.generate()
    studio.editor.appendPlainText("Good night.")
    studio.window.actions_.export.trigger()
    assert studio.notices()[0].startswith("Lines without audio yet: 1 of 2.")
    assert not asked
    studio.window.notice_bar.lines()[0].buttons[0].click()
    assert asked[0].name == "Good morning.wav"


def test_the_question_about_lines_without_audio_goes_when_none_is_left(studio):
    studio.write("Good morning.")
    studio.generate()
    studio.editor.appendPlainText("Good night.")
    studio.window.actions_.export.trigger()
    assert studio.notices()[0].startswith("Lines without audio yet: 1 of 2.")
    studio.write("Good morning.")
    assert not any("without audio yet" in words for words in studio.notices())


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_theme_and_language_are_kept(open_studio, theme, home):
    studio = open_studio()
    studio.start()
    studio.window.theme_selected.emit(theme)
    studio.window.language_selected.emit("pt_BR")
    studio.window.close()
    again = open_studio()
    assert again.services.settings.value("theme") == theme
    assert again.services.settings.value("interface_language") == "pt_BR"
    again.window.language_selected.emit("en")


def test_a_preset_is_heard_by_a_sample_of_its_own(studio):
    studio.window.voices_panel.cards()[0].play_button.click()
    studio.until(lambda: studio.studio.voices.state.cards[0].peaks is not None)
    studio.until(lambda: not studio.studio.run.running)
    assert studio.states() == [TODO]
    assert studio.studio.transport.state.title in {"Starter", "Line 1"}
    assert studio.studio.script.script.lines[0].takes == ()


def test_a_new_language_changes_every_panel_at_once(studio):
    studio.write("Good morning.\nGood night.")
    studio.generate()
    studio.program.choose_language("pt_BR")
    try:
        studio.until(lambda: studio.window.engine_panel.generate_button.accessibleName() == "Gerar")
        assert studio.window.script_panel.summary_label.full_text.startswith("2 linhas · 4 palavras")
        assert studio.studio.meter.state.pill == "Pouca VRAM desligada"
        assert studio.studio.transport.state.facts[0].startswith("semente")
        assert studio.window.actions_.open_logs.text() == "Abrir a pasta de registros"
    finally:
        studio.program.choose_language("en")
    studio.until(lambda: studio.window.script_panel.summary_label.full_text.startswith("2 lines · 4 words"))


def test_the_report_goes_to_the_clipboard(studio, qapp):
    qapp.clipboard().clear()
    studio.window.actions_.copy_report.trigger()
    studio.until(lambda: any("clipboard" in notice for notice in studio.notices()))
    assert "Low VRAM: off (automatic" in qapp.clipboard().text()


def test_about_names_licences(studio, qtbot):
    studio.window.actions_.about.trigger()
    dialog = studio.window.findChild(AboutDialog)
    studio.until(lambda: "PySide6" in dialog.licences.toPlainText())
    words = dialog.licences.toPlainText()
    assert "Starter: code Apache-2.0" in words
    dialog.close()


def test_a_host_that_cannot_start_is_said_and_can_be_tried_again(open_studio, qtbot, tmp_path):
    python = tmp_path / "python"
    studio = open_studio(environments=[Environment("studio", python, ("starter",))])
    studio.window.show()
    studio.studio.start()
    studio.until(lambda: bool(studio.notices()))
    assert "cannot be used" in studio.notices()[0]
    assert not studio.window.engine_panel.generate_button.isEnabled()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    with qtbot.waitSignal(studio.studio.runner.hosts_ready, timeout=60_000):
        studio.window.notice_bar.lines()[0].buttons[0].click()
    assert studio.notices() == []
