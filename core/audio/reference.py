"""Make a reference of a stretch of a recording, in steps that can be seen; the recording stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.model.audio import AudioClip
from core.model.voice import Stretch

REFERENCE_RATE_HZ = 24_000


@dataclass(frozen=True)
class Step:
    """Something that was done to the sound.

    Attributes:
        code: ``mono``, ``resample``, ``high_pass``, ``trim`` or ``gain``.
        value: How much: channels before, rate before (Hz), cut-off (Hz), seconds left, gain (dB).
    """

    code: str
    value: float


@dataclass(frozen=True, eq=False)
class PreparedReference:
    """A reference that is ready to be kept.

    Attributes:
        clip: Mono, 24 kHz.
        steps: What was done, in order.
    """

    clip: AudioClip
    steps: tuple[Step, ...]


def prepare_reference(path: Path, stretch: Stretch) -> PreparedReference:
    """Cut a stretch out: mono, 24 kHz, without DC and rumble, at a good level that does not clip.

    Raises:
        ReferenceAudioError: When the recording cannot be read.
    """
    raise NotImplementedError
