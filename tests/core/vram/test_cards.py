"""Real cards, through a torch that only counts."""

from __future__ import annotations

import sys

import pytest

from core.driver import visible_cards
from core.errors import DeviceMissing
from core.vram.cards import CAP_MARGIN_BYTES, CudaCard, cap_fraction, find_card, show_only
from core.vram.choice import Choice, Finding
from core.vram.device import Figures, Placement, Usage, place
from core.vram.manager import Loadable, Need, VramManager
from core.vram.nvml import DriverCard
from tests.core.vram.fake_torch import GB, Cuda, Tensor, fake_torch
from tests.core.vram.helpers import describe

FIRST = DriverCard("GTX 1050 Ti", "GPU-00000000-0", 4 * GB, 3 * GB)
SECOND = DriverCard("RTX 3060", "GPU-00000000-1", 12 * GB, 11 * GB)
TORCH_ENGINE = describe("a", devices=("cuda", "cpu"))


@pytest.fixture
def cuda(monkeypatch) -> Cuda:
    made = Cuda(4 * GB, 12 * GB)
    made.others_bytes = GB
    made.context_bytes = GB // 4
    monkeypatch.setitem(sys.modules, "torch", fake_torch(made))
    return made


def find(device: str) -> Finding:
    """Both cards work, and there is no third."""
    present = device in {"cuda", "cuda:0", "cuda:1"}
    return Finding(present, "a card", (6, 1), ("sm_60",))


def make_card(look=find) -> CudaCard:
    return CudaCard([FIRST, SECOND], lambda: [FIRST, SECOND], look)


def test_a_look_for_the_card_imports_no_torch():
    card = find_card(None)
    assert "torch" not in sys.modules
    assert card is None or not card.simulated
    assert find_card(4 * GB).total_bytes == 4 * GB


def test_a_real_card_takes_what_engine_torch_and_driver_agree_on(cuda):
    card = make_card()
    assert place(card, TORCH_ENGINE, "auto")[0] == Placement("cuda:0", "cuda:0")
    assert place(card, TORCH_ENGINE, "cuda:1")[0] == Placement("cuda:1", "cuda:1")
    assert place(card, TORCH_ENGINE, "cpu")[0] == Placement("cpu", "cpu")
    assert place(card, describe("b"), "auto") == (Placement("cpu", "cpu"), Choice("cpu", "unused"))
    for engine, device in ((TORCH_ENGINE, "cuda:2"), (describe("b"), "cuda")):
        with pytest.raises(DeviceMissing):
            place(card, engine, device)


def test_a_card_without_kernels_leaves_the_engine_to_the_cpu_and_says_why(cuda):
    card = make_card(lambda device: Finding(name="GTX 1050 Ti", capability=(6, 1), architectures=("sm_75",)))
    assert place(card, TORCH_ENGINE, "auto") == (
        Placement("cpu", "cpu"),
        Choice("cpu", "no_kernels", "GTX 1050 Ti (6.1)"),
    )
    assert card.figures({}, "cuda:0") == Figures(4 * GB, 3 * GB)
    assert cuda.asked_for == set()  # nothing makes a context on a card that is not used


def test_a_build_without_cuda_is_told_the_cards_name():
    card = make_card(lambda device: Finding(architectures=()))
    assert place(card, TORCH_ENGINE, "auto")[1] == Choice("cpu", "no_kernels", "GTX 1050 Ti")


def test_figures_are_the_drivers_until_torch_has_a_context(cuda):
    card = make_card()
    assert card.figures({"a": Usage(9, 9, 9)}, "cuda") == Figures(4 * GB, 3 * GB)
    assert card.peak_bytes("cuda") is None
    card.look("cuda:0")
    weights = Tensor(GB // 2, "cuda:0")
    cuda.cached_bytes = 100
    assert card.figures({"a": Usage(9, 9, 9)}, "cuda:0") == Figures(
        4 * GB, 4 * GB - GB - GB // 4 - GB // 2 - 100, GB // 2, GB // 2 + 100, GB // 4
    )
    del weights


def test_each_device_is_asked_for_its_own_figures(cuda):
    card = make_card()
    card.look("cuda:1")
    assert card.figures({}, "cuda:1").total_bytes == 12 * GB
    assert cuda.asked_for == {1}
    assert card.identity("cuda:1") == SECOND.uuid
    assert card.identity("cuda:0") == FIRST.uuid


def test_the_peak_is_the_allocators_own(cuda):
    card = make_card()
    card.look("cuda:0")
    cuda.peaks_bytes[0] = 7 * GB
    assert card.peak_bytes("cuda:0") == 7 * GB
    card.begin_peak("cuda:0")
    assert card.peak_bytes("cuda:0") == 0


def test_a_named_card_is_the_only_one_that_cuda_shows():
    environ: dict[str, str] = {}
    show_only("gpu-00000000-1", lambda: [FIRST, SECOND], environ)
    assert environ == {"CUDA_VISIBLE_DEVICES": SECOND.uuid}
    assert visible_cards([FIRST, SECOND], environ) == [SECOND]


@pytest.mark.parametrize("shown", ["GPU-00000000-0", ""])
def test_a_card_that_cuda_does_not_show_cannot_be_named(shown):
    environ = {"CUDA_VISIBLE_DEVICES": shown}
    with pytest.raises(LookupError, match="GPU-00000000-1"):
        show_only(SECOND.uuid, lambda: [FIRST, SECOND], environ)
    assert environ == {"CUDA_VISIBLE_DEVICES": shown}


def test_of_several_simulated_cards_one_is_named():
    first, second = (find_card((4 * GB, 4 * GB), gpu=gpu) for gpu in ("", "SIM-2"))
    assert first.name == "Simulated GPU 1 (4.0 GB)"
    assert second.name == "Simulated GPU 2 (4.0 GB)"
    assert first.identity("cuda") != second.identity("cuda")
    assert find_card(4 * GB).identity("cuda") == find_card((4 * GB,)).identity("cuda")
    with pytest.raises(LookupError):
        find_card((4 * GB,), gpu="SIM-2")


@pytest.mark.parametrize(
    ("free", "reserved", "allowed"),
    [
        (3 * GB, 0, 3 * GB - CAP_MARGIN_BYTES),
        (2 * GB, GB, 3 * GB - CAP_MARGIN_BYTES),
        (0, 2 * GB, 2 * GB),
        (CAP_MARGIN_BYTES // 2, 0, 0),
        (5 * GB, 0, 4 * GB),
    ],
)
def test_the_cap_leaves_others_what_they_hold(free, reserved, allowed):
    assert cap_fraction(4 * GB, free, reserved) == pytest.approx(allowed / (4 * GB))


def test_a_card_of_no_size_is_not_capped():
    assert cap_fraction(0, 0, 0) == 1.0


@pytest.mark.parametrize("spills", [True, False])
def test_torch_is_held_to_the_card_where_the_driver_would_spill(cuda, spills):
    card = CudaCard([FIRST, SECOND], lambda: [FIRST, SECOND], find, spills=spills)
    card.cap("cuda:0")
    assert cuda.fractions == [], "nothing is asked of a card that nobody has opened"
    card.look("cuda:0")
    cuda.others_bytes = 2 * GB
    card.cap("cuda:0")
    free = 4 * GB - 2 * GB - GB // 4
    assert cuda.fractions == ([(cap_fraction(4 * GB, free, 0), 0)] if spills else [])


def test_each_lease_is_capped_anew(cuda):
    card = CudaCard([FIRST], lambda: [FIRST], find, spills=True)
    engine = Loadable(describe("a", weights=GB, devices=("cuda",)), lambda device, folder, report: Weights())
    manager = VramManager(card, {"a": engine})
    for others in (GB, 2 * GB):
        cuda.others_bytes = others
        with manager.lease("a", Need()):
            pass
    first, second = (fraction for fraction, _ in cuda.fractions)
    assert first - second == pytest.approx(0.25)


class Weights:
    def close(self) -> None:
        """Hold nothing."""
