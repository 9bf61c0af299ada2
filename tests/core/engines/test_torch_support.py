"""What the engines on PyTorch share."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.errors import ModelBroken, ModelMissing, PickleUnsafe
from tests.checkpoints.files import BOMB, put_bomb

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


def test_a_device_is_tried_before_it_is_used() -> None:
    from core.vram.choice import judge
    from core.vram.probe import probe, self_test

    assert self_test("cpu") == ""
    assert self_test("meta")
    assert judge(probe("cuda:63"))[0]
    assert judge(probe("cuda:x"))[0] == judge(probe("toaster"))[0] == "absent"
    assert probe("cuda:63") is probe("cuda:63")


def test_seeds_repeat_and_leave_the_process_alone() -> None:
    import torch

    from core.engines.torch_support import piece_seed, private_random

    before = torch.random.get_rng_state()
    with private_random(5, "cpu"):
        first = torch.randn(4)

    def fail() -> None:
        with private_random(5, "cpu"):
            assert torch.equal(first, torch.randn(4))
            raise ValueError("in the block")

    with pytest.raises(ValueError, match="in the block"):
        fail()
    assert torch.equal(before, torch.random.get_rng_state())
    assert piece_seed(5, 0) == 5
    assert len({piece_seed(2**32 - 1, index) for index in range(100)}) == 100
    assert all(0 <= piece_seed(2**32 - 1, index) < 2**32 for index in range(100))


def test_modules_are_made_without_random_numbers_only_in_the_block() -> None:
    import torch

    from core.engines.torch_support import without_initialisation

    before = torch.random.get_rng_state()
    with without_initialisation():
        torch.nn.Linear(50, 50)
        torch.nn.Embedding(50, 50)
    assert torch.equal(before, torch.random.get_rng_state())
    torch.nn.Linear(50, 50)
    assert not torch.equal(before, torch.random.get_rng_state())


def test_progress_never_falls_and_ends() -> None:
    from core.engines.torch_support import Reporter

    told: list[float] = []
    report = Reporter(told.append)
    for fraction in (0.5, 0.2, 0.6, 2.0):
        report(fraction)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_hooks_go_with_their_block() -> None:
    import torch

    from core.engines.torch_support import interruptible, parts_of_net
    from core.errors import JobCancelled
    from tests.checkpoints.jobs import CountingToken

    net = torch.nn.Sequential(
        torch.nn.Linear(2, 2), torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
    )
    token = CountingToken(cancel_at=3)
    with pytest.raises(JobCancelled), interruptible(parts_of_net(net), token):
        net(torch.ones(1, 2))
    assert token.looks == 3
    net(torch.ones(1, 2))
    assert token.looks == 3


def save(path: Path) -> Path:
    import torch

    torch.save({"weight": torch.ones(3)}, path)
    return path


def test_an_old_torch_reads_only_pickles_that_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``weights_only`` of torch before 2.10 can be got round (CVE-2026-24747)."""
    from core.engines import torch_pickles

    path = save(tmp_path / "model.pth")
    for release in ((2, 5), (2, 7), (2, 9)):
        with pytest.raises(PickleUnsafe):
            torch_pickles.load_pickle("xtts", path, release=release)
    assert "weight" in torch_pickles.load_pickle("xtts", path, release=(2, 10))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(torch_pickles, "KNOWN_PICKLES", {digest: "the test's own"})
    assert "weight" in torch_pickles.load_pickle("xtts", path, release=(2, 7))


@pytest.mark.parametrize(
    ("version", "release"), [("2.11.0+cu130", (2, 11)), ("2.7.1", (2, 7)), ("odd", (0, 0))]
)
def test_releases(version: str, release: tuple[int, int]) -> None:
    from core.engines.torch_pickles import torch_release

    assert torch_release(version) == release


@pytest.mark.parametrize("bomb", BOMB)
def test_a_refusal_names_what_the_pickle_would_run_and_gives_no_bad_advice(tmp_path: Path, bomb: str) -> None:
    from core.engines.torch_pickles import load_pickle

    path = save(tmp_path / "model.pth")
    mark = put_bomb(path, bomb, tmp_path / "ran")
    with pytest.raises(ModelBroken) as caught:
        load_pickle("xtts", path)
    assert "weights_only" not in caught.value.reason
    assert bomb == "bare" or "system" in caught.value.reason
    assert not mark.exists()


def test_an_ignored_class_is_not_made(tmp_path: Path) -> None:
    """A class that is listed stands for an empty one: its own code does not run either."""
    import torch

    from core.engines.torch_pickles import load_pickle
    from tests.checkpoints import evil

    path = tmp_path / "model.pth"
    torch.save({"weight": torch.ones(3), "config": evil.Loud()}, path)
    evil.heard.clear()
    found = load_pickle("xtts", path, ignored=("tests.checkpoints.evil.Loud",))
    assert "weight" in found
    assert evil.heard == []
    with pytest.raises(ModelBroken, match=r"evil\.Loud"):
        load_pickle("xtts", path)


def test_missing_and_empty_files(tmp_path: Path) -> None:
    from core.engines.torch_pickles import load_pickle, tensors_of

    with pytest.raises(ModelMissing):
        load_pickle("xtts", tmp_path / "nothing.pth")
    (tmp_path / "empty.pth").touch()
    with pytest.raises(ModelBroken, match="empty"):
        load_pickle("xtts", tmp_path / "empty.pth")
    for found in ({}, [1], None, 7):
        with pytest.raises(ModelBroken, match="no weights"):
            tensors_of("xtts", tmp_path / "x", found)


def test_converted_tensors_are_the_same_and_the_pickle_is_kept(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    from core.engines.torch_pickles import convert_pickle, load_pickle

    whole = torch.arange(12.0).reshape(3, 4)
    source, target = tmp_path / "model.pth", tmp_path / "model.safetensors"
    torch.save({"whole": whole, "view": whole.t(), "alias": whole}, source)
    before = source.read_bytes()
    convert_pickle("xtts", source, target, load_pickle("xtts", source))
    found = load_file(target)
    assert torch.equal(found["view"], whole.t())
    assert torch.equal(found["alias"], whole)
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.pth", "model.safetensors"]


@pytest.mark.parametrize(
    ("capability", "name", "half"),
    [
        ((5, 2), "GTX 980", False),
        ((6, 1), "GTX 1050 Ti", False),
        ((7, 0), "V100", True),
        ((7, 5), "GTX 1660", True),
        ((12, 0), "RTX 5090", True),
        ((8, 6), "Radeon RX 6800 [ZLUDA]", False),
    ],
)
def test_half_precision_is_taken_from_7_0_on(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], name: str, half: bool
) -> None:
    from core.engines.torch_support import takes_half
    from tests.fake_card import believe_in_a_card

    believe_in_a_card(monkeypatch, capability, name)
    assert takes_half("cuda") is half
    assert takes_half("cuda:0") is half
    assert not takes_half("cpu")
    assert not takes_half("mps")
