"""Peaks of full-size F5 and XTTS without a card and without weights; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/peak_nets.py < POINTS

Reads points as lines of JSON (``{"engine": "f5", "frames": 1000, …}``, see ``peaks.py``) and answers each
with a line ``{"weights_bytes": …, "peak_bytes": …}``: what is held before, and the most that is held
above it. The nets are the packages' own, made on the CPU without filling them; their parameters then
become fake tensors, which have sizes and no contents, and MemTracker adds up the storages that live.

Where the package's own function looks at a number's value (a maximum, a stop token) its steps are written
out here with the same tensors. Attention on a fake CPU takes the fused way, as a CUDA card does; "math"
puts PyTorch's own fallback in its place, written out.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from random_weights import F5_FULL, VOCOS_FULL, XTTS_FULL, make_xtts
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed._tools.mem_tracker import MemTracker

from core.engines.torch_support import without_initialisation

CPU = torch.device("cpu")
MODE = FakeTensorMode(allow_non_fake_inputs=True)
MEL = 100
F5_RATE_HZ, HOP = 24_000, 256
HEARD_RATE_HZ = 22_050
FRAMES_A_TOKEN, UNSETTLED = 1024 / HOP * F5_RATE_HZ / HEARD_RATE_HZ, 9
COND_CHUNK_S = 4
"""``gpt_cond_chunk_len`` of the published XTTS v2."""
_fused_attention = torch.nn.functional.scaled_dot_product_attention


class Tracker(MemTracker):
    """MemTracker for sums only: by module it takes each module once."""

    def _pre_fw_hook(self, *_: Any) -> None:
        """Do nothing."""

    _post_fw_hook = _pre_bw_hook = _post_bw_hook = _pre_fw_hook

    def read(self, which: str) -> int:
        """Return ``current`` or ``peak`` in bytes."""
        return int(self.get_tracker_snapshot(which)[CPU]["Total"])


def faked(net: Any) -> Any:
    """Put tensors without contents in the place of a net's own; shared ones stay shared."""
    made: dict[int, Any] = {}
    for module in net.modules():
        for table in (module._parameters, module._buffers):
            for name, tensor in table.items():
                if tensor is None:
                    continue
                key = id(tensor)
                if key not in made:
                    fake = MODE.from_tensor(tensor.detach())
                    is_parameter = isinstance(tensor, torch.nn.Parameter)
                    made[key] = (
                        torch.nn.Parameter(fake, requires_grad=False) if is_parameter else fake,
                        tensor,
                    )
                table[name] = made[key][0]
    return net


def math_attention(q: Any, k: Any, v: Any, attn_mask: Any = None, **other: Any) -> Any:
    """Attend as PyTorch does where no fused kernel is: the scores whole, in fp32 for half precision."""
    dtype = q.dtype
    if dtype == torch.float16:
        q, k, v = q.float(), k.float(), v.float()
    scale = float(q.shape[-1]) ** -0.25
    scores = (q * scale) @ (k * scale).transpose(-2, -1)
    if attn_mask is not None:
        scores = scores + attn_mask
    return (torch.softmax(scores, dim=-1) @ v).to(dtype)


@contextlib.contextmanager
def attention(kind: str) -> Iterator[None]:
    """Let nets attend in a kind for a block."""
    torch.nn.functional.scaled_dot_product_attention = math_attention if kind == "math" else _fused_attention
    try:
        yield
    finally:
        torch.nn.functional.scaled_dot_product_attention = _fused_attention


def peak_of(nets: list[Any], kind: str, works: list[Callable[[], Any]]) -> dict[str, int]:
    """Return what nets hold, and the most that any of several works, one after the other, holds above."""
    with MODE, attention(kind):
        tracker = Tracker()
        tracker.track_external(*nets)
        with tracker, torch.inference_mode():
            weights = tracker.read("current")
            for work in works:
                work()
            return {"weights_bytes": weights, "peak_bytes": tracker.read("peak") - weights}


class F5:
    """F5TTS_v1_Base and Vocos."""

    def __init__(self, *, half: bool) -> None:
        """Make them."""
        import core.engines.f5.loading

        assert core.engines.f5.loading
        from f5_tts.model import DiT
        from vocos.heads import ISTFTHead
        from vocos.models import VocosBackbone

        self.dtype = torch.float16 if half else torch.float32
        with without_initialisation():
            net = DiT(**F5_FULL, text_num_embeds=2545, mel_dim=MEL).eval()
            backbone = VocosBackbone(**VOCOS_FULL["backbone"]["init_args"]).eval()
            head = ISTFTHead(**VOCOS_FULL["head"]["init_args"]).eval()
        self.net = faked(net.to(self.dtype))
        self.backbone, self.head = faked(backbone), faked(head)

    def measure(self, point: dict[str, Any]) -> dict[str, int]:
        """Measure one part of a text."""
        frames, generated, steps = point["frames"], point["generated"], point.get("steps", 32)

        def flow() -> None:
            """Do as ``CFM.sample`` and torchdiffeq's Euler do, which keeps every step."""
            heard = torch.empty(1, (frames - generated) * HOP)
            mel = torch.empty(1, frames, MEL, dtype=self.dtype)
            mask = torch.empty(1, frames, 1, dtype=torch.bool)
            cond = torch.where(mask, mel, torch.zeros_like(mel))
            text = torch.zeros(1, point.get("text", 200), dtype=torch.long)
            y = torch.empty(1, frames, MEL, dtype=self.dtype)
            kept = torch.empty(steps + 1, 1, frames, MEL, dtype=self.dtype)
            for _ in range(2):
                both = self.net(
                    x=y,
                    cond=cond,
                    text=text,
                    time=torch.empty((), dtype=self.dtype),
                    mask=None,
                    cfg_infer=True,
                    cache=True,
                )
                with_voice, without = torch.chunk(both, 2, dim=0)
                y = y + (with_voice + (with_voice - without) * 2.0) * torch.empty((), dtype=self.dtype)
            self.net.clear_cache()
            del heard, kept

        def vocode() -> None:
            self.head(self.backbone(torch.empty(1, MEL, generated)))

        found = peak_of([self.net, self.backbone, self.head], point["attention"], [flow, vocode])
        self.net.clear_cache()
        return found


class Xtts:
    """XTTS v2, in fp32, or with its text model in fp16."""

    def __init__(self, *, half: bool) -> None:
        """Make it."""
        import core.engines.xtts.loading

        assert core.engines.xtts.loading
        from core.engines.xtts.half import halve

        with without_initialisation():
            net = make_xtts()
        if half:
            halve(net)
        self.dtype = torch.float16 if half else torch.float32
        self.net = faked(net)

    def measure(self, point: dict[str, Any]) -> dict[str, int]:
        """Measure one part of a text, and before it the hearing of a reference."""
        tokens, text, reference_s = point["tokens"], point.get("text", 200), point["reference_s"]
        gpt, decoder = self.net.gpt, self.net.hifigan_decoder
        heads, layers = XTTS_FULL["gpt_n_heads"], XTTS_FULL["gpt_layers"]
        width = XTTS_FULL["gpt_n_model_channels"]
        prefix = 32 + text + 2

        def hear() -> None:
            audio = torch.empty(1, round(reference_s * HEARD_RATE_HZ))
            self.net.get_speaker_embedding(audio, HEARD_RATE_HZ)
            chunk_s = min(reference_s, COND_CHUNK_S)
            gpt.get_style_emb(torch.empty(1, 80, round(chunk_s * HEARD_RATE_HZ / HOP) + 1), None)

        def speak() -> None:
            """Do as ``speak_part`` at the last token: the text model, then the last window's sound."""
            from transformers import DynamicCache

            from core.engines.xtts.speech import REACH, TOKENS, Vocoder

            cache = DynamicCache()
            for layer in range(layers):
                past = prefix + tokens
                pair = [torch.empty(1, heads, past, width // heads, dtype=self.dtype) for _ in range(2)]
                cache.update(*pair, layer)
                del pair
            gpt.gpt_inference.cached_prefix_emb = torch.empty(1, prefix, width, dtype=self.dtype)
            gpt.gpt_inference(
                input_ids=torch.zeros(1, 1, dtype=torch.long),
                past_key_values=cache,
                attention_mask=torch.ones(1, prefix + tokens + 1, dtype=torch.long),
                use_cache=True,
                return_dict=True,
                output_hidden_states=True,
            )
            states = [torch.empty(1, width) for _ in range(tokens)]
            vocoder = Vocoder(decoder, torch.empty(1, 512, 1), speed=1.0)
            vocoder.made = max(0, round((tokens - TOKENS) * FRAMES_A_TOKEN) - REACH - UNSETTLED)
            vocoder.wave(states, is_last=True)
            gpt.gpt_inference.cached_prefix_emb = None

        def begin() -> None:
            """Do as it does at the first of the tokens, with the states of all layers."""
            gpt.gpt_inference.cached_prefix_emb = torch.empty(1, prefix, width, dtype=self.dtype)
            gpt.gpt_inference(
                input_ids=torch.zeros(1, prefix + 1, dtype=torch.long),
                attention_mask=torch.ones(1, prefix + 1, dtype=torch.long),
                use_cache=True,
                return_dict=True,
                output_hidden_states=True,
            )
            gpt.gpt_inference.cached_prefix_emb = None

        works = [*([hear] if reference_s else []), begin, speak]
        return peak_of([self.net], point["attention"], works)


def main() -> None:
    """Answer points, line by line; nets are made at first need."""
    made: dict[tuple[str, bool], Any] = {}
    for line in sys.stdin:
        point = json.loads(line)
        key = point["engine"], bool(point["half"])
        if key not in made:
            made[key] = (F5 if key[0] == "f5" else Xtts)(half=key[1])
        print(json.dumps(made[key].measure(point)), flush=True)


if __name__ == "__main__":
    main()
