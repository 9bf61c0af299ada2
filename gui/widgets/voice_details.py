"""A small window with what the user says of a voice: name, language, tags, notes, whose it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.model.voice import Consent, Whose
from gui.language_names import language_name
from gui.presenters.voice_states import VoiceDetails
from gui.widgets.controls import Picker, drop_icons, label
from gui.widgets.passive import Retranslated
from gui.widgets.recordings_list import RecordingsList


class VoiceDetailsDialog(Retranslated, QDialog):
    """Shows and changes the details of one voice; blocks nothing."""

    save_requested = Signal(object)
    """The ``VoiceDetails`` as they shall be."""

    recording_requested = Signal(str, str)
    """Ids of the voice and of one of its recordings, to be heard and cut."""

    def __init__(self, details: VoiceDetails, parent: QWidget) -> None:
        """Show what is known.

        Args:
            details: Of which voice.
            parent: The window.
        """
        super().__init__(parent)
        self.details = details
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name_box = QLineEdit(details.name)
        self.name_box.setMaxLength(200)
        self.language_picker = Picker()
        self.tags_box = QLineEdit(", ".join(details.tags))
        self.notes_box = QPlainTextEdit(details.notes)
        self.notes_box.setTabChangesFocus(True)
        self.notes_box.setMinimumHeight(72)
        self.recordings_list = RecordingsList(details.recordings)
        self.whose_picker = Picker()
        self.consent_box = QLineEdit(details.consent.note)
        self.stated_label = label("muted", wrap=True)
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._labels: dict[QWidget, QLabel] = {}
        for box in self._boxes():
            name = label("muted")
            name.setBuddy(box)
            if box not in (self.notes_box, self.recordings_list):
                name.setMinimumHeight(box.sizeHint().height())  # else it stands at the top
            form.addRow(name, box)
            self._labels[box] = name
        form.setRowVisible(self.recordings_list, len(details.recordings) > 1)
        form.addRow(self.stated_label)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        form.addRow(self.buttons)
        self.recordings_list.cut_requested.connect(self._ask_for_recording)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.retranslate()
        drop_icons(self.buttons)
        self.resize(560, 420)
        self.name_box.setFocus()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Details of {voice}").format(voice=self.details.name))
        words = (
            self.tr("Name"),
            self.tr("Language"),
            self.tr("Tags"),
            self.tr("Notes"),
            self.tr("Recordings"),
            self.tr("Whose voice"),
            self.tr("Consent note"),
        )
        for box, text in zip(self._boxes(), words, strict=True):
            self._labels[box].setText(text)
            box.setAccessibleName(text)
        self.tags_box.setPlaceholderText(self.tr("Words to find it by, with commas between them"))
        self.consent_box.setPlaceholderText(self.tr("Such as who permits it, and how"))
        languages = [(tag, language_name(tag)) for tag in self.details.languages]
        self.language_picker.show_choices(
            (("", self.tr("Not known")), *languages), self._now(self.language_picker, self.details.language)
        )
        answers = (
            (Whose.NOT_STATED.value, self.tr("Not stated")),
            (Whose.MINE.value, self.tr("Mine")),
            (Whose.PERMISSION.value, self.tr("Used with permission")),
            (Whose.SYNTHETIC.value, self.tr("Synthetic or public domain")),
        )
        whose = self._now(self.whose_picker, self.details.consent.whose.value)
        self.whose_picker.show_choices(answers, whose)
        self.recordings_list.retranslate()
        self.stated_label.setText(self._stated())
        self.stated_label.setVisible(bool(self.stated_label.text()))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Save"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def _boxes(self) -> tuple[QWidget, ...]:
        """Return the fields from the top."""
        return (
            self.name_box,
            self.language_picker,
            self.tags_box,
            self.notes_box,
            self.recordings_list,
            self.whose_picker,
            self.consent_box,
        )

    def _now(self, picker: Picker, first: str) -> str:
        return str(picker.currentData()) if picker.count() else first

    def _stated(self) -> str:
        consent = self.details.consent
        if not consent.stated_on:
            return ""
        if consent.shared:
            return self.tr("Said on {day} by whoever shared the voice.").format(day=consent.stated_on)
        return self.tr("Said on {day}.").format(day=consent.stated_on)

    def _ask_for_recording(self, reference_id: str) -> None:
        """Keep what was changed here, then have the recording opened."""
        self._save()
        self.recording_requested.emit(self.details.voice, reference_id)

    def _save(self) -> None:
        tags = tuple(tag.strip() for tag in self.tags_box.text().split(",") if tag.strip())
        consent = Consent(Whose(str(self.whose_picker.currentData())), note=self.consent_box.text().strip())
        self.save_requested.emit(
            replace(
                self.details,
                name=self.name_box.text(),
                language=str(self.language_picker.currentData()),
                tags=tags,
                notes=self.notes_box.toPlainText(),
                consent=consent,
                recordings=self.recordings_list.recordings(),
            )
        )
        self.accept()
