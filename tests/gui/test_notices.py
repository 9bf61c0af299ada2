"""What the window tells: in names and line numbers that people know, and no longer than it holds."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from core.audio.devices import plain_reason
from core.errors import AudioDeviceMissing, TextUnspeakable
from core.model.events import Notice
from core.model.script import Failure
from core.services.explain import explain
from gui.messages import know_engines, notice_view
from gui.playback import PlaybackState
from gui.presenters.states import Severity
from gui.runs import LineFailed
from gui.widgets.weights_dialog import WeightsDialog

PORTUGUESE = "Não sei o que você quer que eu faça com isso, mas não vou fazer."


def test_a_warning_names_line_engine_and_languages(studio):
    studio.write(f"Good morning.\n\n{PORTUGUESE}")
    studio.generate()
    told = next(notice for notice in studio.notices() if "will sound wrong" in notice)
    assert told.startswith('Line 2: The engine "Starter" does not speak "Portuguese"')
    assert '"Starter"' in told
    assert "English (United States)" in told
    assert not {"pt", "starter", "en-US"} & set(told.replace('"', " ").replace(".", " ").split())


def test_a_warning_of_many_lines_is_one_and_names_them_all_at_the_end(studio):
    studio.write("\n".join([PORTUGUESE, "Good morning.", *[PORTUGUESE + "!"] * 6]))
    studio.generate()
    told = [notice for notice in studio.notices() if "will sound wrong" in notice]
    assert len(told) == 1
    assert told[0].startswith("Lines 1, 3, 4, 5, 6…: ")


def test_an_error_names_the_engine_by_its_name(studio):
    studio.write("— … —")
    studio.generate()
    told = next(notice for notice in studio.notices() if "cannot speak" in notice)
    assert told.startswith('Line 1: The engine "Starter" cannot speak')
    assert '"Starter"' in studio.studio.script.views[0].note


@pytest.mark.parametrize(
    ("rate_hz", "seconds", "said"),
    [(8_000, 5, ("only 8000 Hz", Severity.WARNING)), (24_000, 60, ("0:00.0 to", Severity.INFO))],
)
def test_a_recording_that_is_not_used_as_it_is_is_told_on_adding(studio, tmp_path, rate_hz, seconds, said):
    path = tmp_path / "Ann.wav"
    soundfile.write(path, 0.3 * np.sin(np.arange(rate_hz * seconds) / 20), rate_hz)
    studio.studio.voices.add([path])
    studio.until(lambda: bool(studio.notices()))
    (told,) = studio.window.notice_bar.notices()
    assert told.what == "Ann was added to the voices."
    assert said[0] in told.why
    assert told.severity is said[1]


def test_that_there_is_no_sound_is_taken_back_once_something_is_heard(studio):
    playback = studio.studio.playback
    playback.failed.emit(AudioDeviceMissing(device="", reason="no output device"))
    assert any("no device to play on" in notice for notice in studio.notices())
    playback._set(PlaybackState(active=True, playing=True, position_s=0.0, duration_s=1.0))
    assert studio.notices() != []
    playback._set(PlaybackState(active=True, playing=True, position_s=0.1, duration_s=1.0))
    assert studio.notices() == []
    playback._set(PlaybackState())


def test_a_notice_of_a_line_follows_its_line_and_goes_with_its_words(studio, qtbot):
    studio.write("Good morning.\n— … —\nGood night.")
    studio.generate()
    assert any(notice.startswith("Line 2:") for notice in studio.notices())
    studio.editor.go_to_line(0)
    studio.editor.insertPlainText("First of all.\n")
    assert any(notice.startswith("Line 3:") for notice in studio.notices())
    assert not any(notice.startswith("Line 2:") for notice in studio.notices())
    studio.editor.go_to_line(2)
    qtbot.keyClicks(studio.editor, "Words")
    assert not any("cannot speak" in notice for notice in studio.notices())


def test_a_notice_of_many_lines_loses_those_that_are_deleted(studio):
    studio.write("\n".join([PORTUGUESE, "Good morning.", PORTUGUESE + "!"]))
    studio.generate()
    assert any(notice.startswith("Lines 1, 3: ") for notice in studio.notices())
    cursor = studio.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert any(notice.startswith("Line 2: ") for notice in studio.notices())
    studio.write("Nothing of it.")
    assert not any("will sound wrong" in notice for notice in studio.notices())


def test_notices_speak_the_new_language(studio):
    studio.write("— … —\nGood morning.")
    studio.generate()
    studio.program.copy_report()
    studio.until(lambda: len(studio.notices()) == 3)  # the line, the clipboard, and no sound card
    english = set(studio.notices())
    studio.program.choose_language("pt_BR")
    try:
        studio.until(lambda: any(notice.startswith("Linha 1: ") for notice in studio.notices()))
        assert any("área de transferência" in notice for notice in studio.notices())
        assert not english & set(studio.notices())
    finally:
        studio.program.choose_language("en")
    studio.until(lambda: english == set(studio.notices()))


def test_a_line_that_fails_is_told_before_the_run_ends(studio):
    studio.write("\n".join(["🙂🙂", *["Good morning to you all."] * 5, "🙂"]))
    told_while_running = []
    studio.studio.runner.line_rendered.connect(lambda _: told_while_running.append(studio.notices()))
    studio.generate()
    assert any(notice.startswith("Line 1: ") for notice in told_while_running[0])
    told = [notice for notice in studio.notices() if "cannot speak" in notice]
    assert len(told) == 1
    assert "1 more line failed." in told[0]


def test_that_a_line_failed_goes_once_it_is_rendered(studio, qtbot):
    studio.write("Good morning.")
    inner = studio.studio
    line, choices = inner.script.line(0), inner.engine.choices
    error = TextUnspeakable(engine="starter", sample="x")
    inner.notices.tell_failure(LineFailed(line.id, Failure(choices.recipe(line.text), error, None)))
    assert any(notice.startswith("Line 1: ") for notice in studio.notices())
    with qtbot.waitSignal(inner.run.ended, timeout=60_000):
        inner.run.start([line], choices)
    assert not any(notice.startswith("Line 1: ") for notice in studio.notices())


@pytest.mark.parametrize(
    "arguments",
    [
        ("Error opening OutputStream: Unanticipated host error [PaErrorCode -9999]",),
        ("Unanticipated host error", -9999),
        ("Error starting stream", -9999, (0, -77, "File descriptor in bad state")),
        ("Device unavailable", -9985),
    ],
)
def test_reasons_of_sound_that_does_not_work_are_words(arguments):
    words = explain(AudioDeviceMissing(device="Speakers", reason=plain_reason(Exception(*arguments))))
    assert words.why in {
        "Reason: the system's sound does not work or refuses it.",
        "Reason: another program uses it, or it was unplugged.",
    }


def test_who_left_the_card_is_told_calmly_and_by_name():
    know_engines({"f5": "F5-TTS", "xtts": "XTTS v2", "echo": "Echo"})
    view = notice_view(Notice("engines_left", {"engine": "xtts", "engines": "f5, echo"}))
    assert view.severity is Severity.INFO
    assert view.what == 'To make room on the card for the engine "XTTS v2", these left it: F5-TTS, Echo.'


def test_weights_that_a_line_lacks_can_be_had_from_its_notice(choir):
    """A project that somebody sent has lines of an engine whose weights are not here."""
    choir.write("Good morning.\n[Rosa] Buenos días.")
    choir.studio.run.start(choir.studio.script.todo(), choir.studio.engine.choices)
    choir.until(lambda: any("Tenor" in notice for notice in choir.notices()))
    line = next(one for one in choir.window.notice_bar.lines() if "Tenor" in one.notice.what)
    (button,) = line.buttons
    assert button.text() == "Get the weights…"
    button.click()
    (panel,) = choir.window.findChildren(WeightsDialog)
    choir.until(lambda: bool(panel.cards))
    panel.close()
    choir.until(lambda: not choir.studio.run.running)
