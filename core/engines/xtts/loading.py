"""Make the package's model from a folder, by its offline road. Imports torch and TTS."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from TTS.tts.configs.xtts_config import XttsConfig
from TTS.tts.models.xtts import Xtts

from core.engines.base import JobContext
from core.engines.checkpoints import identity, naming
from core.engines.torch_pickles import load_pickle, tensors_of
from core.engines.torch_support import without_initialisation
from core.engines.xtts.files import XttsFiles, XttsSettings
from core.engines.xtts.latents import Latents, LatentsCache
from core.engines.xtts.model import XttsModel, XttsParts
from core.errors import ModelBroken

_ENGINE = "xtts"

IGNORED_CLASSES = (
    "TTS.tts.configs.xtts_config.XttsConfig",
    "TTS.tts.configs.xtts_config.XttsArgs",
    "TTS.tts.configs.xtts_config.XttsAudioConfig",
    "TTS.tts.models.xtts.XttsArgs",
    "TTS.tts.models.xtts.XttsAudioConfig",
    "TTS.config.shared_configs.BaseDatasetConfig",
    "TTS.utils.radam.RAdam",
    "trainer.generic_utils.RAdam",
)
"""What published and tuned checkpoints hold beside their tensors."""


def load_model(files: XttsFiles, device: str, cache: LatentsCache, job: JobContext) -> XttsModel:
    """Load the model: on the CPU, then moved.

    Raises:
        JobCancelled: When the token says so.
        ModelBroken: When the weights do not load.
    """
    state = read_weights(files.weights)
    speakers = _read_speakers(files.speakers) if files.speakers else {}
    job.report(0.6)
    job.cancel.check()
    model = _make_model(files, state)
    del state
    job.report(0.9)
    job.cancel.check()
    model = model.to(device)
    job.report(1.0)
    settings = files.settings
    name = (
        f"{identity(files.weights)}:{settings.gpt_cond_len_s}:{settings.gpt_cond_chunk_len_s}"
        f":{settings.max_ref_len_s}:{settings.sound_norm_refs}"
    )
    return XttsModel(XttsParts(model, settings, speakers, name, device), cache)


def read_weights(path: Path) -> dict[str, Any]:
    """Read the weights; the file is only read, where the package's loader would write it anew."""
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        with naming(_ENGINE, path):
            found: dict[str, Any] = load_file(str(path), device="cpu")
        return found
    checkpoint = load_pickle(_ENGINE, path, IGNORED_CLASSES)
    if not isinstance(checkpoint, Mapping):
        raise ModelBroken(engine=_ENGINE, path=str(path), reason="it holds no weights")
    return tensors_of(_ENGINE, path, checkpoint.get("model", checkpoint))


def _make_model(files: XttsFiles, state: dict[str, Any]) -> Any:
    """Make the model by the package's own loader, which is handed the tensors instead of a file."""
    config = _config(files.settings)
    with naming(_ENGINE, files.vocabulary):
        Tokenizer.from_file(str(files.vocabulary))  # the loader's own error would not name the file
    with without_initialisation():
        model: Any = Xtts(config)
        model._load_checkpoint = lambda path: state
        try:
            with naming(_ENGINE, files.weights):
                model.load_checkpoint(
                    config,
                    checkpoint_path=str(files.weights),
                    vocab_path=str(files.vocabulary),
                    speaker_file_path="",
                    eval=True,
                    strict=True,
                )
        finally:
            del model._load_checkpoint
    return model.requires_grad_(False)


def _config(settings: XttsSettings) -> Any:
    config: Any = XttsConfig()
    for name, value in settings.model_args.items():
        setattr(config.model_args, name, value)
    config.model_args.gpt_number_text_tokens = None  # counted from vocab.json, when the net is made
    config.languages = list(settings.languages)
    return config


def _read_speakers(path: Path) -> dict[str, Latents]:
    """Read the voices that come with the model."""
    found = load_pickle(_ENGINE, path, IGNORED_CLASSES)
    with naming(_ENGINE, path):
        return {
            str(name): Latents(
                gpt=_array(voice["gpt_cond_latent"]), speaker=_array(voice["speaker_embedding"])
            )
            for name, voice in found.items()
        }


def _array(tensor: Any) -> Any:
    if not isinstance(tensor, torch.Tensor):
        raise TypeError("a voice without its tensors")
    return tensor.detach().float().numpy().copy()
