"""Which of the driver's cards CUDA shows, and in which order."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.vram.nvml import DriverCard, card_of, visible_cards

SMALL = DriverCard("GTX 1050 Ti", "GPU-aaaa1111", 4, 3, (0, 1, 0))
LARGE = DriverCard("RTX 3090", "GPU-bbbb2222", 24, 20, (0, 2, 0))
TWIN = DriverCard("RTX 3090", "GPU-bbbb3333", 24, 20, (0, 3, 0))
CARDS = [SMALL, LARGE, TWIN]


@pytest.mark.parametrize(
    ("environ", "seen"),
    [
        ({}, [LARGE, TWIN, SMALL]),
        ({"CUDA_DEVICE_ORDER": "PCI_BUS_ID"}, [SMALL, LARGE, TWIN]),
        ({"CUDA_VISIBLE_DEVICES": ""}, []),
        ({"CUDA_VISIBLE_DEVICES": "-1"}, []),
        ({"CUDA_VISIBLE_DEVICES": "1", "CUDA_DEVICE_ORDER": "pci_bus_id"}, [LARGE]),
        ({"CUDA_VISIBLE_DEVICES": "2"}, [SMALL]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-aaaa"}, [SMALL]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-bbbb3333, GPU-aaaa1111"}, [TWIN, SMALL]),
        ({"CUDA_VISIBLE_DEVICES": "GPU-bbbb"}, []),  # names two
        ({"CUDA_VISIBLE_DEVICES": "0,9,1"}, [LARGE]),
        ({"CUDA_VISIBLE_DEVICES": "0,0"}, [LARGE]),
    ],
)
def test_visible_devices_are_read_as_cuda_reads_them(environ, seen):
    assert visible_cards(CARDS, environ) == seen


def test_torchs_card_is_found_by_uuid_or_by_bus():
    assert card_of(SimpleNamespace(uuid="bbbb3333"), CARDS) is TWIN
    assert card_of(SimpleNamespace(uuid="GPU-BBBB2222"), CARDS) is LARGE
    by_bus = SimpleNamespace(pci_domain_id=0, pci_bus_id=1, pci_device_id=0)
    assert card_of(by_bus, CARDS) is SMALL
    assert card_of(SimpleNamespace(uuid="cccc"), CARDS) is None
    assert card_of(SimpleNamespace(), CARDS) is None
