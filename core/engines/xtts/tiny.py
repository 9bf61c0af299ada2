"""A tiny XTTS: the package's own classes with random weights, in the package's own saved form.

An environment tries itself out with it, and tests run it. What it speaks is noise: it proves that the
packages load a checkpoint and compute to the end, not that the published weights load, nor any quality.

The vocoder's and the speaker encoder's sizes are not in the package's configuration (93 MB of
weights); ``small_parts`` makes the package build small ones while it is in force.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from core.engines.base import Engine
from core.engines.trial import samples_spoken, write_reference
from core.model.request import SynthesisRequest

ARGS: dict[str, Any] = {
    "gpt_layers": 2,
    "gpt_n_model_channels": 64,
    "gpt_n_heads": 2,
    "gpt_max_audio_tokens": 60,
    "gpt_max_text_tokens": 402,
    "gpt_max_prompt_tokens": 70,
    "gpt_num_audio_tokens": 1026,
    "gpt_start_audio_token": 1024,
    "gpt_stop_audio_token": 1025,
    "gpt_use_perceiver_resampler": True,
    "decoder_input_dim": 64,
    "d_vector_dim": 512,
}
LANGUAGES = [
    "en",
    "es",
    "fr",
    "de",
    "it",
    "pt",
    "pl",
    "tr",
    "ru",
    "nl",
    "cs",
    "ar",
    "zh-cn",
    "hu",
    "ko",
    "ja",
    "hi",
]
LETTERS = (
    "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-:;áâãàçéêíóôõúñüößäāčěřšžů。、абвгдежзийклмнопрстуфхцчшщъыьэюя"
)


@contextmanager
def small_parts() -> Iterator[None]:
    """Make the package build a small vocoder and speaker encoder."""
    from TTS.tts.layers.xtts import hifigan_decoder
    from TTS.tts.models import xtts

    true_decoder: Any = xtts.HifiDecoder
    true_encoder: Any = hifigan_decoder.ResNetSpeakerEncoder
    xtts.HifiDecoder = partial(true_decoder, upsample_initial_channel_decoder=32)
    hifigan_decoder.ResNetSpeakerEncoder = partial(
        true_encoder, layers=[1, 1, 1, 1], num_filters=[8, 8, 8, 8]
    )
    try:
        yield
    finally:
        xtts.HifiDecoder = true_decoder
        hifigan_decoder.ResNetSpeakerEncoder = true_encoder


def build_xtts(
    folder: Path,
    *,
    seed: int = 1,
    args: dict[str, Any] | None = None,
    pickled_config: bool = False,
    speakers: bool = False,
    settings: dict[str, Any] | None = None,
    weights: str = "model.pth",
    tokens: int = 0,
) -> Path:
    """Write a folder that XTTS loads from.

    Args:
        folder: Made if it is missing.
        seed: Of the random weights.
        args: The net; a tiny one by default.
        pickled_config: The checkpoint holds an ``XttsConfig``, as the first published ones do.
        speakers: With a file of two voices.
        settings: More for ``config.json``.
        weights: Name of the weights' file; ``.pth`` is a pickle, as published.
        tokens: Size of the vocabulary, filled up with tokens that no text has; 0: as small as it can be.
    """
    import torch
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts, _legacy_safe_globals

    args = args or ARGS
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{code}]" for code in LANGUAGES), *LETTERS]
    vocabulary += [f"<{number}>" for number in range(len(vocabulary), tokens)]
    (folder / "vocab.json").write_text(json.dumps(_tokenizer(vocabulary)))
    config = XttsConfig()
    for name, value in args.items():
        setattr(config.model_args, name, value)
    config.gpt_cond_len = 6
    (folder / "config.json").write_text(json.dumps(config.to_dict() | (settings or {})))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        config.model_args.gpt_number_text_tokens = len(vocabulary)
        config.model_args.gpt_start_text_token = 3
        config.model_args.gpt_stop_text_token = 0
        net = Xtts(config)
        if speakers:
            voices = {
                name: {
                    "gpt_cond_latent": torch.randn(1, 32, args["gpt_n_model_channels"]),
                    "speaker_embedding": torch.randn(1, 512, 1),
                }
                for name in ("Ana", "Bruno")
            }
            torch.save(voices, folder / "speakers_xtts.pth")
    if weights.endswith(".safetensors"):
        from safetensors.torch import save_file

        tensors = {name: tensor.clone().contiguous() for name, tensor in net.state_dict().items()}
        save_file(tensors, str(folder / weights))
        return folder
    state: dict[str, Any] = {"model": net.state_dict()}
    if pickled_config:
        state |= {"config": config, "step": 1}
    with _legacy_safe_globals():  # the classes stood elsewhere when the first checkpoints were saved
        torch.save(state, folder / weights)
    return folder


def try_out(engine: Engine) -> int:
    """Speak two words by a tiny net with random weights, on the CPU; return how many samples came.

    No pickle is in it, so that it loads under an old torch too.
    """
    with tempfile.TemporaryDirectory() as name, small_parts():
        folder = Path(name)
        build_xtts(folder / "model", weights="model.safetensors")
        request = SynthesisRequest(
            engine.description.id,
            "Good evening.",
            reference=write_reference(folder / "reference.wav"),
            language="en",
        )
        return samples_spoken(engine, request, folder / "model")


def _tokenizer(vocabulary: list[str]) -> dict[str, Any]:
    special = [token for token in vocabulary if token.startswith("[")]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": vocabulary.index(token),
                "special": True,
                "content": token,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
            }
            for token in special
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "[UNK]",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "vocab": {token: number for number, token in enumerate(vocabulary)},
            "merges": [],
        },
    }
