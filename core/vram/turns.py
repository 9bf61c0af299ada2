"""Turns on a card that several processes use: see step 5."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.model.events import Neighbour


class CardTurns:
    """Takes turns with nobody."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder."""
        self._folder = folder

    @contextmanager
    def loading(self, identity: str, wait: Callable[[], None]) -> Iterator[None]:
        """Have the card alone."""
        yield

    def publish(self, held_bytes: int) -> None:
        """Tell what is held."""

    def neighbours(self) -> tuple[Neighbour, ...]:
        """Return others."""
        return ()
