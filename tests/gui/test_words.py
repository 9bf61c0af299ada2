"""What is said in a recording: written in the window, kept with the voice, asked for where it is missing."""

from __future__ import annotations

import pytest

from gui.presenters.states import LineState
from gui.widgets.words_dialog import WordsDialog

WORDS = "Good morning, this is Elena."


@pytest.fixture
def with_elena(choir, recording):
    """Elena is in the library, without words, and an engine that needs them is chosen."""
    choir.studio.voices.add([recording])
    choir.until(lambda: any(card.name == "Elena" for card in choir.studio.voices.state.cards))
    choir.studio.engine.choose_engine("alto")
    choir.window.voices_panel.card(elena(choir).id).click()
    return choir


def elena(one):
    return next(card for card in one.studio.voices.state.cards if card.name == "Elena")


def dialog(one) -> WordsDialog:
    one.until(lambda: one.window.findChild(WordsDialog) is not None)
    return one.window.findChild(WordsDialog)


def test_the_card_says_that_its_words_are_missing(with_elena):
    assert elena(with_elena).note == "Its words are missing"
    assert elena(with_elena).lacking
    assert elena(with_elena).usable
    with_elena.studio.engine.choose_engine("basso")
    assert elena(with_elena).note == ""


def test_words_are_written_down_in_the_window_and_stay(with_elena, open_studio):
    card = with_elena.window.voices_panel.card(elena(with_elena).id)
    card.words_button.click()
    asked = dialog(with_elena)
    assert asked.words.toPlainText() == ""
    asked.words.setPlainText(f"  {WORDS}\n")
    asked.buttons.button(asked.buttons.StandardButton.Save).click()
    with_elena.until(lambda: not elena(with_elena).lacking)
    assert with_elena.studio.engine.choices.voice.reference.text == WORDS
    with_elena.write("Good night.")
    with_elena.generate()
    assert with_elena.states() == [LineState.RENDERED]
    with_elena.window.close()
    again = open_studio()
    again.start()
    again.until(lambda: len(again.studio.voices.voices) > 1)
    assert again.studio.voices.voices[0].reference.text == WORDS


def test_generate_without_words_leads_to_where_they_are_written(with_elena):
    with_elena.write("Good night.\nGood morning.")
    with_elena.generate()
    assert with_elena.states() == [LineState.FAILED, LineState.TODO]
    assert "needs the words of the reference" in with_elena.editor.line_view(0).note
    assert "Alto" in with_elena.notices()[0]
    (button,) = with_elena.window.notice_bar.lines()[0].buttons
    button.click()
    asked = dialog(with_elena)
    assert asked.name_label.text() == "Elena"
    asked.words.setPlainText(WORDS)
    asked.buttons.button(asked.buttons.StandardButton.Save).click()
    with_elena.until(lambda: with_elena.states() == [LineState.TODO, LineState.TODO])
    with_elena.generate()
    assert with_elena.states() == [LineState.RENDERED, LineState.RENDERED]


def test_a_text_beside_an_added_recording_is_its_words(choir, recording):
    recording.with_suffix(".txt").write_text(f"{WORDS}\n")
    choir.studio.voices.add([recording])
    choir.until(lambda: any(card.name == "Elena" for card in choir.studio.voices.state.cards))
    assert choir.studio.voices.voices[0].reference.text == WORDS


def test_the_dialog_plays_the_recording(with_elena, qtbot):
    with_elena.window.voices_panel.card(elena(with_elena).id).words_button.click()
    with qtbot.waitSignal(with_elena.studio.voices.sound_ready):
        dialog(with_elena).play_button.click()


def test_the_chosen_voice_that_is_removed_gives_way_to_none_of_another_engine(with_elena):
    with_elena.studio.voices.remove(elena(with_elena).id)
    with_elena.until(lambda: with_elena.studio.engine.choices.voice is None)
    assert with_elena.studio.engine.choices.engine == "alto"
