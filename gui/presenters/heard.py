"""What can be heard beside the script's lines, which have their id as key: one take, a voice; as values."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.audio import AudioClip
from core.model.script import Take
from gui.presenters.states import Peaks


@dataclass(frozen=True)
class TakeKey:
    """Key of one take of a line that is heard by itself."""

    line: int
    take: str


@dataclass(frozen=True, eq=False)
class HeardTake:
    """The take of a line that is heard, and how far.

    Attributes:
        take: The take.
        share: The position, 0 to 1 of its length.
        playing: Sound is running.
    """

    take: Take
    share: float
    playing: bool


@dataclass(frozen=True)
class VoiceKey:
    """Key of a voice's own audio."""

    voice: str


@dataclass(frozen=True, eq=False)
class VoiceSound:
    """A voice's own audio: a reference, or a preset's sample line."""

    voice: str
    name: str
    clip: AudioClip
    peaks: Peaks
