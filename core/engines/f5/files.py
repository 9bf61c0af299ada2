"""The folder that F5 loads from.

::

    config.yaml                 the package's own form: model.backbone, model.arch, model.mel_spec;
                                without it F5TTS_v1_Base
    model*.safetensors or .pt   the weights; of several the one with the greatest numbers
    vocab.txt                   one token a line; without it the package's
    vocos/config.yaml           the vocoder
    vocos/pytorch_model.bin     (or model.safetensors)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from core.converted import find_converted
from core.engines.checkpoints import model_folder, naming, needed_file, newest
from core.errors import ModelBroken, ModelMissing
from core.model.engine import ModelFile

_ENGINE = "f5"

MODEL_FILES = (
    ModelFile(("model*.safetensors",), pickles=("model*.pt",)),
    ModelFile(("vocos/config.yaml",)),
    ModelFile(("vocos/model.safetensors",), pickles=("vocos/pytorch_model.bin",)),
)
"""What the folder holds; the configuration and the tokens may be the package's."""

BASE_ARCH: Mapping[str, int | bool | str | None] = MappingProxyType(
    {
        "dim": 1024,
        "depth": 22,
        "heads": 16,
        "ff_mult": 2,
        "text_dim": 512,
        "text_mask_padding": True,
        "qk_norm": None,
        "conv_layers": 4,
        "pe_attn_head": None,
        "attn_backend": "torch",
        "attn_mask_enabled": False,
        "checkpoint_activations": False,
    }
)
"""``model.arch`` of F5TTS_v1_Base."""

_SIZES = ("dim", "depth", "heads", "dim_head", "ff_mult", "text_dim")
_COUNTS = ("conv_layers", "pe_attn_head")
_SWITCHES = (
    "text_mask_padding",
    "text_embedding_average_upsampling",
    "attn_mask_enabled",
    "long_skip_connection",
)
_IGNORED = ("dropout", "attn_backend", "checkpoint_activations")
_SIZE_LIMIT = 65_536
_MEL = {
    "target_sample_rate": 24_000,
    "n_mel_channels": 100,
    "hop_length": 256,
    "win_length": 1024,
    "n_fft": 1024,
    "mel_spec_type": "vocos",
}

VOCODER_CLASSES = frozenset(
    {
        "vocos.feature_extractors.MelSpectrogramFeatures",
        "vocos.models.VocosBackbone",
        "vocos.heads.ISTFTHead",
    }
)
"""What a vocoder's ``config.yaml`` may name: its loader makes whatever class that file says."""


@dataclass(frozen=True)
class F5Files:
    """What is loaded.

    Attributes:
        folder: The model folder.
        arch: Arguments of the package's ``DiT``.
        weights: The flow's weights, or what was made of them.
        vocabulary: One token a line, or None for the package's own.
        vocoder_config: The vocoder's ``config.yaml``.
        vocoder_weights: The vocoder's weights.
    """

    folder: Path
    arch: Mapping[str, int | bool | str | None]
    weights: Path
    vocabulary: Path | None
    vocoder_config: Path
    vocoder_weights: Path


def find_files(model_dir: Path | None, converted_dir: Path | None = None) -> F5Files:
    """Find a folder's files and read how the net is built.

    Args:
        model_dir: The folder.
        converted_dir: Where safetensors that were made of pickles are kept; they are taken instead.

    Raises:
        ModelMissing: When the folder, or a file in it, is missing.
        ModelBroken: When a configuration cannot be used.
    """
    folder = model_folder(_ENGINE, model_dir)
    config = folder / "config.yaml"
    weights = newest(folder.glob("model*.safetensors")) or newest(folder.glob("model*.pt"))
    if weights is None:
        raise ModelMissing(engine=_ENGINE, path=str(folder / "model.safetensors"))
    vocabulary = folder / "vocab.txt"
    vocoder = folder / "vocos" / "model.safetensors"
    if not vocoder.is_file():
        vocoder = needed_file(_ENGINE, folder / "vocos" / "pytorch_model.bin")
    vocoder_config = needed_file(_ENGINE, folder / "vocos" / "config.yaml")
    _check_vocoder(vocoder_config)
    return F5Files(
        folder=folder,
        arch=_read_arch(config) if config.is_file() else dict(BASE_ARCH),
        weights=_converted(converted_dir, needed_file(_ENGINE, weights)),
        vocabulary=needed_file(_ENGINE, vocabulary) if vocabulary.is_file() else None,
        vocoder_config=vocoder_config,
        vocoder_weights=_converted(converted_dir, needed_file(_ENGINE, vocoder)),
    )


def _converted(converted_dir: Path | None, path: Path) -> Path:
    return path if path.suffix == ".safetensors" else find_converted(converted_dir, path) or path


def read_vocabulary(path: Path) -> dict[str, int]:
    """Read tokens, one a line, with their numbers; a last line without an end counts too.

    Raises:
        ModelBroken: When it is no text, or empty.
    """
    with naming(_ENGINE, path):
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").removesuffix("\n").split("\n")
        if lines == [""]:
            raise ValueError("it holds no tokens")
    return {token: number for number, token in enumerate(lines)}


def _read_arch(path: Path) -> dict[str, int | bool | str | None]:
    model = _table(path, _yaml(path), "model")
    backbone = model.get("backbone", "DiT")
    if backbone != "DiT":
        raise _broken(path, f"backbone {backbone!r} is none that is supported (DiT)")
    for name, value in _table(path, model, "mel_spec", {}).items():
        if name in _MEL and value != _MEL[name]:
            raise _broken(path, f"mel_spec.{name} is {value!r}; only {_MEL[name]!r} is supported")
    arch: dict[str, int | bool | str | None] = {}
    for name, value in _table(path, model, "arch").items():
        if name in _IGNORED:
            continue
        if not isinstance(value, int | str | None) or not _is_allowed(name, value):
            raise _broken(path, f"arch.{name} cannot be {value!r}")
        arch[name] = value
    if "dim" not in arch:
        raise _broken(path, "arch.dim is missing")
    return arch


def _is_allowed(name: str, value: int | str | None) -> bool:
    if name == "qk_norm":
        return value in (None, "rms_norm")
    if name in _SWITCHES:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if name in _SIZES:
        return isinstance(value, int) and 1 <= value <= _SIZE_LIMIT
    if name in _COUNTS:
        return value is None or (isinstance(value, int) and 0 <= value <= _SIZE_LIMIT)
    return False


def _check_vocoder(path: Path) -> None:
    """Refuse a configuration that names classes other than a mel vocoder's."""
    config = _yaml(path)
    for part in ("feature_extractor", "backbone", "head"):
        name = _table(path, config, part).get("class_path")
        if name not in VOCODER_CLASSES:
            raise _broken(path, f"{part} names {name!r}, which is no part of a vocoder")


def _yaml(path: Path) -> Mapping[str, object]:
    import yaml

    with naming(_ENGINE, path):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise TypeError("a table of settings is expected")
    return data


def _table(
    path: Path, data: Mapping[str, object], name: str, default: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    found = data.get(name, default)
    if not isinstance(found, Mapping):
        raise _broken(path, f"the table {name!r} is missing")
    return found


def _broken(path: Path, reason: str) -> ModelBroken:
    return ModelBroken(engine=_ENGINE, path=str(path), reason=reason)
