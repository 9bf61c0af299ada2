"""A take, what it was made from, and what is known of an attempt that failed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import SottovoceError
from core.model.audio import AudioClip


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a take sounds.

    Attributes:
        text: What is spoken; pauses inside it in one form.
        voice: Voice id.
        engine: Engine id.
        language: BCP 47 tag.
        speed: Factor.
        seed: The seed.
        parameters: Engine parameters as sorted pairs.
        model: Name of the engine's weights, or empty: not known, and as good as any.
        whole: Spoken in one go, as far as the engine can (``[whole]``).
    """

    text: str
    voice: str = ""
    engine: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: tuple[tuple[str, float], ...] = ()
    model: str = ""
    whole: bool = False

    def makes_same(self, other: Recipe, *, seed_counts: bool) -> bool:
        """Say whether both ask for the same speech.

        Args:
            other: What to compare with.
            seed_counts: False: another seed is as good.
        """
        return (
            self.text == other.text
            and self.voice == other.voice
            and self.engine == other.engine
            and self.language == other.language
            and self.speed == other.speed
            and self.parameters == other.parameters
            and self.whole == other.whole
            and (not seed_counts or self.seed == other.seed)
            and (not self.model or not other.model or self.model == other.model)
        )


@dataclass(frozen=True, eq=False)
class Take:
    """Speech that was made of a line.

    Attributes:
        recipe: What it was made from.
        clip: The audio.
        peaks: Its waveform for drawing, shape ``(buckets, 2)``: least and greatest sample of each.
        synthesis_s: How long it took to make, in seconds.
        device: What it was made on.
        made_at_s: When, in seconds since the epoch.
        id: Its name, the same in memory and on disk for as long as it lives.
        starred: Marked by hand as one of the good ones.
        steps: What was done so that it fits into memory, oldest first (the codes of ``core.vram.ladder``).
        model_hash: Hash of the weights' content as ``sha256:`` and hexadecimal, or empty: not known.
    """

    recipe: Recipe
    clip: AudioClip
    peaks: NDArray[np.float32] | None = None
    synthesis_s: float = 0.0
    device: str = ""
    made_at_s: float = 0.0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    starred: bool = False
    steps: tuple[str, ...] = ()
    model_hash: str = ""

    @property
    def rtf(self) -> float:
        """Synthesis time by audio time; lower is faster."""
        return self.synthesis_s / self.clip.duration_s if self.clip.duration_s else 0.0


@dataclass(frozen=True, eq=False)
class Failure:
    """Why a line was not spoken to its end.

    Attributes:
        recipe: What had been asked for.
        error: Why; None where the user stopped it.
        clip: The audio that came before, or None.
    """

    recipe: Recipe
    error: SottovoceError | None
    clip: AudioClip | None = None
