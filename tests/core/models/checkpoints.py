"""Folders of weights with true headers and no content: sparse files."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

WIDTH = {"F32": 4, "F16": 2}


def write_safetensors(path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: str = "F16") -> Path:
    """Write a file whose tensors are zeros that take no room on the disk."""
    header, at = {}, 0
    for name, shape in shapes.items():
        end = at + math.prod(shape) * WIDTH[dtype]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, end]}
        at = end
    raw = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(len(raw).to_bytes(8, "little") + raw)
        file.truncate(8 + len(raw) + at)
    return path


def f5_shapes(tokens: int = 2545, dim: int = 1024, depth: int = 22) -> dict[str, tuple[int, ...]]:
    """Return the shapes that tell F5's net."""
    prefix = "ema_model.transformer"
    return {
        f"{prefix}.text_embed.text_embed.weight": (tokens + 1, 512),
        f"{prefix}.input_embed.proj.weight": (dim, 712),
        **{f"{prefix}.transformer_blocks.{n}.attn.to_q.weight": (8, 8) for n in range(depth)},
    }


def write_f5(folder: Path, tokens: int = 0, name: str = "model_last.safetensors", **shape: int) -> Path:
    """Write a fine-tune of F5 with a vocabulary of its own (0: the package's), without a vocoder."""
    write_safetensors(folder / name, f5_shapes(tokens or 2545, **shape))
    if tokens:
        (folder / "vocab.txt").write_text("".join(f"t{n}\n" for n in range(tokens)))
    return folder


def write_vocoder(folder: Path) -> Path:
    """Write what looks like a vocoder."""
    (folder / "vocos").mkdir(parents=True)
    (folder / "vocos" / "config.yaml").write_text("backbone: {}\n")
    (folder / "vocos" / "pytorch_model.bin").write_bytes(b"vocoder")
    return folder


def write_xtts(folder: Path, tokens: int = 100, layers: int = 2, **said: int) -> Path:
    """Write a fine-tune of XTTS; ``said`` stands in its configuration in place of what is true."""
    shapes = {
        "gpt.text_embedding.weight": (tokens, 64),
        "gpt.mel_embedding.weight": (30, 64),
        **{f"gpt.gpt.h.{n}.ln_1.weight": (64,) for n in range(layers)},
    }
    write_safetensors(folder / "model.safetensors", shapes)
    args = {
        "gpt_number_text_tokens": tokens,
        "gpt_n_model_channels": 64,
        "gpt_num_audio_tokens": 30,
        "gpt_layers": layers,
    }
    config = {"model": "xtts", "model_args": {**args, **said}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "vocab.json").write_text(json.dumps({"model": {"vocab": {f"t{n}": n for n in range(90)}}}))
    return folder
