"""Whether a request has room on its device: found out before it is run, by sums alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fit:
    """What a request would meet if it were run now.

    Attributes:
        device: Where it would run: ``cpu``, ``cuda:0``, ``cuda (simulated)``.
        fits: It has room there, in some way. On a CPU: the RAM that is free holds it.
        need_bytes: What it needs in all: weights, peak, and the context if that is not there yet.
        room_bytes: What it can have: what is free, its own weights that are there, what would leave for it.
        others_bytes: What other programs hold on the card.
        steps: What is given up for it (``core.vram.ladder``): ``half_precision``, ``shorter_parts``.
        leaving: Engines that leave for it.
        beyond_bytes: What other hosts of the program have to free for it.
        alternative: Where it does not fit, another engine that would, or empty.
        alternative_bytes: What that one needs.
        alternative_half: It would fit in half precision only.
        reason: Why it is not on the card that is there: as in ``core.vram.choice``; else empty.
    """

    device: str
    fits: bool
    need_bytes: int
    room_bytes: int
    others_bytes: int = 0
    steps: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    beyond_bytes: int = 0
    alternative: str = ""
    alternative_bytes: int = 0
    alternative_half: bool = False
    reason: str = ""

    @property
    def on_card(self) -> bool:
        """True where it would run on a card, real or simulated."""
        return self.device != "cpu"

    @property
    def simulated(self) -> bool:
        """True on the simulated card, where engines run on the CPU."""
        return self.device.endswith("(simulated)")
