"""A recording that is dropped: its steps are seen, it can be stopped, and its words are on the voice."""

from __future__ import annotations

import os

import pytest

from core.paths import Paths
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
    assert any("Type what is said in" in notice for notice in studio.notices())


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
