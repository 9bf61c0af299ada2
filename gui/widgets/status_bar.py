"""The status bar: device, memory meter, and the Low VRAM pill with its menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gui.presenters.meter_states import MeterState
from gui.widgets.controls import ElidedLabel, label, panel, set_property
from gui.widgets.idle_menu import IdleMenu
from gui.widgets.meter import Legend, Meter
from gui.widgets.passive import PassiveWidget

POLICIES = ("auto", "on", "off")


class StatusBar(PassiveWidget[MeterState]):
    """What the device holds, always in sight."""

    policy_selected = Signal(str)
    """``auto``, ``on`` or ``off``."""
    memory_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = MeterState()
        self.device_label = ElidedLabel("strong-small")
        self.meter = Meter()
        self.figures_label = label("small")
        self.legend = Legend()
        self.pill = QPushButton()
        self.pill.setProperty("kind", "pill")
        self.pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pill_menu = QMenu(self)
        self._policies = QActionGroup(self)
        self.policy_actions: dict[str, QAction] = {}
        self.source_action = self.pill_menu.addAction("")  # says who set it; arrow keys skip disabled ones
        self.pill_menu.addSeparator()
        for policy in POLICIES:
            action = QAction(self._policies)
            action.setData(policy)
            action.setCheckable(True)
            self.pill_menu.addAction(action)
            self.policy_actions[policy] = action
        self.pill_menu.addSeparator()
        self.idle_menu = IdleMenu(self)
        self.pill_menu.addMenu(self.idle_menu)
        self.pill.setMenu(self.pill_menu)
        self._lay_out()
        self._policies.triggered.connect(self._choose)
        self.meter.clicked.connect(self.memory_requested)
        self.retranslate()
        self.show_state(self._state)

    def show_state(self, state: MeterState) -> None:
        """Show a state; emits nothing."""
        self._state = state
        self.device_label.set_text(state.device)
        self.device_label.setVisible(bool(state.device))
        self.meter.show_segments(state.segments, stale=state.stale)
        self.legend.show_segments(state.segments, state.peak, state.parked)
        self.figures_label.setText(state.figures)
        set_property(self.figures_label, "kind", "muted" if state.stale else "small")
        if self.meter.accessibleDescription() != state.accessible:
            self.meter.setAccessibleDescription(state.accessible)
            self.meter.setToolTip(state.accessible)
        self.pill.setVisible(bool(state.pill))
        self.pill.setText(state.pill)
        self.pill.setToolTip(state.pill_detail)
        self.source_action.setText(state.pill_detail)
        self.pill.setAccessibleName(state.pill)
        self.pill.setAccessibleDescription(state.pill_detail)
        set_property(self.pill, "on", state.pill_on)
        action = self.policy_actions.get(state.policy)
        if action is not None:
            action.setChecked(True)
        self.idle_menu.show_timeout(state.idle_timeout_s)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.meter.setAccessibleName(self.tr("Memory"))
        self.policy_actions["auto"].setText(self.tr("Automatic"))
        self.policy_actions["on"].setText(self.tr("On"))
        self.policy_actions["off"].setText(self.tr("Off"))
        self.pill_menu.setTitle(self.tr("Low VRAM"))
        self.idle_menu.retranslate()

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = panel("background", "top")
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self.device_label)
        row.addWidget(self.meter, 2)
        row.addWidget(self.figures_label)
        row.addWidget(self.legend, 3)
        row.addStretch(1)
        row.addWidget(self.pill)

    def _choose(self, action: QAction) -> None:
        self.policy_selected.emit(str(action.data()))
