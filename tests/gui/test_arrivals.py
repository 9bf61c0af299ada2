"""A recording that is dropped: its steps are seen, it can be stopped, and its words are on the voice."""

from __future__ import annotations

import os

import numpy as np
import pytest
import soundfile

from core.paths import Paths
from core.services.survey import RECOGNITION
from core.voices.library import NewVoice
from core.voices.recordings import NewReference
from gui.presenters.states import Severity
from gui.widgets.weights_dialog import WeightsDialog
from gui.widgets.words_dialog import WordsDialog
from tests.audio_fixtures import SENTENCES, wer
from tests.gui.test_files import drop

pytestmark = pytest.mark.slow


def steps_of(studio) -> list[str]:
    steps: list[str] = []
    studio.studio.arrivals.state_changed.connect(lambda state: steps.append(state.step))
    return steps


def test_a_dropped_recording_is_looked_at_with_steps_in_sight(studio, spoken):
    steps, bar = steps_of(studio), studio.window.voices_panel.arrival_bar
    drop(studio.window.voices_panel, spoken[0])
    studio.until(bar.isVisible)
    assert bar.name_label.full_text == spoken[0].name
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    studio.until(lambda: not bar.isVisible())
    assert {"Looking for the best part…", "Cutting and levelling…"} <= set(steps)


def test_what_came_of_a_recording_is_one_calm_notice_with_the_next_steps(studio, spoken):
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    (line,) = studio.window.notice_bar.lines()
    assert line.notice.severity is Severity.INFO
    assert "was added to the voices" in line.notice.what
    assert "sottovoce models" not in line.accessibleName(), "a command is for the command line"
    write, get = line.buttons
    write.click()
    dialog = studio.window.findChild(WordsDialog)
    assert dialog.question.voice == studio.services.voices.references()[0].id
    dialog.close()
    get.click()
    panel = studio.window.findChild(WeightsDialog)
    studio.until(lambda: RECOGNITION in panel.cards)

    def buttons():
        return [button for row in panel.cards[RECOGNITION].rows.values() for button in row.buttons]

    studio.until(lambda: panel.focusWidget() in buttons())
    panel.close()


def test_the_notice_of_a_recording_goes_when_its_words_are_written(studio, spoken):
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: bool(studio.notices()))
    voice = studio.services.voices.references()[0]
    studio.studio.voice_edits.rename(voice.id, "Anna")
    studio.until(lambda: any(one.name == "Anna" for one in studio.studio.voices.voices))
    assert studio.notices(), "nothing of it is past"
    studio.studio.voices.keep_words(voice.id, "Some words.")
    studio.until(lambda: not studio.notices())


def test_the_best_part_is_told_in_the_languages_numbers(studio, tmp_path, spoken):
    samples, rate_hz = soundfile.read(spoken[0])
    long = tmp_path / "long.wav"
    soundfile.write(long, np.tile(samples, 1 + int(30 * rate_hz / len(samples))), rate_hz)
    drop(studio.window.voices_panel, long)
    studio.until(lambda: bool(studio.notices()))
    assert "Its best part is used: 0:" in studio.window.notice_bar.notices()[0].why
    studio.window.language_selected.emit("pt_BR")
    studio.until(lambda: "O melhor trecho é usado" in studio.window.notice_bar.notices()[0].why)
    assert "0:39,5." in studio.window.notice_bar.notices()[0].why
    studio.window.language_selected.emit("en")


def test_cancel_adds_nothing_and_forgets_those_that_wait(studio, spoken):
    bar = studio.window.voices_panel.arrival_bar
    drop(studio.window.voices_panel, spoken[0], spoken[0], spoken[0])
    studio.until(bar.isVisible)
    assert "2 more wait" in bar.step_label.text()
    bar.cancel_button.click()
    studio.until(lambda: not bar.isVisible())
    assert studio.services.voices.references() == []
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)


def test_one_recording_given_to_two_voices_comes_to_both(studio, spoken):
    library, arrivals = studio.services.voices.library, studio.studio.arrivals
    voices = [library.add(NewVoice(name, [NewReference(spoken[0])])) for name in ("Ann", "Bo")]
    arrivals.add([spoken[0]])
    for voice in voices:
        arrivals.add_to(voice.id, [spoken[0]])
    studio.until(lambda: not arrivals.state.name)
    assert [len(library.get(voice.id).references) for voice in voices] == [2, 2]
    assert len(library.all()) == 3


def test_closing_the_window_while_one_is_looked_at_stops_it(studio, spoken):
    drop(studio.window.voices_panel, spoken[0])
    studio.until(studio.window.voices_panel.arrival_bar.isVisible)
    studio.window.close()
    studio.until(lambda: not studio.studio.lanes["hearing"].busy)


def give_weights(whisper_base) -> None:
    folder = Paths.find().recognition_dir
    folder.mkdir(parents=True)
    for file in whisper_base.iterdir():
        os.link(file, folder / file.name)


@pytest.mark.whisper
def test_words_are_heard_later_when_the_weights_have_come(studio, spoken, whisper_base):
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    voice = studio.services.voices.references()[0]
    studio.studio.voices.ask_words(voice.id)
    dialog = studio.window.findChild(WordsDialog)
    assert not dialog.hear_button.isVisible()
    dialog.close()
    studio.until(lambda: studio.window.findChild(WordsDialog) is None)

    give_weights(whisper_base)
    studio.studio.voices.ask_words(voice.id)
    dialog = studio.window.findChild(WordsDialog)
    assert dialog.hear_button.isVisible()
    dialog.hear_button.click()
    assert not dialog.hear_button.isEnabled()
    studio.until(dialog.hear_button.isEnabled)
    assert wer(" ".join(SENTENCES), dialog.words.toPlainText()) < 0.15
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    studio.until(lambda: bool(studio.services.voices.references()[0].reference.text))


@pytest.mark.whisper
def test_closing_the_window_of_the_words_stops_hearing_them(studio, spoken, whisper_base):
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    give_weights(whisper_base)
    studio.studio.voices.ask_words(studio.services.voices.references()[0].id)
    dialog = studio.window.findChild(WordsDialog)
    dialog.hear_button.click()
    dialog.close()
    studio.until(lambda: not studio.studio.lanes["hearing"].busy)
    assert studio.services.voices.references()[0].reference.text == ""


@pytest.mark.whisper
def test_what_is_heard_is_on_the_voice_and_can_be_edited(studio, spoken, whisper_base):
    give_weights(whisper_base)
    steps = steps_of(studio)
    drop(studio.window.voices_panel, spoken[0])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)

    voice = studio.services.voices.references()[0]
    assert wer(" ".join(SENTENCES), voice.reference.text) < 0.15
    assert "Hearing what is said…" in steps
    studio.studio.voices.keep_words(voice.id, "Other words.")
    studio.until(lambda: studio.services.voices.references()[0].reference.text == "Other words.")
