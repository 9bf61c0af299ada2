"""Finished files: how they shall be, how far they are, and what was met."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.delivery.wishes import Format, Layout, Loudness, Subtitles, Wishes
from gui.presenters.export_state import ExportState
from gui.widgets.controls import CheckBox, Picker, drop_icons, label
from gui.widgets.export_pauses import PausesRow
from gui.widgets.export_report import ReportList
from gui.widgets.export_tags import TagsForm
from gui.widgets.passive import Retranslated
from gui.widgets.weights_dialog import FRAME_ROOM

_STEPS = 1000
_RATES = (0, 24_000, 44_100, 48_000)


class ExportDialog(Retranslated, QDialog):
    """Shows an `ExportState` while it is open; blocks nothing."""

    wishes_changed = Signal(object)
    export_requested = Signal()
    cancel_requested = Signal()
    folder_requested = Signal()
    cover_wanted = Signal()
    cover_refused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = ExportState()
        self.format_picker, self.loudness_picker = Picker(), Picker()
        self.layout_picker, self.subtitles_picker, self.rate_picker = Picker(), Picker(), Picker()
        self.format_note, self.loudness_note = label("muted", wrap=True), label("muted", wrap=True)
        self.template_box, self.template_note = QLineEdit(), label("muted", wrap=True)
        self.labels_check, self.beside_note = CheckBox(), label("muted", wrap=True)
        self.pauses_heading, self.tags_heading = label("heading"), label("heading")
        self.pauses = PausesRow()
        self.tags = TagsForm()
        self.progress_bar, self.progress_label = QProgressBar(), label("muted")
        self.progress_bar.setRange(0, _STEPS)
        self.progress_bar.setTextVisible(False)
        self.cancel_button, self.folder_button = QPushButton(), QPushButton()
        self.cancel_button.setProperty("kind", "link")
        self.folder_button.setProperty("kind", "quiet")
        self.report_title = label("strong", wrap=True)
        self.report = ReportList()
        self.export_button = QPushButton()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._labels: dict[QWidget, QLabel] = {}
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(QSize(600, 720).boundedTo(self.screen().availableSize() - FRAME_ROOM))

    def show_state(self, state: ExportState) -> None:
        """Show a state; emit nothing."""
        self._state = state
        wishes = state.wishes
        self._show_choices(wishes)
        self.format_note.setText(state.format_note)
        self.format_note.setVisible(bool(state.format_note))
        self.loudness_note.setText(state.loudness_note)
        if self.template_box.text() != wishes.template:
            self.template_box.setText(wishes.template)
        self.template_box.setPlaceholderText(state.template_hint)
        self.template_note.setText(state.template_problem or self._template_words())
        named: tuple[QWidget, ...] = (self.template_box, self.template_note, self._labels[self.template_box])
        for widget in named:
            widget.setVisible(state.several)
        self.labels_check.setChecked(wishes.labels)
        self.beside_note.setText(state.beside_note)
        self.beside_note.setVisible(bool(state.beside_note))
        self.pauses.show_pauses(wishes.pauses)
        self.tags.show_tags(wishes.tags)
        self.export_button.setEnabled(state.can_export and not state.template_problem)
        running: tuple[QWidget, ...] = (self.progress_bar, self.progress_label, self.cancel_button)
        for widget in running:
            widget.setVisible(state.busy)
        self.progress_bar.setValue(round(state.fraction * _STEPS))
        self.progress_bar.setAccessibleDescription(state.progress_text)
        self.progress_label.setText(state.progress_text)
        self.cancel_button.setEnabled(not state.cancelling)
        self.report_title.setText(state.report_title)
        reported: tuple[QWidget, ...] = (self.report_title, self.report, self.folder_button)
        for widget in reported:
            widget.setVisible(bool(state.report_title) and not state.busy)
        self.report.show_rows(state.report)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Finished files"))
        words = {
            self.format_picker: self.tr("Format"),
            self.loudness_picker: self.tr("Loudness"),
            self.layout_picker: self.tr("Files"),
            self.template_box: self.tr("Names"),
            self.rate_picker: self.tr("Sample rate"),
            self.subtitles_picker: self.tr("Subtitles"),
        }
        for widget, text in words.items():
            self._labels[widget].setText(text)
            widget.setAccessibleName(text)
        self.labels_check.setText(self.tr("Labels for Audacity"))
        self.labels_check.setAccessibleName(self.tr("Labels for Audacity"))
        self.pauses_heading.setText(self.tr("Pauses, in seconds").upper())
        self.tags_heading.setText(self.tr("Shown by players").upper())
        self.export_button.setText(self.tr("Export…"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.folder_button.setText(self.tr("Open the folder"))
        self.progress_bar.setAccessibleName(self.tr("Progress"))
        self.report.setAccessibleName(self.tr("Report"))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        drop_icons(self.buttons)
        self.pauses.retranslate()
        self.tags.retranslate()
        self.show_state(self._state)

    # --- what it holds ------------------------------------------------------------------------

    def _template_words(self) -> str:
        return self.tr("In braces: title, number, line, chapter, voice, text.")

    def _show_choices(self, wishes: Wishes) -> None:
        formats = (
            (Format.WAV_16, self.tr("WAV, 16 bit")),
            (Format.WAV_24, self.tr("WAV, 24 bit")),
            (Format.WAV_FLOAT, self.tr("WAV, 32 bit float")),
            (Format.FLAC, self.tr("FLAC, 16 bit: as WAV, and smaller")),
            (Format.FLAC_24, self.tr("FLAC, 24 bit")),
            (Format.MP3, self.tr("MP3, plays everywhere")),
            (Format.OPUS, self.tr("Opus, smallest")),
            (Format.M4A, self.tr("M4A (AAC, by ffmpeg)")),
            (Format.M4B, self.tr("M4B, an audiobook with chapters (by ffmpeg)")),
        )
        self.format_picker.show_choices(formats, wishes.format or Format.WAV_16)
        loudness = (
            (Loudness.NONE, self.tr("As spoken")),
            (Loudness.PODCAST, self.tr("Podcast")),
            (Loudness.VIDEO, self.tr("Video")),
            (Loudness.R128, self.tr("Broadcast (EBU R 128)")),
            (Loudness.AUDIOBOOK, self.tr("Audiobook levels only")),
        )
        self.loudness_picker.show_choices(loudness, wishes.loudness)
        layouts = (
            (Layout.ONE, self.tr("One file")),
            (Layout.LINES, self.tr("One file a line")),
            (Layout.CHAPTERS, self.tr("One file a chapter")),
            (Layout.STEMS, self.tr("One file a voice, all of the same length")),
        )
        self.layout_picker.show_choices(layouts, wishes.layout)
        subtitles = (
            (Subtitles.NONE, self.tr("None")),
            (Subtitles.SRT, self.tr("SubRip (.srt)")),
            (Subtitles.VTT, self.tr("WebVTT (.vtt)")),
        )
        self.subtitles_picker.show_choices(subtitles, wishes.subtitles)
        rates = tuple(
            (str(rate), f"{rate / 1000:g} kHz" if rate else self.tr("Automatic")) for rate in _RATES
        )
        self.rate_picker.show_choices(rates, str(wishes.sample_rate_hz))

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._make_choices())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addWidget(self.progress_bar)
        column.addLayout(_in_a_row(self.progress_label, self.cancel_button))
        column.addLayout(_in_a_row(self.report_title, self.folder_button))
        column.addWidget(self.report)
        under = QHBoxLayout()
        under.addStretch(1)
        under.addWidget(self.export_button)
        under.addWidget(self.buttons)
        column.addLayout(under)
        self.export_button.setDefault(True)
        for button in (self.cancel_button, self.folder_button):
            button.setAutoDefault(False)
        for before, after in pairwise(self._in_order()):
            QWidget.setTabOrder(before, after)

    def _make_choices(self) -> QWidget:
        """Return all that can be chosen, one below the other."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._add(grid, self.format_picker, self.format_note)
        self._add(grid, self.loudness_picker, self.loudness_note)
        self._add(grid, self.layout_picker)
        self._add(grid, self.template_box, self.template_note)
        self._add(grid, self.rate_picker)
        self._add(grid, self.subtitles_picker)
        grid.addWidget(self.labels_check, grid.rowCount(), 1)
        grid.addWidget(self.beside_note, grid.rowCount(), 1)
        for heading, part in ((self.pauses_heading, self.pauses), (self.tags_heading, self.tags)):
            grid.setRowMinimumHeight(grid.rowCount(), 8)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            grid.addWidget(part, grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return body

    def _in_order(self) -> list[QWidget]:
        """Return the controls as one reads them."""
        return [
            *(self.format_picker, self.loudness_picker, self.layout_picker, self.template_box),
            *(self.rate_picker, self.subtitles_picker, self.labels_check),
            *self.pauses.boxes.values(),
            *self.tags.boxes.values(),
            *(
                self.tags.cover_button,
                self.tags.no_cover_button,
                self.cancel_button,
                self.folder_button,
                self.report,
                self.export_button,
                self.buttons,
            ),
        ]

    def _add(self, grid: QGridLayout, widget: QWidget, note: QLabel | None = None) -> None:
        row = grid.rowCount()
        self._labels[widget] = named = label("muted")
        named.setBuddy(widget)
        grid.addWidget(named, row, 0)
        grid.addWidget(widget, row, 1)
        if note is not None:
            grid.addWidget(note, row + 1, 1)

    def _connect(self) -> None:
        for picker in (
            self.format_picker,
            self.loudness_picker,
            self.layout_picker,
            self.subtitles_picker,
            self.rate_picker,
        ):
            picker.activated.connect(self._tell)
        self.template_box.textEdited.connect(self._tell)
        self.labels_check.clicked.connect(self._tell)
        self.pauses.edited.connect(self._tell)
        self.tags.edited.connect(self._tell)
        self.tags.cover_wanted.connect(self.cover_wanted)
        self.tags.cover_refused.connect(self.cover_refused)
        self.export_button.clicked.connect(self.export_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.buttons.rejected.connect(self.reject)

    def _tell(self) -> None:
        """Say what the controls hold."""
        wishes = replace(
            self._state.wishes,
            format=Format(self.format_picker.currentData()),
            loudness=Loudness(self.loudness_picker.currentData()),
            layout=Layout(self.layout_picker.currentData()),
            template=self.template_box.text(),
            subtitles=Subtitles(self.subtitles_picker.currentData()),
            sample_rate_hz=int(self.rate_picker.currentData()),
            labels=self.labels_check.isChecked(),
            pauses=self.pauses.pauses(self._state.wishes.pauses),
            tags=self.tags.tags(),
        )
        self.wishes_changed.emit(wishes)


def _in_a_row(wide: QWidget, narrow: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(wide, 1)
    row.addWidget(narrow)
    return row
