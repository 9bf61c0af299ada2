"""Verdicts and the editor of references, in the real window with the real analysis host."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from benchmarks.spoil import RATE_HZ, mixed, white
from benchmarks.verdict_grid import starter
from core.install.environments import find_environments
from core.model.verdict import Level
from core.model.voice import Stretch
from gui.presenters.voice_states import VoiceWish
from gui.widgets.reference_dialog import ReferenceDialog
from gui.widgets.voice_details import VoiceDetailsDialog

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def speech():
    spoken = starter()
    return np.concatenate((spoken, np.zeros(RATE_HZ // 2, np.float32), spoken, spoken))


@pytest.fixture
def studio(open_studio, echo_environment):
    one = open_studio(environments=[*find_environments(), echo_environment])
    one.start()
    one.studio.engine.choose_engine("echo")
    return one


def add(studio, tmp_path, sound, name="Elena"):
    path = tmp_path / f"{name}.wav"
    soundfile.write(path, sound, RATE_HZ)
    studio.studio.voices.add([path])
    studio.until(lambda: any(card.name == name and card.mark for card in studio.studio.voices.state.cards))
    return next(card for card in studio.studio.voices.state.cards if card.name == name)


def open_editor(studio, card):
    studio.window.voices_panel.card(card.id).recording_requested.emit(card.id)
    dialog = studio.window.findChild(ReferenceDialog)
    editor = studio.studio.references.editor
    studio.until(lambda: editor.state.peaks is not None and not editor.state.busy)
    return dialog, editor


def test_a_good_recording_has_a_green_card_and_no_warning(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    assert (card.mark.level, card.mark.text) == (Level.GREEN, "Good reference")
    assert studio.studio.engine.state.problem is None
    widget = studio.window.voices_panel.card(card.id)
    assert "Good reference" in widget.accessibleDescription()


def test_a_bad_recording_warns_before_generate_and_forbids_nothing(studio, tmp_path, speech):
    rng = np.random.default_rng(3)
    card = add(studio, tmp_path, mixed(speech, white(len(speech), rng), 0))
    assert card.mark.level is Level.RED
    studio.until(lambda: studio.studio.engine.state.problem is not None)
    problem = studio.studio.engine.state.problem
    assert problem.what.startswith("Elena will sound bad. ")
    assert problem.step
    assert studio.window.engine_panel.problem.isVisible()
    studio.write("Good morning.")
    studio.until(lambda: studio.studio.engine.state.can_generate)
    studio.generate()
    assert studio.studio.script.rendered_count == 1
    studio.window.engine_panel.problem.button.click()
    assert studio.window.findChild(ReferenceDialog) is not None


def test_cutting_undoing_and_saving_another_part(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    voice = studio.studio.voices.find(card.id)
    dialog, editor = open_editor(studio, card)
    before = editor.state.stretch
    assert dialog.wave.stretch == before
    assert "without rumble below 60 Hz · level " in dialog.steps_label.text()
    shift = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        studio._qtbot.keyClick(dialog.wave.start_handle, Qt.Key.Key_Right, shift)
    cut = Stretch(pytest.approx(before.start_s + 2.0), before.end_s)
    assert editor.state.stretch == cut
    assert (editor.state.can_undo, editor.state.can_redo, editor.state.changed) == (True, False, True)
    dialog.undo_button.click()
    dialog.undo_button.click()
    assert editor.state.stretch == before
    dialog.redo_button.click()
    dialog.redo_button.click()
    assert editor.state.stretch == cut
    studio.until(lambda: not editor.state.busy and editor.state.mark is not None)
    dialog.words.setPlainText("Words of the part.")
    with studio._qtbot.waitSignal(editor.saved, timeout=60_000):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    studio.until(lambda: studio.window.findChild(ReferenceDialog) is None)
    kept = studio.services.voices.find(card.id).reference
    assert kept.duration_s == pytest.approx(voice.reference.duration_s - 2.0, abs=0.05)
    assert (kept.text, kept.stretch) == ("Words of the part.", cut)
    assert kept.original.read_bytes() == voice.reference.original.read_bytes()
    assert studio.studio.engine.choices.voice.reference == kept


def test_noise_is_reduced_on_wish_with_before_and_after_to_hear(studio, tmp_path, speech):
    rng = np.random.default_rng(4)
    card = add(studio, tmp_path, mixed(speech, white(len(speech), rng), 12))
    dialog, editor = open_editor(studio, card)
    played = []
    editor.sound_ready.connect(played.append)
    assert not dialog.denoise_box.isChecked()
    assert not dialog.before_button.isVisible()
    dialog.denoise_box.click()
    studio.until(lambda: not editor.state.busy)
    assert "noise −" in dialog.steps_label.text()
    dialog.play_button.click()
    dialog.before_button.click()
    after, before = (sound.clip.samples for sound in played)
    assert len(after) == pytest.approx(len(before), abs=2)
    assert np.percentile(np.abs(after), 10) < np.percentile(np.abs(before), 10) / 1.5
    dialog.undo_button.click()
    assert not dialog.denoise_box.isChecked()
    dialog.redo_button.click()
    studio.until(lambda: not editor.state.busy)
    with studio._qtbot.waitSignal(editor.saved, timeout=60_000):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert studio.services.voices.find(card.id).reference.denoised
    open_editor(studio, card)
    assert editor.state.denoise


def test_the_best_part_is_found_again(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    dialog, editor = open_editor(studio, card)
    best = editor.state.stretch
    editor.move(Stretch(0.0, 1.0))
    dialog.best_button.click()
    studio.until(lambda: not editor.state.busy)
    assert editor.state.stretch.duration_s == pytest.approx(best.duration_s, abs=0.05)
    assert editor.state.mark.level is not Level.RED


def test_a_best_part_that_comes_late_does_not_undo_a_move(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    open_editor(studio, card)
    editor, answered = studio.studio.references.editor, threading.Event()
    editor.move(Stretch(1.0, 4.0))
    studio.until(lambda: not editor.state.busy)
    editor.find_best()
    editor._lane.submit(answered.set)
    assert answered.wait(60), "its answer is on the way to the window"
    moved = Stretch(1.0, 5.0)
    editor.move(moved)
    studio.until(lambda: not editor.state.busy)
    assert editor.state.stretch == moved


def test_the_part_can_be_heard(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    dialog, editor = open_editor(studio, card)
    with studio._qtbot.waitSignal(editor.sound_ready) as heard:
        dialog.play_button.click()
    assert heard.args[0].clip.duration_s == pytest.approx(editor.state.stretch.duration_s, abs=0.01)


def test_a_recording_that_is_gone_is_said_in_the_editor(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    reference = studio.studio.voices.find(card.id).reference
    reference.original.unlink()
    reference.path.unlink()
    studio.studio.references.edit(card.id)
    editor = studio.studio.references.editor
    studio.until(lambda: bool(editor.state.problem))
    assert "was not found" in editor.state.problem


def test_any_recording_of_a_voice_can_be_cut(studio, tmp_path, speech):
    card = add(studio, tmp_path, speech)
    path = tmp_path / "second.wav"
    soundfile.write(path, speech[: 8 * RATE_HZ], RATE_HZ)
    studio.studio.arrivals.add_to(card.id, [path])
    studio.until(lambda: len(studio.studio.voices.find(card.id).references) == 2)
    second = studio.studio.voices.find(card.id).references[1]
    studio.studio.voice_edits.act(VoiceWish.DETAILS, card.id)
    details = studio.window.findChild(VoiceDetailsDialog)
    details.recordings_list.list.setCurrentRow(1)
    details.recordings_list.cut_button.click()
    editor = studio.studio.references.editor
    studio.until(lambda: editor.state.peaks is not None and not editor.state.busy)
    assert editor.state.duration_s == pytest.approx(8.0, abs=0.01)
    editor.move(Stretch(1.0, 6.0))
    studio.until(lambda: not editor.state.busy)
    with studio._qtbot.waitSignal(editor.saved, timeout=60_000):
        editor.save("Words of the second.")
    kept = studio.services.voices.find(card.id).references
    assert kept[1].id == second.id
    assert (kept[1].text, kept[1].stretch) == ("Words of the second.", Stretch(1.0, 6.0))
    assert kept[0].stretch == studio.studio.voices.find(card.id).references[0].stretch
