"""Which of the driver's cards torch means."""

from __future__ import annotations

from collections.abc import Sequence

from core.driver import VISIBLE_VARIABLE, DriverCard, read_cards, visible_cards

__all__ = ["VISIBLE_VARIABLE", "DriverCard", "card_of", "read_cards", "visible_cards"]


def card_of(properties: object, cards: Sequence[DriverCard]) -> DriverCard | None:
    """Return the driver's card for what ``torch.cuda.get_device_properties`` says of one, by UUID or bus."""
    uuid = str(getattr(properties, "uuid", "")).lower()
    if uuid:
        for card in cards:
            if card.uuid.lower().removeprefix("gpu-") == uuid.removeprefix("gpu-"):
                return card
    bus = tuple(getattr(properties, f"pci_{part}_id", None) for part in ("domain", "bus", "device"))
    return next((card for card in cards if card.bus == bus), None)
