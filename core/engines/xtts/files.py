"""The folder that XTTS loads from.

::

    config.json          the package's own form; only plain numbers and switches are taken from it
    model.pth            the weights (or model.safetensors, which is taken first)
    vocab.json           the tokenizer
    speakers_xtts.pth    voices of its own, if there (or speakers_xtts.safetensors, which is taken first)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.converted import find_converted
from core.engines.checkpoints import model_folder, needed_file, read_json
from core.errors import ModelBroken
from core.model.engine import ModelFile

_ENGINE = "xtts"

VOICES_FILE = ModelFile(("speakers_xtts.safetensors",), pickles=("speakers_xtts.pth",), needed=False)
"""What may bring voices of the model's own."""

MODEL_FILES = (
    ModelFile(("config.json",)),
    ModelFile(("model.safetensors",), pickles=("model.pth",)),
    ModelFile(("vocab.json",)),
    VOICES_FILE,
)
"""What the folder holds."""

_SIZE_LIMIT = 1_000_000
_OUTPUT_RATE_HZ = 24_000

_SIZES = (
    "gpt_batch_size", "gpt_max_audio_tokens", "gpt_max_text_tokens", "gpt_max_prompt_tokens", "gpt_layers",
    "gpt_n_model_channels", "gpt_n_heads", "gpt_num_audio_tokens", "gpt_start_audio_token",
    "gpt_stop_audio_token", "gpt_code_stride_len", "input_sample_rate", "output_sample_rate",
    "output_hop_length", "decoder_input_dim", "d_vector_dim", "duration_const",
)  # fmt: skip
_SWITCHES = (
    "kv_cache", "gpt_use_masking_gt_prompt_approach", "gpt_use_perceiver_resampler",
    "cond_d_vector_in_each_upsampling_layer",
)  # fmt: skip


@dataclass(frozen=True)
class XttsSettings:
    """What is taken from ``config.json``.

    Attributes:
        model_args: The net's sizes and switches.
        languages: The model's codes, the default first.
        gpt_cond_len_s: How much of a reference the text model hears, in seconds.
        gpt_cond_chunk_len_s: In parts of that length.
        max_ref_len_s: How much of it the vocoder hears.
        sound_norm_refs: References are brought to one peak.
    """

    model_args: Mapping[str, int | bool]
    languages: tuple[str, ...]
    gpt_cond_len_s: int
    gpt_cond_chunk_len_s: int
    max_ref_len_s: int
    sound_norm_refs: bool


@dataclass(frozen=True)
class XttsFiles:
    """What is loaded.

    Attributes:
        folder: The model folder.
        settings: From ``config.json``.
        weights: ``model.safetensors`` or ``model.pth``.
        vocabulary: ``vocab.json``.
        speakers: ``speakers_xtts.safetensors`` or ``speakers_xtts.pth``, or None.
    """

    folder: Path
    settings: XttsSettings
    weights: Path
    vocabulary: Path
    speakers: Path | None


def find_files(model_dir: Path | None, converted_dir: Path | None = None) -> XttsFiles:
    """Find a folder's files and read its settings.

    Args:
        model_dir: The folder.
        converted_dir: Where safetensors that were made of pickles are kept; they are taken instead.

    Raises:
        ModelMissing: When the folder, or a file in it, is missing.
        ModelBroken: When the settings cannot be used.
    """
    folder = model_folder(_ENGINE, model_dir)
    settings = _read_settings(folder / "config.json")
    weights = folder / "model.safetensors"
    if not weights.is_file():
        weights = folder / "model.pth"
    speakers = folder / "speakers_xtts.safetensors"
    if not speakers.is_file():
        speakers = folder / "speakers_xtts.pth"
    return XttsFiles(
        folder=folder,
        settings=settings,
        weights=_converted(converted_dir, needed_file(_ENGINE, weights)),
        vocabulary=needed_file(_ENGINE, folder / "vocab.json"),
        speakers=_converted(converted_dir, speakers) if speakers.is_file() else None,
    )


def _converted(converted_dir: Path | None, path: Path) -> Path:
    return path if path.suffix == ".safetensors" else find_converted(converted_dir, path) or path


def _read_settings(path: Path) -> XttsSettings:
    """Read the settings.

    The package would follow whatever paths and addresses stand there (speaker files, encoders), over
    the network too; none of them is let through.
    """
    data = read_json(_ENGINE, path)
    if data.get("model", "xtts") != "xtts":
        raise _broken(path, f"it is for {data['model']!r}, not for xtts")
    args = data.get("model_args")
    if not isinstance(args, Mapping):
        raise _broken(path, "the table 'model_args' is missing")
    taken: dict[str, int | bool] = {}
    for name in _SIZES:
        if args.get(name) is not None:
            taken[name] = _number(path, args, name, 0, minimum=0, maximum=_SIZE_LIMIT)
    for name in _SWITCHES:
        if args.get(name) is not None:
            taken[name] = bool(args[name])
    if taken.get("output_sample_rate", _OUTPUT_RATE_HZ) != _OUTPUT_RATE_HZ:
        raise _broken(path, f"output_sample_rate must be {_OUTPUT_RATE_HZ}")
    languages = data.get("languages", ["en"])
    if not isinstance(languages, list) or not languages or not all(isinstance(one, str) for one in languages):
        raise _broken(path, "'languages' must be a list of codes")
    length = _number(path, data, "gpt_cond_len", 12, minimum=1, maximum=60)
    return XttsSettings(
        model_args=taken,
        languages=tuple(languages),
        gpt_cond_len_s=length,
        gpt_cond_chunk_len_s=min(length, _number(path, data, "gpt_cond_chunk_len", 4, minimum=1, maximum=60)),
        max_ref_len_s=_number(path, data, "max_ref_len", 10, minimum=1, maximum=60),
        sound_norm_refs=bool(data.get("sound_norm_refs", False)),
    )


def _number(
    path: Path, table: Mapping[str, object], name: str, default: int, *, minimum: int, maximum: int
) -> int:
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not minimum <= value <= maximum:
        raise _broken(path, f"{name} cannot be {value!r}")
    return int(value)


def _broken(path: Path, reason: str) -> ModelBroken:
    return ModelBroken(engine=_ENGINE, path=str(path), reason=reason)
