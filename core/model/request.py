"""A request for speech, complete: the same request gives the same samples on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SynthesisRequest:
    """Everything an engine needs to speak one utterance.

    Attributes:
        engine: Engine id.
        text: Cleaned text, never blank.
        preset: Preset id within the engine, or empty.
        reference: Recording to clone from, or None.
        reference_text: The recording's words, or empty.
        more_references: Further recordings of the same voice, for an engine that hears several.
        language: BCP 47 tag, one of the engine's where it has it.
        speed: Factor; 1 is the engine's natural speed, 2 twice as fast.
        seed: 0 to 2**32 - 1.
        parameters: Engine parameters by name, checked against the description.
        model_dir: Folder of weights, or None for the engine's own.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``.
        whole: Spoken in one go, as far as the engine can; else it is cut where it sounds best and soonest.
    """

    engine: str
    text: str
    preset: str = ""
    reference: Path | None = None
    reference_text: str = ""
    more_references: tuple[Path, ...] = ()
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: Mapping[str, float] = field(default_factory=dict)
    model_dir: Path | None = None
    device: str = "auto"
    whole: bool = False


SEED_LIMIT = 2**32
"""Seeds are 0 <= seed < SEED_LIMIT, what numpy and torch both take."""
