"""Whose weights a folder holds, and whether they fit together: looked at before anything is loaded.

Weights in safetensors tell their shapes in a header. Pickles tell nothing to this side; they are looked at
after the engine's own process has made safetensors of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import LayoutUnknown
from core.models.safetensors_header import Shape, Unfit, read_shapes

F5, XTTS, KOKORO = "f5", "xtts", "kokoro"

F5_PACKAGE_TOKENS = 2545
"""Tokens of the vocabulary that comes with f5-tts: for weights without one of their own."""

_F5_TEXT = "transformer.text_embed.text_embed.weight"
_F5_BLOCK = re.compile(r"transformer\.transformer_blocks\.(\d{1,3})\.")
_F5_BASE: Mapping[str, int] = {"dim": 1024, "text_dim": 512, "depth": 22}
_XTTS_BLOCK = re.compile(r"gpt\.gpt\.h\.(\d{1,3})\.")
_JSON_LIMIT_BYTES = 50_000_000
_FILES_LIMIT = 2_000
"""Who chooses a folder with more has chosen another one than meant."""


@dataclass(frozen=True)
class Layout:
    """What a folder holds.

    Attributes:
        engine: Whose weights they are.
        files: Each file that is taken, by its path in the engine's own layout.
        missing: What the engine needs and is not there, in that layout.
        weights: The path, in that layout, of the file that holds the weights themselves.
    """

    engine: str
    files: Mapping[str, Path]
    missing: tuple[str, ...]
    weights: str


def recognise(folder: Path) -> Layout:
    """Say whose weights a folder holds.

    Raises:
        LayoutUnknown: When it cannot be told, or the folder cannot be read.
    """
    try:
        names = {path.relative_to(folder).as_posix(): path for path in _walk(folder)}
    except OSError as error:
        raise LayoutUnknown(path=str(folder), reason=error.strerror or str(error)) from error
    if not names:
        raise LayoutUnknown(path=str(folder), reason="there are no files in it")
    for look in (_xtts, _kokoro, _f5):
        found = look(names)
        if found is not None:
            return found
    raise LayoutUnknown(path=str(folder), reason="it is laid out as no engine's weights")


def check_shapes(layout: Layout, weights: Path, files: Mapping[str, Path]) -> None:
    """Hold weights against what lies beside them.

    Args:
        layout: Whose they are.
        weights: The weights in safetensors.
        files: What belongs to them, by its path in the engine's own layout.

    Raises:
        LayoutUnknown: When they do not fit together, with what does not.
    """
    try:
        shapes = read_shapes(weights)
        if layout.engine == F5:
            _check_f5(shapes, files)
        elif layout.engine == XTTS:
            _check_xtts(shapes, files)
    except (ValueError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LayoutUnknown(path=str(weights), reason=reason) from error


def _walk(folder: Path) -> Iterable[Path]:
    """Give the files of a folder, two levels deep; links out of it are not followed."""
    root = folder.resolve(strict=True)
    found = []
    for pattern in ("*", "*/*"):
        for path in folder.glob(pattern):
            if path.is_file() and not path.name.startswith(".") and path.resolve().is_relative_to(root):
                found.append(path)
        if len(found) > _FILES_LIMIT:
            raise OSError("it holds far more files than weights have")
    return found


# --- whose ----------------------------------------------------------------------------------------


def _xtts(names: Mapping[str, Path]) -> Layout | None:
    config = names.get("config.json")
    if config is None or not _is_xtts(config):
        return None
    files = {"config.json": config}
    weights = _first(names, ("model.safetensors", "model.pth", "best_model.pth", "best_model*.pth"))
    target = "model.safetensors" if weights is not None and weights.suffix == ".safetensors" else "model.pth"
    if weights is not None:
        files[target] = weights
    for name in ("vocab.json", "speakers_xtts.safetensors", "speakers_xtts.pth"):
        if name in names:
            files[name] = names[name]
    missing = [name for name in (target, "vocab.json") if name not in files]
    return Layout(XTTS, files, tuple(missing), target)


def _is_xtts(config: Path) -> bool:
    try:
        data = _json(config)
    except (ValueError, OSError):
        return False
    return data.get("model", "xtts") == "xtts" and isinstance(data.get("model_args"), dict)


def _kokoro(names: Mapping[str, Path]) -> Layout | None:
    model, voices = _first(names, ("kokoro*.onnx",)), _first(names, ("voices*.bin",))
    if model is None:
        return None
    files = {"kokoro-v1.0.int8.onnx": model} | ({"voices-v1.0.bin": voices} if voices else {})
    return Layout(KOKORO, files, () if voices else ("voices-v1.0.bin",), "kokoro-v1.0.int8.onnx")


def _f5(names: Mapping[str, Path]) -> Layout | None:
    weights = _newest(names, (".safetensors",)) or _newest(names, (".pt",))
    vocabulary = _first(names, ("vocab.txt", "*vocab*.txt", "*/vocab.txt"))
    if weights is None or not _is_f5(weights, vocabulary):
        return None
    target = f"model{weights.suffix}"
    files = {target: weights}
    if vocabulary is not None:
        files["vocab.txt"] = vocabulary
    for name in ("config.yaml", "vocos/config.yaml", "vocos/model.safetensors", "vocos/pytorch_model.bin"):
        if name in names:
            files[name] = names[name]
    missing = [] if "vocos/config.yaml" in files else ["vocos/config.yaml"]
    if not {"vocos/model.safetensors", "vocos/pytorch_model.bin"} & set(files):
        missing.append("vocos/pytorch_model.bin")
    return Layout(F5, files, tuple(missing), target)


def _is_f5(weights: Path, vocabulary: Path | None) -> bool:
    if weights.suffix == ".pt":
        return vocabulary is not None or weights.name.startswith("model")
    try:
        return any(name.endswith(_F5_TEXT) for name in read_shapes(weights))
    except (ValueError, OSError):
        return weights.name.startswith("model")  # what is wrong with it is said when it is looked at


def _first(names: Mapping[str, Path], patterns: Iterable[str]) -> Path | None:
    found = (names[name] for pattern in patterns for name in sorted(names) if Path(name).match(pattern))
    return next(found, None)


def _newest(names: Mapping[str, Path], suffixes: tuple[str, ...]) -> Path | None:
    """Return the weights with the greatest number in their name; the vocoder's are not looked at."""

    def key(path: Path) -> tuple[list[int], str]:
        return [int(digits) for digits in re.findall(r"\d{1,15}", path.name)], path.name

    found = [
        path for name, path in names.items() if path.suffix in suffixes and not name.startswith("vocos/")
    ]
    return max(found, key=key, default=None)


# --- whether they fit ----------------------------------------------------------------------------


def _check_f5(shapes: Mapping[str, Shape], files: Mapping[str, Path]) -> None:
    name = next((name for name in shapes if name.endswith(_F5_TEXT)), None)
    if name is None or len(shapes[name]) != 2:
        raise Unfit("these are no weights of F5-TTS")
    rows, text_dim = shapes[name]
    if "vocab.txt" in files:
        tokens = _count_tokens(files["vocab.txt"])
        if tokens + 1 != rows:
            raise Unfit(f"vocab.txt has {tokens} tokens, and the weights were trained with {rows - 1}")
    elif rows != F5_PACKAGE_TOKENS + 1:
        raise Unfit(f"vocab.txt is missing: the weights have {rows - 1} tokens of their own")
    if "config.yaml" in files:
        return  # what stands there is held against the weights by the engine
    prefix = name.removesuffix(_F5_TEXT)
    proj = shapes.get(f"{prefix}transformer.input_embed.proj.weight", (0,))
    found = {"dim": proj[0] if proj else 0, "text_dim": text_dim, "depth": _depth(shapes, _F5_BLOCK)}
    for part, number in found.items():
        if number != _F5_BASE[part]:
            raise Unfit(f"config.yaml is missing: {part} is {number} in place of {_F5_BASE[part]}")


def _check_xtts(shapes: Mapping[str, Shape], files: Mapping[str, Path]) -> None:
    shapes = {name.removeprefix("xtts."): shape for name, shape in shapes.items()}
    text, mel = shapes.get("gpt.text_embedding.weight"), shapes.get("gpt.mel_embedding.weight")
    if text is None or mel is None or len(text) != 2 or len(mel) != 2:
        raise Unfit("these are no weights of XTTS")
    args = _json(files["config.json"]).get("model_args")
    if not isinstance(args, dict):
        raise Unfit("config.json has no model_args")
    found = {
        "gpt_number_text_tokens": text[0],
        "gpt_n_model_channels": text[1],
        "gpt_num_audio_tokens": mel[0],
        "gpt_layers": _depth(shapes, _XTTS_BLOCK),
    }
    for name, number in found.items():
        said = args.get(name)
        if isinstance(said, int) and said != number:
            raise Unfit(f"config.json says {name} = {said}, and the weights have {number}")
    model = _json(files["vocab.json"]).get("model")
    tokens = model.get("vocab") if isinstance(model, dict) else None
    if not isinstance(tokens, dict) or not tokens:
        raise Unfit("vocab.json is no tokenizer")
    if len(tokens) > text[0]:
        raise Unfit(f"vocab.json has {len(tokens)} tokens, and the weights know {text[0]}")


def _depth(shapes: Mapping[str, Shape], block: re.Pattern[str]) -> int:
    numbers = [int(found[1]) for name in shapes if (found := block.search(name))]
    return max(numbers, default=-1) + 1


def _count_tokens(path: Path) -> int:
    """Count tokens as the engine does: one a line, each once."""
    text = path.read_bytes()[:_JSON_LIMIT_BYTES].decode("utf-8")
    return len(set(text.replace("\r\n", "\n").removesuffix("\n").split("\n")))


def _json(path: Path) -> Mapping[str, object]:
    if path.stat().st_size > _JSON_LIMIT_BYTES:
        raise Unfit(f"{path.name} is far too large")
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unfit(f"{path.name} cannot be read") from error
    if not isinstance(data, dict):
        raise Unfit(f"{path.name} cannot be read")
    return data
