"""How fast lines are heard, at the same pitch: for review, never for what is exported."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.widgets.controls import HIT_PX
from gui.widgets.passive import Retranslated


class PaceButton(Retranslated, QToolButton):
    """Shows the pace and opens the list; hidden until there is a choice."""

    pace_selected = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pace = 1.0
        self._group = QActionGroup(self)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("flat", True)
        self.setMinimumSize(HIT_PX + 22, HIT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.triggered.connect(self._choose)
        self.setVisible(False)
        self.retranslate()

    def offer(self, paces: Sequence[float]) -> None:
        """Offer these; with none or one of them the button takes no room."""
        for pace in paces:
            action = self._menu.addAction(_text(pace))
            action.setData(pace)
            action.setCheckable(True)
            action.setChecked(pace == self._pace)
            self._group.addAction(action)
        self.setVisible(len(paces) > 1)

    @property
    def pace(self) -> float:
        """What is chosen."""
        return self._pace

    def step(self) -> None:
        """Choose the next one, after the last the first."""
        actions = self._group.actions()
        if len(actions) > 1:
            chosen = next((n for n, action in enumerate(actions) if action.data() == self._pace), 0)
            actions[(chosen + 1) % len(actions)].trigger()

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        self.setText(_text(self._pace))
        words = self.tr("Listen at {pace}").format(pace=_text(self._pace))
        self.setAccessibleName(words)
        self.setToolTip(words)

    def _choose(self, action: QAction) -> None:
        self._pace = float(action.data())
        self.retranslate()
        self.pace_selected.emit(self._pace)


def _text(pace: float) -> str:
    return f"{pace:g}×"
