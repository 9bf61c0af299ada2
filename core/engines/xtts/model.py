"""XTTS, loaded: one part of the text at a time through the package's net. Imports torch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.audio.read import read_reference
from core.engines.base import JobContext
from core.engines.checkpoints import short_reason
from core.engines.torch_support import (
    PrivateRandom,
    Reporter,
    give_back_memory,
    interruptible,
    parts_of_net,
    piece_seed,
)
from core.engines.xtts.engine import REFERENCE_MAXIMUM_S, REFERENCE_MINIMUM_S
from core.engines.xtts.files import XttsSettings
from core.engines.xtts.languages import code_of, expected_share, parts_of, spoken_form
from core.engines.xtts.latents import Latents, LatentsCache, content_of
from core.engines.xtts.speech import Part, speak_part
from core.errors import (
    EngineFailed,
    JobCancelled,
    ReferenceNeeded,
    SottovoceError,
    TextUnspeakable,
    VoiceUnknown,
)
from core.model.audio import Samples
from core.model.events import Notice
from core.model.request import SynthesisRequest
from core.text.excerpt import excerpt

_ENGINE = "xtts"
_RATE_HZ = 24_000
_HEARD_RATE_HZ = 22_050
"""The rate at which the package reads references."""
_FADE = _RATE_HZ // 200
_SAMPLE_CHARS = 40
_TOKENS_SHARE = 0.9
"""Part of the work that the tokens are; the rest is the vocoder."""


@dataclass(frozen=True)
class XttsParts:
    """What ``loading`` made.

    Attributes:
        net: The package's ``Xtts``.
        settings: From the model's ``config.json``.
        speakers: The model's own voices by name.
        name: Tells these weights and settings from others.
        device: Where the net is.
    """

    net: Any
    settings: XttsSettings
    speakers: Mapping[str, Latents]
    name: str
    device: str


class XttsModel:
    """Weights ready to speak."""

    def __init__(self, parts: XttsParts, cache: LatentsCache) -> None:
        """Take the loaded net, and where latents are kept."""
        self._parts: XttsParts | None = parts
        self._cache = cache

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[Samples]:
        """Speak a request, a part at a time.

        Yields:
            float32 mono at 24 kHz, shape ``(samples,)``, each at most 30 s.

        Raises:
            JobCancelled: When the token says so, looked at before each block of the net.
            VoiceUnknown: When the model has no voice of the preset's name.
            ReferenceNeeded: When there is neither a reference nor a preset.
            ReferenceAudioError: When the reference cannot be used.
            TextUnspeakable: When no character of the text has a token.
            EngineFailed: When the package raises an error of its own.
        """
        parts = self._loaded()
        job.cancel.check()
        code = code_of(request.language, parts.settings.languages)
        text, dropped = self._speakable(spoken_form(request.text, code), code)
        if not any(char.isalnum() for char in text):
            raise TextUnspeakable(engine=_ENGINE, sample=excerpt(request.text))
        latents = self._voice(request, job)
        if dropped:
            sample = "".join(dict.fromkeys(dropped))[:_SAMPLE_CHARS]
            job.notice(Notice("text_partly_unspoken", {"count": len(dropped), "sample": sample}))
        texts = [
            part
            for part in parts_of(text, code, lambda part: len(self._tokens(part, code)), job.part)
            if any(char.isalnum() for char in part)
        ]
        yield from self._waves(texts, code, latents, request, job)

    def weights(self) -> Sequence[Any]:
        """Return the net."""
        return [self._loaded().net]

    def forget(self) -> None:
        """Drop the embedded prompt; the latents stay, which are no tensors."""
        _forget(self._loaded())

    def close(self) -> None:
        """Give back all memory; the latents stay, which are no tensors."""
        parts, self._parts = self._parts, None
        if parts is None:
            return
        _forget(parts)
        del parts
        give_back_memory()

    def _waves(
        self, texts: list[str], code: str, latents: Latents, request: SynthesisRequest, job: JobContext
    ) -> Iterator[Samples]:
        report = Reporter(job.report)
        total = sum(len(text) for text in texts)
        first = job.done.count
        done = sum(map(len, texts[:first]))
        cut_short = False
        for index, text in enumerate(texts[first:], first):
            last = index == len(texts) - 1
            steps = _TokenSteps(
                job,
                report,
                start=done / total,
                share=len(text) / total,
                expected=self._expected_tokens(text, code),
            )
            part = Part(text, code, latents, request.parameters, request.speed)
            seed = piece_seed(request.seed, index)
            yield from self._speak(part, seed, job, steps, is_first=index == 0, is_last=last)
            if steps.count >= self._token_limit() and not cut_short:
                cut_short = True
                job.notice(Notice("speech_cut_short", {"text": excerpt(text)}))
            done += len(text)
            report(done / total)
            job.done.end_part()

    def _speak(
        self, part: Part, seed: int, job: JobContext, steps: _TokenSteps, *, is_first: bool, is_last: bool
    ) -> Iterator[Samples]:
        """Speak one part, or what an earlier try has left of it."""
        parts, done = self._loaded(), job.done
        given, random = done.samples, PrivateRandom(seed, parts.device)
        made = 0
        pieces = speak_part(parts.net, part, steps, done.codes)
        try:
            while True:
                with _working(parts, random, job):
                    piece = next(pieces)
                wave = _faded(
                    piece.samples,
                    rises=not is_first and not made,
                    falls=not is_last and piece.is_last,
                )
                new = wave[max(0, given - made) :]
                made += len(wave)
                if len(new):
                    done.samples, done.codes = made, piece.codes
                    yield new
                if piece.is_last:
                    return
        finally:
            pieces.close()
            _forget(parts)

    def _voice(self, request: SynthesisRequest, job: JobContext) -> Latents:
        """Return the latents of the preset or of the references, heard once for the same recordings."""
        parts = self._loaded()
        if request.preset:
            if request.preset not in parts.speakers:
                known = ", ".join(parts.speakers)
                raise VoiceUnknown(voice=f"{_ENGINE}:{request.preset}", known=known)
            return parts.speakers[request.preset]
        if request.reference is None:
            raise ReferenceNeeded(engine=_ENGINE)
        sounds = [_read(path) for path in (request.reference, *request.more_references)]
        content = content_of(sounds)
        found = self._cache.get(parts.name, content)
        if found is None:
            found = self._hear(sounds, job)
            self._cache.put(parts.name, content, found)
        return found

    def _hear(self, sounds: Sequence[Samples], job: JobContext) -> Latents:
        """Compute latents as the package does when it reads files itself; of several, all are heard whole.

        The package puts recordings one after the other and cuts the whole to the length of one.
        """
        parts = self._loaded()
        settings = parts.settings
        with _working(parts, PrivateRandom(0, parts.device), job):
            audios, speakers = [], []
            for samples in sounds:
                audio = torch.from_numpy(samples)[None].clamp(-1, 1)
                if settings.sound_norm_refs:
                    audio = audio / audio.abs().max() * 0.75
                audio = audio[:, : _HEARD_RATE_HZ * settings.max_ref_len_s].to(parts.device)
                speakers.append(parts.net.get_speaker_embedding(audio, _HEARD_RATE_HZ))
                audios.append(audio[:, : _HEARD_RATE_HZ * settings.gpt_cond_len_s])
            speaker = torch.stack(speakers).mean(dim=0)
            gpt = parts.net.get_gpt_cond_latents(
                torch.cat(audios, dim=-1),
                _HEARD_RATE_HZ,
                length=settings.gpt_cond_len_s * len(audios),
                chunk_length=settings.gpt_cond_chunk_len_s,
            )
            return Latents(gpt=gpt.float().cpu().numpy().copy(), speaker=speaker.float().cpu().numpy().copy())

    def _speakable(self, text: str, code: str) -> tuple[str, str]:
        """Return the text without characters that have no token, and those characters."""
        net_tokenizer = self._loaded().net.tokenizer
        try:
            prepared = net_tokenizer.preprocess_text(text, code.partition("-")[0])
        except Exception as error:
            raise _failed(error) from error
        known = net_tokenizer.tokenizer.token_to_id
        unknown = {char for char in prepared if not char.isspace() and known(char) is None}
        dropped = "".join(char for char in text if not unknown.isdisjoint({char, *char.lower()}))
        return text.translate({ord(char): None for char in dropped}), dropped

    def _tokens(self, text: str, code: str) -> list[int]:
        tokens: list[int] = self._loaded().net.tokenizer.encode(text.lower(), lang=code)
        return tokens

    def _token_limit(self) -> int:
        return int(self._loaded().net.gpt.max_gen_mel_tokens)

    def _expected_tokens(self, text: str, code: str) -> float:
        return max(1.0, expected_share(text, code) * self._token_limit())

    def _loaded(self) -> XttsParts:
        if self._parts is None:
            raise EngineFailed(engine=_ENGINE, kind="Closed", reason="the model was closed")
        return self._parts


def _read(path: Path) -> Samples:
    clip, _ = read_reference(
        path, sample_rate_hz=_HEARD_RATE_HZ, minimum_s=REFERENCE_MINIMUM_S, maximum_s=REFERENCE_MAXIMUM_S
    )
    return clip.samples


class _TokenSteps:
    """Told of each token: looks at the cancel token and reports. Never ends the speech itself."""

    def __init__(
        self, job: JobContext, report: Reporter, *, start: float, share: float, expected: float
    ) -> None:
        self.count = 0
        self._job = job
        self._report = report
        self._start = start
        self._share = share
        self._expected = expected

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        self._job.cancel.check()
        self.count += 1
        part = min(1.0, self.count / self._expected) * _TOKENS_SHARE
        self._report(self._start + self._share * part)
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


@contextmanager
def _working(parts: XttsParts, random: PrivateRandom, job: JobContext) -> Iterator[None]:
    """Let the net run in a block: with its own random numbers, interruptible, its errors ours."""
    try:
        with random.block(), interruptible(parts_of_net(parts.net), job.cancel):
            yield
    except (JobCancelled, SottovoceError, MemoryError, torch.cuda.OutOfMemoryError):
        raise
    except Exception as error:
        raise _failed(error) from error


def _failed(error: Exception) -> EngineFailed:
    return EngineFailed(engine=_ENGINE, kind=type(error).__name__, reason=short_reason(error))


def _forget(parts: XttsParts) -> None:
    """Drop the embedded prompt, a plain attribute that ``.to("cpu")`` would not move either."""
    parts.net.gpt.gpt_inference.cached_prefix_emb = None


def _faded(wave: Samples, *, rises: bool, falls: bool) -> Samples:
    """Take the click off inner joints: 5 ms fades where parts meet."""
    count = min(_FADE, len(wave) // 2)
    if count == 0 or not (rises or falls):
        return wave
    wave = wave.copy()
    ramp = np.linspace(0, 1, count, dtype=np.float32)
    if rises:
        wave[:count] *= ramp
    if falls:
        wave[-count:] *= ramp[::-1]
    return wave
