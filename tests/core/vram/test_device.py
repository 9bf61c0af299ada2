"""Where an engine may be put."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from core.errors import DeviceMissing
from core.vram.device import (
    OTHER_PROGRAMS_BYTES,
    CudaCard,
    Figures,
    Placement,
    SimulatedCard,
    Usage,
    find_card,
    place,
)
from tests.core.vram.helpers import describe

GB = 1000**3


@pytest.mark.parametrize("device", ["auto", "cpu", "CPU"])
def test_without_a_card_it_is_the_cpu(device):
    assert place(None, describe("a"), device) == Placement("cpu", "cpu")


@pytest.mark.parametrize("device", ["cuda", "cuda:0", "mps", "", "gpu"])
def test_without_a_card_any_other_device_is_missing(device):
    with pytest.raises(DeviceMissing) as caught:
        place(None, describe("a"), device)
    assert (caught.value.engine, caught.value.device) == ("a", device)


@pytest.mark.parametrize("device", ["auto", "cuda", "cuda:0"])
def test_the_simulated_card_takes_any_engine_which_runs_on_the_cpu(device):
    placement = place(SimulatedCard(4 * GB), describe("a"), device)
    assert placement == Placement("cuda", "cpu", simulated=True)
    assert str(placement) == "cuda (simulated)"


def test_beside_the_simulated_card_there_is_the_cpu_and_no_second_card():
    card = SimulatedCard(4 * GB)
    assert place(card, describe("a"), "cpu") == Placement("cpu", "cpu")
    for device in ("cuda:1", "mps"):
        with pytest.raises(DeviceMissing):
            place(card, describe("a"), device)


def test_an_engine_that_needs_a_card_is_refused_without_one():
    with pytest.raises(DeviceMissing):
        place(None, describe("a", devices=("cuda",)), "auto")


def test_the_simulated_card_counts_as_a_real_one_would():
    card = SimulatedCard(4 * GB)
    assert card.name == "Simulated GPU (4.0 GB)"
    assert card.figures({}).free_bytes == 4 * GB - OTHER_PROGRAMS_BYTES
    figures = card.figures({"a": Usage(1000, 200, 300), "b": Usage(50, 0, 100)})
    assert figures.allocated_bytes == figures.reserved_bytes == 1250
    assert figures.free_bytes == 4 * GB - OTHER_PROGRAMS_BYTES - 1250 - 300


def test_a_tiny_simulated_card_is_not_full_of_other_programs():
    assert SimulatedCard(GB // 10).figures({}).free_bytes > 0


def test_a_look_for_the_card_imports_no_torch():
    card = find_card(None)
    assert "torch" not in sys.modules
    assert card is None or not card.simulated
    assert find_card(4 * GB).total_bytes == 4 * GB


class FakeCuda:
    """What we ask of ``torch.cuda``, with one card."""

    def __init__(self, initialized: bool) -> None:
        self._initialized = initialized

    def is_available(self) -> bool:
        return True

    def device_count(self) -> int:
        return 1

    def is_initialized(self) -> bool:
        return self._initialized

    def mem_get_info(self) -> tuple[int, int]:
        return 3 * GB, 4 * GB

    def memory_allocated(self) -> int:
        return 100

    def memory_reserved(self) -> int:
        return 200


def test_a_real_card_takes_what_engine_torch_and_driver_agree_on(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=FakeCuda(initialized=True)))
    card = CudaCard("GTX 1050 Ti", 4 * GB, 3 * GB)
    torch_engine = describe("a", devices=("cuda", "cpu"))
    assert place(card, torch_engine, "auto") == Placement("cuda", "cuda")
    assert place(card, torch_engine, "cuda:0") == Placement("cuda:0", "cuda:0")
    assert place(card, torch_engine, "cpu") == Placement("cpu", "cpu")
    assert place(card, describe("b"), "auto") == Placement("cpu", "cpu")
    for engine, device in ((torch_engine, "cuda:1"), (describe("b"), "cuda")):
        with pytest.raises(DeviceMissing):
            place(card, engine, device)


def test_a_real_cards_figures_are_torchs_once_it_has_a_context(monkeypatch):
    card = CudaCard("GTX 1050 Ti", 4 * GB, 3 * GB)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=FakeCuda(initialized=True)))
    assert card.figures({"a": Usage(9, 9, 9)}) == Figures(4 * GB, 3 * GB, 100, 200)
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=FakeCuda(initialized=False)))
    assert card.figures({}).allocated_bytes == 0
