"""Nets mapped from their files hold the same bits as by the package's own load, and nothing writes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.engines.base import LoadOptions
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.errors import ModelBroken
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.files import digests
from tests.checkpoints.jobs import Asker
from tests.checkpoints.xtts import build_xtts, small_parts

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    import core.engines.f5.loading

    assert core.engines.f5.loading
    root = tmp_path_factory.mktemp("models")
    with small_parts():
        return {
            "f5": build_f5(root / "f5"),
            "xtts": build_xtts(root / "xtts"),
            "xtts, safetensors": build_xtts(root / "safe", weights="model.safetensors"),
        }


def packages_f5(folder: Path) -> list[Any]:
    """Load F5 as its package does."""
    from f5_tts.model import DiT

    from core.engines.f5.files import find_files
    from core.engines.f5.loading import _package as package

    files = find_files(folder)
    flow = package.load_model(
        DiT, dict(files.arch), str(files.weights), vocab_file=str(files.vocabulary), device="cpu"
    )
    vocoder = package.load_vocoder(is_local=True, local_path=str(files.vocoder_config.parent), device="cpu")
    return [flow, vocoder]


def packages_xtts(folder: Path) -> list[Any]:
    """Load XTTS as its package does."""
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    config: Any = XttsConfig()
    config.load_json(str(folder / "config.json"))
    config.model_args.gpt_number_text_tokens = None
    net: Any = Xtts.init_from_config(config)
    net.load_checkpoint(config, checkpoint_dir=str(folder), eval=True)
    return [net]


def our(engine: F5Engine | XttsEngine, folder: Path) -> list[Any]:
    """Load a folder by the product's engine."""
    model: Any = engine.load(LoadOptions("cpu", folder), Asker().job)
    parts = model._parts
    return [parts.flow, parts.vocoder] if isinstance(engine, F5Engine) else [parts.net]


def tensors_of(nets: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield parameters, buffers (those of no state too) and plain attributes, by name."""
    import torch

    for number, net in enumerate(nets):
        for prefix, module in net.named_modules(remove_duplicate=False):
            held = {**vars(module), **module._parameters, **module._buffers}
            for name, value in held.items():
                if isinstance(value, torch.Tensor):
                    yield f"{number}.{prefix}.{name}", value


@pytest.mark.parametrize(
    ("name", "by_package", "engine"),
    [
        ("f5", packages_f5, F5Engine()),
        ("xtts", packages_xtts, XttsEngine()),
        ("xtts, safetensors", packages_xtts, XttsEngine()),
    ],
)
def test_every_tensor_has_the_same_bits_as_by_the_package(
    name: str,
    by_package: Callable[[Path], list[Any]],
    engine: F5Engine | XttsEngine,
    folders: dict[str, Path],
) -> None:
    with small_parts():
        theirs = dict(tensors_of(by_package(folders[name.partition(",")[0]])))
        ours = dict(tensors_of(our(engine, folders[name])))
    assert set(ours) == set(theirs)
    different = [
        key
        for key, tensor in theirs.items()
        if (tensor.dtype, tensor.shape, tensor.stride())
        != (ours[key].dtype, ours[key].shape, ours[key].stride())
        or tensor.detach().numpy().tobytes() != ours[key].detach().numpy().tobytes()
    ]
    assert different == []
    assert len(theirs) > 50


def test_tensors_that_are_one_by_the_package_are_one(folders: dict[str, Path]) -> None:
    def groups(nets: list[Any]) -> set[tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for key, tensor in tensors_of(nets):
            found.setdefault(tensor.data_ptr(), []).append(key)
        return {tuple(keys) for keys in found.values() if len(keys) > 1}

    with small_parts():
        theirs = groups(packages_xtts(folders["xtts"]))
        assert groups(our(XttsEngine(), folders["xtts"])) == theirs
    assert theirs


@pytest.mark.parametrize("name", ["f5", "xtts"])
def test_what_is_written_into_mapped_weights_never_reaches_the_file(
    name: str, folders: dict[str, Path]
) -> None:
    engine = F5Engine() if name == "f5" else XttsEngine()
    before = digests(folders[name])
    with small_parts():
        nets = our(engine, folders[name])
        for _, tensor in tensors_of(nets):
            if tensor.is_floating_point() and tensor.untyped_storage().nbytes() and tensor.is_leaf:
                tensor.data.add_(1)
    assert digests(folders[name]) == before


def test_half_weights_in_the_file_are_whole_in_the_net(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = build_f5(tmp_path / "f5")
    (path,) = folder.glob("model*.safetensors")
    half = {name: tensor.half() for name, tensor in load_file(str(path)).items()}
    save_file(half, str(path))
    flow, _ = our(F5Engine(), folder)
    assert {tensor.dtype for tensor in flow.state_dict().values() if tensor.is_floating_point()} == {
        torch.float32
    }
    ours = flow.state_dict()
    assert all(
        torch.equal(tensor.float(), ours[key])
        for name, tensor in half.items()
        if (key := name.removeprefix("ema_model.")) in ours
    )


def test_a_weight_that_is_missing_is_told(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = build_f5(tmp_path / "f5")
    (path,) = folder.glob("model*.safetensors")
    state = load_file(str(path))
    gone = sorted(state)[0]
    save_file({name: tensor for name, tensor in state.items() if name != gone}, str(path))
    with pytest.raises(ModelBroken) as caught:
        our(F5Engine(), folder)
    assert gone.removeprefix("ema_model.") in caught.value.reason
