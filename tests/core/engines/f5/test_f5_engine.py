"""F5 describes itself, loads from folders, and says what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.engines.base import LoadOptions
from core.engines.f5.engine import make_engine
from core.errors import JobCancelled, ModelBroken, ModelMissing
from tests.checkpoints.f5 import build_f5
from tests.checkpoints.files import BOMB, digests, put_bomb
from tests.checkpoints.jobs import Asker, CountingToken, speak
from tests.core.engines.f5.conftest import Ask

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

DESCRIBE = """
import sys
from core.engines.{0}.engine import make_engine
before = set(sys.modules)
description = make_engine().description
names = {{name.partition(".")[0] for name in set(sys.modules) - before}}
heavy = {{"torch", "torchaudio", "f5_tts", "TTS", "transformers", "numba", "numpy", "soundfile"}}
heavy &= set(sys.modules)
print(sorted(names - set(sys.stdlib_module_names)), sorted(heavy), description.environment)
"""


@pytest.mark.parametrize("engine", ["f5", "xtts"])
def test_describes_itself_and_imports_nothing_for_it(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DESCRIBE.format(engine)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "[] [] torch\n"


def load(folder: Path | None, device: str = "cpu", asker: Asker | None = None):
    return make_engine().load(LoadOptions(device, folder), (asker or Asker()).job)


@pytest.mark.parametrize("averaged", [True, False])
@pytest.mark.parametrize("weights", ["model_1250000.safetensors", "model_last.pt"])
def test_loads_what_the_package_saves(
    tmp_path: Path, f5_folder: Path, ask: Ask, weights: str, averaged: bool
) -> None:
    import numpy as np

    folder = build_f5(tmp_path / "model", weights=weights, averaged=averaged)
    expected = load(f5_folder)
    model = load(folder)
    assert np.array_equal(speak(model, ask()), speak(expected, ask()))


def test_takes_the_weights_with_the_greatest_number(tmp_path: Path, f5_folder: Path, ask: Ask) -> None:
    import numpy as np

    folder = build_f5(tmp_path / "model", weights="model_900000.safetensors", seed=9)
    build_f5(folder, weights="model_1250000.safetensors", seed=1)
    assert np.array_equal(speak(load(folder), ask()), speak(load(f5_folder), ask()))


def test_without_a_vocabulary_it_takes_the_packages(tmp_path: Path, ask: Ask) -> None:
    model = load(build_f5(tmp_path / "model", own_vocabulary=False))
    assert len(speak(model, ask("你好, good evening.", language="zh"))) > 0


def test_a_vocabulary_without_a_last_line_end_keeps_its_last_token(tmp_path: Path, ask: Ask) -> None:
    folder = build_f5(tmp_path / "model")
    path = folder / "vocab.txt"
    path.write_text(path.read_text().removesuffix("\n"))
    assert "hao3" in load(folder)._parts.flow.vocab_char_map


def test_loading_and_speaking_leave_every_file_as_it_was(tmp_path: Path, ask: Ask) -> None:
    folder = build_f5(tmp_path / "model", weights="model_last.pt")
    before = digests(folder)
    speak(load(folder), ask())
    assert digests(folder) == before


def test_loading_reports_to_the_end_and_can_be_cancelled(f5_folder: Path) -> None:
    asker = Asker()
    load(f5_folder, asker=asker)
    assert asker.fractions == sorted(asker.fractions)
    assert asker.fractions[-1] == 1.0
    for look in range(1, asker.token.looks + 1):
        with pytest.raises(JobCancelled):
            load(f5_folder, asker=Asker(CountingToken(cancel_at=look)))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        load(tmp_path / "nothing")
    assert caught.value.path == str(tmp_path / "nothing")
    with pytest.raises(ModelMissing):
        load(None)


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("model_1250000.safetensors", "model.safetensors"),
        ("vocos/config.yaml", "vocos/config.yaml"),
        ("vocos/pytorch_model.bin", "vocos/pytorch_model.bin"),
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, gone: str, named: str) -> None:
    folder = build_f5(tmp_path / "model")
    (folder / gone).unlink()
    with pytest.raises(ModelMissing) as caught:
        load(folder)
    assert caught.value.path == str(folder / named)


@pytest.mark.parametrize(
    "name",
    ["model_1250000.safetensors", "vocos/pytorch_model.bin", "vocos/config.yaml", "config.yaml", "vocab.txt"],
)
@pytest.mark.parametrize("damage", ["empty", "garbage", "half"])
def test_a_broken_file_is_named(tmp_path: Path, name: str, damage: str) -> None:
    folder = build_f5(tmp_path / "model")
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes({"empty": b"", "garbage": b"\x9c\x00:[" * 50, "half": whole[: len(whole) // 2]}[damage])
    with pytest.raises((ModelBroken, ModelMissing)) as caught:
        load(folder)
    # Half a text may be a good text, of a net that the weights do not fit.
    fits = {str(path)} | ({str(folder / "model_1250000.safetensors")} if damage == "half" else set())
    assert caught.value.path in fits


def test_weights_of_another_net_are_refused(tmp_path: Path) -> None:
    folder = build_f5(tmp_path / "model")
    text = (folder / "config.yaml").read_text()
    (folder / "config.yaml").write_text(text.replace("depth: 2", "depth: 3"))
    with pytest.raises(ModelBroken, match=r"transformer_blocks\.2"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("backbone: DiT", "backbone: UNetT", "UNetT"),
        ("mel_spec_type: vocos", "mel_spec_type: bigvgan", "bigvgan"),
        ("dim: 64", "dim: -1", "arch.dim"),
        ("dim: 64", "dim: 1.0e+99", "arch.dim"),
        ("heads: 2", "surprise: 2", "arch.surprise"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_explained(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = build_f5(tmp_path / "model")
    text = (folder / "config.yaml").read_text()
    assert old in text
    (folder / "config.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(ModelBroken, match=told):
        load(folder)


def test_flash_attention_of_the_trainer_is_not_needed(tmp_path: Path, ask: Ask) -> None:
    folder = build_f5(tmp_path / "model")
    text = (folder / "config.yaml").read_text()
    (folder / "config.yaml").write_text(text.replace("attn_backend: torch", "attn_backend: flash_attn"))
    assert len(speak(load(folder), ask())) > 0


@pytest.mark.parametrize("bomb", BOMB)
@pytest.mark.parametrize("name", ["model_1250000.pt", "vocos/pytorch_model.bin"])
def test_a_malicious_pickle_is_refused_and_not_run(tmp_path: Path, name: str, bomb: str) -> None:
    folder = build_f5(tmp_path / "model", weights="model_1250000.pt")
    mark = put_bomb(folder / name, bomb, tmp_path / "ran")
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.path == str(folder / name)
    assert "not run" in caught.value.reason
    assert not mark.exists()


@pytest.mark.parametrize("part", ["feature_extractor", "backbone", "head"])
def test_a_vocoder_that_names_other_classes_is_refused_and_not_run(tmp_path: Path, part: str) -> None:
    import yaml

    folder = build_f5(tmp_path / "model")
    path = folder / "vocos" / "config.yaml"
    config = yaml.safe_load(path.read_text())
    config[part] = {"class_path": "pathlib.Path.touch", "init_args": {"self": str(tmp_path / "ran")}}
    path.write_text(yaml.safe_dump(config))
    with pytest.raises(ModelBroken, match="no part of a vocoder"):
        load(folder)
    assert not (tmp_path / "ran").exists()


def test_building_without_random_numbers_gives_the_files_weights(f5_folder: Path) -> None:
    import numpy as np
    from safetensors.numpy import load_file

    flow = load(f5_folder)._parts.flow
    saved = load_file(f5_folder / "model_1250000.safetensors")
    for name, tensor in flow.state_dict().items():
        assert np.array_equal(tensor.numpy(), saved[f"ema_model.{name}"]), name
