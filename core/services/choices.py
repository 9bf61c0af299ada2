"""What would be asked for now: the choices that the next take is made with."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.model.script import Recipe
from core.model.voice import Voice
from core.services.order import Order

SEEDS = 100_000
"""Seeds are drawn below this: short enough to be read out; any 32-bit number may be typed."""


def draw_seed() -> int:
    """Return a seed by chance."""
    return random.randrange(SEEDS)


@dataclass(frozen=True)
class Choices:
    """Voice, engine and the rest.

    Attributes:
        engine: Engine id.
        voice: The voice, or None while none is known.
        language: BCP 47 tag.
        speed: Factor.
        seed: What the next line takes.
        seed_locked: The seed stays after each take, and counts when takes are compared.
        parameters: Engine parameters that differ from their defaults or were set by the user.
        model: Name of the engine's weights; empty: those that it takes by itself.
        device: Where to speak for now; empty: as the settings say. No take is known by it.
    """

    engine: str = ""
    voice: Voice | None = None
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    seed_locked: bool = False
    parameters: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    device: str = ""

    def recipe(self, text: str, seed: int | None = None) -> Recipe:
        """Return what a take of that text will be known by."""
        return Recipe(
            text=text,
            voice=self.voice.id if self.voice else "",
            engine=self.engine,
            language=self.language,
            speed=self.speed,
            seed=self.seed if seed is None else seed,
            parameters=tuple(sorted(self.parameters.items())),
            model=self.model,
        )

    def order(self, text: str, seed: int | None = None) -> Order:
        """Return the same for the services."""
        return Order(
            text=text,
            engine=self.engine,
            voice=self.voice,
            language=self.language,
            speed=self.speed,
            seed=self.seed if seed is None else seed,
            parameters=dict(self.parameters),
            model_dir=Path(self.model) if self.model else None,
            device=self.device,
        )
