"""Which of the driver's cards CUDA shows to this process, and which of them torch means."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from core.driver import DriverCard, read_cards

__all__ = ["VISIBLE_VARIABLE", "DriverCard", "card_of", "read_cards", "visible_cards"]

VISIBLE_VARIABLE = "CUDA_VISIBLE_DEVICES"


def visible_cards(cards: Sequence[DriverCard], environ: Mapping[str, str] = os.environ) -> list[DriverCard]:
    """Return the cards that CUDA shows to this process, the likely first one first.

    ``CUDA_VISIBLE_DEVICES`` is read as CUDA reads it: numbers or beginnings of UUIDs, up to the first that
    names no card. CUDA's own numbers go by speed, the driver's by the bus: which card is CUDA's first is
    known for sure only once torch was asked (``card_of``); until then the one with the most memory is taken.
    """
    by_speed = sorted(cards, key=lambda card: -card.total_bytes)
    if environ.get("CUDA_DEVICE_ORDER", "").upper() == "PCI_BUS_ID":
        by_speed = list(cards)
    value = environ.get(VISIBLE_VARIABLE)
    if value is None:
        return by_speed
    found: list[DriverCard] = []
    for word in (part.strip() for part in value.split(",")):
        card = _named(word, by_speed)
        if card is None or card in found:
            break
        found.append(card)
    return found


def _named(word: str, cards: Sequence[DriverCard]) -> DriverCard | None:
    if word.isdecimal():
        return cards[int(word)] if int(word) < len(cards) else None
    matching = [card for card in cards if word and card.uuid.startswith(word)]
    return matching[0] if len(matching) == 1 else None


def card_of(properties: object, cards: Sequence[DriverCard]) -> DriverCard | None:
    """Return the driver's card for what ``torch.cuda.get_device_properties`` says of one, by UUID or bus."""
    uuid = str(getattr(properties, "uuid", "")).lower()
    if uuid:
        for card in cards:
            if card.uuid.lower().removeprefix("gpu-") == uuid.removeprefix("gpu-"):
                return card
    bus = tuple(getattr(properties, f"pci_{part}_id", None) for part in ("domain", "bus", "device"))
    return next((card for card in cards if card.bus == bus), None)
