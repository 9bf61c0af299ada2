"""The bottom panel: play and pause, position, waveform, facts, level and output device."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon
from gui.presenters.states import TransportState
from gui.theme import theme
from gui.widgets.controls import ElidedLabel, IconButton, Slider, label, paint_focus_ring, panel
from gui.widgets.pace_button import PaceButton
from gui.widgets.passive import PassiveWidget
from gui.widgets.waveform import Waveform
from gui.widgets.words import clock

FACT_LINES = 3
"""Facts shown at the right."""


class PlayButton(QPushButton):
    """The round button."""

    DIAMETER_PX = 44

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.playing = False
        self.setProperty("kind", "round")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return its size, focus ring included."""
        return QSize(self.DIAMETER_PX + 6, self.DIAMETER_PX + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc and its icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around = QRectF(self.rect())
        disc = around.adjusted(3, 3, -3, -3)
        enabled = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        hot = "accent-hover" if self.underMouse() else "accent"
        painter.setBrush(theme().color(hot if enabled else "raised"))
        painter.drawEllipse(disc)
        inner = disc.adjusted(12, 12, -12, -12)
        name = "pause" if self.playing else "play"
        paint_icon(painter, name, "on-accent" if enabled else "disabled", inner)
        if self.hasFocus():
            paint_focus_ring(painter, around, around.width() / 2 - 1)
        painter.end()


class Transport(PassiveWidget[TransportState]):
    """Plays what is selected."""

    play_requested = Signal()
    pause_requested = Signal()
    seek_requested = Signal(float)
    """A position in seconds."""
    level_changed = Signal(float)
    """0 to 1."""
    device_selected = Signal(str)
    """An output device's id; empty for the system's default."""
    devices_wanted = Signal()
    """The menu of devices is about to show: a fresh list is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = TransportState()
        frame = panel("surface", "top")
        self.play_button = PlayButton()
        self.position_label = label("strong")
        self.duration_label = label("muted")
        self.waveform = Waveform()
        self.note_label = label("small", wrap=True)
        self.note_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.note_label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title_label = ElidedLabel("strong-small")
        self.fact_labels = tuple(ElidedLabel("muted") for _ in range(FACT_LINES))
        self.device_button = IconButton("speaker")
        self.device_button.icon_width = 17
        self.device_menu = QMenu(self)
        self.device_button.setMenu(self.device_menu)
        self.level_slider = Slider()
        self.level_slider.setRange(0, 100)
        self.level_slider.setPageStep(10)
        self.level_slider.setFixedWidth(120)
        self.pace_button = PaceButton()
        self._devices = QActionGroup(self)
        self._lay_out(frame)
        self.play_button.clicked.connect(self._toggle)
        self.waveform.seek_requested.connect(self.seek_requested)
        self.level_slider.valueChanged.connect(self._change_level)
        self.device_menu.aboutToShow.connect(self.devices_wanted)
        self._devices.triggered.connect(self._choose_device)
        self.retranslate()
        self.show_state(self._state)

    def show_state(self, state: TransportState) -> None:
        """Show a state; emits nothing."""
        old, self._state = self._state, state
        playable = state.duration_s > 0
        self.play_button.setEnabled(playable)
        if self.play_button.playing != state.playing:
            self.play_button.playing = state.playing
            self.play_button.update()
            self._name_play_button()
        self.position_label.setText(clock(state.position_s))
        if old.duration_s != state.duration_s or not self.duration_label.text():
            self._show_duration()
        self.waveform.setEnabled(playable)
        self.waveform.show_sound(state.title, state.peaks, state.position_s, state.duration_s)
        self.waveform.setVisible(playable or not state.note)
        self.note_label.setText(state.note)
        self.note_label.setVisible(bool(state.note))
        self.title_label.set_text(state.title)
        self.title_label.setVisible(bool(state.title))
        for index, fact_label in enumerate(self.fact_labels):
            fact_label.set_text(state.facts[index] if index < len(state.facts) else "")
            fact_label.setVisible(index < len(state.facts))
        self.level_slider.blockSignals(True)
        self.level_slider.setValue(round(state.level * 100))
        self.level_slider.blockSignals(False)
        self.device_button.set_icon("speaker-off" if state.level <= 0 else "speaker")
        if old.devices != state.devices or old.device != state.device:
            self._fill_devices()

    def _lay_out(self, frame: QWidget) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        times = QVBoxLayout()
        times.setSpacing(1)
        times.addStretch(1)
        times.addWidget(self.position_label)
        times.addWidget(self.duration_label)
        times.addStretch(1)
        sound = QHBoxLayout()
        sound.setSpacing(4)
        sound.addWidget(self.device_button)
        sound.addWidget(self.level_slider)
        sound.addWidget(self.pace_button)
        sound.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(1)
        facts.addStretch(1)
        facts.addWidget(self.title_label)
        for fact_label in self.fact_labels:
            facts.addWidget(fact_label)
        facts.addLayout(sound)
        facts.addStretch(1)
        facts_box = QWidget()
        facts_box.setLayout(facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts_box.setFixedWidth(216)
        times_box = QWidget()
        times_box.setLayout(times)
        times.setContentsMargins(0, 0, 0, 0)
        times_box.setMinimumWidth(82)
        row = QHBoxLayout(frame)
        row.setContentsMargins(11, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.play_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(times_box)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(self.waveform, 1)
        middle.addWidget(self.note_label)
        row.addLayout(middle, 1)
        fixed, preferred = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
        row.addItem(QSpacerItem(14, self.waveform.sizeHint().height(), fixed, preferred))
        row.addWidget(facts_box)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self._name_play_button()
        self._show_duration()
        self.level_slider.setAccessibleName(self.tr("Output level"))
        self.level_slider.setToolTip(self.tr("Output level"))
        self.device_button.set_words(self.tr("Output device"))
        self.position_label.setAccessibleName(self.tr("Position"))

    def _name_play_button(self) -> None:
        words = self.tr("Pause") if self._state.playing else self.tr("Play")
        self.play_button.setAccessibleName(words)
        self.play_button.setToolTip(words)

    def _show_duration(self) -> None:
        self.duration_label.setText(self.tr("of {duration}").format(duration=clock(self._state.duration_s)))

    def _fill_devices(self) -> None:
        for action in self._devices.actions():
            self._devices.removeAction(action)
            self.device_menu.removeAction(action)
            action.deleteLater()
        for choice in self._state.devices:
            action = QAction(choice.label, self._devices)
            action.setData(choice.id)
            action.setCheckable(True)
            action.setChecked(choice.id == self._state.device)
            self.device_menu.addAction(action)
        if self.device_menu.isVisible():
            self._keep_menu_on_screen()

    def _keep_menu_on_screen(self) -> None:
        """Let the open menu grow upwards, where its button is near the screen's lower edge."""
        menu, size = self.device_menu, self.device_menu.sizeHint()
        screen = menu.screen().availableGeometry()
        left = min(menu.x(), screen.right() + 1 - size.width())
        top = min(menu.y(), screen.bottom() + 1 - size.height())
        menu.setGeometry(max(left, screen.left()), max(top, screen.top()), size.width(), size.height())

    def _toggle(self) -> None:
        if self._state.playing:
            self.pause_requested.emit()
        else:
            self.play_requested.emit()

    def _change_level(self, percent: int) -> None:
        self.level_changed.emit(percent / 100)

    def _choose_device(self, action: QAction) -> None:
        self.device_selected.emit(str(action.data()))
