"""F5's weights, from safetensors or from pickles. Imports torch, but not f5_tts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.converted import find_converted
from core.engines.checkpoints import newest
from core.engines.conversion import Conversion
from core.engines.torch_pickles import load_pickle, load_safetensors, tensors_of
from core.errors import ModelBroken

_ENGINE = "f5"


def read_flow(path: Path) -> dict[str, Any]:
    """Read the flow's weights as they were saved, averaged ones first."""
    if path.suffix == ".safetensors":
        return load_safetensors(_ENGINE, path)
    checkpoint = load_pickle(_ENGINE, path)
    if not isinstance(checkpoint, dict):
        raise ModelBroken(engine=_ENGINE, path=str(path), reason="it holds no weights")
    found = checkpoint.get("ema_model_state_dict") or checkpoint.get("model_state_dict") or checkpoint
    return tensors_of(_ENGINE, path, found)


def read_vocoder(path: Path) -> dict[str, Any]:
    """Read the vocoder's weights."""
    if path.suffix == ".safetensors":
        return load_safetensors(_ENGINE, path)
    return tensors_of(_ENGINE, path, load_pickle(_ENGINE, path))


def conversions(folder: Path, converted_dir: Path | None) -> list[Conversion]:
    """Return the pickles of a model folder that have no safetensors, beside them or made of them before."""
    found = []
    flow = newest([*folder.glob("model*.safetensors"), *folder.glob("model*.pt")])
    if flow is not None and flow.suffix == ".pt":
        found.append(Conversion(flow, read_flow))
    vocoder = folder / "vocos" / "pytorch_model.bin"
    if vocoder.is_file() and not vocoder.with_name("model.safetensors").is_file():
        found.append(Conversion(vocoder, read_vocoder))
    return [one for one in found if find_converted(converted_dir, one.source) is None]
