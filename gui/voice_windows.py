"""The voices panel with its small windows and file dialogs, connected to the studio."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from core.voices.svoice import SUFFIX
from gui.file_dialog import file_dialog
from gui.fronts import to_front
from gui.presenters.states import WordsQuestion
from gui.presenters.voice_states import VoiceDetails, VoiceFileQuestion
from gui.presenters.word_hearing import WordHearing
from gui.recordings import new_recording
from gui.reference_window import ReferenceWindow
from gui.studio import Studio
from gui.widgets.record_dialog import RecordDialog
from gui.widgets.voice_details import VoiceDetailsDialog
from gui.widgets.voices_panel import VoicesPanel
from gui.widgets.words_dialog import WordsDialog

SOUND_SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".aiff", ".aif", ".m4a", ".w64", ".caf")
SOUND_FILES = " ".join(f"*{suffix}" for suffix in SOUND_SUFFIXES)


class VoiceWindows(QObject):
    """Connects the panel, and opens what it needs beside it; nothing blocks."""

    def __init__(self, studio: Studio, panel: VoicesPanel, window: QWidget) -> None:
        """Connect everything.

        Args:
            studio: What the panel shows and asks for.
            panel: The panel.
            window: Owner of the small windows.
        """
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._folder = Path.home()
        voices, edits = studio.voices, studio.voice_edits
        voices.state_changed.connect(panel.render)
        voices.words_wanted.connect(self._ask_for_words)
        edits.question_changed.connect(panel.show_question)
        edits.details_wanted.connect(self._show_details)
        edits.file_wanted.connect(self._ask_for_file)
        edits.recordings_wanted.connect(self._ask_for_more)
        edits.recording_wanted.connect(studio.references.edit)
        ReferenceWindow(studio.references, window)
        panel.voice_selected.connect(voices.choose)
        panel.voice_play_requested.connect(studio.play_or_pause_voice)
        panel.voice_remove_requested.connect(voices.remove)
        panel.voice_words_requested.connect(voices.ask_words)
        panel.search_changed.connect(voices.search)
        panel.archived_toggled.connect(voices.show_archived)
        panel.more_requested.connect(voices.show_more)
        panel.voice_wished.connect(edits.act)
        panel.rename_requested.connect(edits.rename)
        panel.consent_answered.connect(edits.answer)
        panel.files_dropped.connect(edits.take_files)
        panel.reference_add_requested.connect(self.ask_for_recordings)
        studio.arrivals.state_changed.connect(panel.arrival_bar.render)
        panel.arrival_bar.cancel_requested.connect(studio.arrivals.cancel)
        panel.record_requested.connect(self.record)

    def ask_for_recordings(self) -> None:
        """Ask for recordings to add, or for a voice that was shared."""
        title = self.tr("Add recordings of a voice")
        dialog = file_dialog(self._window, title, QFileDialog.FileMode.ExistingFiles, self._folder)
        sound = self.tr("Sound and shared voices ({patterns})").format(patterns=f"{SOUND_FILES} *{SUFFIX}")
        dialog.setNameFilters([sound, self.tr("All files (*)")])
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _ask_for_more(self, voice_id: str) -> None:
        title = self.tr("Add recordings of a voice")
        dialog = file_dialog(self._window, title, QFileDialog.FileMode.ExistingFiles, self._folder)
        sound = self.tr("Sound ({patterns})").format(patterns=SOUND_FILES)
        dialog.setNameFilters([sound, self.tr("All files (*)")])
        dialog.setProperty("voice", voice_id)
        dialog.filesSelected.connect(self._add_to)
        dialog.open()

    def _add_to(self, names: Sequence[str]) -> None:
        dialog = self.sender()
        if dialog is not None:
            self._folder = Path(names[0]).parent
            self._studio.arrivals.add_to(str(dialog.property("voice")), [Path(name) for name in names])

    def record(self) -> None:
        """Open the window that records, or bring the open one to the front."""
        for open_one in self._window.findChildren(RecordDialog):
            to_front(open_one)
            return
        RecordDialog(new_recording(self._studio), self._window).show()

    def _take(self, names: Sequence[str]) -> None:
        self._folder = Path(names[0]).parent
        self._studio.voice_edits.take_files([Path(name) for name in names])

    def _ask_for_words(self, question: WordsQuestion) -> None:
        for open_one in self._window.findChildren(WordsDialog):
            open_one.close()
        dialog = WordsDialog(question, self._window)
        dialog.save_requested.connect(self._studio.voices.keep_words)
        dialog.play_requested.connect(self._studio.play_or_pause_voice)
        self._connect_hearing(dialog)
        dialog.show()

    def _connect_hearing(self, dialog: WordsDialog) -> None:
        """Let the words be heard where that is possible."""
        studio, voice = self._studio, self._studio.voices.find(dialog.question.voice)
        hearing = WordHearing(studio.services.hearing, studio.lanes["hearing"], dialog)
        if voice is None or not hearing.possible:
            return
        dialog.offer_hearing()
        dialog.hear_requested.connect(partial(hearing.hear, voice))
        dialog.finished.connect(hearing.close)
        hearing.heard.connect(dialog.show_heard)
        hearing.failed.connect(dialog.show_not_heard)
        hearing.failed.connect(studio.teller.tell_error)

    def _show_details(self, details: VoiceDetails) -> None:
        for open_one in self._window.findChildren(VoiceDetailsDialog):
            open_one.close()
        dialog = VoiceDetailsDialog(details, self._window)
        dialog.save_requested.connect(self._studio.voice_edits.keep_details)
        dialog.recording_requested.connect(self._studio.references.edit)
        dialog.show()

    def _ask_for_file(self, question: VoiceFileQuestion) -> None:
        title = self.tr("Share a voice as a file")
        dialog = file_dialog(self._window, title, QFileDialog.FileMode.AnyFile, self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Voice (*{suffix})").format(suffix=SUFFIX)])
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(question.name)
        dialog.setProperty("voice", question.voice)
        dialog.fileSelected.connect(self._write)
        dialog.open()

    def _write(self, name: str) -> None:
        dialog = self.sender()
        if dialog is not None:
            self._folder = Path(name).parent
            self._studio.voice_edits.write_file(str(dialog.property("voice")), Path(name))
