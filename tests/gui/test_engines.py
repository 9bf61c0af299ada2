"""Choosing engines in the window: what is shown of each, what stays, and why one cannot speak."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from gui.presenters.states import LineState
from gui.widgets.engine_picker import DETAIL, LACK

WORDS = "Good morning, this is Elena."


def pick(one, engine: str) -> None:
    """Choose an engine as a hand does."""
    picker = one.window.engine_panel.engine_picker
    row = picker.findData(engine)
    assert row >= 0
    picker.setCurrentIndex(row)
    picker.activated.emit(row)


def entry(one, engine: str) -> tuple[str, str, str]:
    """Return what the picker says of an engine: its name, what it needs, what it lacks."""
    picker = one.window.engine_panel.engine_picker
    row = picker.findData(engine)
    return picker.itemText(row), picker.itemData(row, DETAIL), picker.itemData(row, LACK)


def problem(one) -> str:
    card = one.window.engine_panel.problem
    if not card.isVisible():
        return ""
    labels = (card.what_label, card.step_label, card.command_label)
    return " ".join(label.text().replace("\u200b", "") for label in labels if label.isVisible())


def add(one, recording, text: str) -> str:
    """Add a recording with its words, and return its id."""
    recording.with_suffix(".txt").write_text(text)
    one.studio.voices.add([recording])
    one.until(lambda: any(not voice.is_preset for voice in one.studio.voices.voices))
    return one.studio.voices.voices[0].id


@pytest.fixture
def put_weights(home):
    def put() -> None:
        folder = home / "models" / "tenor" / "mine"
        folder.mkdir(parents=True)
        (folder / "tenor.bin").write_bytes(b"weights")

    return put


def test_the_picker_shows_every_engine_with_its_need_and_licence(choir):
    choir.until(lambda: "GB" in entry(choir, "f5")[2])
    picker = choir.window.engine_panel.engine_picker
    ids = [picker.itemData(row) for row in range(picker.count())]
    assert ids[:4] == ["starter", "kokoro", "f5", "xtts"]
    assert set(ids[4:]) == {"alto", "basso", "tenor", "choir_mute"}
    name, detail, lack = entry(choir, "f5")
    assert name == "F5-TTS"
    assert "1.9 GB memory" in detail
    assert "not for commercial use" in detail
    assert lack == "not installed · takes 5.9 GB"
    assert entry(choir, "starter")[2] == ""
    assert entry(choir, "choir_mute")[2] == "cannot run"
    choir.until(lambda: entry(choir, "tenor")[2] == "weights missing")
    told = picker.itemData(picker.findData("f5"), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert detail in told
    assert lack in told


def test_an_engine_that_is_not_installed_says_the_step(choir):
    choir.write("Good night.")
    choir.until(lambda: "GB" in entry(choir, "f5")[2])
    pick(choir, "f5")
    assert not choir.window.engine_panel.generate_button.isEnabled()
    assert problem(choir) == "F5-TTS is not installed. It takes 5.9 GB on the disk."
    assert choir.window.engine_panel.problem.button.text() == "Install…"
    assert "F5-TTS is not installed." in choir.window.engine_panel.generate_button.toolTip()
    assert "steps" in choir.window.engine_panel.parameters
    choir.window.actions_.generate.trigger()
    assert "F5-TTS is not installed." in choir.notices()[0]
    pick(choir, "starter")
    assert problem(choir) == ""
    assert choir.window.engine_panel.generate_button.isEnabled()


def test_a_broken_engine_says_why(choir, qapp):
    pick(choir, "choir_mute")
    assert "libchoir.so.3" in problem(choir)
    choir.window.engine_panel.problem.button.click()
    assert qapp.clipboard().text() == "python3 packaging/bootstrap.py repair"
    assert problem(choir).endswith("python3 packaging/bootstrap.py repair")
    assert not choir.window.engine_panel.generate_button.isEnabled()


def test_missing_weights_say_where_they_belong_and_are_found_when_they_are_there(choir, home, put_weights):
    choir.write("Bom dia.")
    pick(choir, "tenor")
    choir.until(lambda: "tenor.bin" in problem(choir))
    assert str(home / "models" / "tenor" / "default") in problem(choir)
    assert "0.1 GB" in problem(choir)
    assert not choir.window.engine_panel.generate_button.isEnabled()
    put_weights()
    choir.studio.introductions.look_around()
    choir.until(choir.window.engine_panel.generate_button.isEnabled)
    assert problem(choir) == ""
    choir.generate()
    assert choir.states() == [LineState.RENDERED]


def test_an_engine_that_clones_asks_for_a_recording(choir):
    choir.write("Good night.")
    pick(choir, "alto")
    assert "Alto speaks in the voice of a recording." in problem(choir)
    assert not choir.window.engine_panel.generate_button.isEnabled()
    choir.studio.lines.render(0)
    assert "Alto speaks in the voice of a recording." in choir.notices()[0]
    choir.window.engine_panel.problem.button.click()
    dialog = choir.window.findChild(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.close()


def test_the_words_that_an_engine_needs_are_asked_for_beside_it(choir, recording):
    add(choir, recording, "")
    pick(choir, "alto")
    choir.window.voices_panel.cards()[0].click()
    assert "Alto needs the words of Elena's recording." in problem(choir)
    choir.studio.voices.keep_words(choir.studio.voices.voices[0].id, WORDS)
    choir.until(lambda: "needs the words" not in problem(choir))


def test_switching_engines_keeps_the_text_the_takes_and_the_reference(choir, recording):
    voice = add(choir, recording, WORDS)
    choir.write("Good night.\nGood morning.")
    pick(choir, "alto")
    choir.window.voices_panel.card(voice).click()
    choir.generate()
    assert choir.states() == [LineState.RENDERED, LineState.RENDERED]
    takes = [take for _, take in choir.studio.script.takes()]
    pick(choir, "basso")
    assert choir.studio.engine.choices.voice.id == voice
    assert choir.editor.plain_text() == "Good night.\nGood morning."
    choir.generate()
    assert [take.recipe.engine for _, take in choir.studio.script.takes()] == ["basso", "basso"]
    pick(choir, "starter")
    assert choir.studio.engine.choices.voice.id == "starter:heart"
    pick(choir, "alto")
    assert choir.studio.engine.choices.voice.id == voice
    assert [take for _, take in choir.studio.script.takes()] == takes
    assert choir.states() == [LineState.RENDERED, LineState.RENDERED]


def test_parameters_come_from_the_descriptions_and_keep_their_values(choir):
    panel = choir.window.engine_panel
    assert panel.parameters == {}
    pick(choir, "alto")
    assert list(panel.parameters) == ["steps", "sway"]
    assert panel.parameters["steps"].value_label.text() == "32"
    panel.parameters["steps"].slider.setValue(3)
    assert choir.studio.engine.choices.parameters == {"steps": 7}
    pick(choir, "basso")
    assert list(panel.parameters) == ["temperature"]
    assert choir.studio.engine.choices.parameters == {}
    pick(choir, "alto")
    assert panel.parameters["steps"].value_label.text() == "7"


def test_a_preset_brings_its_engine_and_comes_back_with_it(choir, put_weights):
    put_weights()
    choir.studio.introductions.look_around()
    choir.until(lambda: any(card.id == "tenor:lua" for card in choir.studio.voices.state.cards))
    choir.window.voices_panel.card("tenor:lua").click()
    choices = choir.studio.engine.choices
    assert (choices.engine, choices.voice.id, choices.language) == ("tenor", "tenor:lua", "pt-BR")
    assert choir.window.engine_panel.engine_picker.currentData() == "tenor"
    pick(choir, "starter")
    pick(choir, "tenor")
    assert choir.studio.engine.choices.voice.id == "tenor:lua"


def test_a_chosen_engine_that_is_not_ready_is_chosen_again_after_a_restart(open_studio):
    one = open_studio()
    one.start()
    pick(one, "xtts")
    one.window.close()
    again = open_studio()
    again.start()
    assert again.window.engine_panel.engine_picker.currentData() == "xtts"
    assert "XTTS v2 is not installed." in problem(again)
