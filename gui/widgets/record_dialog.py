"""A small window that records a voice: a text to read, a level meter, stop, listen, use or again."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.i18n import number_text
from gui.messages import sentence
from gui.presenters.record_presenter import GOOD_S, RecordPresenter, RecordStage, RecordState
from gui.theme import theme
from gui.widgets.controls import label, set_property
from gui.widgets.passive import Retranslated

_FLOOR_DBFS = -60.0
_LOUD_DBFS = -3.0
_GOOD_DBFS = -18.0


class LevelBar(QWidget):
    """How loud it is, from -60 dBFS to full scale, with the range that is good marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level_dbfs = _FLOOR_DBFS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a flat bar."""
        return QSize(200, 14)

    def show_level(self, level_dbfs: float) -> None:
        """Show a level."""
        if level_dbfs != self.level_dbfs:
            self.level_dbfs = level_dbfs
            self.setAccessibleDescription(f"{level_dbfs:.0f} dBFS")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, level and the marks of the good range."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(look.color("groove"))
        painter.drawRoundedRect(whole, 4, 4)
        part = self._place(self.level_dbfs)
        role = "error" if self.level_dbfs >= _LOUD_DBFS else "ok" if self.level_dbfs >= -40 else "muted"
        painter.setBrush(look.color(role))
        painter.drawRoundedRect(QRectF(0, 0, whole.width() * part, whole.height()), 4, 4)
        painter.setBrush(look.color("text"))
        for mark in (_GOOD_DBFS, _LOUD_DBFS):
            painter.drawRect(QRectF(whole.width() * self._place(mark), 0, 1, whole.height()))
        painter.end()

    @staticmethod
    def _place(level_dbfs: float) -> float:
        return min(1.0, max(0.0, 1 - level_dbfs / _FLOOR_DBFS))


class RecordDialog(Retranslated, QDialog):
    """Shows one `RecordPresenter`, which ends with it; blocks nothing."""

    def __init__(self, presenter: RecordPresenter, parent: QWidget) -> None:
        """Show what to read; nothing is recorded yet.

        Args:
            presenter: Makes the recording; becomes the window's own.
            parent: The window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = presenter
        presenter.setParent(self)
        self.how_label = label("muted", wrap=True)
        self.prompt_label = label("strong", wrap=True)
        self.level_bar = LevelBar()
        self.status_label = label("muted", wrap=True)
        self.record_button, self.listen_button = QPushButton(), QPushButton()
        self.use_button, self.close_button = QPushButton(), QPushButton()
        self.use_button.setProperty("kind", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (self.how_label, self.prompt_label, self.level_bar, self.status_label):
            column.addWidget(widget)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.record_button)
        row.addWidget(self.listen_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.use_button)
        column.addLayout(row)
        for button in (self.record_button, self.listen_button, self.use_button, self.close_button):
            button.setAutoDefault(False)
        self.record_button.clicked.connect(self._record_or_stop)
        self.listen_button.clicked.connect(presenter.listen)
        self.use_button.clicked.connect(self._use)
        self.close_button.clicked.connect(self.close)
        presenter.state_changed.connect(self.show_state)
        self.finished.connect(presenter.close)
        self.retranslate()
        self.resize(480, 260)
        self.record_button.setFocus()

    def show_state(self, state: RecordState) -> None:
        """Show where the recording is."""
        stage = state.stage
        done = stage is RecordStage.DONE
        idle = done or stage is RecordStage.READY
        self.prompt_label.setText(state.prompt.text)
        self.level_bar.show_level(state.level_dbfs)
        again = self.tr("Record again") if done else self.tr("Record")
        self.record_button.setText(again if idle else self.tr("Stop"))
        self.listen_button.setEnabled(done)
        self.use_button.setEnabled(done)
        set_property(self.status_label, "kind", "muted" if state.error is None else "small")
        self.status_label.setText(self._status(state))

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Record a voice"))
        self.how_label.setText(
            self.tr("In a quiet room, a hand's breadth from the microphone, read this in your usual voice:")
        )
        self.level_bar.setAccessibleName(self.tr("Level of the microphone"))
        self.listen_button.setText(self.tr("Listen"))
        self.use_button.setText(self.tr("Use this recording"))
        self.close_button.setText(self.tr("Cancel"))
        self.show_state(self.presenter.state)

    def _status(self, state: RecordState) -> str:
        if state.error is not None and state.stage in (RecordStage.READY, RecordStage.DONE):
            return sentence(state.error)
        seconds = self.tr("{seconds} s").format(seconds=number_text(round(state.duration_s, 1)))
        match state.stage:
            case RecordStage.READY:
                return self.tr("Six seconds or more are enough for every engine.")
            case RecordStage.COUNTDOWN:
                return self.tr("Begins in {count}…").format(count=state.countdown)
            case RecordStage.STARTING:
                return self.tr("Opening the microphone…")
            case _:
                return " · ".join(part for part in (seconds, self._advice(state)) if part)

    def _advice(self, state: RecordState) -> str:
        if state.recovered:
            return self.tr("From before the program ended: listen to it, use it, or record again.")
        if state.overloaded:
            return self.tr("Too loud: some of it is distorted. Go a little away and record again.")
        if state.quiet:
            return self.tr("Very quiet: come closer, or turn the microphone up.")
        if state.duration_s < GOOD_S:
            return self.tr("a little longer")
        return self.tr("enough")

    def _record_or_stop(self) -> None:
        if self.presenter.state.stage in (RecordStage.READY, RecordStage.DONE):
            self.presenter.begin()
        else:
            self.presenter.stop()

    def _use(self) -> None:
        self.presenter.use()
        self.accept()
