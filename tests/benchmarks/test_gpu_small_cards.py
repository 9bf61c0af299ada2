"""The small cards of gpu_check.py before a card of 8 GB, and their cap: torch only counts here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.gpu_machine import Check
from benchmarks.gpu_report import Skipped
from benchmarks.gpu_small_cards import PASCAL, SmallCard, capped
from core.vram.cards import CudaCard
from core.vram.choice import Finding, judge
from core.vram.device import Card
from core.vram.nvml import DriverCard
from tests.core.vram.fake_torch import GB, Cuda, Tensor, fake_torch

DRIVER_CARD = DriverCard("RTX 4060", "GPU-00000000-0", 8 * GB, 8 * GB)


class CappedCuda(Cuda):
    """A ``torch.cuda`` that notes what it is told to allow."""

    def __init__(self, *totals_bytes: int) -> None:
        super().__init__(*totals_bytes)
        self.fractions: list[tuple[float, int]] = []

    def set_per_process_memory_fraction(self, fraction: float, device: int) -> None:
        if not isinstance(fraction, float) or not isinstance(device, int):
            raise TypeError("torch takes a float, and a device with an index")
        self.fractions.append((fraction, device))


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> CappedCuda:
    made = CappedCuda(8 * GB)
    made.context_bytes = GB // 4
    monkeypatch.setitem(sys.modules, "torch", fake_torch(made))
    return made


def look(device: str) -> Finding:
    return Finding(name="RTX 4060", capability=(8, 9), architectures=("sm_80",))


def small(total_gb: int, capability: tuple[int, int] | None = None) -> SmallCard:
    card = CudaCard([DRIVER_CARD], lambda: [DRIVER_CARD], look)
    return SmallCard(card, total_gb * GB, 600_000_000, capability)


def test_it_has_all_that_the_manager_asks_of_a_card(cuda: CappedCuda):
    asked = {name for name in vars(Card) if not name.startswith("_")}
    assert {"look", "figures", "cap"} <= asked <= set(dir(small(4)))


def test_it_has_the_figures_of_a_smaller_card_on_which_others_hold_something(cuda: CappedCuda):
    card = small(4)
    card.look("cuda:0")
    held = Tensor(GB, "cuda:0")
    figures = card.figures({}, "cuda:0")
    assert figures.total_bytes == card.total_bytes == 4 * GB
    assert figures.allocated_bytes == GB
    assert figures.context_bytes == GB // 4
    assert figures.free_bytes == 4 * GB - 600_000_000 - GB // 4 - GB
    del held


def test_what_the_real_card_has_not_the_small_one_has_not_either(cuda: CappedCuda):
    card = small(16)
    card.look("cuda:0")
    assert card.total_bytes == 8 * GB
    cuda.others_bytes = 7 * GB
    assert card.figures({}, "cuda:0").free_bytes == GB - GB // 4


def test_a_pascal_card_is_usable_though_the_build_has_no_kernels_for_one(cuda: CappedCuda):
    finding = small(4, PASCAL).look("cuda:0")
    assert finding.capability == PASCAL
    assert judge(finding) == ("", "")
    assert small(4).look("cuda:0").capability == (8, 9)


def test_the_allocator_is_allowed_what_the_small_card_would_give_and_all_again_afterwards(
    cuda: CappedCuda, tmp_path: Path
):
    def fail_in_the_block() -> None:
        with capped(Check("cuda:0", False, tmp_path), small(4)):
            raise MemoryError

    with pytest.raises(MemoryError):
        fail_in_the_block()
    (fraction, device), after = cuda.fractions
    assert device == 0
    assert fraction * 8 * GB == pytest.approx(4 * GB - 600_000_000 - GB // 4)
    assert after == (1.0, 0)


def test_without_a_card_a_stage_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    torch = fake_torch(Cuda())
    torch.__version__ = "2.11.0"
    monkeypatch.setitem(sys.modules, "torch", torch)
    with pytest.raises(Skipped, match=r"no CUDA device for torch 2\.11\.0"):
        Check("cuda:0", False, tmp_path).torch()


def test_a_device_that_torch_does_not_see_is_said(cuda: CappedCuda, tmp_path: Path):
    with pytest.raises(Skipped, match="no cuda:3"):
        Check("cuda:3", False, tmp_path).torch()
