"""XTTS loads from folders, and says what is wrong with them."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import numpy as np
import pytest

from core.engines.base import LoadOptions
from core.engines.xtts.engine import XttsEngine
from core.errors import JobCancelled, ModelBroken, ModelMissing
from tests.checkpoints.files import BOMB, digests, put_bomb
from tests.checkpoints.jobs import Asker, CountingToken, speak
from tests.checkpoints.xtts import build_xtts, small_parts
from tests.core.engines.xtts.conftest import Ask, Load

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with small_parts():
        return build_xtts(tmp_path / "model", speakers=True)


@pytest.mark.parametrize("pickled_config", [False, True])
def test_loading_and_speaking_leave_every_file_as_it_was(
    tmp_path: Path, load: Load, ask: Ask, pickled_config: bool
) -> None:
    """The package's loader writes a checkpoint that holds its configuration anew: its SHA-256 changes."""
    with small_parts():
        folder = build_xtts(tmp_path / "model", pickled_config=pickled_config)
    before = digests(folder)
    speak(load(folder), ask())
    assert digests(folder) == before


def test_the_package_itself_would_rewrite_such_a_checkpoint(tmp_path: Path) -> None:
    """The trap that the test above stands for."""
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    with small_parts():
        folder = build_xtts(tmp_path / "model", pickled_config=True)
        before = digests(folder)
        config = XttsConfig()
        config.load_json(folder / "config.json")
        Xtts(config).load_checkpoint(config, checkpoint_dir=folder)
    assert digests(folder) != before


def test_a_checkpoint_with_its_configuration_speaks_like_one_without(
    tmp_path: Path, xtts_folder: Path, load: Load, ask: Ask
) -> None:
    with small_parts():
        folder = build_xtts(tmp_path / "model", pickled_config=True)
    assert np.array_equal(speak(load(folder), ask()), speak(load(xtts_folder), ask()))


def test_it_is_the_packages_own_loading(xtts_folder: Path, load: Load) -> None:
    import torch
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    config = XttsConfig()
    config.load_json(xtts_folder / "config.json")
    with small_parts():
        bare = Xtts(config)
        bare.load_checkpoint(config, checkpoint_dir=xtts_folder)
    ours = load(xtts_folder)._parts.net.state_dict()
    theirs = bare.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_converted_weights_are_taken_first(folder: Path, load: Load, ask: Ask) -> None:
    from core.engines.torch_pickles import convert_pickle
    from core.engines.xtts.weights import read_weights

    expected = speak(load(folder), ask())
    pickle = folder / "model.pth"
    convert_pickle("xtts", pickle, folder / "model.safetensors", read_weights(pickle))
    pickle.write_bytes(b"not read any more")
    assert np.array_equal(speak(load(folder), ask()), expected)


def test_loading_reports_to_the_end_and_can_be_cancelled(xtts_folder: Path, load: Load) -> None:
    asker = Asker()
    load(xtts_folder, asker=asker)
    assert asker.fractions == sorted(asker.fractions)
    assert asker.fractions[-1] == 1.0
    for look in range(1, asker.token.looks + 1):
        with pytest.raises(JobCancelled):
            load(xtts_folder, asker=Asker(CountingToken(cancel_at=look)))


@pytest.mark.parametrize("name", ["config.json", "model.pth", "vocab.json"])
def test_a_missing_file_is_named(folder: Path, load: Load, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelMissing) as caught:
        load(folder)
    assert caught.value.path == str(folder / name)


def test_a_missing_folder_is_named(tmp_path: Path, load: Load) -> None:
    with pytest.raises(ModelMissing) as caught:
        load(tmp_path / "nothing")
    assert caught.value.path == str(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["config.json", "model.pth", "vocab.json", "speakers_xtts.pth"])
@pytest.mark.parametrize("damage", ["empty", "garbage", "half"])
def test_a_broken_file_is_named(folder: Path, load: Load, name: str, damage: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes({"empty": b"", "garbage": b"\x9c\x00:[" * 50, "half": whole[: len(whole) // 2]}[damage])
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.path == str(path)


def test_weights_of_another_net_are_refused(folder: Path, load: Load) -> None:
    data = json.loads((folder / "config.json").read_text())
    data["model_args"]["gpt_layers"] = 3
    (folder / "config.json").write_text(json.dumps(data))
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.path == str(folder / "model.pth")
    assert "gpt" in caught.value.reason


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": "vits"}, "vits"),
        ({"model_args": None}, "model_args"),
        ({"languages": []}, "languages"),
        ({"languages": [7]}, "languages"),
        ({"gpt_cond_len": "many"}, "gpt_cond_len"),
        ({"max_ref_len": -1}, "max_ref_len"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_explained(
    folder: Path, load: Load, changes: dict[str, object], told: str
) -> None:
    data = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(data | changes))
    with pytest.raises(ModelBroken, match=told):
        load(folder)


@pytest.mark.parametrize("value", [-1, 10**9, "64", 3.5e300, True])
def test_a_net_of_impossible_size_is_refused(folder: Path, load: Load, value: object) -> None:
    data = json.loads((folder / "config.json").read_text())
    data["model_args"]["gpt_layers"] = value
    (folder / "config.json").write_text(json.dumps(data))
    with pytest.raises(ModelBroken, match="gpt_layers"):
        load(folder)


def test_paths_and_addresses_in_the_configuration_are_not_followed(
    folder: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package would load encoders and speaker files from wherever they say, the network too."""
    data = json.loads((folder / "config.json").read_text())
    data["model_args"] |= {
        "speaker_encoder_model_path": "http://127.0.0.1:9/encoder.pth",
        "speaker_encoder_config_path": "http://127.0.0.1:9/encoder.json",
        "tokenizer_file": "/etc/passwd",
        "use_speaker_embedding": True,
        "speakers_file": "http://127.0.0.1:9/speakers.pth",
    }
    (folder / "config.json").write_text(json.dumps(data))

    def refuse(*args: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    load(folder).close()


@pytest.mark.parametrize("bomb", BOMB)
@pytest.mark.parametrize("name", ["model.pth", "speakers_xtts.pth"])
def test_a_malicious_pickle_is_refused_and_not_run(
    folder: Path, tmp_path: Path, load: Load, name: str, bomb: str
) -> None:
    mark = put_bomb(folder / name, bomb, tmp_path / "ran")
    with pytest.raises(ModelBroken) as caught:
        load(folder)
    assert caught.value.path == str(folder / name)
    assert "not run" in caught.value.reason
    assert not mark.exists()


def test_it_never_asks_for_a_licence(
    xtts_folder: Path, load: Load, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> str:
        raise AssertionError("a question was asked")

    monkeypatch.setattr("builtins.input", refuse)
    monkeypatch.delenv("COQUI_TOS_AGREED", raising=False)
    speak(load(xtts_folder), ask())


def test_the_net_is_made_without_random_numbers(xtts_folder: Path, load: Load) -> None:
    """Most of the time that XTTS takes to load goes into numbers that the checkpoint then replaces."""
    import torch

    before = torch.random.get_rng_state()
    load(xtts_folder)
    assert torch.equal(before, torch.random.get_rng_state())


def test_weights_go_to_the_card_by_way_of_the_cpu_and_stay_in_full_precision(
    xtts_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the whole model fails in the package's code (facts/ENGINES.md), on new cards too."""
    import torch

    from tests.fake_card import FakeCard, believe_in_a_card

    believe_in_a_card(monkeypatch, (8, 6))
    with small_parts(), FakeCard() as card:
        model = XttsEngine().load(LoadOptions("cuda", xtts_folder), Asker().job)
    net = model._parts.net
    moved = [arrival for arrival in card.arrivals if arrival.came_from == "cpu"]
    made_there = [arrival for arrival in card.arrivals if arrival.came_from == "cuda"]
    held = {tensor.data_ptr(): tensor.nbytes for tensor in [*net.parameters(), *net.buffers()]}
    assert all(arrival.size_bytes <= 8 * 8 * 3 * 4 for arrival in made_there)  # the trial of the card
    assert sum(arrival.size_bytes for arrival in moved) >= sum(held.values())
    assert {tensor.dtype for tensor in net.parameters()} == {torch.float32}
