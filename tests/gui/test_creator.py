"""What a creator met in a day's work with the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QDir, QEvent, QSize
from PySide6.QtWidgets import QFileDialog

from core.errors import AudioDeviceLost
from core.services.explain import explain
from gui.i18n import Interface
from gui.playback import PlaybackState
from gui.presenters.states import LineState


def resident(sample):
    return [one.engine for one in sample.engines if one.in_memory]


def test_after_a_cancel_low_vram_leaves_nothing_in_memory(open_studio, qtbot):
    """The line that was cancelled had others behind it, which nobody wants any more."""
    one = open_studio({"low_vram": "on"})
    one.start()
    one.write("\n".join(f"This is line number {number} of a long script." for number in range(200)))
    with qtbot.waitSignal(one.studio.run.ended, timeout=60_000):
        one.window.engine_panel.generate_button.click()
        one.until(lambda: LineState.RENDERED in one.states())
        assert resident(one.client.sample()) == ["starter"]
        one.window.actions_.cancel.trigger()
    assert LineState.TODO in one.states()
    assert resident(one.client.sample()) == []


def test_after_a_cancel_without_low_vram_the_engine_stays(open_studio, qtbot):
    one = open_studio({"low_vram": "off"})
    one.start()
    one.write("\n".join(f"This is line number {number} of a long script." for number in range(200)))
    with qtbot.waitSignal(one.studio.run.ended, timeout=60_000):
        one.window.engine_panel.generate_button.click()
        one.until(lambda: LineState.RENDERED in one.states())
        one.window.actions_.cancel.trigger()
    assert resident(one.client.sample()) == ["starter"]


def test_the_window_opens_within_the_screen_with_its_frame(open_studio):
    one = open_studio()
    screen = one.window.screen().availableSize()
    assert one.window.size().boundedTo(screen - QSize(2, 30)) == one.window.size()


def test_file_dialogs_speak_the_interface_language(qapp):
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    interface = Interface(qapp)
    interface.speak("pt_BR")
    try:
        assert QCoreApplication.translate("QFileDialog", "Look in:") != "Look in:"
        assert QCoreApplication.translate("WindowActions", "Quit") == "Sair"
    finally:
        interface.forget()


def test_the_line_that_is_heard_stays_in_sight_while_it_is_edited(studio, qtbot):
    studio.write("Good morning.\nGood night.")
    studio.generate()
    line, playback = studio.studio.script.line(0), studio.studio.playback
    playback.stop()
    heard = PlaybackState(active=True, playing=True, key=line.id, position_s=0.3, duration_s=0.9)
    playback._set(heard)
    before = studio.studio.transport.state
    assert before.peaks is not None
    studio.editor.go_to_line(0)
    qtbot.keyClicks(studio.editor, "So ")
    during = studio.studio.transport.state
    assert during.peaks is before.peaks
    assert during.facts == before.facts
    playback._set(PlaybackState())
    assert studio.studio.transport.state.peaks is before.peaks, "it can be heard until there is a new one"


def test_a_folder_is_remembered_once_something_was_exported_to_it(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    studio.studio.export.write(tmp_path / "missing" / "out.wav")
    studio.until(lambda: any("is not there" in notice for notice in studio.notices()))
    assert studio.services.settings.value("export_folder") != str(tmp_path / "missing")
    studio.studio.export.write(tmp_path / "out.wav")
    studio.until(lambda: any("Exported" in notice for notice in studio.notices()))
    assert studio.services.settings.value("export_folder") == str(tmp_path)
    assert not any("missing" in notice for notice in studio.notices()), "what failed before is past"


def test_file_dialogs_begin_at_home_then_where_the_last_file_was(studio, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "script.txt").write_text("Good morning.")
    studio.window.actions_.open_text.trigger()
    dialog = studio.window.findChild(QFileDialog)
    assert dialog.directory().absolutePath() == QDir.homePath()
    dialog.fileSelected.emit(str(texts / "script.txt"))
    dialog.close()
    studio.until(lambda: studio.window.findChild(QFileDialog) is None)
    studio.window.actions_.open_text.trigger()
    dialog = studio.window.findChild(QFileDialog)
    assert dialog.directory().absolutePath() == str(texts)
    dialog.close()


def test_control_characters_of_an_opened_file_are_dropped_and_told(studio, tmp_path):
    path = tmp_path / "nul.txt"
    path.write_bytes(b"Good\x00 morning\x07.\n")
    studio.window.files_given.emit((path,))
    studio.until(lambda: bool(studio.notices()))
    assert studio.editor.plain_text() == "Good morning.\n"
    assert "2" in studio.notices()[0]


@pytest.mark.parametrize(("device", "what"), [("", "The output device is gone."), ("Speaker", '"Speaker"')])
def test_a_lost_device_is_named_where_it_has_a_name(device, what):
    assert what in explain(AudioDeviceLost(device=device)).what


def test_facts_of_a_line_say_seed_rate_peak_and_speed(studio):
    studio.write("Good morning.")
    studio.generate()
    facts = studio.studio.transport.state.facts
    assert facts[0].startswith("seed ")
    assert not any("Take" in fact for fact in facts)


@pytest.mark.parametrize("action", ["generate", "render_line"])
def test_what_is_to_be_rendered_before_the_host_has_answered_is_remembered(open_studio, qtbot, action: str):
    one = open_studio()
    one.window.show()
    one.studio.start()
    with qtbot.waitSignal(one.studio.run.ended, timeout=60_000):
        getattr(one.window.actions_, action).trigger()
        assert not one.studio.run.running
    assert one.states() == [LineState.RENDERED]
