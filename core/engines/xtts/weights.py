"""XTTS's weights and voices, from safetensors or from pickles. Imports torch, but not TTS."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from core.converted import find_converted
from core.engines.checkpoints import naming
from core.engines.conversion import Conversion
from core.engines.torch_pickles import load_pickle, load_safetensors, tensors_of
from core.engines.xtts.latents import Latents
from core.errors import ModelBroken

_ENGINE = "xtts"
_GPT, _SPEAKER = "gpt_cond_latent", "speaker_embedding"

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


def read_weights(path: Path) -> dict[str, Any]:
    """Read the weights; the file is only read, where the package's loader would write it anew."""
    if path.suffix == ".safetensors":
        return load_safetensors(_ENGINE, path)
    checkpoint = load_pickle(_ENGINE, path, IGNORED_CLASSES)
    if not isinstance(checkpoint, Mapping):
        raise ModelBroken(engine=_ENGINE, path=str(path), reason="it holds no weights")
    return tensors_of(_ENGINE, path, checkpoint.get("model", checkpoint))


def read_speakers(path: Path) -> dict[str, Latents]:
    """Read the voices that come with the model, by name."""
    tensors = read_speaker_tensors(path)
    names = dict.fromkeys(key.rpartition("/")[0] for key in tensors)
    with naming(_ENGINE, path):
        return {
            name: Latents(
                gpt=_array(tensors[f"{name}/{_GPT}"]), speaker=_array(tensors[f"{name}/{_SPEAKER}"])
            )
            for name in names
        }


def read_speaker_tensors(path: Path) -> dict[str, Any]:
    """Read the voices' tensors, called ``NAME/gpt_cond_latent`` and ``NAME/speaker_embedding``."""
    if path.suffix == ".safetensors":
        return load_safetensors(_ENGINE, path)
    found = load_pickle(_ENGINE, path, IGNORED_CLASSES)
    with naming(_ENGINE, path):
        return {
            f"{name}/{part}": _tensor(voice[part])
            for name, voice in found.items()
            for part in (_GPT, _SPEAKER)
        }


def conversions(folder: Path, converted_dir: Path | None) -> list[Conversion]:
    """Return the pickles of a model folder that have no safetensors, beside them or made of them before."""
    pairs = (("model.pth", read_weights), ("speakers_xtts.pth", read_speaker_tensors))
    return [
        Conversion(folder / name, read)
        for name, read in pairs
        if (folder / name).is_file()
        and not (folder / name).with_suffix(".safetensors").is_file()
        and find_converted(converted_dir, folder / name) is None
    ]


def _tensor(value: Any) -> Any:
    if not isinstance(value, torch.Tensor):
        raise TypeError("a voice without its tensors")
    return value


def _array(tensor: Any) -> Any:
    return tensor.detach().float().numpy().copy()
