"""How soon XTTS is heard, and at what cost: pieces and latents; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/xtts_first_sound.py [--tokens N] [--rounds N]

A full-size net with random weights, on the CPU: random weights find no end, so that each speech has as many
tokens as are asked for. Three ways take turns: the package's ``inference`` (all at the end), the package's
``inference_stream``, and the product's engine. "Frames decoded", the vocoder's work, is counted, not timed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from bare_call import silent_job
from random_weights import XTTS_FULL, XTTS_TOKENS

from benchmarks.measure import Spread, print_table
from core.engines.base import LoadOptions
from core.engines.xtts.engine import XttsEngine
from core.model.request import SynthesisRequest
from tests.checkpoints.sounds import write_reference
from tests.checkpoints.xtts import build_xtts

RATE_HZ, FRAME = 24_000, 256
REFERENCE_S = 12.0


@dataclass
class Run:
    """One speech.

    Attributes:
        first_s: Until the first sound.
        whole_s: Until the last.
        decoded: Frames that went through the vocoder, for each frame of sound.
    """

    first_s: float
    whole_s: float
    decoded: float


def run(net: Any, speak: Callable[[], Iterator[Any]]) -> Run:
    """Time a speech, and count what its vocoder decodes."""
    frames: list[int] = []
    conv = net.hifigan_decoder.waveform_decoder.conv_pre
    hook = conv.register_forward_pre_hook(lambda module, inputs: frames.append(inputs[0].shape[-1]))
    begin, first_s, samples = time.perf_counter(), 0.0, 0
    try:
        for piece in speak():
            first_s = first_s or time.perf_counter() - begin
            samples += len(piece)
    finally:
        hook.remove()
    return Run(first_s, time.perf_counter() - begin, sum(frames) * FRAME / samples)


def compare_pieces(model: Any, request: SynthesisRequest, rounds: int) -> None:
    """Let the three ways take turns, and print."""
    net = model._parts.net
    latents = model._voice(request, silent_job())
    voice = torch.from_numpy(latents.gpt), torch.from_numpy(latents.speaker)

    def whole() -> Iterator[Any]:
        torch.manual_seed(request.seed)
        yield net.inference(request.text, "en", *voice)["wav"]

    def streamed() -> Iterator[Any]:
        torch.manual_seed(request.seed)
        yield from net.inference_stream(request.text, "en", *voice)

    ways: dict[str, Callable[[], Iterator[Any]]] = {
        "package, `inference`": whole,
        "package, `inference_stream`": streamed,
        "product": lambda: model.synthesize(request, silent_job()),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, speak in ways.items():
            runs[name].append(run(net, speak))
    rows = [
        [
            name,
            Spread.of([one.first_s for one in found]).text(2, "s"),
            Spread.of([one.whole_s for one in found]).text(2, "s"),
            f"{found[0].decoded:.2f}",
        ]
        for name, found in runs.items()
    ]
    tokens = model._token_limit()
    title = f"XTTS in full size, {tokens} tokens ({tokens * 1024 / 22_050:.1f} s), {rounds} rounds, CPU"
    print_table(title, ("way", "first sound", "whole speech", "frames decoded / frames heard"), rows)


def compare_latents(model: Any, request: SynthesisRequest, folder: Path, rounds: int) -> None:
    """Measure a voice's first job and its second, until the first token is drawn, and print."""
    net = model._parts.net
    begun: list[float] = []
    hook = net.gpt.gpt.register_forward_pre_hook(lambda module, inputs: begun.append(time.perf_counter()))

    def until_sampling(reference: Path) -> float:
        begun.clear()
        start = time.perf_counter()
        pieces = model.synthesize(replace(request, reference=reference), silent_job())
        next(pieces)
        pieces.close()
        return begun[0] - start

    times = []
    for number in range(rounds + 1):
        path = write_reference(folder / f"voice-{number}.wav", REFERENCE_S, 44_100, channels=2, seed=number)
        pair = until_sampling(path), until_sampling(path)
        if number:  # the first one warms the libraries up
            times.append(pair)
    hook.remove()
    ratios = [first / again for first, again in times]
    rows = [
        ["first job of a voice", Spread.of([first for first, _ in times]).text(3, "s")],
        ["second job, latents cached", Spread.of([again for _, again in times]).text(3, "s")],
        ["first / second, of each voice (target: ≥ 10)", Spread.of(ratios).text(1)],
    ]
    title = f"XTTS in full size, {rounds} voices of {REFERENCE_S:.0f} s: until sampling begins, CPU"
    print_table(title, ("what", ""), rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tokens", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        args = XTTS_FULL | {"gpt_max_audio_tokens": options.tokens + 3}
        weights = build_xtts(folder / "model", args=args, tokens=XTTS_TOKENS, weights="model.safetensors")
        model = XttsEngine().load(LoadOptions("cpu", weights), silent_job())
        reference = write_reference(folder / "reference.wav", REFERENCE_S, 44_100, channels=2)
        request = SynthesisRequest(
            "xtts", "Good evening to all of you, and welcome.", reference=reference, language="en", seed=7
        )
        np.random.seed(0)
        compare_latents(model, request, folder, options.rounds)
        compare_pieces(model, request, options.rounds)


if __name__ == "__main__":
    main()
