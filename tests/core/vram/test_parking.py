"""What the RAM lets be parked and pinned."""

from __future__ import annotations

import pytest

from core.vram.device import Placement
from core.vram.parking import Parking, Ram
from tests.core.vram.helpers import Weights

GB = 1000**3


@pytest.mark.parametrize(
    ("total_gb", "available_gb", "size_gb", "parked_gb", "expected"),
    [
        (16, 12, 1.9, 0, True),
        (16, 12, 1.4, 1.9, True),
        (16, 12, 1.9, 6.2, False),  # more than half of the RAM would be parked
        (16, 3.4, 1.9, 0, False),  # a tenth has to stay available
        (16, 3.6, 1.9, 0, True),
        (4, 2.8, 1.9, 0, False),  # at least 1 GB has to
        (4, 2.95, 1.9, 0, True),
    ],
)
def test_some_of_the_ram_stays_available(
    total_gb: float, available_gb: float, size_gb: float, parked_gb: float, expected: bool
) -> None:
    ram = Ram(int(total_gb * GB), int(available_gb * GB))
    assert ram.lets_park(int(size_gb * GB), int(parked_gb * GB)) is expected


def test_two_fifths_of_the_ram_are_pinned_at_most() -> None:
    ram = Ram(8 * GB, 7 * GB)
    assert ram.lets_pin(int(1.9 * GB), int(1.3 * GB))
    assert not ram.lets_pin(int(1.9 * GB), int(1.4 * GB))


@pytest.mark.parametrize(
    ("total_gb", "available_gb", "short"),
    [(16, 0.9, False), (16, 0.7, True), (4, 0.6, False), (4, 0.4, True)],
)
def test_the_ram_is_short_under_a_twentieth_or_half_a_gigabyte(
    total_gb: float, available_gb: float, short: bool
) -> None:
    assert Ram(int(total_gb * GB), int(available_gb * GB)).is_short is short


def test_nothing_is_parked_without_a_card() -> None:
    cpu = Placement("cpu", "cpu")
    parking: Parking[Weights] = Parking()
    assert not parking.parks_at(cpu)
    assert not parking.parks_at(Placement("mps", "mps"))


def test_a_model_that_cannot_be_moved_is_let_be() -> None:
    card = Placement("cuda", "cpu", simulated=True)
    parking: Parking[Weights] = Parking()
    assert not parking.keep("a", Weights("a", [], "cpu", None), card, None)
    assert parking.is_empty
    assert not parking.park("a")
    assert not parking.has("a", card, None)
    parking.drop("a")
    assert parking.parked_bytes("a") == 0
