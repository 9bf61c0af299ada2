"""The right panel: engine, language, speed, seed, Low VRAM, Generate, progress, export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.export_state import FORMATS, short_name
from gui.presenters.states import EngineState, ParameterView
from gui.widgets.controls import ColumnScroll, ElidedLabel, IconButton, Picker, label, panel
from gui.widgets.engine_controls import GenerateButton, LowVramCard, SeedBox, ValueSlider, generate_keys
from gui.widgets.engine_picker import EnginePicker
from gui.widgets.fit_line import FitLine
from gui.widgets.passive import PassiveWidget
from gui.widgets.problem_card import ProblemCard

SPEED_STEP = 0.05
PROGRESS_STEPS = 1000
ROOMY_LINES = 36
"""A panel this many text lines tall has room to spare."""


class EnginePanel(PassiveWidget[EngineState]):
    """How to speak, and the wish to do it."""

    engine_selected = Signal(str)
    action_requested = Signal(str)
    """The id of the action of the problem, or of what does not fit."""
    model_selected = Signal(str)
    language_selected = Signal(str)
    speed_changed = Signal(float)
    parameter_changed = Signal(str, float)
    seed_changed = Signal(object)
    """An ``int``; seeds are wider than a C int."""
    seed_locked_changed = Signal(bool)
    low_vram_clicked = Signal(bool)
    generate_requested = Signal()
    cancel_requested = Signal()
    pause_requested = Signal()
    """Hold the run, or go on."""
    queue_requested = Signal()
    export_requested = Signal()
    export_selection_requested = Signal()
    export_options_requested = Signal()
    export_format_selected = Signal(str)
    """One of ``FORMATS`` (`gui.presenters.export_state`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = EngineState()
        self.heading = label("heading")
        self.engine_picker = EnginePicker()
        self.engine_picker.setProperty("strong", True)
        self.heading.setBuddy(self.engine_picker)
        self.engine_note = label("muted", wrap=True)
        self.problem = ProblemCard()
        self.model_label = label("muted")
        self.model_picker = Picker()
        self.model_label.setBuddy(self.model_picker)
        self.language_label = label("muted")
        self.language_picker = Picker()
        self.language_label.setBuddy(self.language_picker)
        self.speed = ValueSlider()
        self.parameters: dict[str, ValueSlider] = {}
        self.seed_label = label("muted")
        self.seed_box = SeedBox()
        self.seed_label.setBuddy(self.seed_box)
        self.low_vram = LowVramCard()
        self.fit = FitLine()
        self.generate_button = GenerateButton()
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        self.progress_bar.setRange(0, PROGRESS_STEPS)
        self.progress_label = ElidedLabel("muted")
        self.pause_button = IconButton("pause")
        self.queue_button = IconButton("queue")
        self.cancel_button = QPushButton()
        self.cancel_button.setProperty("kind", "link")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export_button = QPushButton()
        self.export_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.export_menu_button = IconButton("chevron-down", boxed=True, role="text")
        self.export_menu = QMenu(self)
        self._formats = QActionGroup(self)
        self.format_actions: dict[str, QAction] = {}
        self._progress_box = QWidget()
        self._parameter_column = QVBoxLayout()
        self._named_rows: list[QBoxLayout] = []
        self._roomy = True
        self._make_export_menu()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_state(self._state)

    def show_state(self, state: EngineState) -> None:
        """Show a state; emits nothing."""
        self._state = state
        self.engine_picker.show_engines(state.engines, state.engine)
        self.engine_note.setText(state.engine_note)
        self.engine_note.setVisible(bool(state.engine_note))
        self.problem.show_problem(state.problem)
        self.model_picker.show_choices(tuple((c.id, c.label) for c in state.models), state.model)
        for widget in (self.model_label, self.model_picker):
            widget.setVisible(bool(state.models))
        self.language_picker.show_choices(tuple((c.id, c.label) for c in state.languages), state.language)
        self.speed.set_range(state.speed_minimum, state.speed_maximum, step=SPEED_STEP, suffix="×")
        self.speed.set_value(state.speed)
        self._show_parameters(state.parameters)
        self.seed_box.show_seed(state.seed)
        self.seed_box.lock_button.blockSignals(True)
        self.seed_box.lock_button.setChecked(state.seed_locked)
        self.seed_box.lock_button.blockSignals(False)
        self.seed_box.show_lock(state.seed_locked)
        self.low_vram.check.setChecked(state.low_vram)
        self.low_vram.note_label.setText(state.low_vram_note)
        self.low_vram.note_label.setVisible(bool(state.low_vram_note))
        self.low_vram.setToolTip(state.low_vram_source)
        words = (state.low_vram_note, state.low_vram_source)
        self.low_vram.check.setAccessibleDescription(" ".join(word for word in words if word))
        self.generate_button.setEnabled(state.can_generate)
        self.generate_button.set_note(state.problem.sentence if state.problem else state.fit.text)
        self.fit.show_fit(state.fit)
        self._progress_box.setVisible(state.generating)
        self._keep_progress_room()
        self.progress_bar.setValue(round(state.progress * PROGRESS_STEPS))
        self.progress_bar.setAccessibleDescription(state.progress_text)
        self.progress_label.set_text(state.progress_text)
        self.cancel_button.setEnabled(not state.cancelling)
        self.pause_button.setEnabled(not state.cancelling and (state.paused or state.waiting > 0))
        self.pause_button.set_icon("play" if state.paused else "pause")
        self.pause_button.set_words(self.tr("Go on") if state.paused else self.tr("Pause after this line"))
        self.export_button.setEnabled(state.can_export)
        self.selection_action.setEnabled(state.can_export_selection)
        chosen = self.format_actions.get(state.export_format)
        if chosen is not None:
            chosen.setChecked(True)
        self._name_export()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.heading.setText(self.tr("Engine").upper())
        self.heading.setAccessibleName(self.tr("Engine"))
        self.engine_picker.setAccessibleName(self.tr("Engine"))
        self.model_label.setText(self.tr("Weights"))
        self.model_picker.setAccessibleName(self.tr("Weights"))
        self.language_label.setText(self.tr("Language"))
        self.language_picker.setAccessibleName(self.tr("Language"))
        self.speed.set_name(self.tr("Speed"))
        self.seed_label.setText(self.tr("Seed"))
        self.seed_box.setAccessibleName(self.tr("Seed"))
        self.seed_box.lock_button.set_words(self.tr("Keep this seed"))
        self.low_vram.check.setText(self.tr("Low VRAM"))
        self.low_vram.check.setAccessibleName(self.tr("Low VRAM"))
        self.generate_button.set_words(self.tr("Generate"), generate_keys(self.tr("Ctrl+Enter")))
        self.progress_bar.setAccessibleName(self.tr("Progress"))
        self.queue_button.set_words(self.tr("Queue"))
        self.cancel_button.setText(self.tr("Cancel Esc"))
        self.cancel_button.setAccessibleName(self.tr("Cancel"))
        self._name_export()
        self.export_menu_button.set_words(self.tr("Export options"))
        self.format_actions["pcm_16"].setText(self.tr("WAV, 16 bit"))
        self.format_actions["pcm_24"].setText(self.tr("WAV, 24 bit"))
        self.format_actions["float_32"].setText(self.tr("WAV, 32 bit float"))
        self.format_actions["flac_24"].setText(self.tr("FLAC, 24 bit"))
        self.format_actions["m4a"].setText(self.tr("M4A (by ffmpeg)"))
        self.format_actions["m4b"].setText(self.tr("M4B, audiobook (by ffmpeg)"))
        self.options_action.setText(self.tr("Finished files…"))
        self.selection_action.setText(self.tr("Export selected lines…"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give room as it is there."""
        super().resizeEvent(event)
        roomy = self.height() >= ROOMY_LINES * self.fontMetrics().lineSpacing()
        if roomy != self._roomy:
            self._roomy = roomy
            self._show_roomy()
        self._keep_progress_room()

    def _keep_progress_room(self) -> None:
        """Keep the progress bar's room where there is enough of it, so that Export hardly moves.

        The line on what fits goes when a run begins: while it stands there, its room is enough.
        """
        policy = self._progress_box.sizePolicy()
        kept = self._roomy and not self._state.fit.text
        if policy.retainSizeWhenHidden() != kept:
            policy.setRetainSizeWhenHidden(kept)
            self._progress_box.setSizePolicy(policy)

    def _name_export(self) -> None:
        """Say on the button what kind of file it makes."""
        kind = short_name(FORMATS.get(self._state.export_format, FORMATS["pcm_16"]))
        self.export_button.setText(self.tr("Export {format}…").format(format=kind))
        self.export_button.setAccessibleName(self.tr("Export {format}").format(format=kind))

    def _make_export_menu(self) -> None:
        for name, fmt in FORMATS.items():
            action = QAction(short_name(fmt), self._formats)
            action.setCheckable(True)
            action.setData(name)
            self.export_menu.addAction(action)
            self.format_actions[name] = action
        self.export_menu.addSeparator()
        self.selection_action = QAction(self)
        self.options_action = QAction(self)
        self.export_menu.addActions([self.selection_action, self.options_action])
        self.export_menu_button.setMenu(self.export_menu)

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("surface")
        outer.addWidget(frame)
        settings = QWidget()
        column = QVBoxLayout(settings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.engine_picker)
        column.addWidget(self.engine_note)
        column.addWidget(self.problem)
        column.addSpacing(6)
        self._settings_column = column
        column.addLayout(self._named(self.model_label, self.model_picker))
        column.addLayout(self._named(self.language_label, self.language_picker))
        column.addSpacing(6)
        column.addWidget(self.speed)
        self._parameter_column.setSpacing(6)
        column.addLayout(self._parameter_column)
        column.addLayout(self._named(self.seed_label, self.seed_box))
        self._whole_column = whole = QVBoxLayout(frame)
        whole.addWidget(self.heading)
        whole.addWidget(ColumnScroll(settings, 120))
        whole.addWidget(self.low_vram)
        whole.addWidget(self.fit)
        whole.addWidget(self.generate_button)
        whole.addWidget(self._progress_box)
        self._lay_out_progress()
        export = QHBoxLayout()
        export.setSpacing(8)
        export.addWidget(self.export_button, 1)
        export.addWidget(self.export_menu_button)
        whole.addLayout(export)
        whole.addStretch(1)
        self.setMinimumWidth(250)
        self._show_roomy()

    def _named(self, name: QWidget, field: QWidget) -> QBoxLayout:
        """Lay out a field with its name, above it or, where the panel is short, beside it."""
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        row.addWidget(name)
        row.addWidget(field, 1)
        self._named_rows.append(row)
        return row

    def _show_roomy(self) -> None:
        """Spread out where there is room; keep together what else would be scrolled out of sight."""
        roomy = self._roomy
        direction = QBoxLayout.Direction.TopToBottom if roomy else QBoxLayout.Direction.LeftToRight
        for row in self._named_rows:
            row.setDirection(direction)
            row.setSpacing(6 if roomy else 8)
        self._settings_column.setSpacing(6 if roomy else 4)
        edge = 12 if roomy else 10
        self._whole_column.setContentsMargins(12, edge, 12, edge)
        self._whole_column.setSpacing(10 if roomy else 8)

    def _lay_out_progress(self) -> None:
        progress = QVBoxLayout(self._progress_box)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setSpacing(2)
        above = QHBoxLayout()
        above.setSpacing(2)
        above.addWidget(self.progress_bar, 1)
        above.addWidget(self.pause_button)
        above.addWidget(self.queue_button)
        progress.addLayout(above)
        under = QHBoxLayout()
        under.addWidget(self.progress_label, 1)
        under.addWidget(self.cancel_button)
        progress.addLayout(under)

    def _connect(self) -> None:
        self.engine_picker.activated.connect(self._choose_engine)
        self.problem.action_requested.connect(self.action_requested)
        self.fit.action_requested.connect(self.action_requested)
        self.model_picker.activated.connect(self._choose_model)
        self.language_picker.activated.connect(self._choose_language)
        self.speed.value_changed.connect(self.speed_changed)
        self.seed_box.seed_changed.connect(self.seed_changed)
        self.seed_box.lock_button.clicked.connect(self.seed_locked_changed)
        self.low_vram.clicked.connect(self.low_vram_clicked)
        self.generate_button.clicked.connect(self.generate_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.pause_button.clicked.connect(self.pause_requested)
        self.queue_button.clicked.connect(self.queue_requested)
        self.export_button.clicked.connect(self.export_requested)
        self.selection_action.triggered.connect(self.export_selection_requested)
        self.options_action.triggered.connect(self.export_options_requested)
        self._formats.triggered.connect(self._choose_format)

    def _show_parameters(self, views: tuple[ParameterView, ...]) -> None:
        if list(self.parameters) != [view.name for view in views]:
            for slider in self.parameters.values():
                self._parameter_column.removeWidget(slider)
                slider.hide()
                slider.deleteLater()
            self.parameters = {}
            before: QWidget = self.speed.slider
            for view in views:
                slider = ValueSlider()
                slider.setProperty("parameter", view.name)
                slider.value_changed.connect(self._change_parameter)
                self._parameter_column.addWidget(slider)
                QWidget.setTabOrder(before, slider.slider)
                before = slider.slider
                self.parameters[view.name] = slider
        for view in views:
            slider = self.parameters[view.name]
            slider.set_name(view.label)
            slider.set_range(view.minimum, view.maximum, integer=view.integer)
            slider.set_value(view.value)

    def _choose_engine(self, index: int) -> None:
        self.engine_selected.emit(str(self.engine_picker.itemData(index)))

    def _choose_model(self, index: int) -> None:
        self.model_selected.emit(str(self.model_picker.itemData(index)))

    def _choose_language(self, index: int) -> None:
        self.language_selected.emit(str(self.language_picker.itemData(index)))

    def _change_parameter(self, value: float) -> None:
        slider = self.sender()
        if slider is not None:
            self.parameter_changed.emit(str(slider.property("parameter")), value)

    def _choose_format(self, action: QAction) -> None:
        self.export_format_selected.emit(str(action.data()))
