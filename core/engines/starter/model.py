"""hibari, loaded: text in, pieces of audio out."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.engines.base import JobContext
from core.engines.starter.joins import trim_edges
from core.engines.starter.plan import Edge, Span, divide, plan
from core.engines.starter.prepare import prepare
from core.errors import EngineFailed, TextUnspeakable, VoiceUnknown
from core.model.audio import Samples
from core.model.events import Notice
from core.model.request import SynthesisRequest
from core.text.excerpt import excerpt

if TYPE_CHECKING:
    from hibari import Hibari

ENGINE_ID = "starter"
PRESET_ID = "heart"
SAMPLE_RATE_HZ = 24_000
PIECE_LIMIT_S = 30.0

_HALF_PAUSE_S = {Edge.CLAUSE: 0.12, Edge.WORD: 0.04}
"""Silence left on either side of a cut inside a sentence; hibari's own comma pauses last 0.2 to 0.3 s."""


_FAST = 1.2
"""Beyond this speed hibari swallows the first consonant ("Lee send" for "Please send"); a blank helps."""


class StarterModel:
    """Weights and lexicon in memory."""

    def __init__(self, tts: Hibari) -> None:
        """Take a loaded hibari whose voice is in its package."""
        self._tts = tts
        self._letters = frozenset(tts.g2p.oov.cin)

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[Samples]:
        """Speak a request, a sentence or a part of a long one at a time.

        One noise generator serves the whole request, so that text of one sentence sounds, sample for
        sample, like bare ``hibari`` with the same seed.

        Yields:
            float32 mono at 24 kHz, shape ``(samples,)``, each at most 30 s.

        Raises:
            JobCancelled: When the token says so.
            TextUnspeakable: When no letter, digit or sign of the text has a sound.
            VoiceUnknown: When a preset other than ``heart`` is asked for.
            EngineFailed: When hibari raises an error of its own.
        """
        if request.preset not in ("", PRESET_ID):
            raise VoiceUnknown(voice=f"{ENGINE_ID}:{request.preset}")
        prepared = prepare(request.text, self._letters)
        noise = np.random.default_rng(request.seed)
        spoken = False
        done = 0
        for span in plan(prepared.text, request.speed, whole=request.whole):
            for samples in self._speak(span, request.speed, noise, job):
                if prepared.unspoken and not spoken:
                    job.notice(
                        Notice(
                            "text_partly_unspoken", {"count": prepared.unspoken, "sample": prepared.sample}
                        )
                    )
                spoken = True
                yield samples
            done += len(span.text)
            job.report(min(1.0, done / len(prepared.text)))
        if not spoken:
            raise TextUnspeakable(engine=ENGINE_ID, sample=excerpt(request.text))

    def close(self) -> None:
        """Drop the weights and the lexicon."""
        del self._tts

    def _speak(self, span: Span, speed: float, noise: np.random.Generator, job: JobContext) -> list[Samples]:
        """Speak a span; one that lasts more than 30 s is cut in two, and each half is spoken anew."""
        job.cancel.check()
        pieces: list[Samples] = []
        lines = [line for line in self._phonemes(span.text) if _has_sound(line)]
        if span.joined and lines:
            lines = [" ".join(lines)]
        for line in lines:
            samples = self._render(line, speed, noise)
            if len(samples) > PIECE_LIMIT_S * SAMPLE_RATE_HZ and len(span.text) > 1:
                halves = divide(span, math.ceil(len(span.text) / 2))
                return [piece for half in halves for piece in self._speak(half, speed, noise, job)]
            pieces.append(samples)
        if pieces:
            lead_s = _HALF_PAUSE_S.get(span.before)
            trail_s = _HALF_PAUSE_S.get(span.after)
            pieces[0] = trim_edges(pieces[0], SAMPLE_RATE_HZ, lead_s=lead_s, trail_s=None)
            pieces[-1] = trim_edges(pieces[-1], SAMPLE_RATE_HZ, lead_s=None, trail_s=trail_s)
        return pieces

    def _phonemes(self, text: str) -> list[str]:
        """Return phonemes in hibari's alphabet, one string per sentence."""
        try:
            return list(self._tts.phonemize(text))
        except Exception as error:
            raise _failed(error) from error

    def _render(self, phonemes: str, speed: float, noise: np.random.Generator) -> Samples:
        """Return the audio of a phoneme string."""
        if speed > _FAST:
            phonemes = " " + phonemes
        try:
            audio = self._tts.from_ids(self._tts.ids(phonemes), speed, noise)
        except Exception as error:
            raise _failed(error) from error
        return np.ascontiguousarray(audio, dtype=np.float32)


def _has_sound(phonemes: str) -> bool:
    """Say whether there is more than punctuation and stress (hibari makes a sound for "..." too)."""
    return any(unicodedata.category(char) in ("Lu", "Ll", "Lo") for char in phonemes)


def _failed(error: Exception) -> EngineFailed:
    return EngineFailed(engine=ENGINE_ID, kind=type(error).__name__, reason=str(error))
