"""Voices are renamed, described, copied, archived, searched and shared in the window."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.model.voice import Consent, Whose
from core.voices import NewReference, NewVoice, VoiceLibrary
from core.voices.references import add_references
from gui.presenters.voice_states import VoiceWish
from gui.presenters.voices_presenter import FEW_VOICES, SHOWN_AT_ONCE
from gui.widgets.voice_details import VoiceDetailsDialog


@pytest.fixture
def clip(tmp_path) -> Path:
    path = tmp_path / "Ann.wav"
    soundfile.write(path, 0.3 * np.sin(np.arange(24_000 * 6) / 20), 24_000)
    return path


@pytest.fixture
def ann(studio, clip):
    """A voice of the library, just added; nobody has said whose it is."""
    studio.studio.voice_edits.take_files([clip])
    studio.until(lambda: voice(studio, "Ann") is not None)
    return voice(studio, "Ann")


def voice(studio, name):
    return next((one for one in studio.studio.voices.voices if one.name == name), None)


def card(studio, name):
    return next((one for one in studio.studio.voices.state.cards if one.name == name), None)


def names(studio):
    return [one.name for one in studio.studio.voices.state.cards]


def kept(studio, voice_id):
    return studio.services.voices.library.get(voice_id)


def test_whose_it_is_is_asked_once_and_kept_with_its_day(studio, ann):
    panel = studio.window.voices_panel
    assert panel.consent_card.isVisible()
    assert panel.consent_card.question_label.text() == "Whose voice is Ann?"
    assert card(studio, "Ann").aside == "Whose voice: not stated"
    panel.consent_card.note_box.setText(" by letter ")
    panel.consent_card.buttons[Whose.PERMISSION].click()
    assert not panel.consent_card.isVisible()
    studio.until(lambda: card(studio, "Ann").aside == "")
    assert kept(studio, ann.id).consent == Consent(Whose.PERMISSION, date.today().isoformat(), "by letter")
    assert card(studio, "Ann").more == "Used with permission\nby letter"


def test_an_answer_that_is_not_given_is_not_asked_for_again(studio, ann, open_studio):
    studio.window.voices_panel.consent_card.close_button.click()
    assert not studio.window.voices_panel.consent_card.isVisible()
    assert kept(studio, ann.id).consent == Consent()
    studio.window.close()
    again = open_studio()
    again.start()
    again.until(lambda: card(again, "Ann") is not None)
    assert not again.window.voices_panel.consent_card.isVisible()
    assert card(again, "Ann").aside == "Whose voice: not stated"


def test_several_voices_have_one_answer_and_one_that_is_removed_none(studio, ann, clip):
    for name in ("Bo", "Cy"):
        other = clip.with_name(f"{name}.wav")
        other.write_bytes(clip.read_bytes())
        studio.studio.voice_edits.take_files([other])
        studio.until(lambda name=name: voice(studio, name) is not None)
    question = studio.window.voices_panel.consent_card.question_label
    assert question.text() == "Whose voices are Ann, Bo, Cy?"
    studio.studio.voices.remove(voice(studio, "Bo").id)
    assert question.text() == "Whose voices are Ann, Cy?"
    studio.window.voices_panel.consent_card.buttons[Whose.MINE].click()
    studio.until(lambda: {voice(studio, name).consent.whose for name in ("Ann", "Cy")} == {Whose.MINE})


def test_a_new_name(studio, ann):
    studio.studio.voices.choose(ann.id)
    shown = studio.window.voices_panel.card(ann.id)
    shown.begin_rename()
    shown.name_box.setText("Ânn 声")
    shown.name_box.editingFinished.emit()
    studio.until(lambda: card(studio, "Ânn 声") is not None)
    assert kept(studio, ann.id).name == "Ânn 声"
    assert studio.studio.engine.choices.voice.name == "Ânn 声"


def test_details_are_shown_and_kept(studio, ann):
    studio.studio.voice_edits.act(VoiceWish.DETAILS, ann.id)
    dialog = studio.window.findChild(VoiceDetailsDialog)
    assert dialog.name_box.text() == "Ann"
    assert not dialog.stated_label.isVisible()
    dialog.tags_box.setText(" calm, ,  deep voice,")
    dialog.notes_box.setPlainText("two\nlines")
    dialog.language_picker.setCurrentIndex(dialog.language_picker.findData("pt-BR"))
    dialog.whose_picker.setCurrentIndex(dialog.whose_picker.findData("synthetic"))
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    studio.until(lambda: voice(studio, "Ann").consent.whose is Whose.SYNTHETIC)
    now = kept(studio, ann.id)
    assert (now.tags, now.notes, now.language) == (("calm", "deep voice"), "two\nlines", "pt-BR")
    assert now.consent == Consent(Whose.SYNTHETIC, date.today().isoformat())
    assert "Português" in card(studio, "Ann").facts or "Portuguese" in card(studio, "Ann").facts
    assert not studio.window.voices_panel.consent_card.isVisible(), "it is answered"
    assert voice(studio, "Ann") == now


def test_details_write_down_only_what_was_changed(studio, ann):
    other = VoiceLibrary(studio.services.paths.voices_dir)
    studio.studio.voice_edits.act(VoiceWish.DETAILS, ann.id)
    dialog = studio.window.findChild(VoiceDetailsDialog)
    other.set_tags(ann.id, ["theirs"])
    other.set_notes(ann.id, "theirs")
    dialog.name_box.setText("Ours")
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    studio.until(lambda: kept(studio, ann.id).name == "Ours")
    assert (kept(studio, ann.id).tags, kept(studio, ann.id).notes) == (("theirs",), "theirs")


def test_a_voice_gets_more_recordings(studio, ann, clip):
    second = clip.with_name("second.wav")
    second.write_bytes(clip.read_bytes())
    second.with_suffix(".txt").write_text("What is said in the second.")
    studio.studio.voice_edits.recordings_wanted.connect(
        lambda voice_id: studio.studio.arrivals.add_to(voice_id, [second])
    )
    studio.studio.voice_edits.recordings_wanted.disconnect(studio.window.voice_windows._ask_for_more)
    studio.studio.voice_edits.act(VoiceWish.ADD, ann.id)
    studio.until(lambda: len(voice(studio, "Ann").references) == 2)
    assert voice(studio, "Ann").references[1].text == "What is said in the second."
    assert "2 recordings" in card(studio, "Ann").facts
    assert kept(studio, ann.id) == voice(studio, "Ann")
    assert studio.studio.voice_edits.question.voices == (ann.id,), "it is not asked anew"
    assert names(studio).count("Ann") == 1


def test_recordings_change_places_and_go(studio, ann):
    library = studio.services.voices.library
    sources = [NewReference(ann.reference.path, text) for text in ("two", "three")]
    add_references(library, ann.id, sources)
    studio.until(lambda: len(voice(studio, "Ann").references) == 3)
    studio.studio.voice_edits.act(VoiceWish.DETAILS, ann.id)
    dialog = studio.window.findChild(VoiceDetailsDialog)
    shown = dialog.recordings_list
    assert [shown.list.item(row).text() for row in range(3)][1:] == ["6.0 s · two", "6.0 s · three"]
    assert not shown.up_button.isEnabled()
    shown.list.setCurrentRow(2)
    shown.style_box.insert("calm ")
    shown.style_box.textEdited.emit("calm ")
    shown.up_button.click()
    assert shown.style_box.text().strip() == "calm"
    shown.list.setCurrentRow(0)
    shown.remove_button.click()
    assert len(kept(studio, ann.id).references) == 3, "not before it is saved"
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    studio.until(lambda: [one.text for one in voice(studio, "Ann").references] == ["three", "two"])
    assert [one.style for one in voice(studio, "Ann").references] == ["calm", ""]
    assert kept(studio, ann.id) == voice(studio, "Ann")


def test_a_copy_and_the_archive(studio, ann):
    studio.studio.voice_edits.act(VoiceWish.DUPLICATE, ann.id)
    studio.until(lambda: card(studio, "Ann 2") is not None)
    studio.studio.voice_edits.act(VoiceWish.ARCHIVE, ann.id)
    studio.until(lambda: card(studio, "Ann") is None)
    assert any("archived" in notice for notice in studio.notices())
    button = studio.window.voices_panel.archived_button
    assert button.text() == "Archived · 1"
    button.click()
    assert card(studio, "Ann").facts.startswith("Archived")
    studio.studio.voice_edits.act(VoiceWish.TAKE_BACK, ann.id)
    studio.until(lambda: not button.isVisible())
    assert card(studio, "Ann").facts == "6.0 s"


def test_a_voice_goes_into_a_file_and_comes_back_by_drop(studio, ann, tmp_path):
    file = tmp_path / "Ann.SVOICE"
    studio.studio.voice_edits.write_file(ann.id, file)
    studio.until(file.exists)
    studio.until(lambda: any(str(file) in notice for notice in studio.notices()))
    studio.window.voices_panel.files_dropped.emit((file,))
    studio.until(lambda: any("is here already" in notice for notice in studio.notices()))
    assert names(studio).count("Ann") == 1
    studio.services.voices.library.remove(ann.id)
    studio.window.voices_panel.files_dropped.emit((file,))
    studio.until(lambda: voice(studio, "Ann") is not None and voice(studio, "Ann").id != ann.id)
    assert studio.studio.voices.state.selected in (voice(studio, "Ann").id, "starter:heart")


def test_a_file_that_is_no_voice_is_said(studio, tmp_path):
    file = tmp_path / "eve.svoice"
    file.write_bytes(b"PK\x03\x04 and no more")
    studio.window.voices_panel.files_dropped.emit((file,))
    studio.until(lambda: any("was refused" in notice for notice in studio.notices()))
    assert not (studio.services.paths.voices_dir / "eve").exists()


def test_what_another_program_changes_is_seen(studio, ann):
    studio.studio.voices.choose(ann.id)
    other = VoiceLibrary(studio.services.paths.voices_dir)
    other.rename(ann.id, "Anne")
    studio.until(lambda: card(studio, "Anne") is not None)
    added = other.add(NewVoice("Bo", [NewReference(ann.reference.path)]))
    studio.until(lambda: card(studio, "Bo") is not None)
    assert not studio.window.voices_panel.consent_card.isVisible() or "Bo" not in (
        studio.window.voices_panel.consent_card.question_label.text()
    ), "it was not added here"
    other.remove(added.id)
    studio.until(lambda: card(studio, "Bo") is None)
    other.remove(ann.id)
    studio.until(lambda: studio.studio.voices.state.selected == "starter:heart")
    other.bring_back(ann.id)
    studio.until(lambda: card(studio, "Anne") is not None)


def test_a_voice_that_is_hidden_here_stays_so_when_another_program_changes_something(studio, ann):
    other = VoiceLibrary(studio.services.paths.voices_dir)
    studio.studio.voices.remove(ann.id)
    other.add(NewVoice("Bo", [NewReference(ann.reference.path)]))
    studio.until(lambda: card(studio, "Bo") is not None)
    assert card(studio, "Ann") is None


def test_many_voices_are_searched(studio, ann):
    presenter = studio.studio.voices
    assert not presenter.state.searchable
    many = [
        dataclasses.replace(ann, id=f"v-{n}", name=f"Voice {n}", tags=("Áspera",) if n % 2 else ())
        for n in range(200)
    ]
    presenter._show_references([ann, *many])
    panel = studio.window.voices_panel
    assert panel.search_box.isVisible()
    shown = len(presenter.state.cards)
    assert SHOWN_AT_ONCE < shown < SHOWN_AT_ONCE + 10
    assert presenter.state.more == len(presenter.voices) - shown
    panel.more_button.click()
    assert len(presenter.state.cards) == shown + SHOWN_AT_ONCE
    panel.search_box.setText("ASPERA 199")
    panel.search_box.textEdited.emit("ASPERA 199")
    assert names(studio) == ["Voice 199"]
    panel.search_box.textEdited.emit("english starter")
    assert names(studio) == ["Starter"]
    panel.search_box.textEdited.emit("nobody of that name")
    assert (names(studio), panel.none_label.isVisible()) == ([], True)
    assert panel.none_label.text() == "No voice matches “nobody of that name”."
    panel.search_box.setText("x")
    panel.search_box.clear()
    assert len(presenter.state.cards) == shown
    assert not panel.none_label.isVisible()


def test_voices_that_are_not_shown_call_for_no_search(studio, ann):
    presenter = studio.studio.voices
    aside = [dataclasses.replace(ann, id=f"v-{n}", archived=True) for n in range(FEW_VOICES)]
    presenter._show_references([ann, *aside])
    assert not presenter.state.searchable
    presenter.show_archived(True)
    assert presenter.state.searchable
