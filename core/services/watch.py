"""``doctor --watch``: what the cards, and all running Sottovoces on them, hold at this moment.

It starts no host and holds nothing itself. The driver tells what a card has; each Sottovoce tells what its
hosts hold (``core.host.board``), and when they last looked. ``core.services.watch_words`` has JSON and text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import psutil

from core.driver import DriverCard, card_named, read_cards
from core.host.board import Program, read_boards
from core.model.events import MemorySample
from core.model.memory import merge_samples, same_card
from core.paths import Paths


@dataclass(frozen=True)
class WatchedHost:
    """A host of a running Sottovoce.

    Attributes:
        program: The program's name.
        pid: The program's process.
        environment: The host's environment.
        sample: Its last figures.
    """

    program: str
    pid: int
    environment: str
    sample: MemorySample


@dataclass(frozen=True)
class Look:
    """What there was at one moment.

    Attributes:
        time_s: When.
        ram_total_bytes: The system's memory.
        ram_used_bytes: What all programs use of it.
        cards: Each card as one picture of the driver and all hosts on it.
        hosts: All hosts.
    """

    time_s: float
    ram_total_bytes: int
    ram_used_bytes: int
    cards: tuple[MemorySample, ...]
    hosts: tuple[WatchedHost, ...]


def look(paths: Paths, ask_driver: Callable[[], Sequence[DriverCard]] = read_cards) -> Look:
    """Look at cards, hosts and RAM once.

    Args:
        paths: Where running programs tell what they hold.
        ask_driver: Reads the cards' figures.
    """
    ram = psutil.virtual_memory()
    hosts = tuple(_hosts(read_boards(paths.cards_dir)))
    now_s = time.time()
    cards = _cards([host.sample for host in hosts], ask_driver(), now_s)
    return Look(now_s, int(ram.total), int(ram.total - ram.available), tuple(cards), hosts)


def _hosts(programs: Sequence[Program]) -> Iterator[WatchedHost]:
    for program in programs:
        for environment, sample in sorted(program.hosts.items()):
            yield WatchedHost(program.name, program.pid, environment, sample)


def _cards(
    samples: Sequence[MemorySample], driver: Sequence[DriverCard], now_s: float
) -> Iterator[MemorySample]:
    """Give each card once: as its hosts tell, with the driver's newer figures; then those without hosts."""
    unseen = list(driver)
    left = [sample for sample in samples if sample.has_card]
    while left:
        there = [sample for sample in left if same_card(sample, left[0])]
        left = [sample for sample in left if sample not in there]
        merged = merge_samples(there)
        asked = None if merged.simulated else card_named(merged.card_id, unseen)
        if asked is not None:
            unseen.remove(asked)
            merged = replace(merged, total_bytes=asked.total_bytes, free_bytes=asked.free_bytes)
        yield merged
    for card in unseen:
        yield MemorySample(
            now_s,
            card.name,
            "cuda",
            False,
            card.total_bytes,
            card.free_bytes,
            0,
            0,
            0,
            (),
            0,
            0,
            0,
            card_id=card.uuid,
        )
