"""The window of pronunciations: what will be spoken of the current line, and the project's list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.text.lexicon import Entry
from gui.presenters.pronunciation_state import PronunciationState
from gui.widgets.controls import CheckBox, Picker, drop_icons, label
from gui.widgets.passive import Retranslated
from gui.widgets.pronunciation_table import PronunciationTable


class PronunciationsDialog(Retranslated, QDialog):
    """Shows a `PronunciationState` while it is open; blocks nothing."""

    add_requested = Signal(object)
    """An ``Entry``."""
    change_requested = Signal(int, object)
    """Its row, and the ``Entry`` in its place."""
    remove_requested = Signal(int)
    play_requested = Signal(int)
    speak_requested = Signal(str)
    here_requested = Signal(str)
    everywhere_requested = Signal(str)
    normalise_clicked = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state = PronunciationState()
        self.line_label, self.list_label = label("strong"), label("strong")
        self.spoken = QPlainTextEdit()
        self.spoken.setTabChangesFocus(True)
        self.spoken.setFixedHeight(76)
        self.hint_label, self.problem_label = label("muted", wrap=True), label("strong-small", wrap=True)
        self.here_button, self.everywhere_button, self.speak_button = (QPushButton() for _ in range(3))
        self.normalise = CheckBox()
        self.table = PronunciationTable()
        self.written, self.said = QLineEdit(), QLineEdit()
        self.written_label, self.said_label = label("muted"), label("muted")
        self.language = Picker()
        self.language.setMinimumContentsLength(16)
        self.regex, self.match_case = CheckBox(), CheckBox()
        self.fault_label = label("strong-small", wrap=True)
        self.add_button, self.remove_button, self.play_button = (QPushButton() for _ in range(3))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(640, 620)

    def show_state(self, state: PronunciationState) -> None:
        """Show a state; emit no wish. Words that are being corrected stay as they are."""
        before, self._state = self._state, state
        if state.spoken != before.spoken or state.line != before.line:
            self.spoken.setPlainText(state.spoken)
        self.table.show_rows(state.rows)
        self.language.show_choices(tuple((one.id, one.label) for one in state.languages), self._chosen())
        self.normalise.blockSignals(True)
        self.normalise.setChecked(state.normalise)
        self.normalise.blockSignals(False)
        self.problem_label.setText(state.problem)
        self.problem_label.setVisible(bool(state.problem))
        self.spoken.setReadOnly(not state.writable)
        self._show_row()
        self._show_line()

    def start_entry(self, written: str) -> None:
        """Begin an entry for words of the script."""
        self.table.clearSelection()
        self.table.setCurrentCell(-1, -1)
        for box in (self.regex, self.match_case):
            box.setChecked(False)
        self.said.clear()
        self.written.setText(written)
        self._show_row()
        (self.said if written else self.written).setFocus()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Pronunciations"))
        self._show_line()
        self.spoken.setAccessibleName(self.tr("What will be spoken of the current line"))
        self.hint_label.setText(self.tr("Correct the words here, then choose where they are spoken so."))
        self.here_button.setText(self.tr("Only here"))
        self.everywhere_button.setText(self.tr("Everywhere in the project"))
        self.speak_button.setText(self.tr("Play"))
        self.speak_button.setAccessibleName(self.tr("Speak these words by the chosen voice"))
        self.normalise.setText(self.tr("Say numbers, dates and the like in words"))
        self.normalise.setAccessibleName(self.normalise.text())
        self.list_label.setText(self.tr("Pronunciations of this project"))
        self.table.set_words(self.tr("Written"), self.tr("Spoken"), self.tr("Language"))
        self.table.setAccessibleName(self.list_label.text())
        self.written_label.setText(self.tr("Written"))
        self.written.setAccessibleName(self.tr("Written"))
        self.said_label.setText(self.tr("Spoken"))
        self.said.setAccessibleName(self.tr("Spoken"))
        self.language.setAccessibleName(self.tr("Language of the lines it is for"))
        self.regex.setText(self.tr("Regular expression"))
        self.match_case.setText(self.tr("Capitals count"))
        for box in (self.regex, self.match_case):
            box.setAccessibleName(box.text())
        self.remove_button.setText(self.tr("Remove"))
        self.play_button.setText(self.tr("Play"))
        self.play_button.setAccessibleName(self.tr("Speak this entry by the chosen voice"))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        drop_icons(self.buttons)
        self._show_add()

    def sizeHint(self) -> QSize:
        """Return a size that shows some entries."""
        return QSize(640, 620)

    # --- inside -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.line_label)
        column.addWidget(self.spoken)
        column.addWidget(self.hint_label)
        column.addLayout(_row(self.here_button, self.everywhere_button, self.speak_button))
        column.addWidget(self.problem_label)
        column.addWidget(self.normalise)
        column.addSpacing(10)
        column.addWidget(self.list_label)
        column.addWidget(self.table, 1)
        form = QGridLayout()
        form.setHorizontalSpacing(8)
        form.addWidget(self.written_label, 0, 0)
        form.addWidget(self.said_label, 0, 1)
        form.addWidget(self.written, 1, 0)
        form.addWidget(self.said, 1, 1)
        column.addLayout(form)
        options = _row(self.language, self.regex, self.match_case)
        options.setStretch(0, 1)
        column.addLayout(options)
        column.addWidget(self.fault_label)
        under = _row(self.add_button, self.remove_button, self.play_button)
        under.addWidget(self.buttons)
        column.addLayout(under)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.spoken.textChanged.connect(self._show_line)
        self.here_button.clicked.connect(lambda: self.here_requested.emit(self.spoken.toPlainText()))
        self.everywhere_button.clicked.connect(
            lambda: self.everywhere_requested.emit(self.spoken.toPlainText())
        )
        self.speak_button.clicked.connect(lambda: self.speak_requested.emit(self.spoken.toPlainText()))
        self.normalise.toggled.connect(self.normalise_clicked)
        self.table.itemSelectionChanged.connect(self._show_row)
        self.table.remove_requested.connect(self._remove)
        for line in (self.written, self.said):
            line.editingFinished.connect(self._change)
            line.textChanged.connect(self._show_add)
        self.language.activated.connect(self._change)
        self.regex.clicked.connect(self._change)
        self.match_case.clicked.connect(self._change)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.play_button.clicked.connect(self._play)
        self.buttons.rejected.connect(self.reject)

    def _chosen(self) -> str:
        row = self.table.row()
        if row is not None and row < len(self._state.rows):
            return self._state.rows[row].entry.language
        return str(self.language.currentData() or "")

    def _entry(self) -> Entry:
        return Entry(
            written=self.written.text(),
            spoken=self.said.text(),
            language=str(self.language.currentData() or ""),
            regex=self.regex.isChecked(),
            match_case=self.match_case.isChecked(),
        )

    def _add(self) -> None:
        """Add what stands in the fields; where an entry is chosen, let another be written."""
        if self.table.row() is not None:
            self.start_entry("")
        elif self.written.text().strip():
            self.add_requested.emit(self._entry())
            self.table.choose(self.table.rowCount() - 1)

    def _change(self) -> None:
        row = self.table.row()
        if row is not None and self._entry() != self._state.rows[row].entry:
            self.change_requested.emit(row, self._entry())

    def _remove(self) -> None:
        row = self.table.row()
        if row is not None and self._state.writable:
            self.remove_requested.emit(row)

    def _play(self) -> None:
        row = self.table.row()
        if row is None:
            self.speak_requested.emit(self.said.text())
        else:
            self.play_requested.emit(row)

    def _show_line(self) -> None:
        state = self._state
        words = self.tr("Spoken in line {number}") if state.line else self.tr("The current line is blank")
        self.line_label.setText(words.format(number=state.line))
        corrected = " ".join(self.spoken.toPlainText().split()) != state.spoken
        for button in (self.here_button, self.everywhere_button):
            button.setEnabled(state.writable and corrected)
        self.speak_button.setEnabled(state.can_play and bool(self.spoken.toPlainText().strip()))

    def _show_row(self) -> None:
        """Show the chosen entry in the fields, or let a new one be written there."""
        row = self.table.row()
        shown = self._state.rows[row] if row is not None and row < len(self._state.rows) else None
        if shown is not None and shown.entry != self._entry():
            entry = shown.entry
            self.written.setText(entry.written)
            self.said.setText(entry.spoken)
            self.language.setCurrentIndex(max(0, self.language.findData(entry.language)))
            self.regex.setChecked(entry.regex)
            self.match_case.setChecked(entry.match_case)
        for control in (self.written, self.said, self.language, self.regex, self.match_case):
            control.setEnabled(self._state.writable)
        self.fault_label.setText(shown.fault if shown is not None else "")
        self.fault_label.setVisible(bool(self.fault_label.text()))
        self.remove_button.setEnabled(shown is not None and self._state.writable)
        self._show_add()

    def _show_add(self) -> None:
        chosen = self.table.row() is not None
        self.add_button.setText(self.tr("New entry") if chosen else self.tr("Add"))
        self.add_button.setEnabled(self._state.writable and (chosen or bool(self.written.text().strip())))
        self.play_button.setEnabled(self._state.can_play and bool(self.said.text().strip()))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
