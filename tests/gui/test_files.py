"""Files that are opened or dropped."""

from __future__ import annotations

import shutil

import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from core.delivery.trim import trimmed
from core.delivery.wishes import Pauses
from core.services.projects import exported_text


def drop(widget, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)
    assert event.isAccepted()


def test_a_dropped_text_replaces_the_script_and_undo_brings_the_old_one_back(studio, tmp_path):
    path = tmp_path / "script.txt"
    path.write_bytes("Primeira linha.\r\nSegunda é aqui.".encode("cp1252"))
    studio.write("My own words.")
    drop(studio.editor, path)
    studio.until(lambda: studio.editor.plain_text() == "Primeira linha.\nSegunda é aqui.")
    studio.until(lambda: bool(studio.notices()))
    assert "Windows-1252" in studio.notices()[0]
    assert exported_text(studio.studio.projects.state) == path.read_bytes(), "as it was written"
    studio.window.actions_.undo.trigger()
    assert studio.editor.plain_text() == "My own words."
    assert studio.studio.script.script.text == "My own words."
    marked = tmp_path / "script.md"
    marked.write_bytes(b"Some *words*,\r\nand more.\r\n")
    drop(studio.editor, marked)
    studio.until(lambda: studio.editor.plain_text().startswith("Some words"))
    assert exported_text(studio.studio.projects.state) == marked.read_bytes(), "marks of Markdown too"


def test_a_binary_file_is_refused_and_the_text_stays(studio, tmp_path):
    path = tmp_path / "program.txt"
    path.write_bytes(bytes(range(256)) * 50)
    studio.write("My own words.")
    studio.window.files_given.emit((path,))
    studio.until(lambda: bool(studio.notices()))
    assert "program.txt cannot be read" in studio.notices()[0]
    assert studio.editor.plain_text() == "My own words."


def test_a_dropped_recording_becomes_a_voice_that_stays(studio, recording, open_studio):
    drop(studio.window.voices_panel, recording)
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    card = studio.studio.voices.state.cards[0]
    assert (card.name, card.usable, card.removable) == ("Elena", False, True)
    assert card.note == "Starter cannot clone it"
    assert studio.studio.voices.state.selected == "starter:heart"
    studio.until(lambda: studio.studio.voices.state.cards[0].peaks is not None)
    studio.window.close()
    again = open_studio()
    again.start()
    again.until(lambda: len(again.studio.voices.state.cards) == 2)
    again.studio.voices.remove(card.id)
    again.until(lambda: len(again.studio.voices.state.cards) == 1)


def test_all_files_that_are_dropped_on_the_script_are_taken(studio, recording, tmp_path):
    other, text, shared = (tmp_path / name for name in ("Bo.WAV", "script.txt", "eve.svoice"))
    shutil.copyfile(recording, other)
    text.write_text("Good morning.", encoding="utf-8")
    shared.write_bytes(b"PK\x03\x04 and no more")
    drop(studio.editor, recording, text, other, shared)
    studio.until(lambda: {"Elena", "Bo"} <= {card.name for card in studio.studio.voices.state.cards})
    studio.until(lambda: studio.editor.plain_text() == "Good morning.")
    studio.until(lambda: any("was refused" in notice for notice in studio.notices()))


def test_a_voice_that_the_engine_cannot_use_gives_one_clear_note(studio, recording):
    studio.studio.voices.add([recording])
    studio.until(lambda: len(studio.studio.voices.state.cards) == 2)
    studio.window.voices_panel.cards()[0].click()
    studio.write("Good morning.\nGood night.")
    studio.generate()
    assert len([notice for notice in studio.notices() if "cannot use a reference" in notice]) == 1
    assert len(studio.notices()) == 1
    assert studio.editor.plain_text() == "Good morning.\nGood night."
    studio.window.voices_panel.cards()[1].click()
    studio.generate()
    assert studio.studio.script.rendered_count == 2


def test_a_text_named_wav_is_refused(studio, tmp_path):
    path = tmp_path / "text.wav"
    path.write_text("no sound at all")
    studio.studio.voices.add([path])
    studio.until(lambda: bool(studio.notices()))
    assert "text.wav cannot be read" in studio.notices()[0]
    assert len(studio.studio.voices.state.cards) == 1


def test_export_by_the_dialog_writes_and_remembers_the_folder(studio, tmp_path):
    studio.write("Good morning.\nGood night.")
    studio.generate()
    folder = tmp_path / "exports"
    folder.mkdir()
    studio.window.engine_panel.export_button.click()
    dialog = studio.window.findChild(QFileDialog)
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    target = folder / "both.wav"
    dialog.selectFile(str(target))
    dialog.accept()
    studio.until(lambda: any("Exported" in notice for notice in studio.notices()))
    found = soundfile.info(target)
    assert (found.subtype, found.samplerate) == ("PCM_16", 24_000)
    sounds = [trimmed(take.clip.samples, 24_000) for _, take in studio.studio.script.takes()]
    assert found.duration == pytest.approx(sum(map(len, sounds)) / 24_000 + Pauses().sentence_s, abs=0.01)
    assert studio.services.settings.value("export_folder") == str(folder)


def test_export_of_selected_lines_only(studio, tmp_path):
    studio.write("Good morning.\nGood night.")
    studio.generate()
    studio.editor.go_to_line(1)
    studio.until(studio.window.engine_panel.selection_action.isEnabled)
    asked = []
    studio.studio.export.file_wanted.connect(asked.append)
    studio.window.engine_panel.selection_action.trigger()
    assert len(asked) == 1
    studio.studio.export.write(tmp_path / "one.wav")
    studio.until(lambda: any("Exported" in notice for notice in studio.notices()))
    take = studio.studio.script.take(1)
    assert soundfile.info(tmp_path / "one.wav").frames == len(trimmed(take.clip.samples, 24_000))


def test_an_export_that_cannot_be_written_names_the_reason(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    studio.studio.export.write(tmp_path / "missing" / "out.wav")
    studio.until(lambda: any("is not there" in notice for notice in studio.notices()))
    assert studio.studio.script.rendered_count == 1


def test_a_document_becomes_lines_and_what_is_to_tell_is_told(studio, tmp_path):
    path = tmp_path / "film.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n<i>Good</i>\nmorning.\n", encoding="utf-8")
    drop(studio.editor, path)
    studio.until(lambda: studio.editor.plain_text() == "[# 0:00:01.000] Good morning.\n")
    studio.until(lambda: any("Subtitles read: 1." in notice for notice in studio.notices()))


def test_a_hostile_document_is_refused_and_the_text_stays(studio, tmp_path):
    path = tmp_path / "bomb.ssml"
    path.write_text("<!DOCTYPE x [<!ENTITY a 'ha'>]><speak>&a;</speak>", encoding="utf-8")
    studio.write("My own words.")
    drop(studio.editor, path)
    studio.until(lambda: any("bomb.ssml was not taken in" in notice for notice in studio.notices()))
    assert studio.editor.plain_text() == "My own words."


def test_what_a_word_processor_copies_is_pasted_as_lines_without_styles(studio):
    mime = QMimeData()
    mime.setText("Title\n•\tone\n")
    mime.setHtml("<p class=MsoTitle><b>Title</b></p><ul><li class=MsoListParagraph>one</li></ul>")
    studio.write("")
    studio.editor.insertFromMimeData(mime)
    assert studio.editor.plain_text() == "Title\none"
    studio.editor.undo()
    assert studio.editor.plain_text() == ""
