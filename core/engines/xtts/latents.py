"""What XTTS hears in a reference, kept by the recording's content and the model.

The figures are kept as numpy arrays in the host's memory (0.13 MB a voice), so that they outlive a
release: the card holds nothing of them, and a Low VRAM job does not pay for them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.engines.recent import Recent
from core.model.audio import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Latents:
    """A voice, as the model sees it.

    Attributes:
        gpt: float32, shape ``(1, latents, channels)``.
        speaker: float32, shape ``(1, 512, 1)``.
    """

    gpt: NDArray[np.float32]
    speaker: NDArray[np.float32]


class LatentsCache:
    """The latents of the references used last."""

    def __init__(self, size: int = 16) -> None:
        """Keep so many."""
        self._kept: Recent[tuple[str, str], Latents] = Recent(size)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def get(self, model: str, reference: str) -> Latents | None:
        """Return what was kept for a model and a reference."""
        return self._kept.get((model, reference))

    def put(self, model: str, reference: str, latents: Latents) -> None:
        """Keep latents; the ones unused for longest go."""
        self._kept.put((model, reference), latents)


def content_of(sounds: Iterable[Samples]) -> str:
    """Return what tells some recordings' sound from others: a SHA-256 of theirs, in their order."""
    import numpy as np  # here: an engine describes itself without it

    each = (hashlib.sha256(np.ascontiguousarray(samples).data).digest() for samples in sounds)
    return hashlib.sha256(b"".join(each)).hexdigest()
