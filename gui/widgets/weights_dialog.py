"""Engines and weights: what is on this computer, what can be had, and which engine fits the card."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.presenters.weights_presenter import ADD_FOLDER, CLEAN
from gui.presenters.weights_state import WeightsState
from gui.widgets.controls import drop_icons, label
from gui.widgets.passive import Retranslated
from gui.widgets.weights_row import WeightsCardWidget

FRAME_ROOM = QSize(16, 48)
"""Room for the frame and the title bar that a window manager puts around a window."""


class WeightsDialog(Retranslated, QDialog):
    """Shows a `WeightsState` while it is open; blocks nothing."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.card_label = label("strong-small", wrap=True)
        self.note_label = label("muted", wrap=True)
        self.cards: dict[str, WeightsCardWidget] = {}
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leftovers_label = label("muted", wrap=True)
        self.clean_button = QPushButton()
        self.add_button = QPushButton()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._wanted = ""
        self._lay_out()
        self.clean_button.clicked.connect(self._clean)
        self.add_button.clicked.connect(self._add)
        self.buttons.rejected.connect(self.reject)
        self.retranslate()
        self.resize(QSize(720, 720).boundedTo(self.screen().availableSize() - FRAME_ROOM))

    def show_state(self, state: WeightsState) -> None:
        """Show a state; emit nothing."""
        self.card_label.setText(state.card)
        ids = [card.id for card in state.cards]
        for gone in [card_id for card_id in self.cards if card_id not in ids]:
            widget = self.cards.pop(gone)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, card in enumerate(state.cards):
            if card.id not in self.cards:
                widget = WeightsCardWidget()
                widget.action_requested.connect(self.action_requested)
                self.cards[card.id] = widget
                self._column.insertWidget(place, widget)
            self.cards[card.id].show_card(card)
        self.leftovers_label.setText(state.leftovers)
        self.leftovers_label.setVisible(bool(state.leftovers))
        self.clean_button.setVisible(bool(state.leftovers))
        self._order()
        if self._wanted:
            self.show_engine(self._wanted)

    def show_engine(self, engine: str) -> None:
        """Bring an engine into sight, or else the first, and put the keyboard on what can be done there."""
        self._wanted = engine
        card = self.cards.get(engine) or next(iter(self._in_order()), None)
        if card is None:
            return
        self._body.adjustSize()
        self.area.ensureWidgetVisible(card, 0, 0)
        buttons = [one for row in card.rows.values() for one in row.buttons if one.isVisibleTo(card)]
        first = min(buttons, key=_reluctance, default=None)
        if first is not None:
            self._wanted = ""
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> None:
        """Let Tab go as one reads: from card to card, then to what stands below."""
        rows = [row for card in self._in_order() for row in card.rows.values()]
        controls: list[QWidget] = [button for row in rows for button in row.buttons]
        controls += [self.clean_button, self.add_button, self.buttons]
        for before, after in itertools.pairwise(controls):
            QWidget.setTabOrder(before, after)

    def _in_order(self) -> list[WeightsCardWidget]:
        return sorted(self.cards.values(), key=self._column.indexOf)

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setWindowTitle(self.tr("Engines and weights"))
        self.note_label.setText(
            self.tr("Nothing is fetched unless you ask for it. What stops on the way goes on where it was.")
        )
        self.clean_button.setText(self.tr("Clean up"))
        self.add_button.setText(self.tr("Add weights from a folder…"))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        drop_icons(self.buttons)

    def _lay_out(self) -> None:
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)
        self.area.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.card_label)
        column.addWidget(self.note_label)
        column.addWidget(self.area, 1)
        clean = QHBoxLayout()
        clean.addWidget(self.leftovers_label, 1)
        clean.addWidget(self.clean_button)
        column.addLayout(clean)
        under = QHBoxLayout()
        under.addWidget(self.add_button)
        under.addStretch(1)
        under.addWidget(self.buttons)
        column.addLayout(under)
        for button in (self.clean_button, self.add_button):
            button.setAutoDefault(False)

    def _clean(self) -> None:
        self.action_requested.emit(CLEAN)

    def _add(self) -> None:
        self.action_requested.emit(ADD_FOLDER)


def _reluctance(button: QPushButton) -> int:
    """Return how little a button is what one opens the panel for: what is fetched first, removals last."""
    kind = str(button.property("action")).partition(":")[0]
    return {"get": 0, "install": 0, "ask": 2, "remove": 2, "uninstall": 2}.get(kind, 1)
