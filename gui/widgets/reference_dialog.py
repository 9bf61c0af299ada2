"""The window in which a recording is cut: its waveform, the verdict, and what is said in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.model.verdict import Level
from gui.presenters.reference_states import ReferenceState
from gui.widgets.controls import drop_icons, label
from gui.widgets.findings import FindingsList, LevelMark
from gui.widgets.passive import Retranslated
from gui.widgets.stretch_wave import StretchWave
from gui.widgets.words import clock


class ReferenceDialog(Retranslated, QDialog):
    """Shows a `ReferenceState` and says what is wished; blocks nothing."""

    stretch_chosen = Signal(object)
    best_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    play_requested = Signal()
    play_before_requested = Signal()
    denoise_clicked = Signal(bool)
    save_requested = Signal(str)
    """With the words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = ReferenceState()
        self.wave = StretchWave()
        self.name_label = label("strong", wrap=True)
        self.part_label = label("muted")
        self.mark = LevelMark()
        self.verdict_label = label("strong", wrap=True)
        self.findings = FindingsList()
        self.steps_label = label("muted", wrap=True)
        self.words_label = label("muted")
        self.words = QPlainTextEdit()
        self.problem_label = label("muted", wrap=True)
        self.play_button, self.best_button = QPushButton(), QPushButton()
        self.denoise_box, self.before_button = QCheckBox(), QPushButton()
        self.undo_button, self.redo_button = QPushButton(), QPushButton()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(640, 680)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.name_label)
        column.addWidget(self.wave)
        row = QHBoxLayout()
        row.addWidget(self.part_label, 1)
        for button in (self.play_button, self.best_button, self.undo_button, self.redo_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)
        noise = QHBoxLayout()
        noise.addWidget(self.denoise_box, 1)
        self.before_button.setAutoDefault(False)
        noise.addWidget(self.before_button)
        column.addLayout(noise)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.mark)
        head.addWidget(self.verdict_label, 1)
        column.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.findings)
        column.addWidget(scroll, 1)
        column.addWidget(self.steps_label)
        column.addWidget(self.words_label)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(70)
        self.words_label.setBuddy(self.words)
        column.addWidget(self.words)
        column.addWidget(self.problem_label)
        column.addWidget(self.buttons)
        drop_icons(self.buttons)

    def _connect(self) -> None:
        self.wave.stretch_chosen.connect(self.stretch_chosen)
        self.play_button.clicked.connect(self.play_requested)
        self.denoise_box.clicked.connect(self.denoise_clicked)
        self.before_button.clicked.connect(self.play_before_requested)
        self.best_button.clicked.connect(self.best_requested)
        self.undo_button.clicked.connect(self.undo_requested)
        self.redo_button.clicked.connect(self.redo_requested)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        for handle in (self.wave.start_handle, self.wave.end_handle):
            for keys, signal in (
                (QKeySequence.StandardKey.Undo, self.undo_requested),
                (QKeySequence.StandardKey.Redo, self.redo_requested),
                (QKeySequence(Qt.Key.Key_Space), self.play_requested),
            ):
                shortcut = QShortcut(QKeySequence(keys), handle)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(signal)

    def show_state(self, state: ReferenceState) -> None:
        """Show a state; emits nothing. Without a voice the work is done, and the window closes."""
        before, self._state = self._state, state
        if not state.voice:
            if before.voice:
                self.accept()
            return
        if state.voice != before.voice or state.text != before.text:
            self.words.setPlainText(state.text)
        self.name_label.setText(state.name)
        self.wave.show_recording(state.peaks, state.duration_s, state.stretch)
        self.part_label.setText(self._part_text(state))
        self.mark.show_level(state.mark.level if state.mark else Level.NOT_CHECKED)
        self.verdict_label.setText(self._verdict_text(state))
        if state.findings or not state.busy:
            self.findings.show_findings(state.findings)
        self.findings.setEnabled(bool(state.findings))
        if state.steps or not state.busy:
            self.steps_label.setText(state.steps)
        self.problem_label.setText(state.problem)
        self.problem_label.setVisible(bool(state.problem))
        there = state.peaks is not None
        if there and before.peaks is None:
            self.wave.start_handle.setFocus()
        self.play_button.setEnabled(there)
        self.best_button.setEnabled(there)
        self.denoise_box.setEnabled(there)
        self.denoise_box.setChecked(state.denoise)
        self.before_button.setVisible(state.denoise)
        self.undo_button.setEnabled(state.can_undo)
        self.redo_button.setEnabled(state.can_redo)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(there)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Recording of a voice"))
        self.play_button.setText(self.tr("Play the part"))
        self.best_button.setText(self.tr("Best part"))
        self.best_button.setToolTip(self.tr("Find the best 6 to 12 seconds of the recording"))
        self.denoise_box.setText(self.tr("Reduce steady noise"))
        self.denoise_box.setToolTip(
            self.tr("For hiss and hum. Listen to it: what is left of strong noise can sound like chirping")
        )
        self.before_button.setText(self.tr("Play with the noise"))
        self.undo_button.setText(self.tr("Undo"))
        self.redo_button.setText(self.tr("Redo"))
        self.words_label.setText(self.tr("What is said in the part, word for word:"))
        self.words.setAccessibleName(self.tr("What is said in the part"))
        self.findings.setAccessibleName(self.tr("Findings"))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(self.tr("Use this part"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def _part_text(self, state: ReferenceState) -> str:
        stretch = state.stretch
        words = self.tr("{start} to {end}, {seconds} of {whole}")
        return words.format(
            start=clock(stretch.start_s),
            end=clock(stretch.end_s),
            seconds=clock(stretch.duration_s),
            whole=clock(state.duration_s),
        )

    def _verdict_text(self, state: ReferenceState) -> str:
        if state.mark is not None:
            return state.mark.text
        return self.tr("Listening to it…") if state.busy else ""

    def _save(self) -> None:
        self.save_requested.emit(self.words.toPlainText())
