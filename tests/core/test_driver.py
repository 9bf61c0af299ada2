"""Cards by their names, by their free memory, and cards that are only pretended."""

from __future__ import annotations

import pytest

from core.driver import DriverCard, card_named, most_free, simulated_cards

OLD = DriverCard("GTX 1050 Ti", "GPU-aaaa1111-0000", 4, 3)
NEW = DriverCard("RTX 3090", "GPU-aaaa2222-0000", 24, 2)
CARDS = [OLD, NEW]


@pytest.mark.parametrize(
    ("uuid", "card"),
    [
        ("GPU-aaaa1111-0000", OLD),
        (" gpu-AAAA2222-0000 ", NEW),
        ("GPU-aaaa2", NEW),
        ("GPU-aaaa", None),
        ("GPU-aaaa1111-00000", None),
        ("", None),
        ("RTX 3090", None),
    ],
)
def test_a_card_is_named_by_its_uuid_or_an_unmistakable_beginning(uuid, card):
    assert card_named(uuid, CARDS) is card


def test_free_memory_decides_and_size_where_that_is_equal():
    assert most_free(CARDS) is OLD
    larger = DriverCard("RTX 3060", "GPU-b", 12, 3)
    assert most_free([*CARDS, larger]) is larger
    assert most_free([]) is None


def test_simulated_cards_are_told_as_a_driver_would():
    first, second = simulated_cards((4 * 10**9, 800))
    assert (first.name, first.uuid, first.free_bytes) == ("Simulated GPU 1 (4.0 GB)", "SIM-1", 3_500_000_000)
    assert (second.uuid, second.total_bytes, second.free_bytes) == ("SIM-2", 800, 700)
    assert [card.name for card in simulated_cards((4 * 10**9,))] == ["Simulated GPU (4.0 GB)"]
