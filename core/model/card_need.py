"""What the engines in use need of a card together, for Low VRAM's "automatic"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model.engine import EngineDescription
from core.model.need import MemoryNeed

SPARE = 0.15
"""So much more than the engines need must be there for all of them to stay on the card."""


def declared_need(engine: EngineDescription) -> MemoryNeed:
    """Return what an engine says of itself."""
    return MemoryNeed(engine.sizes.weights_bytes, engine.sizes.peak_bytes)


@dataclass(frozen=True)
class CardNeed:
    """What engines need of a card that is to hold them all, and what it has.

    Attributes:
        engines: Their names for people.
        need_bytes: Their weights, the greatest of their peaks, their processes' contexts, and the spare.
        card_bytes: The card's memory.
    """

    engines: tuple[str, ...]
    need_bytes: int
    card_bytes: int

    @property
    def fits(self) -> bool:
        """True where the card holds them all."""
        return self.need_bytes <= self.card_bytes


def card_need(
    engines: Sequence[EngineDescription],
    card_bytes: int,
    need_of: Callable[[EngineDescription], MemoryNeed] = declared_need,
) -> CardNeed:
    """Add up what engines need that all stay, while one of them works at a time.

    Args:
        engines: Those in use, each once.
        card_bytes: The card's memory.
        need_of: Estimates what an engine needs on that card.
    """
    needs = [need_of(one) for one in engines]
    weights = sum(need.weights_bytes for need in needs)
    contexts: dict[str, int] = {}
    for one in engines:
        contexts[one.environment] = max(contexts.get(one.environment, 0), one.sizes.context_bytes)
    peak = max((need.peak_bytes for need in needs), default=0)
    need = weights + peak + sum(contexts.values())
    return CardNeed(tuple(one.name for one in engines), round(need * (1 + SPARE)), card_bytes)
