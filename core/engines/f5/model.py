"""F5, loaded: one part of the text at a time through the package's own inference. Imports torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.engines.base import JobContext
from core.engines.checkpoints import short_reason
from core.engines.f5.engine import CFG_STRENGTH, REFERENCE_MAXIMUM_S, REFERENCE_MINIMUM_S, STEPS, SWAY
from core.engines.f5.plan import HOP, RATE_HZ, Piece, make_plan, spoken_form
from core.engines.f5.prompt import Prompt
from core.engines.f5.prompts import PromptCache
from core.engines.pieces import cross_faded
from core.engines.torch_support import (
    Reporter,
    give_back_memory,
    interruptible,
    piece_seed,
    private_random,
    value_of,
)
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

_ENGINE = "f5"
_CROSS_FADE = round(0.15 * RATE_HZ)
_SAMPLE_CHARS = 40
_WHOLE = 1_000_000_000


@dataclass(frozen=True)
class F5Parts:
    """What ``loading`` made.

    Attributes:
        flow: The package's ``CFM`` with its ``DiT``.
        vocoder: Vocos, in fp32.
        package: The module ``f5_tts.infer.utils_infer``.
        device: Where they are.
    """

    flow: Any
    vocoder: Any
    package: Any
    device: str


class F5Model:
    """Weights ready to speak."""

    def __init__(self, parts: F5Parts, prompts: PromptCache | None = None) -> None:
        """Take the loaded nets, and where prompts are kept."""
        self._parts: F5Parts | None = parts
        self._prompts = prompts if prompts is not None else PromptCache()

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[Samples]:
        """Speak a request in the voice of its reference, a part at a time.

        Yields:
            float32 mono at 24 kHz, shape ``(samples,)``, each under 30 s.

        Raises:
            JobCancelled: When the token says so, looked at four times in each block of the net.
            VoiceUnknown: When a preset is asked for; F5 has none.
            ReferenceNeeded: When there is no reference.
            ReferenceTextNeeded: When its words are not given.
            ReferenceAudioError: When it cannot be used.
            TextUnspeakable: When no character of the text has a token.
            EngineFailed: When the package raises an error of its own.
        """
        if request.preset:
            raise VoiceUnknown(voice=f"{_ENGINE}:{request.preset}")
        if request.reference is None:
            raise ReferenceNeeded(engine=_ENGINE)
        job.cancel.check()
        prompt, notices = self._prompts.prepare(
            request.reference,
            spoken_form(request.reference_text, request.language),
            minimum_s=REFERENCE_MINIMUM_S,
            maximum_s=REFERENCE_MAXIMUM_S,
        )
        text = spoken_form(request.text, request.language)
        unknown = self._unknown(text)
        plan = make_plan(text, prompt, request.speed, is_spoken=self._is_spoken, share=job.part)
        if not plan:
            raise TextUnspeakable(engine=_ENGINE, sample=excerpt(request.text))
        for notice in notices:
            job.notice(notice)
        if unknown:
            sample = "".join(dict.fromkeys(unknown))[:_SAMPLE_CHARS]
            job.notice(Notice("text_partly_unspoken", {"count": len(unknown), "sample": sample}))
        yield from cross_faded(self._waves(plan, prompt, request, job), _CROSS_FADE, job.done)

    def weights(self) -> Sequence[Any]:
        """Return the flow and the vocoder."""
        parts = self._loaded()
        return [parts.flow, parts.vocoder]

    def forget(self) -> None:
        """Drop the caches of the nets and of the package."""
        parts = self._loaded()
        _forget(parts)
        _forget_package(parts.package)

    def close(self) -> None:
        """Give back all memory, the package's caches included."""
        parts, self._parts = self._parts, None
        if parts is None:
            return
        _forget(parts)
        _forget_package(parts.package)
        del parts
        give_back_memory()

    def _waves(
        self, plan: list[Piece], prompt: Prompt, request: SynthesisRequest, job: JobContext
    ) -> Iterator[Samples]:
        report = Reporter(job.report)
        total = sum(piece.frames for piece in plan)
        first = job.done.count
        done = sum(piece.frames for piece in plan[:first])
        for index, piece in enumerate(plan[first:], first):
            share = piece.frames / total
            progress = _StepProgress(report, done / total, share)
            seed = piece_seed(request.seed, index)
            yield self._speak(piece, prompt, request, job, seed=seed, progress=progress)
            done += piece.frames
            report(done / total)

    def _speak(
        self,
        piece: Piece,
        prompt: Prompt,
        request: SynthesisRequest,
        job: JobContext,
        *,
        seed: int,
        progress: _StepProgress,
    ) -> Samples:
        """Speak one part: with ``streaming`` the package stays on this thread and starts no pool."""
        parts = self._loaded()
        net = parts.flow.transformer
        blocks = list(net.transformer_blocks)
        steps = int(value_of(STEPS, request.parameters))
        progress.calls = steps * len(blocks)
        within = [part for one in blocks for part in (one.attn.to_v, one.attn.to_out[0], one.ff)]
        watched = [net.time_embed, net.input_embed, *blocks, *within, *parts.vocoder.backbone.children()]
        frames = len(prompt.samples) // HOP + piece.frames
        try:
            with (
                private_random(seed, parts.device),
                interruptible(watched, job.cancel, progress.counting(blocks[0].__class__)),
            ):
                waves = parts.package.infer_batch_process(
                    (torch.from_numpy(prompt.samples.copy())[None], RATE_HZ),
                    prompt.text,
                    [piece.text],
                    parts.flow,
                    parts.vocoder,
                    progress=None,
                    nfe_step=steps,
                    cfg_strength=value_of(CFG_STRENGTH, request.parameters),
                    sway_sampling_coef=value_of(SWAY, request.parameters),
                    fix_duration=(frames + 0.5) * HOP / RATE_HZ,
                    device=parts.device,
                    streaming=True,
                    chunk_size=_WHOLE,
                )
                found = [wave for wave, _ in waves]
        except (JobCancelled, SottovoceError, MemoryError, torch.cuda.OutOfMemoryError):
            raise
        except Exception as error:
            raise EngineFailed(
                engine=_ENGINE, kind=type(error).__name__, reason=short_reason(error)
            ) from error
        finally:
            _forget(parts)
        return np.concatenate([np.asarray(wave, dtype=np.float32).reshape(-1) for wave in found])

    def _tokens(self, text: str) -> list[str]:
        from f5_tts.model.utils import convert_char_to_pinyin

        tokens: list[str] = convert_char_to_pinyin([text])[0]
        return tokens

    def _is_spoken(self, text: str) -> bool:
        known = self._loaded().flow.vocab_char_map
        return any(token in known and token.strip() and token[0].isalnum() for token in self._tokens(text))

    def _unknown(self, text: str) -> list[str]:
        known = self._loaded().flow.vocab_char_map
        return [token for token in self._tokens(text) if token not in known and not token.isspace()]

    def _loaded(self) -> F5Parts:
        if self._parts is None:
            raise EngineFailed(engine=_ENGINE, kind="Closed", reason="the model was closed")
        return self._parts


class _StepProgress:
    """Counts blocks of the net into the fraction of a whole request."""

    def __init__(self, report: Reporter, start: float, share: float) -> None:
        self.calls = 1
        self._report = report
        self._start = start
        self._share = share
        self._count = 0

    def counting(self, kind: type) -> Any:
        """Return what is told of each module that runs; those of one class count."""

        def count(module: Any) -> None:
            if isinstance(module, kind):
                self._count += 1
                self._report(self._start + self._share * min(1.0, self._count / self.calls))

        return count


def _forget(parts: F5Parts) -> None:
    """Drop the text embedding that the net keeps between steps; a cancelled run leaves it behind."""
    parts.flow.transformer.clear_cache()
    parts.flow.transformer.__dict__.pop("_cache_local", None)


def _forget_package(package: Any) -> None:
    """Drop what the package keeps for all its nets: filter banks on the device, references, a recogniser."""
    from f5_tts.model import modules

    for cache in (modules.vocos_mel_stft_cache, modules.mel_basis_cache, modules.hann_window_cache):
        cache.clear()
    package.asr_pipe = None
    package._ref_audio_cache.clear()
    package._ref_text_cache.clear()
