"""The stages of gpu_check.py on parking: leave the card and come back, beside the naive road and one copy.

Imports torch inside only, as gpu_check.py does.
"""

from __future__ import annotations

import importlib
import statistics
from dataclasses import dataclass, field
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_report import MIB, Failed, Skipped
from benchmarks.measure import seconds
from benchmarks.vram_row import Row

ROUNDS = 5
NAIVE_ROUNDS = 2
RATIO = 1.5
TIMES_FASTER = {"f5": 10.0, "xtts": 20.0}
DISK_TIMES_FASTER = 6.0


@dataclass
class Times:
    """Seconds of one engine, the card's work waited for each time.

    Attributes:
        parked: Leave the card and come back.
        copies: One copy of as many bytes to the card.
        disk: Load from the disk onto the card.
        naive: Release and load by the package, and move.
        size_bytes: Of the weights.
        pinned: The copy in RAM is.
        left_bytes: More on the card after all switches than before.
    """

    parked: list[float] = field(default_factory=list)
    copies: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)
    naive: list[float] = field(default_factory=list)
    size_bytes: int = 0
    pinned: bool = False
    left_bytes: int = 0

    def words(self) -> str:
        """Return them in words."""
        return (
            f"{self.size_bytes / MIB:.0f} MiB {'pinned' if self.pinned else 'PAGEABLE'}: parked"
            f" {statistics.median(self.parked):.3f} s, one copy {statistics.median(self.copies):.3f} s, from"
            f" the disk {statistics.median(self.disk):.2f} s, naive {statistics.median(self.naive):.2f} s"
        )


def parked_stage(check: Check, engine: str) -> str:
    """Park an engine and bring it back, beside the naive road and one copy.

    Raises:
        Skipped: When the package is missing.
        Failed: When a target is missed, memory stays pageable, or something stays on the card.
    """
    check.torch()
    trouble = gpu_nets.package_trouble(engine)
    if trouble:
        raise Skipped(f"{engine}: {trouble}")
    times = _measure(check, engine)
    faster = statistics.median(times.naive) / statistics.median(times.parked)
    rows = [Row(f"{engine}_switch", faster, TIMES_FASTER[engine], "times", ">=", times.words())]
    ratio = statistics.median(times.parked) / statistics.median(times.copies)
    rows.append(Row(f"memcpy_ratio_{engine}", ratio, RATIO, "times", "<=", times.words()))
    if engine == "xtts":
        disk = statistics.median(times.naive) / statistics.median(times.disk)
        rows.append(Row("xtts_disk", disk, DISK_TIMES_FASTER, "times", ">=", times.words()))
    words = check.keep(rows)
    if check.rehearsal:
        return words
    if times.left_bytes > MIB:
        raise Failed(f"{words}; {times.left_bytes} bytes more on the card after {ROUNDS} switches")
    if not times.pinned:
        raise Failed(f"{words}: the copy in RAM is not pinned")
    return words


def memcpy_stage(check: Check) -> str:
    """Take the worse of both engines' ratios to one copy."""
    found = [row for row in check.rows if row.name.startswith("memcpy_ratio_")]
    if len(found) < len(TIMES_FASTER):
        raise Skipped("one of the engines was not parked")
    check.rows = [row for row in check.rows if row not in found]
    note = ", ".join(f"{row.name.rpartition('_')[2]} {row.value:.2f}" for row in found)
    return check.keep([Row("memcpy_ratio", max(row.value for row in found), RATIO, "times", "<=", note)])


def _measure(check: Check, engine: str) -> Times:
    flat: Any = importlib.import_module("core.vram.flat")
    parking: Any = importlib.import_module("core.vram.parked")
    naive: Any = importlib.import_module("benchmarks.vram_naive")
    folder, times = check.engine_folder(engine), Times()
    side = flat.RamSide() if check.rehearsal else flat.CudaSide(check.device)
    nets = [net.to(check.device) for net in naive.LOAD[engine](folder)]  # and the page cache is warm

    def naively() -> None:
        naive.release(nets)
        nets.extend(net.to(check.device) for net in naive.LOAD[engine](folder))
        check.wait()

    times.naive = [seconds(naively) for _ in range(check.often(NAIVE_ROUNDS))]
    naive.release(nets)

    def from_disk() -> None:
        loaded.append(gpu_nets.load_net(engine, folder, check.device, half=False))
        check.wait()

    loaded: list[Any] = []
    for _ in range(check.often(NAIVE_ROUNDS)):
        times.disk.append(seconds(from_disk))
        loaded.pop().close()
        check.give_back()
    model = gpu_nets.load_net(engine, folder, check.device, half=False, stay=True)
    parked = parking.Parked(model, lambda: side)
    parked.unpark()
    parked.park()
    while parked.gather(pin=not check.rehearsal):
        pass
    parked.unpark()
    check.wait()

    def switch() -> None:
        model.forget()
        parked.park()
        check.empty_cache()
        parked.unpark()
        check.wait()

    switch()
    before = check.allocated()
    times.parked = [seconds(switch) for _ in range(ROUNDS)]
    times.left_bytes = check.allocated() - before
    times.size_bytes, times.pinned = parked.size_bytes, parked.pinned_bytes > 0
    parked.drop()
    model.close()
    check.give_back()
    times.copies = copies_s(check, side, times.size_bytes, ROUNDS)
    return times


def copies_s(check: Check, side: Any, size_bytes: int, rounds: int) -> list[float]:
    """Return the seconds of single copies of so many bytes to the card, from pinned memory where it can."""
    flat: Any = importlib.import_module("core.vram.flat")
    buffer = flat.HostBuffer(size_bytes)
    buffer.flat.fill_(1)
    if side.runtime is not None:
        buffer.pin(side.runtime)
    target = side.take(size_bytes)

    def copy() -> None:
        side.copy([(buffer.flat, 0)], target)
        check.wait()

    copy()
    times = [seconds(copy) for _ in range(rounds)]
    buffer.close()
    return times
