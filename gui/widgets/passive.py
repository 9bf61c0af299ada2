"""What panels and small windows have in common: they show what they are given, in the language of now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

State = TypeVar("State")

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # Qt's class comes from the widget, whichever it is


class Retranslated(_Widget):
    """Changes its language while it stands; stands before Qt's class among the bases of a widget."""

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class PassiveWidget(Retranslated, QWidget, Generic[State]):
    """A widget that shows states and says what the user wishes; it knows no service."""

    def show_state(self, state: State) -> None:
        """Show a state; emit nothing."""
        raise NotImplementedError

    def render(self, *args: object, **_options: object) -> None:
        """Show a state: the same as ``show_state``, for presenters.

        It takes the place of ``QWidget.render``, hence its wide signature; ``grab`` makes pictures.
        """
        self.show_state(cast("State", args[0]))
