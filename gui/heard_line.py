"""The line under way, as its engine tells of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.model.audio import AudioClip, Samples
from core.model.events import AudioPiece, Progress, RenderEvent


class HeardLine:
    """Takes the events of one line, passes them on, and keeps the audio for the case that it breaks off."""

    def __init__(
        self, on_audio: Callable[[Samples, int], None], on_progress: Callable[[str, float], None]
    ) -> None:
        """Keep where events go.

        Args:
            on_audio: Takes audio, shape ``(samples,)``, and its sample rate in Hz.
            on_progress: Takes stage and fraction, as in `Progress`.
        """
        self._on_audio = on_audio
        self._on_progress = on_progress
        self._pieces: list[Samples] = []
        self._sample_rate_hz = 0

    def __call__(self, event: RenderEvent) -> None:
        """Take an event."""
        if isinstance(event, AudioPiece):
            self._pieces.append(event.samples)
            self._sample_rate_hz = event.sample_rate_hz
            self._on_audio(event.samples, event.sample_rate_hz)
        elif isinstance(event, Progress):
            self._on_progress(event.stage, event.fraction)

    def so_far(self) -> AudioClip | None:
        """Return the audio that came before an error."""
        if not self._pieces:
            return None
        return AudioClip(np.concatenate(self._pieces), self._sample_rate_hz)
