"""How far XTTS with its text model in fp16 is from full precision; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/xtts_half.py [--tokens 40]

A full-size net with random weights, on the CPU: both precisions are handed the same latents, the same text
and the same tokens, so that what differs is the arithmetic and not the draw. No quality is heard here: what
real weights make of a difference as small as this has not been measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch

from benchmarks.measure import print_table
from benchmarks.random_weights import make_xtts

TEXT_TOKENS, TOKENS = 20, 40
TEMPERATURE = 0.75
FFT = 1024
QUIET = 1e-3
"""Parts of the spectrum this much below its loudest are not compared."""


def make_net() -> Any:
    """Make XTTS v2 with the packages' own random weights."""
    import core.engines.xtts.loading

    assert core.engines.xtts.loading
    return make_xtts().requires_grad_(False)


@dataclass(frozen=True)
class Spoken:
    """What a net made of given tokens.

    Attributes:
        latents: What the vocoder is handed.
        logits: What it would draw from at each token.
        sound: The vocoder's.
    """

    latents: Any
    logits: Any
    sound: Any


@dataclass(frozen=True)
class Difference:
    """How half precision differs from full.

    Attributes:
        latents_db: Of the latents, below them.
        sound_db: Of the sound, below it.
        spectrum_db: Of the sound's spectrum, on average over what is not quiet.
        same: Share of tokens at which the likeliest is the same.
        moved: Chances moved to other tokens.
        saved_bytes: Of weights.
        halve_s: Time to halve.
    """

    latents_db: float
    sound_db: float
    spectrum_db: float
    same: float
    moved: float
    saved_bytes: int
    halve_s: float

    def rows(self) -> list[list[str]]:
        """Return it for a table."""
        return [
            ["latents, difference below the signal", f"{self.latents_db:.1f} dB"],
            ["sound, difference below the signal", f"{self.sound_db:.1f} dB"],
            ["spectrum of the sound, mean difference", f"{self.spectrum_db:.3f} dB"],
            ["likeliest token the same, the tokens given", f"{self.same:.1%}"],
            [f"chances moved to other tokens (temperature {TEMPERATURE})", f"{self.moved:.3%}"],
            ["weights saved", f"{self.saved_bytes / 1024**2:.0f} MiB"],
            ["time to halve", f"{self.halve_s:.2f} s"],
        ]


def compare(net: Any, device: str = "cpu", tokens: int = TOKENS) -> Difference:
    """Let a net speak in full and in half precision; it stays in half.

    Args:
        net: The package's ``Xtts`` in fp32, on the device.
        device: Where it is.
        tokens: How many, at most as many as it has places for.
    """
    from core.engines.xtts.half import halve

    generator = torch.Generator().manual_seed(0)
    codes_known, width = net.gpt.mel_embedding.weight.shape
    latents = torch.randn(1, 32, width, generator=generator)
    words = torch.randint(10, net.gpt.text_embedding.weight.shape[0], (1, TEXT_TOKENS), generator=generator)
    codes = torch.randint(0, codes_known - 2, (1, tokens), generator=generator)
    speaker = torch.nn.functional.normalize(torch.randn(1, 512, 1, generator=generator), dim=1)
    asked = [one.to(device) for one in (latents, words, codes, speaker)]
    true = _speak(net, *asked)
    held = sum(tensor.nbytes for tensor in net.parameters())
    begin = time.perf_counter()
    halve(net)
    halve_s = time.perf_counter() - begin
    half = _speak(net, *asked)
    chances, others = (torch.softmax(one.logits / TEMPERATURE, -1) for one in (true, half))
    return Difference(
        latents_db=_apart_db(true.latents, half.latents),
        sound_db=_apart_db(true.sound, half.sound),
        spectrum_db=_spectra_apart_db(true.sound, half.sound),
        same=float((true.logits.argmax(-1) == half.logits.argmax(-1)).float().mean()),
        moved=float(0.5 * (chances - others).abs().sum(-1).mean()),
        saved_bytes=held - sum(tensor.nbytes for tensor in net.parameters()),
        halve_s=halve_s,
    )


def _speak(net: Any, latents: Any, text: Any, codes: Any, speaker: Any) -> Spoken:
    precision = net.gpt.mel_head.weight.dtype
    with torch.inference_mode():
        found = net.gpt(
            text,
            torch.tensor([text.shape[-1]], device=text.device),
            codes,
            torch.tensor([codes.shape[-1] * net.gpt.code_stride_len], device=text.device),
            cond_latents=latents.to(precision),
            return_latent=True,
        )
        logits = net.gpt.mel_head(found.to(precision)).float()
        sound = net.hifigan_decoder(found.float(), g=speaker)
    return Spoken(found.float().cpu(), logits.cpu(), sound.float().cpu().flatten())


def _apart_db(true: Any, other: Any) -> float:
    """Return how far below the signal a difference lies."""
    return float(10 * torch.log10(true.square().sum() / (true - other).square().sum()))


def _spectra_apart_db(true: Any, other: Any) -> float:
    """Return the mean distance of two sounds' spectra, where the first is not quiet."""
    window = torch.hann_window(FFT)
    true, other = (torch.stft(one, FFT, window=window, return_complex=True).abs() for one in (true, other))
    loud = true > QUIET * true.max()
    return float((20 * torch.log10(other[loud].clamp_min(1e-12) / true[loud])).abs().mean())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=int, default=TOKENS)
    options = parser.parse_args()
    torch.manual_seed(0)
    found = compare(make_net(), tokens=options.tokens)
    title = f"XTTS, text model in fp16 against fp32: {options.tokens} tokens, random weights, on the CPU"
    print_table(title, ("what", ""), found.rows())


if __name__ == "__main__":
    main()
