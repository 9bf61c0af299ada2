"""What speaking needs of a device's memory, and the ways of speaking that need less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.model.request import SynthesisRequest

FULL = "full"
"""All weights in fp32."""
HALF = "half"
"""The weights that bear it in fp16."""

FUSED = "fused"
"""Attention in one kernel, whose memory grows with the length."""
MATH = "math"
"""Attention with its scores whole: their memory grows with the square of the length."""


HALF_FROM = 7
"""Major compute capability from which a card computes in half precision as fast as in full."""


def half_is_fast(name: str, capability: tuple[int, int] | None) -> bool:
    """Tell whether half precision is fast and sound on a card: CUDA from compute capability 7.0 on.

    Args:
        name: The card's.
        capability: Its compute capability, or None where it has none.
    """
    return capability is not None and capability[0] >= HALF_FROM and not name.endswith("[ZLUDA]")


@dataclass(frozen=True)
class Way:
    """How an engine is to speak.

    Attributes:
        precision: ``full`` or ``half``; empty: as the engine chooses for the device.
        attention: ``fused`` or ``math``.
        part: Length of the parts that a text is cut into, by their usual length.
    """

    precision: str = ""
    attention: str = FUSED
    part: float = 1.0


@dataclass(frozen=True)
class MemoryNeed:
    """What a job needs on a device, in bytes.

    Attributes:
        weights_bytes: The engine's weights.
        peak_bytes: The most above them.
    """

    weights_bytes: int
    peak_bytes: int

    @property
    def total_bytes(self) -> int:
        """Weights and peak."""
        return self.weights_bytes + self.peak_bytes


Estimate = Callable[[SynthesisRequest | None, Way], MemoryNeed]
"""Estimates what a request needs in a way; without a request, what the engine's longest part needs."""
