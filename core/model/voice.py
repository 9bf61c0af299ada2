"""Voices: references that any cloning engine can use, and presets of one engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reference:
    """A recording to clone from.

    Attributes:
        path: The audio file.
        text: Its words, or empty when unknown.
        duration_s: Its length in seconds.
    """

    path: Path
    text: str = ""
    duration_s: float = 0.0


@dataclass(frozen=True)
class Voice:
    """A voice to speak in: exactly one of ``preset`` and ``reference`` is set.

    Attributes:
        id: The library's id for a reference, ``engine:preset`` for a preset.
        name: Name for people.
        language: BCP 47 tag, or empty when unknown.
        engine: The preset's engine; empty for a reference.
        preset: The preset's id within its engine; empty for a reference.
        reference: The recording; None for a preset.
    """

    id: str
    name: str
    language: str = ""
    engine: str = ""
    preset: str = ""
    reference: Reference | None = None

    @property
    def is_preset(self) -> bool:
        """True for a voice that belongs to one engine."""
        return self.reference is None
