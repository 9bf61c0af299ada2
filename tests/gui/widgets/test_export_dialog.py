"""The window of finished files, by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.delivery.report import DeliveredFile, DeliveryReport, Demand, Figures
from core.delivery.wishes import Format, Layout, Loudness, Pauses, Subtitles, Tags, Wishes
from gui.presenters.export_state import ExportState, ReportRow
from gui.presenters.export_words import report_rows
from gui.widgets.export_dialog import ExportDialog

WISHES = Wishes(format=Format.MP3, loudness=Loudness.PODCAST, tags=Tags(title="Night", cover="night.png"))
STATE = ExportState(wishes=WISHES, can_export=True)


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    shown = ExportDialog(parent)
    shown.show_state(STATE)
    shown.show()
    yield shown
    del parent


@pytest.fixture
def heard(dialog):
    wishes: list[Wishes] = []
    dialog.wishes_changed.connect(wishes.append)
    return wishes


def choose(picker, data):
    picker.setCurrentIndex(picker.findData(data))
    picker.activated.emit(picker.currentIndex())


def test_it_shows_what_is_wished_and_tells_nothing(dialog, heard):
    assert dialog.format_picker.currentData() == Format.MP3
    assert dialog.loudness_picker.currentData() == Loudness.PODCAST
    assert dialog.tags.boxes["title"].text() == "Night"
    assert not dialog.template_box.isVisible()
    dialog.show_state(replace(STATE, wishes=replace(WISHES, pauses=Pauses(sentence_s=0.7))))
    assert dialog.pauses.boxes["sentence_s"].value() == 0.7
    assert heard == []


def test_a_cover_is_chosen_and_refused_by_buttons(dialog, qtbot):
    assert dialog.tags.boxes["cover"].text() == "night.png"
    assert dialog.tags.boxes["cover"].isReadOnly()
    with qtbot.waitSignal(dialog.cover_wanted):
        dialog.tags.cover_button.click()
    with qtbot.waitSignal(dialog.cover_refused):
        dialog.tags.no_cover_button.click()
    dialog.show_state(replace(STATE, wishes=replace(WISHES, tags=Tags())))
    assert not dialog.tags.no_cover_button.isVisible()


def test_each_control_tells_all_wishes(dialog, heard, qtbot):
    choose(dialog.format_picker, Format.FLAC)
    assert heard[-1] == replace(WISHES, format=Format.FLAC)
    dialog.show_state(replace(STATE, wishes=heard[-1]))
    choose(dialog.loudness_picker, Loudness.AUDIOBOOK)
    choose(dialog.layout_picker, Layout.CHAPTERS)
    choose(dialog.subtitles_picker, Subtitles.VTT)
    choose(dialog.rate_picker, "48000")
    qtbot.mouseClick(dialog.labels_check, Qt.MouseButton.LeftButton)
    dialog.pauses.boxes["paragraph_s"].setValue(2.5)
    qtbot.keyClicks(dialog.tags.boxes["artist"], "Ana")
    assert heard[-1] == Wishes(
        format=Format.FLAC,
        loudness=Loudness.AUDIOBOOK,
        layout=Layout.CHAPTERS,
        subtitles=Subtitles.VTT,
        sample_rate_hz=48_000,
        labels=True,
        pauses=Pauses(paragraph_s=2.5),
        tags=Tags(title="Night", artist="Ana", cover="night.png"),
    )


def test_a_pattern_for_names_is_asked_for_where_there_are_several_files(dialog, heard, qtbot):
    several = replace(STATE, wishes=replace(WISHES, layout=Layout.LINES), template_hint="{number} {text}")
    dialog.show_state(several)
    assert dialog.template_box.isVisible()
    assert dialog.template_box.placeholderText() == "{number} {text}"
    qtbot.keyClicks(dialog.template_box, "x")
    assert heard[-1].template == "x"
    dialog.show_state(replace(several, template_problem="The pattern cannot be used."))
    assert not dialog.export_button.isEnabled()
    assert "cannot" in dialog.template_note.text()


def test_progress_and_cancel(dialog, qtbot):
    assert not dialog.progress_bar.isVisible()
    dialog.show_state(
        replace(STATE, can_export=False, busy=True, fraction=0.5, progress_text="Writing… 50 %")
    )
    assert (dialog.progress_bar.value(), dialog.progress_label.text()) == (500, "Writing… 50 %")
    assert not dialog.export_button.isEnabled()
    with qtbot.waitSignal(dialog.cancel_requested):
        qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    dialog.show_state(replace(STATE, busy=True, cancelling=True))
    assert not dialog.cancel_button.isEnabled()


def test_the_report_says_in_words_what_was_met(dialog):
    rows = (ReportRow("Loudness -16.0", met=True), ReportRow("Noise -50", met=False), ReportRow("A figure"))
    dialog.show_state(replace(STATE, report_title="Exported a.mp3", report=rows))
    said = [shown.text() for shown in dialog.report.labels if shown.isVisible()]
    assert said == ["✓ met: Loudness -16.0", "▲ not met: Noise -50", "A figure"]
    assert "not met: Noise -50" in dialog.report.accessibleDescription()
    dialog.show_state(replace(STATE, report_title="Exported b.mp3", report=rows[:1]))
    assert sum(shown.isVisible() for shown in dialog.report.labels) == 1


def test_each_file_of_a_set_is_told_with_its_figures_and_a_long_list_is_scrolled(dialog, qtbot):
    good = Demand("loudness", -16.0, -16.5, -15.5, met=True)
    bad = Demand("loudness", -18.0, -16.5, -15.5, met=False)
    files = tuple(
        DeliveredFile(Path(f"{number}.mp3"), 1.0, 44_100, 9, Figures(-16.0, -1.5, -20.0, -200.0), (demand,))
        for number, demand in enumerate([good] * 11 + [bad])
    )
    rows = report_rows(DeliveryReport(files, (), Format.MP3, Loudness.PODCAST, 12.0, 12))
    assert [row.met for row in rows] == [False, False, *[True] * 11]
    assert rows[1].text.startswith("11.mp3: Loudness −18.0 LUFS")
    assert rows[2].text == "0.mp3: −16.0 LUFS · true peak −1.5 dB · mean level −20.0 dB · noise ≤ −100 dB"
    dialog.show_state(replace(STATE, report_title="Exported 12 files", report=rows))
    qtbot.waitUntil(lambda: dialog.report.verticalScrollBar().maximum() > 0)
    assert dialog.report.height() < 150
    assert dialog.report.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_every_control_has_a_name_and_tab_goes_as_one_reads(dialog, qtbot):
    dialog.show_state(replace(STATE, wishes=replace(WISHES, layout=Layout.LINES)))
    controls = dialog._in_order()
    for control in controls[:-1]:
        assert control.accessibleName() or control.text()
    tops = [
        control.mapTo(dialog, control.rect().topLeft()).y() for control in controls if control.isVisible()
    ]
    assert tops == sorted(tops)
