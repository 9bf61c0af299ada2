"""One part of a text through the net: token by token, with its sound as soon as there are tokens for it.

The package's own ``inference_stream`` decodes all tokens anew for each piece, so that its cost grows with the
square of a part's length. Here each piece is decoded once, from a window of the part: no layer of the vocoder
looks farther than ``REACH`` frames, so that the pieces are the whole, up to the last bits. The text model is
run once, where the package's ``inference`` runs it a second time for the vocoder. Imports torch.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from transformers import LogitsProcessorList, StoppingCriteriaList

from core.engines.torch_support import value_of
from core.engines.xtts.engine import REPETITION_PENALTY, TEMPERATURE, TOP_K, TOP_P
from core.engines.xtts.latents import Latents
from core.model.audio import Samples

REACH = 16
"""Frames of 256 samples that the vocoder's layers see on each side of one: 13.3, by their kernels."""
FIRST_TOKENS = 16
"""Tokens after which the first piece is made, of 46 ms each: sound comes soon."""
TOKENS = 48
"""Tokens from one piece to the next."""


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a text that is spoken at one go.

    Attributes:
        text: What is spoken.
        code: The model's code of the language.
        latents: The voice.
        parameters: Of the request.
        speed: Factor.
    """

    text: str
    code: str
    latents: Latents
    parameters: Mapping[str, float]
    speed: float


@dataclass(frozen=True, eq=False)
class Piece:
    """Some sound of a part.

    Attributes:
        samples: float32 at 24 kHz, shape ``(samples,)``.
        codes: The speech codes of the part so far, in order.
        is_last: The part ends with it.
    """

    samples: Samples
    codes: list[int]
    is_last: bool


def speak_part(net: Any, part: Part, each_token: Any, again: list[int]) -> Generator[Piece]:
    """Speak a part.

    Args:
        net: The package's ``Xtts``, whose weights ask for no gradients.
        part: What, and how.
        each_token: A stopping criterion of transformers, called after each token.
        again: Codes that an earlier try has spoken: they come again, whatever numbers are drawn now.
    """
    vocoder = Vocoder(net.hifigan_decoder, torch.from_numpy(part.latents.speaker).to(net.device), part.speed)
    codes: list[Any] = []
    states: list[Any] = []
    due = FIRST_TOKENS
    for code, state in _tokens(net, part, each_token, again):
        codes.append(code)
        states.append(state.float())
        if len(codes) == due:
            due += TOKENS
            samples = vocoder.next(states, is_last=False)
            if len(samples):
                yield Piece(samples, torch.cat(codes).tolist(), is_last=False)
    yield Piece(vocoder.next(states, is_last=True), torch.cat(codes).tolist(), is_last=True)


def _tokens(net: Any, part: Part, each_token: Any, again: list[int]) -> Iterator[tuple[Any, Any]]:
    """Draw a part's codes by the package's generator, each with the state that the vocoder wants."""
    gpt = net.gpt
    text = torch.tensor([net.tokenizer.encode(part.text.strip().lower(), lang=part.code)], device=net.device)
    prompt = gpt.compute_embeddings(torch.from_numpy(part.latents.gpt).to(net.device), text.int())
    values = part.parameters
    yield from gpt.get_generator(
        fake_inputs=prompt,
        do_sample=True,
        num_beams=1,
        num_return_sequences=1,
        length_penalty=1.0,
        temperature=value_of(TEMPERATURE, values),
        top_k=int(value_of(TOP_K, values)),
        top_p=value_of(TOP_P, values),
        repetition_penalty=value_of(REPETITION_PENALTY, values),
        output_attentions=False,
        output_hidden_states=True,
        return_dict_in_generate=False,  # it would keep the states of all layers for all tokens
        logits_processor=LogitsProcessorList([_Again(again)]),
        stopping_criteria=StoppingCriteriaList([each_token]),
    )


class _Again:
    """Lets only the codes be drawn that were spoken already, then any."""

    def __init__(self, codes: list[int]) -> None:
        self._left = list(reversed(codes))

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        if not self._left:
            return scores
        code = self._left.pop()
        only = torch.full_like(scores, -torch.inf)
        only[:, code] = 0.0
        return only


class Vocoder:
    """Makes a part's sound from its states, each stretch once."""

    def __init__(self, decoder: Any, speaker: Any, speed: float) -> None:
        self._decoder = decoder
        self._speaker = speaker
        self._stretch = 1.0 / speed
        self._ratios = (
            decoder.ar_mel_length_compression / decoder.output_hop_length,
            decoder.output_sample_rate / decoder.input_sample_rate,
        )
        frames_a_token = self._stretch * self._ratios[0] * self._ratios[1]
        self._unsettled = ceil(1.5 * frames_a_token) + 2
        """Frames at the end that the next token will change: they lie between states."""
        self.made = 0
        """Frames that have been returned as sound."""

    def next(self, states: list[Any], *, is_last: bool) -> Samples:
        """Return the sound that follows what was returned before, as far as the states tell it."""
        return np.asarray(self.wave(states, is_last=is_last).cpu().numpy(), dtype=np.float32)

    def wave(self, states: list[Any], *, is_last: bool) -> Any:
        """Return it as a tensor of shape ``(samples,)``."""
        frames = self._frames(torch.cat(states)[None])
        hop = self._decoder.output_hop_length
        settled = frames.shape[-1] if is_last else frames.shape[-1] - self._unsettled
        end = settled if is_last else settled - REACH
        if end <= self.made:
            return frames.new_zeros(0)
        left, right = max(0, self.made - REACH), min(settled, end + REACH)
        window = self._decoder.waveform_decoder(frames[..., left:right], g=self._speaker).reshape(-1)
        found = window[(self.made - left) * hop : (end - left) * hop]
        self.made = end
        return found

    def _frames(self, states: Any) -> Any:
        """Return the vocoder's frames, shape ``(1, channels, frames)``, as its ``forward`` makes them."""
        found = states.transpose(1, 2)
        for ratio in (self._stretch, *self._ratios):
            if ratio != 1.0:
                found = F.interpolate(found, scale_factor=ratio, mode="linear")
        return found
