"""Audio as the program carries it: float32, mono, with its sample rate beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Samples: TypeAlias = "NDArray[np.float32]"
"""Mono audio, shape ``(samples,)``, nominal range -1 to 1."""


@dataclass(frozen=True, eq=False)
class AudioClip:
    """A stretch of mono audio.

    Attributes:
        samples: float32, shape ``(samples,)``, nominal range -1 to 1.
        sample_rate_hz: Samples per second.
    """

    samples: Samples
    sample_rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate_hz

    @property
    def peak(self) -> float:
        """Greatest absolute sample (linear, 0 for empty audio)."""
        return float(abs(self.samples).max()) if len(self.samples) else 0.0
