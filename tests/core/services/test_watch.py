"""What ``doctor --watch`` sees and says: the driver's newer figures, each host's own, how old they are."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from core.driver import DriverCard
from core.host.board import Board
from core.model.events import STALE_S, EngineMemory, MemoryMark, MemorySample
from core.paths import Paths
from core.services.watch import Look, WatchedHost, look
from core.services.watch_words import as_json, as_line, as_lines

GB = 1000**3
DRIVER = DriverCard("GTX 1050 Ti", "GPU-1", 4 * GB, GB)
ENGINES = (
    EngineMemory("f5", 1_400_000_000, "busy", 0, 200_000_000, 300_000_000),
    EngineMemory("xtts", 0, "absent", 1_900_000_000),
)
SAMPLE = MemorySample(
    1000.0,
    "GTX 1050 Ti",
    "cuda",
    False,
    4 * GB,
    1_500_000_000,
    1_600_000_000,
    1_700_000_000,
    1_700_000_000,
    ENGINES,
    3 * GB,
    16 * GB,
    8 * GB,
    context_bytes=300_000_000,
    activation_bytes=200_000_000,
    card_id="GPU-1",
)


def seen_with(sample: MemorySample, now_s: float = 1000.5) -> Look:
    return Look(now_s, 16 * GB, 8 * GB, (sample,), (WatchedHost("studio", 42, "torch", sample),))


@pytest.fixture
def paths() -> Paths:
    found = Paths.find()
    found.ensure()
    return found


@pytest.fixture
def board(paths):
    made = Board(paths.cards_dir, "studio")
    yield made
    made.close()


def no_driver() -> list[DriverCard]:
    return []


def test_the_driver_knows_what_is_free_and_the_host_what_is_ours(paths, board):
    board.show({"torch": replace(SAMPLE, time_s=time.time())})
    (card,) = as_json(look(paths, lambda: [DRIVER]))["cards"]
    sizes = {part.get("engine", part["kind"]): part["size_bytes"] for part in card["parts"]}
    assert sizes == {
        "other": GB,
        "context": 300_000_000,
        "f5": 1_400_000_000,
        "activations": 200_000_000,
        "cache": 100_000_000,
        "free": GB,
    }
    assert sum(sizes.values()) == card["total_bytes"] == 4 * GB


def test_twins_are_told_apart(paths, board):
    twin = replace(DRIVER, uuid="GPU-2", free_bytes=2 * GB)
    now = time.time()
    board.show({"torch": replace(SAMPLE, time_s=now), "other": replace(SAMPLE, time_s=now, card_id="GPU-2")})
    seen = look(paths, lambda: [DRIVER, twin])
    assert {card.card_id: card.free_bytes for card in seen.cards} == {"GPU-1": GB, "GPU-2": 2 * GB}
    assert [card.reserved_bytes for card in seen.cards] == [SAMPLE.reserved_bytes] * 2


def test_a_card_without_hosts_and_a_machine_without_cards(paths):
    (card,) = as_json(look(paths, lambda: [DRIVER]))["cards"]
    assert card["parts"] == [
        {"kind": "other", "size_bytes": 3 * GB},
        {"kind": "free", "size_bytes": GB},
    ]
    nothing = look(paths, no_driver)
    assert (nothing.cards, nothing.hosts) == ((), ())
    assert "no graphics card" in as_line(nothing)
    assert "no Sottovoce has an engine host running" in as_lines(nothing)


def test_a_simulated_card_is_never_taken_for_the_drivers(paths, board):
    board.show({"torch": replace(SAMPLE, simulated=True, time_s=time.time())})
    found = as_json(look(paths, lambda: [DRIVER]))["cards"]
    assert [(card["simulated"], card["free_bytes"]) for card in found] == [(True, 1_500_000_000), (False, GB)]


def test_two_programs_on_one_card_are_one_picture(paths, board):
    other = Board(paths.cards_dir, "command line")
    try:
        board.show({"torch": replace(SAMPLE, time_s=time.time())})
        other.show({"torch": replace(SAMPLE, time_s=time.time(), free_bytes=100, engines=ENGINES[:1])})
        seen = look(paths, no_driver)
        assert sorted(host.program for host in seen.hosts) == ["command line", "studio"]
        (card,) = as_json(seen)["cards"]
        assert sum(part["size_bytes"] for part in card["parts"]) == 4 * GB
        assert [part for part in card["parts"] if part.get("engine") == "f5"] == [
            {"kind": "weights", "size_bytes": 2_800_000_000, "engine": "f5"}
        ]
    finally:
        other.close()


def test_json_has_each_engines_figures(paths):
    (host,) = as_json(seen_with(SAMPLE))["hosts"]
    assert host["engines"][0] == {
        "id": "f5",
        "state": "busy",
        "weights_bytes": 1_400_000_000,
        "activation_bytes": 200_000_000,
        "activation_peak_bytes": 300_000_000,
        "parked_bytes": 0,
    }
    assert (host["stale"], host["age_s"]) == (False, 0.5)
    assert (host["context_bytes"], host["cache_bytes"]) == (300_000_000, 100_000_000)
    assert json.loads(json.dumps(host)) == host


def test_old_figures_are_called_old_everywhere():
    seen = seen_with(SAMPLE, 1000.0 + STALE_S + 9)
    assert as_json(seen)["hosts"][0]["stale"] is True
    assert "figures are old: 12 s" in as_line(seen)
    assert any("figures are old: 12 s" in line for line in as_lines(seen))
    assert "old" not in as_line(seen_with(SAMPLE))


def test_the_table_has_all_of_it():
    lines = as_lines(seen_with(SAMPLE))
    assert "GTX 1050 Ti: 2.50 of 4.00 GB" in lines
    text = "\n".join(lines)
    assert "other programs 0.50, context 0.30, f5 1.40, activations 0.20, cache 0.10, free 1.50" in text
    assert "studio (process 42), torch" in lines
    rows = [line.split() for line in lines]
    assert ["f5", "busy", "1.40", "0.20", "0.30", "0.00"] in rows
    assert ["xtts", "absent", "0.00", "0.00", "0.00", "1.90"] in rows
    assert "context 0.30, cache 0.10, host's RAM 3.00" in text


def test_the_line_names_only_what_is_there():
    words = as_line(seen_with(SAMPLE))
    assert "f5 busy 1.40 + activations 0.20, xtts absent 0.00 + parked in RAM 1.90" in words
    idle = replace(SAMPLE, engines=(EngineMemory("f5", 0, "absent"),))
    assert "studio (process 42), torch: holds nothing" in as_line(seen_with(idle))


def test_a_simulated_card_says_so():
    assert "GTX 1050 Ti, not real" in as_line(seen_with(replace(SAMPLE, simulated=True)))


def test_what_happened_last_is_told():
    marks = tuple(
        MemoryMark(990.0 + number, kind, "f5", GB)
        for number, kind in enumerate(("load", "release", "eviction", "out_of_memory"))
    )
    seen = seen_with(replace(SAMPLE, marks=marks))
    (line,) = [line for line in as_lines(seen) if "last:" in line]
    assert [word.split(" ", 1)[1] for word in line.strip().removeprefix("last: ").split(", ")] == [
        "release f5",
        "eviction f5",
        "out of memory f5",
    ]
    assert as_json(seen)["hosts"][0]["marks"][0] == {
        "time_s": 990.0,
        "kind": "load",
        "engine": "f5",
        "size_bytes": GB,
    }
