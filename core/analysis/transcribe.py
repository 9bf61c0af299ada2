"""Hear the words of a stretch of a recording, and move its ends so that they cut through none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.analysis.recogniser import RATE_HZ, Recogniser
from core.analysis.speech import speech_chances, speech_regions
from core.audio.foreign import readable
from core.audio.mono import to_mono
from core.audio.peaks import resample
from core.audio.read import read_frames
from core.model.audio import AudioClip, Samples
from core.model.cancel import CancelToken
from core.model.verdict import Transcript, Word
from core.model.voice import Stretch
from core.text.transcript import Quietest, cut_transcript

MARGIN_S = 1.0
"""Heard on both sides of the stretch, so that a word that straddles its end is known as a whole."""

SLACK_S = 0.12
"""The words' times are that far off now and then; a pause is looked for so far around them."""

_FRAME_S = 0.02
_AS_QUIET_DB = 6.0
_LEAST_SAID_S = 0.08
"""Less of a word beyond a pause is the error of its times."""

_MOST_SAMPLES = 1 << 26


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
    start_s = max(0.0, stretch.start_s - MARGIN_S)
    length_s = stretch.end_s + MARGIN_S - start_s
    if length_s <= 0:
        return stretch, Transcript("", language)
    with readable(path) as file:
        read = read_frames(file, start_s, length_s, _MOST_SAMPLES)
    part = resample(AudioClip(to_mono(read.frames), read.sample_rate_hz), RATE_HZ)
    speech = [
        Stretch(read.start_s + one.start_s, read.start_s + one.end_s)
        for one in speech_regions(speech_chances(part.samples))
    ]
    if not speech:
        return stretch, Transcript("", language)
    heard = recogniser.hear(
        part.samples, language=language, offset_s=read.start_s, on_progress=on_progress, cancel=cancel
    )
    heard = replace(heard, words=tuple(_where_spoken(word, speech) for word in heard.words))
    return cut_transcript(heard, stretch, quietest_in(part, read.start_s))


def _where_spoken(word: Word, speech: Sequence[Stretch]) -> Word:
    """Return a word without the pause that Whisper counts to it: often the whole one before a sentence."""
    parts = [
        Stretch(max(word.start_s, one.start_s), min(word.end_s, one.end_s))
        for one in speech
        if one.start_s < word.end_s and word.start_s < one.end_s
    ]
    said = [one for one in parts if one.duration_s >= _LEAST_SAID_S] or parts
    if not said:
        return word
    return Word(word.text, round(said[0].start_s, 3), round(said[-1].end_s, 3))


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
