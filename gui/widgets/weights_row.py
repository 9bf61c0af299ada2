"""One engine with its weights, as a card of rows: name, facts, state or progress, buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.presenters.states import NoticeAction
from gui.presenters.weights_state import WeightsCard, WeightsRow
from gui.widgets.controls import label

PROGRESS_STEPS = 1000


class WeightsRowWidget(QWidget):
    """Weights, or an engine to be installed."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name_label = label("strong-small", wrap=True)
        self.facts_label = label("muted", wrap=True)
        self.state_label = label("muted", wrap=True)
        self.state_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        self.progress_label = label("muted")
        self.buttons: list[QPushButton] = []
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self.name_label, self.facts_label, self.state_label, self.progress_bar):
            words.addWidget(widget)
        words.addWidget(self.progress_label)
        self._button_row = QHBoxLayout()
        self._button_row.setSpacing(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addLayout(self._button_row)
        row.setAlignment(self._button_row, Qt.AlignmentFlag.AlignTop)

    def show_row(self, row: WeightsRow) -> None:
        """Show a row; emit nothing."""
        self.name_label.setText(row.name)
        self.facts_label.setText(row.facts)
        self.state_label.setText(row.state)
        self.state_label.setProperty("kind", "strong-small" if row.failed else "muted")
        self.state_label.style().polish(self.state_label)
        self.state_label.setVisible(bool(row.state))
        busy = row.progress is not None
        self.progress_bar.setVisible(busy)
        self.progress_label.setVisible(busy)
        self.progress_label.setText(row.progress_text)
        if row.progress is not None:
            known = row.progress >= 0
            self.progress_bar.setRange(0, PROGRESS_STEPS if known else 0)
            self.progress_bar.setValue(round(row.progress * PROGRESS_STEPS) if known else 0)
        self.progress_bar.setAccessibleName(row.name)
        self.progress_bar.setAccessibleDescription(row.progress_text)
        self._show_buttons(row, row.actions)

    def _show_buttons(self, row: WeightsRow, actions: Sequence[NoticeAction]) -> None:
        while len(self.buttons) < len(actions):
            button = QPushButton()
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._press)
            self._button_row.addWidget(button)
            self.buttons.append(button)
        for index, button in enumerate(self.buttons):
            if button.hasFocus() and index >= len(actions) > 0:
                self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)  # stays in its row
            button.setVisible(index < len(actions))
            if index < len(actions):
                action = actions[index]
                button.setProperty("action", action.id)
                button.setText(action.label)
                button.setAccessibleName(f"{action.label}: {row.name}")
                button.setAccessibleDescription(" ".join(part for part in (row.facts, row.state) if part))

    def _press(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.action_requested.emit(str(sender.property("action")))


class WeightsCardWidget(QFrame):
    """An engine with its rows."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self.name_label = label("strong")
        self.fit_label = label("muted", wrap=True)
        self.rows: dict[str, WeightsRowWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.name_label)
        self._column.addWidget(self.fit_label)

    def show_card(self, card: WeightsCard) -> None:
        """Show a card; emit nothing."""
        self.setAccessibleName(card.name)
        self.name_label.setText(card.name)
        self.fit_label.setText(card.fit)
        self.fit_label.setVisible(bool(card.fit))
        ids = [row.id for row in card.rows]
        for gone in [row_id for row_id in self.rows if row_id not in ids]:
            widget = self.rows.pop(gone)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, row in enumerate(card.rows):
            if row.id not in self.rows:
                widget = WeightsRowWidget()
                widget.action_requested.connect(self.action_requested)
                self.rows[row.id] = widget
                self._column.insertWidget(2 + place, widget)
            self.rows[row.id].show_row(row)
        self.rows = {row_id: self.rows[row_id] for row_id in ids}
