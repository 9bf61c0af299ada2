"""Kokoro, loaded: text in, pieces of audio out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from kokoro_onnx import Kokoro

from core.engines.base import JobContext
from core.engines.kokoro.phonemes import Speller, has_sound
from core.engines.kokoro.prepare import prepare
from core.engines.kokoro.presets import PRESETS, language_for, preset_for
from core.engines.kokoro.session import StoppableSession
from core.errors import EngineFailed, JobCancelled, TextUnspeakable, VoiceUnknown
from core.model.audio import Samples
from core.model.events import Notice
from core.model.request import SynthesisRequest
from core.text.excerpt import excerpt
from core.text.split import split_text

ENGINE_ID = "kokoro"
SAMPLE_RATE_HZ = 24_000
STYLE_SIZE = 256
PIECE_LIMIT_S = 30.0

FIRST_CHARS = 110
"""The first piece is shorter, so that sound starts soon (about 7 s of audio)."""

PIECE_CHARS = 200
"""About 13 s of audio at speed 1."""

WHOLE_CHARS = 340
"""The same for text that is not to be cut: as many as the phonemes below can be expected to be."""

PHONEMES = 400
"""About 22 s of audio at speed 1; kokoro-onnx takes 510 at once."""

SENTENCE_PAUSE_S = 0.25
CLAUSE_PAUSE_S = 0.1
"""Silence between pieces, as kokoro-onnx has between its own."""

_SENTENCE_ENDS = (".", "!", "?", "…")
_PRESETS = {preset.id: preset for preset in PRESETS}


class KokoroModel:
    """Net, voices and speller in memory."""

    def __init__(self, model: Path, voices: Path) -> None:
        """Load both files.

        Raises:
            Exception: numpy's or onnxruntime's own, when one is broken.
            ValueError: When one holds something else.
        """
        self._voices = _read_voices(voices)
        self._session = StoppableSession(model)
        inputs = {value.name for value in self._session.get_inputs()}
        if not {"style", "speed"} < inputs or len(inputs) != 3:
            raise ValueError(f"{model.name} is another net: it takes {', '.join(sorted(inputs))}")
        kokoro: Any = Kokoro.from_session(self._session, str(voices))
        kokoro.voices.close()
        kokoro.voices = self._voices
        self._kokoro = kokoro
        self._speller = Speller(kokoro.tokenizer.vocab)

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[Samples]:
        """Speak a request, some sentences or a part of a long one at a time.

        Text that fits in one piece sounds, sample for sample, like bare kokoro-onnx, but for
        what that misreads.

        Yields:
            float32 mono at 24 kHz, shape ``(samples,)``, each at most 30 s.

        Raises:
            JobCancelled: Within a fraction of a second after the token says so.
            TextUnspeakable: When nothing of the text has a sound.
            VoiceUnknown: When the voices' file has no such preset.
            EngineFailed: When kokoro-onnx raises an error of its own.
        """
        preset = _PRESETS.get(request.preset) if request.preset else preset_for(request.language)
        style = self._voices.get(preset.id) if preset else None
        if preset is None or style is None:
            raise VoiceUnknown(voice=f"{ENGINE_ID}:{preset.id if preset else request.preset}")
        language = language_for(request.language, preset)
        prepared = prepare(request.text, language)
        length = len(prepared.text)
        pause: Samples | None = None
        done = 0
        with self._session.stopped_by(job.cancel):
            for text in _pieces(prepared.text, request.speed, whole=request.whole):
                for phonemes in self._spell(text, language, request.speed):
                    job.cancel.check()
                    samples = self._speak(phonemes, style, request.speed)
                    if pause is None and prepared.unspoken:
                        job.notice(
                            Notice(
                                "text_partly_unspoken",
                                {"count": prepared.unspoken, "sample": prepared.sample},
                            )
                        )
                    yield samples if pause is None or not len(pause) else np.concatenate([pause, samples])
                    pause = _pause_after(phonemes)
                done += len(text)
                job.report(done / length)
        if pause is None:
            raise TextUnspeakable(engine=ENGINE_ID, sample=excerpt(request.text))

    def close(self) -> None:
        """Drop net, voices and speller."""
        del self._kokoro, self._session, self._speller, self._voices

    def _spell(self, text: str, language: str, speed: float) -> list[str]:
        """Return the phonemes of a piece; those of one that would last too long in several parts."""
        try:
            phonemes = self._speller.spell(text, language)
        except Exception as error:
            raise _failed(error) from error
        limit = _scaled(PHONEMES, speed)
        if len(phonemes) > limit:
            cuts = split_text(text, math.ceil(len(text) / 2))
            if len(cuts) > 1:
                return [part for cut in cuts for part in self._spell(cut, language, speed)]
            phonemes = phonemes[:limit]
        return [phonemes] if has_sound(phonemes) else []

    def _speak(self, phonemes: str, style: Samples, speed: float) -> Samples:
        try:
            audio, _ = self._kokoro.create(phonemes, style, speed=speed, is_phonemes=True)
        except JobCancelled:
            raise
        except Exception as error:
            raise _failed(error) from error
        return np.ascontiguousarray(audio[: round(PIECE_LIMIT_S * SAMPLE_RATE_HZ)], dtype=np.float32)


def _pieces(text: str, speed: float, *, whole: bool) -> Iterator[str]:
    """Cut a text into what is spoken in one go.

    The first piece is short; a sentence that fits in one piece is not cut for that. With ``whole`` each piece
    is as long as may be.
    """
    if whole:
        yield from split_text(text, _scaled(WHOLE_CHARS, speed))
        return
    first = next(iter(split_text(text, _scaled(FIRST_CHARS, speed))), "")
    if len(text) > _scaled(PIECE_CHARS, speed) or first.rstrip().endswith(_SENTENCE_ENDS):
        yield first
        text = text[len(first) :]
    yield from split_text(text, _scaled(PIECE_CHARS, speed))


def _scaled(limit: int, speed: float) -> int:
    """Return a limit for slow speech, which takes more time."""
    return math.floor(limit * min(speed, 1.0))


def _pause_after(phonemes: str) -> Samples:
    mark = phonemes.rstrip('"”»)')[-1:]
    pause_s = SENTENCE_PAUSE_S if mark in ".!?…" else CLAUSE_PAUSE_S if mark in ",;:" else 0.0
    return np.zeros(round(pause_s * SAMPLE_RATE_HZ), dtype=np.float32)


def _read_voices(path: Path) -> dict[str, Samples]:
    """Read the styles of the presets that the file has: float32, shape ``(phonemes, 1, 256)``.

    Raises:
        ValueError: When it holds something else.
    """
    with np.load(path, allow_pickle=False) as archive:
        if not hasattr(archive, "files"):
            raise ValueError(f"{path.name} is a single array")
        styles = {name: archive[name] for name in archive.files if name in _PRESETS}
    for name, style in styles.items():
        if (
            style.dtype != np.float32
            or style.ndim != 3
            or not len(style)
            or style.shape[1:] != (1, STYLE_SIZE)
        ):
            raise ValueError(f"{path.name}: {name} is {style.dtype} {style.shape}")
    if not styles:
        raise ValueError(f"{path.name} has none of Kokoro's voices")
    return styles


def _failed(error: Exception) -> EngineFailed:
    return EngineFailed(engine=ENGINE_ID, kind=type(error).__name__, reason=str(error))
