"""How far XTTS with its text model in fp16 is from full precision; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/xtts_half.py

A full-size net with random weights, on the CPU: both precisions are handed the same latents, the same text
and the same tokens, so that what differs is the arithmetic and not the draw. No quality is heard here: what
real weights make of a difference as small as this has not been measured.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from random_weights import XTTS_FULL, XTTS_TOKENS, make_xtts

from benchmarks.measure import print_table

TEXT_TOKENS, TOKENS = 20, 40


def make_net() -> Any:
    """Make XTTS v2 with the packages' own random weights."""
    import core.engines.xtts.loading

    assert core.engines.xtts.loading
    return make_xtts().requires_grad_(False)


def speak(net: Any, latents: Any, text: Any, codes: Any, speaker: Any) -> tuple[Any, Any, Any]:
    """Return the latents of given tokens, what the net would draw from at each, and the sound."""
    with torch.inference_mode():
        found = net.gpt(
            text,
            torch.tensor([text.shape[-1]]),
            codes,
            torch.tensor([codes.shape[-1] * net.gpt.code_stride_len]),
            cond_latents=latents,
            return_latent=True,
        )
        dtype = net.gpt.mel_head.weight.dtype
        logits = net.gpt.mel_head(found.to(dtype)).float()
        return found, logits, net.hifigan_decoder(found, g=speaker)


def apart_db(true: Any, other: Any) -> float:
    """Return how far below the signal a difference lies."""
    return float(10 * torch.log10(true.square().sum() / (true - other).square().sum()))


def main() -> None:
    """Measure and print."""
    torch.manual_seed(0)
    from core.engines.xtts.half import halve

    net = make_net()
    latents = torch.randn(1, 32, XTTS_FULL["gpt_n_model_channels"])
    text = torch.randint(10, XTTS_TOKENS, (1, TEXT_TOKENS))
    codes = torch.randint(0, 1024, (1, TOKENS))
    speaker = torch.nn.functional.normalize(torch.randn(1, 512, 1), dim=1)
    true = speak(net, latents, text, codes, speaker)
    held = sum(tensor.nbytes for tensor in net.parameters())
    begin = time.perf_counter()
    halve(net)
    halve_s = time.perf_counter() - begin
    half = speak(net, latents, text, codes, speaker)
    saved = held - sum(tensor.nbytes for tensor in net.parameters())
    same = float((true[1].argmax(-1) == half[1].argmax(-1)).float().mean())
    chances, others = (torch.softmax(one[1] / 0.75, -1) for one in (true, half))
    shifted = float(0.5 * (chances - others).abs().sum(-1).mean())
    rows = [
        ["latents, difference below the signal", f"{apart_db(true[0], half[0]):.1f} dB"],
        ["sound, difference below the signal", f"{apart_db(true[2], half[2]):.1f} dB"],
        ["likeliest token the same", f"{same:.1%}"],
        ["chances moved to other tokens (temperature 0.75)", f"{shifted:.3%}"],
        ["weights saved", f"{saved / 1024**2:.0f} MiB"],
        ["time to halve on the CPU", f"{halve_s:.2f} s"],
    ]
    print_table(f"XTTS, text model in fp16 against fp32: {TOKENS} tokens, random weights", ("what", ""), rows)


if __name__ == "__main__":
    main()
