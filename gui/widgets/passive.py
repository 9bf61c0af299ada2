"""What every panel is: shows the states that it is given, and changes its language while it stands."""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

State = TypeVar("State")


class PassiveWidget(QWidget, Generic[State]):
    """A widget that shows states and says what the user wishes; it knows no service."""

    def show_state(self, state: State) -> None:
        """Show a state; emit nothing."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        raise NotImplementedError

    def render(self, *args: object, **_options: object) -> None:
        """Show a state: the same as ``show_state``, for presenters.

        It takes the place of ``QWidget.render``, hence its wide signature; ``grab`` makes pictures.
        """
        self.show_state(cast("State", args[0]))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
