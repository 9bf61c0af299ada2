"""Which card the hosts of one program use: decided when the first of them starts, the same for all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from core.driver import DriverCard, card_named, most_free, read_cards, simulated_cards, visible_cards

log = logging.getLogger(__name__)


def cards_here(
    simulate_bytes: int | Sequence[int] | None, read: Callable[[], Sequence[DriverCard]] = read_cards
) -> list[DriverCard]:
    """Return the cards to choose from: the simulated ones, else those that CUDA shows to this program.

    Args:
        simulate_bytes: Size of a simulated card, or of several, or None.
        read: Reads the real cards; makes no context.
    """
    if simulate_bytes is None:
        return visible_cards(read())
    return simulated_cards([simulate_bytes] if isinstance(simulate_bytes, int) else simulate_bytes)


class GpuChoice:
    """Names the card; may be asked from any thread, and asks the driver once."""

    def __init__(
        self,
        wanted: str,
        simulate_bytes: int | Sequence[int] | None = None,
        read: Callable[[], Sequence[DriverCard]] = read_cards,
    ) -> None:
        """Choose nothing yet.

        Args:
            wanted: UUID of a card, or the beginning of one; empty: the one with the most free memory.
            simulate_bytes: Size of a simulated card, or of several, or None.
            read: Reads the real cards.
        """
        self._wanted = wanted
        self._simulate_bytes = simulate_bytes
        self._read = read
        self._uuid: str | None = None
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """Return the card's UUID; empty where there is nothing to choose."""
        with self._lock:
            if self._uuid is None:
                self._uuid = self._choose()
            return self._uuid

    def _choose(self) -> str:
        cards = cards_here(self._simulate_bytes, self._read)
        if self._wanted:
            named = card_named(self._wanted, cards)
            return named.uuid if named is not None else self._wanted  # the host says that it is not there
        best = most_free(cards) if len(cards) > 1 else None
        if best is None:
            return ""
        log.info(
            "of %d cards the one with the most free memory is used: %s, %s", len(cards), best.name, best.uuid
        )
        return best.uuid
