"""The graphics cards to choose from, and whether the one that was chosen is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.driver import DriverCard, card_named, read_cards
from core.host.gpu import GpuChoice, cards_here
from core.settings import Settings

NONE_HERE = "none, since no card was found"


def check_gpu(settings: Settings, read: Callable[[], Sequence[DriverCard]] = read_cards) -> None:
    """See that the card that was chosen is there; the driver is only asked where one was.

    Args:
        settings: Who chose which.
        read: Reads the real cards.

    Raises:
        SettingInvalid: When there is none of that UUID; where the settings file says it, that is a notice.
    """
    wanted = str(settings.value("gpu"))
    if not wanted:
        return
    cards = cards_here(settings.value("simulate_gpu_bytes"), read)
    if card_named(wanted, cards) is None:
        settings.refuse("gpu", ", ".join(f"{card.uuid} ({card.name})" for card in cards) or NONE_HERE)


def choose_gpu(settings: Settings) -> GpuChoice:
    """Return what names the card when a host starts.

    Where a device is set by CUDA's own number (``cuda:1``) and no card by its UUID, none is chosen: the
    numbers mean what they mean to CUDA.
    """
    wanted, simulated = str(settings.value("gpu")), settings.value("simulate_gpu_bytes")
    if not wanted and ":" in str(settings.value("device")):
        return GpuChoice("", None, lambda: ())
    return GpuChoice(wanted, simulated)
