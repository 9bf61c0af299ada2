"""The card that was chosen is there, or it is said what there is."""

from __future__ import annotations

import pytest

from core.driver import DriverCard
from core.errors import SettingInvalid
from core.paths import Paths
from core.services.gpus import check_gpu, choose_gpu
from core.settings import CommandLineValue, Settings

CARD = DriverCard("RTX 3050 Laptop", "GPU-aaaa1111", 4, 3)


def chosen(**values: object) -> Settings:
    options = {key: CommandLineValue(value, f"--{key}") for key, value in values.items()}
    return Settings.load(Paths.find(), {}, options)


def not_asked() -> list[DriverCard]:
    raise AssertionError("the driver was asked, and nobody has chosen a card")


def test_nobody_is_asked_where_nothing_was_chosen() -> None:
    check_gpu(chosen(), not_asked)


def test_a_card_that_is_there_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    check_gpu(chosen(gpu="gpu-aaaa"), lambda: [CARD])


@pytest.mark.parametrize(
    ("cards", "allowed"),
    [([CARD], "GPU-aaaa1111 (RTX 3050 Laptop)"), ([], "none, since no card was found")],
)
def test_a_card_that_is_not_there_is_an_error_that_names_what_there_is(
    monkeypatch: pytest.MonkeyPatch, cards: list[DriverCard], allowed: str
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    with pytest.raises(SettingInvalid) as caught:
        check_gpu(chosen(gpu="GPU-9"), lambda: cards)
    assert caught.value.misuse
    assert (caught.value.origin, caught.value.value, caught.value.allowed) == ("--gpu", "GPU-9", allowed)


def test_a_number_of_cudas_own_leaves_the_choice_to_cuda() -> None:
    simulated = (10**9, 4 * 10**9)
    assert choose_gpu(chosen(simulate_gpu_bytes=simulated))() == "SIM-2"
    assert choose_gpu(chosen(simulate_gpu_bytes=simulated, device="cuda:0"))() == ""
    assert choose_gpu(chosen(simulate_gpu_bytes=simulated, device="cuda:0", gpu="SIM-1"))() == "SIM-1"
