"""Finished files from the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
import soundfile
from PySide6.QtWidgets import QFileDialog

from core.delivery.wishes import Format, Layout, Loudness, Pauses, Subtitles, Tags
from gui.widgets.export_dialog import ExportDialog
from tests.core.delivery.test_metadata import png
from tests.gui.test_projects import make, opened

pytestmark = pytest.mark.slow

TEXT = "# One\n\nGood morning.\n[pause 1s]\n# Two\n\nGood night."


def open_dialog(studio):
    studio.window.actions_.export_options.trigger()
    return studio.window.findChild(ExportDialog)


def change(studio, **wishes):
    export = studio.studio.export
    export.change(replace(export.state.wishes, **wishes))


def test_the_whole_way_from_the_window_of_finished_files(studio, tmp_path):
    studio.write(TEXT)
    studio.generate()
    dialog = open_dialog(studio)
    change(studio, format=Format.FLAC, loudness=Loudness.PODCAST, subtitles=Subtitles.SRT)
    assert studio.window.engine_panel.export_button.text() == "Export FLAC…"
    picture = tmp_path / "night.png"
    picture.write_bytes(png())
    studio.studio.export.take_cover(picture)
    studio.until(lambda: dialog.tags.boxes["cover"].text() == "night.png")
    picture.unlink()
    dialog.export_button.click()
    files = studio.window.findChild(QFileDialog)
    files.selectFile(str(tmp_path / "Night.flac"))
    files.accept()
    studio.until(lambda: bool(studio.studio.export.state.report))
    assert soundfile.info(tmp_path / "Night.flac").format == "FLAC"
    assert png() in (tmp_path / "Night.flac").read_bytes()
    subtitles = (tmp_path / "Night.srt").read_text()
    assert subtitles.count("-->") == 4
    assert "pause" not in subtitles
    assert all(row.met for row in studio.studio.export.state.report)
    assert next(row.text() for row in dialog.report.labels if row.isVisible()).startswith(
        "✓ met: Loudness −16.0 LUFS"
    )
    assert any("Night.flac" in notice for notice in studio.notices())


def test_another_project_has_no_report_of_the_last_ones_files(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    studio.studio.export.write(tmp_path / "one.wav")
    studio.until(lambda: bool(studio.studio.export.state.report))
    other = make(tmp_path / "other.sottovoce")
    studio.studio.projects.open(other)
    opened(studio, other)
    assert not studio.studio.export.state.report


def test_the_window_makes_way_for_the_question_about_lines_without_audio(studio):
    studio.write("Good morning.")
    studio.generate()
    studio.write("Good morning.\nGood night.")
    dialog = open_dialog(studio)
    change(studio, loudness=Loudness.PODCAST)
    dialog.export_button.click()
    assert not dialog.isVisible()
    assert studio.window.findChild(QFileDialog) is None
    asked = studio.window.notice_bar.lines()[0]
    assert [button.text() for button in asked.buttons] == ["Export the rendered lines", "Generate"]
    assert studio.studio.export.state.wishes.loudness == Loudness.PODCAST


def test_one_file_a_chapter_asks_for_a_folder_and_replaces_nothing(studio, tmp_path):
    studio.write(TEXT)
    studio.generate()
    change(studio, layout=Layout.CHAPTERS, format=Format.WAV_16)
    asked = []
    studio.studio.export.file_wanted.connect(asked.append)
    studio.studio.export.ask()
    assert asked[0].for_folder
    studio.window.findChild(QFileDialog).close()
    studio.studio.export.write(tmp_path)
    studio.until(lambda: not studio.studio.export.state.busy)
    assert sorted(path.name for path in tmp_path.glob("*.wav")) == ["01 One.wav", "02 Two.wav"]
    studio.studio.export.write(tmp_path)
    studio.until(lambda: any("is there already" in notice for notice in studio.notices()))


def test_subtitles_are_replaced_with_their_file_and_never_without_it(studio, tmp_path):
    export = studio.studio.export
    studio.write("Good morning.")
    studio.generate()
    change(studio, format=Format.FLAC, subtitles=Subtitles.SRT, labels=True)
    by_hand = "1\n00:00:00,000 --> 00:00:01,000\nGood morning, by hand.\n"
    subtitles, labels = tmp_path / "a.srt", tmp_path / "a.labels.txt"
    subtitles.write_text(by_hand)
    export.write(tmp_path / "a.flac")
    studio.until(lambda: any("a.srt is there already" in notice for notice in studio.notices()))
    assert not (tmp_path / "a.flac").exists()
    assert not labels.exists()
    assert subtitles.read_text() == by_hand
    subtitles.unlink()
    export.write(tmp_path / "a.flac")
    studio.until(lambda: labels.exists() and not export.state.busy)
    subtitles.write_text(by_hand)
    export.write(tmp_path / "a.flac")
    studio.until(lambda: subtitles.read_text() != by_hand and not export.state.busy)
    assert "replaced only together" in open_dialog(studio).beside_note.text()


def test_what_is_not_met_is_a_warning_with_figures(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    change(studio, loudness=Loudness.AUDIOBOOK, format=Format.OPUS)
    studio.studio.export.write(tmp_path / "a.opus")
    studio.until(lambda: not studio.studio.export.state.busy)
    told = next(notice for notice in studio.notices() if "Not met" in notice)
    assert "48000" in told.replace(",", "")


def test_a_long_export_shows_progress_and_cancel_leaves_nothing(studio, tmp_path):
    studio.write("Good morning.")
    studio.generate()
    export = studio.studio.export
    export._long.setInterval(0)
    change(studio, format=Format.MP3, pauses=Pauses(head_s=200.0, tail_s=200.0))
    folder = tmp_path / "out"
    folder.mkdir()
    export.write(folder / "long.mp3")
    studio.until(lambda: any("Exporting" in notice for notice in studio.notices()))
    studio.studio.act("cancel_export")
    studio.until(lambda: not export.state.busy)
    said = studio.notices()[0]
    assert "cancelled" in said or "Exported" in said
    assert ("cancelled" in said) == (not list(folder.iterdir()))


def test_wishes_are_remembered_with_the_project_and_for_new_ones(studio, tmp_path):
    change(studio, loudness=Loudness.VIDEO, tags=Tags(title="Mine"), format=Format.MP3)
    assert studio.studio.projects.settings.delivery["loudness"] == "video"
    assert studio.services.settings.value("export_format") == "mp3"
    studio.studio.projects.new(tmp_path / "other.sottovoce")
    studio.until(lambda: studio.studio.projects.path.name == "other.sottovoce")
    wishes = studio.studio.export.state.wishes
    assert (wishes.loudness, wishes.tags, wishes.format) == (Loudness.VIDEO, Tags(), Format.MP3)
