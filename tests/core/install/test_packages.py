"""What an environment's installers are told to fetch."""

from pathlib import Path

import pytest

import core
from core.install.failures import InstallFailed
from core.install.hardware import LINUX, MACOS, WINDOWS, Card, Machine, Nvidia
from core.install.locks import blocks, name_of
from core.install.packages import packages_for
from core.install.sets import load_sets

SETS = load_sets(Path(core.__file__).parents[1])


def machine(
    system: str, processor: str = "x86_64", *cards: Card, driver: tuple[int, ...] | None = None
) -> Machine:
    return Machine(system, processor, Nvidia(cards, driver))


def test_an_environment_without_pytorch_is_the_same_on_every_machine() -> None:
    for one in (machine(LINUX), machine(MACOS)):
        packages = packages_for(SETS["kokoro"], one)
        assert packages.locked == SETS["kokoro"].text()
        assert (packages.from_index, packages.index_url, packages.build) == ((), None, "")


def test_without_a_card_all_is_locked() -> None:
    packages = packages_for(SETS["torch"], machine(LINUX))
    names = {name_of(block) for block in blocks(packages.locked)}

    assert {"torch", "torchaudio", "coqui-tts", "f5-tts"} <= names
    assert packages.index_url is None
    assert packages.build == "plain"


def test_what_comes_from_pytorchs_index_is_not_in_the_lock() -> None:
    pascal = Card("NVIDIA GeForce GTX 1050 Ti", (6, 1), 4 * 1024**3)
    packages = packages_for(SETS["torch"], machine(WINDOWS, "x86_64", pascal, driver=(560, 94)))
    names = {name_of(block) for block in blocks(packages.locked)}

    assert not {"torch", "torchaudio", "triton"} & names
    assert not [name for name in names if name.startswith("nvidia-")]
    assert {"f5-tts", "coqui-tts", "torchcodec"} <= names
    assert packages.from_index == ("torch==2.11.0+cu126", "torchaudio==2.11.0+cu126")
    assert packages.index_url is not None
    assert packages.index_url.endswith("/cu126")


def test_a_mac_with_an_intel_processor_is_told() -> None:
    with pytest.raises(InstallFailed, match="cannot be made") as caught:
        packages_for(SETS["torch"], machine(MACOS))
    assert "Intel" in caught.value.why
    assert caught.value.kind == "unsupported"
