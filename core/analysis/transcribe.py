"""Hear the words of a stretch of a recording, and move its ends so that they cut through none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.analysis.recogniser import RATE_HZ, Recogniser
from core.audio.read import read_reference
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken
from core.model.verdict import Transcript
from core.model.voice import Stretch
from core.text.transcript import Quietest, cut_transcript

MARGIN_S = 1.0
"""Heard on both sides of the stretch, so that a word that straddles its end is known as a whole."""

SLACK_S = 0.12
"""The words' times are that far off now and then; a pause is looked for so far around them."""

_FRAME_S = 0.02
_AS_QUIET_DB = 6.0
_LONGEST_S = 86_400.0


def transcribe_stretch(
    path: Path,
    stretch: Stretch,
    recogniser: Recogniser,
    *,
    language: str = "",
    on_progress: Callable[[float], None] = lambda fraction: None,
    cancel: CancelToken | None = None,
) -> tuple[Stretch, Transcript]:
    """Return the stretch with its ends in pauses, and the words in it.

    Args:
        path: The recording.
        stretch: The part to hear; only this, and a second on each side, is recognised.
        recogniser: Whisper.
        language: BCP 47 tag; empty: find out.
        on_progress: Takes 0 to 1.
        cancel: Checked between the steps.

    Raises:
        ReferenceAudioError: When the recording cannot be read.
        JobCancelled: When it was cancelled.
    """
    clip, _ = read_reference(path, sample_rate_hz=RATE_HZ, minimum_s=0.0, maximum_s=_LONGEST_S)
    start_s = max(0.0, stretch.start_s - MARGIN_S)
    part = clip.samples[round(start_s * RATE_HZ) : round((stretch.end_s + MARGIN_S) * RATE_HZ)]
    if not len(part):
        return stretch, Transcript("", language)
    heard = recogniser.hear(part, language=language, offset_s=start_s, on_progress=on_progress, cancel=cancel)
    return cut_transcript(heard, stretch, quietest_in(AudioClip(part, RATE_HZ), start_s))


def quietest_in(clip: AudioClip, offset_s: float = 0.0) -> Quietest:
    """Return what finds the quietest place around two times of a clip that begins at ``offset_s``.

    The place that was wanted is kept where it is about as quiet.
    """
    levels = _levels_db(clip.samples, round(_FRAME_S * clip.sample_rate_hz))

    def find(low_s: float, high_s: float, wanted_s: float) -> float:
        def frame(time_s: float) -> int:
            return min(len(levels) - 1, max(0, int((time_s - offset_s) / _FRAME_S)))

        low, high = frame(low_s - SLACK_S), frame(high_s + SLACK_S)
        best = low + int(np.argmin(levels[low : high + 1]))
        wanted = frame(wanted_s)
        if low <= wanted <= high and levels[wanted] <= levels[best] + _AS_QUIET_DB:
            return wanted_s
        return offset_s + (best + 0.5) * _FRAME_S

    return find


def _levels_db(samples: Samples, frame: int) -> Samples:
    """Return the level of each frame with its neighbours: a single quiet one is no pause."""
    count = max(1, len(samples) // frame)
    whole = np.zeros(count * frame, np.float32)
    whole[: min(len(samples), len(whole))] = samples[: len(whole)]
    power = np.mean(whole.reshape(count, frame).astype(np.float64) ** 2, axis=1)
    smooth = np.convolve(np.pad(power, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
    return (10 * np.log10(smooth + 1e-12)).astype(np.float32)
