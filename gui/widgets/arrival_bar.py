"""What is being done with a recording that was dropped: its name, the step, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.presenters.arrivals import ArrivalState
from gui.widgets.controls import ElidedLabel, label
from gui.widgets.passive import PassiveWidget


class ArrivalBar(PassiveWidget[ArrivalState]):
    """Shown while a recording is worked on."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ArrivalState()
        self.name_label = ElidedLabel("strong")
        self.step_label = label("muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = QPushButton()
        self.cancel_button.clicked.connect(self.cancel_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.name_label, 1)
        head.addWidget(self.cancel_button)
        column.addLayout(head)
        column.addWidget(self.step_label)
        column.addWidget(self.bar)
        self.retranslate()
        self.show_state(self._state)

    def show_state(self, state: ArrivalState) -> None:
        """Show what is done, or nothing."""
        self._state = state
        self.setVisible(bool(state.name))
        self.name_label.set_text(state.name)
        more = self.tr("{count} more wait").format(count=state.waiting) if state.waiting else ""
        self.step_label.setText(" · ".join(part for part in (state.step, more) if part))
        self.bar.setRange(0, 0 if state.fraction is None else 1000)
        self.bar.setValue(round(1000 * (state.fraction or 0.0)))
        self.bar.setAccessibleDescription(state.step)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.cancel_button.setText(self.tr("Cancel"))
        self.cancel_button.setAccessibleName(self.tr("Cancel adding the recording"))
        self.bar.setAccessibleName(self.tr("Progress of the recording"))
        self.show_state(self._state)
