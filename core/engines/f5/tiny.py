"""A tiny F5: the package's own classes with random weights, saved as its trainer and its publisher save them.

An environment tries itself out with it, and tests run it. What it speaks is noise: it proves that the
packages load a checkpoint and compute to the end, not that the published weights load, nor any quality.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from core.engines.base import Engine
from core.engines.trial import samples_spoken, write_reference
from core.model.request import SynthesisRequest

ARCH: dict[str, Any] = {
    "dim": 64,
    "depth": 2,
    "heads": 2,
    "dim_head": 32,
    "ff_mult": 2,
    "text_dim": 32,
    "text_mask_padding": True,
    "qk_norm": None,
    "conv_layers": 1,
    "pe_attn_head": None,
    "attn_backend": "torch",
    "attn_mask_enabled": False,
    "checkpoint_activations": False,
}
MEL = {
    "target_sample_rate": 24_000,
    "n_mel_channels": 100,
    "hop_length": 256,
    "win_length": 1024,
    "n_fft": 1024,
    "mel_spec_type": "vocos",
}
VOCODER = {
    "feature_extractor": {
        "class_path": "vocos.feature_extractors.MelSpectrogramFeatures",
        "init_args": {
            "sample_rate": 24_000,
            "n_fft": 1024,
            "hop_length": 256,
            "n_mels": 100,
            "padding": "center",
        },
    },
    "backbone": {
        "class_path": "vocos.models.VocosBackbone",
        "init_args": {"input_channels": 100, "dim": 64, "intermediate_dim": 128, "num_layers": 2},
    },
    "head": {
        "class_path": "vocos.heads.ISTFTHead",
        "init_args": {"dim": 64, "n_fft": 1024, "hop_length": 256, "padding": "center"},
    },
}
VOCABULARY = [" ", *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'\"-:", "ni3", "hao3"]


def build_f5(
    folder: Path,
    *,
    weights: str = "model_1250000.safetensors",
    averaged: bool = True,
    seed: int = 1,
    arch: dict[str, Any] | None = None,
    vocoder: dict[str, Any] | None = None,
    own_vocabulary: bool = True,
    vocoder_weights: str = "pytorch_model.bin",
) -> Path:
    """Write a folder that F5 loads from.

    Args:
        folder: Made if it is missing.
        weights: Name of the weights' file; ``.pt`` is written as the trainer does.
        averaged: Weights are under the names of the trainer's moving average.
        seed: Of the random weights.
        arch: The net; a tiny one by default.
        vocoder: Its configuration; a tiny one by default.
        own_vocabulary: False: the package's 2545 tokens.
        vocoder_weights: Name of the vocoder's; ``.bin`` is a pickle, as published.
    """
    import torch
    import yaml

    from core.engines.f5 import loading  # first: it spares the package its trainer

    assert loading
    from f5_tts.infer import utils_infer
    from f5_tts.model import CFM, DiT
    from f5_tts.model.utils import get_tokenizer
    from vocos import Vocos

    arch = arch or ARCH
    folder.mkdir(parents=True, exist_ok=True)
    text = {"model": {"name": "tiny", "backbone": "DiT", "arch": arch, "mel_spec": MEL}}
    (folder / "config.yaml").write_text(yaml.safe_dump(text))
    if own_vocabulary:
        (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
        size = len(VOCABULARY)
    else:
        packaged = Path(utils_infer.__file__).parent / "examples" / "vocab.txt"
        size = get_tokenizer(str(packaged), "custom")[1]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = CFM(transformer=DiT(**arch, text_num_embeds=size, mel_dim=100), mel_spec_kwargs=MEL)
        zeros = [net.transformer.proj_out, net.transformer.norm_out.linear]
        zeros += [block.attn_norm.linear for block in net.transformer.transformer_blocks]
        for layer in zeros:
            torch.nn.init.normal_(layer.weight, std=0.02)
            torch.nn.init.normal_(layer.bias, std=0.02)
        (folder / "vocos").mkdir(exist_ok=True)
        (folder / "vocos" / "config.yaml").write_text(yaml.safe_dump(vocoder or VOCODER))
        decoder = Vocos.from_hparams(str(folder / "vocos" / "config.yaml"))
        _save(decoder.state_dict(), folder / "vocos" / vocoder_weights)
    state = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    prefixed = {f"ema_model.{name}": tensor for name, tensor in state.items()}
    prefixed |= {"initted": torch.tensor(True), "step": torch.tensor(1)}
    path = folder / weights
    if path.suffix == ".safetensors":
        _save(prefixed if averaged else state, path)
    else:
        torch.save({"ema_model_state_dict": prefixed} if averaged else {"model_state_dict": state}, path)
    return folder


def _save(state: dict[str, Any], path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    if path.suffix == ".safetensors":
        save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, str(path))
    else:
        torch.save(state, path)


def try_out(engine: Engine) -> int:
    """Speak two words by a tiny net with random weights, on the CPU; return how many samples came.

    No pickle is in it, so that it loads under an old torch too.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_f5(folder / "model", vocoder_weights="model.safetensors")
        request = SynthesisRequest(
            engine.description.id,
            "Good evening.",
            reference=write_reference(folder / "reference.wav"),
            reference_text="Some words.",
            language="en",
            parameters={"steps": 4},
        )
        return samples_spoken(engine, request, folder / "model")
