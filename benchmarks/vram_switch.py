"""Rows of vram.py about switching; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/vram_switch.py F5_FOLDER XTTS_FOLDER

Per engine and round, in turn: the naive release and load; ours from the disk with the page cache warm, into
the CPU's memory as the naive road, and with the copy to the card; ours parked (leave the card, come back),
first from the mapped file, then from the buffer that it is gathered in while nobody waits; one memcpy of the
same bytes between memory that was touched before. The last line is the rows as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from measure import Spread, seconds
from vram_naive import LOAD, release
from vram_row import Row

from core.engines.base import Engine, JobContext, LoadOptions
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.model.cancel import CancelToken
from core.vram.flat import Arena, HostBuffer, tensors_of
from core.vram.parked import Parked

MB = 1_000_000
NAIVE_ROUNDS = 2
PARKED_ROUNDS = 7
MAPPED_ROUNDS = 3
TARGETS = {"f5": 10.0, "xtts": 20.0}
ENGINES: dict[str, Engine] = {"f5": F5Engine(), "xtts": XttsEngine()}


def silent_job() -> JobContext:
    """Return a job that nobody listens to."""
    return JobContext(CancelToken(), lambda fraction: None, lambda notice: None)


@dataclass
class Times:
    """Seconds of one engine, one of each a round."""

    naive: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)
    to_card: list[float] = field(default_factory=list)
    mapped: list[float] = field(default_factory=list)
    parked: list[float] = field(default_factory=list)
    memcpy: list[float] = field(default_factory=list)
    size_bytes: int = 0
    held_bytes: int = 0
    resident_bytes: int = 0


def load_to(arena: Arena, name: str, folder: Path) -> tuple[Any, Parked]:
    """Load an engine from the disk onto the card; it can be parked from then on."""
    model: Any = ENGINES[name].load(LoadOptions("cpu", folder, stay=True), silent_job())
    parked = Parked(model, lambda: arena)
    parked.unpark()
    return model, parked


def load_to_cpu(name: str, folder: Path) -> Any:
    """Load an engine where the naive road does, and touch every page of what is mapped from the file."""
    model: Any = ENGINES[name].load(LoadOptions("cpu", folder), silent_job())
    storages = {
        one.untyped_storage().data_ptr(): one.untyped_storage() for one in tensors_of(model.weights())
    }
    for storage in storages.values():
        torch.empty(0, dtype=torch.uint8).set_(storage, 0, (storage.nbytes(),), (1,))[::4096].sum()
    return model


def switch(model: Any, parked: Parked) -> None:
    """Leave the card and come back."""
    model.forget()
    parked.park()
    parked.unpark()


def measure(name: str, folder: Path, arena: Arena) -> Times:
    """Measure one engine."""
    times = Times()
    nets = LOAD[name](folder)  # warms the page cache, and imports what the package imports late

    def naively() -> None:
        release(nets)
        nets.extend(LOAD[name](folder))

    for _ in range(NAIVE_ROUNDS):
        times.naive.append(seconds(naively))
        kept: list[Any] = []
        times.disk.append(seconds(lambda into=kept: into.append(load_to_cpu(name, folder))))
        kept.pop().close()
        times.to_card.append(seconds(lambda into=kept: into.extend(load_to(arena, name, folder))))
        model, parked = kept
        times.size_bytes = parked.size_bytes
        parked.drop()
        model.close()
        del model, parked
        kept.clear()
    release(nets)
    model, parked = load_to(arena, name, folder)
    source, target = (HostBuffer(times.size_bytes).flat.fill_(1) for _ in range(2))
    switch(model, parked)
    times.mapped.extend(seconds(lambda: switch(model, parked)) for _ in range(MAPPED_ROUNDS))
    parked.park()
    while parked.gather(pin=False):
        pass
    parked.unpark()
    for _ in range(PARKED_ROUNDS):
        times.memcpy.append(seconds(lambda: target.copy_(source)))
        times.parked.append(seconds(lambda: switch(model, parked)))
    times.resident_bytes = arena.handed_out_bytes
    model.forget()
    parked.park()
    times.held_bytes = arena.handed_out_bytes
    parked.drop()
    model.close()
    return times


def median(values: list[float]) -> float:
    """Return the median."""
    return Spread.of(values).median


def rows_of(found: dict[str, Times]) -> list[Row]:
    """Return all rows."""
    rows = []
    for name in ("xtts", "f5"):
        one = found[name]
        note = (
            f"naive {Spread.of(one.naive).text(2, 's')}, parked {Spread.of(one.parked).text(3, 's')},"
            f" {one.size_bytes / MB:,.0f} MB; before it is gathered, from the mapped file,"
            f" {Spread.of(one.mapped).text(3, 's')}"
        )
        value = median(one.naive) / median(one.parked)
        rows.append(Row(f"{name}_switch", value, TARGETS[name], "times", ">=", note))
    ratios = {
        name: median([a / b for a, b in zip(one.parked, one.memcpy, strict=True)])
        for name, one in found.items()
    }
    note = ", ".join(
        f"{name} {ratios[name]:.2f} of {Spread.of(one.memcpy).text(3, 's')}" for name, one in found.items()
    )
    rows.append(Row("memcpy_ratio", max(ratios.values()), 1.5, "times", "<=", f"the worse of {note}"))
    xtts, f5 = found["xtts"], found["f5"]
    note = (
        f"{Spread.of(xtts.disk).text(2, 's')} in the CPU's memory, as the naive road, every page touched;"
        f" with the copy to the card {Spread.of(xtts.to_card).text(2, 's')}; F5"
        f" {median(f5.naive) / median(f5.disk):.1f} times: {Spread.of(f5.disk).text(2, 's')}, with the copy"
        f" {Spread.of(f5.to_card).text(2, 's')}"
    )
    rows.append(Row("xtts_disk", median(xtts.naive) / median(xtts.disk), 6.0, "times", ">=", note))
    both = xtts.resident_bytes + f5.resident_bytes
    held = max(xtts.held_bytes, f5.held_bytes)
    note = (
        f"{held / MB:.1f} of {both / MB:,.0f} MB that the arena hands out for both; the copies in RAM apart"
    )
    rows.append(Row("held", held / both, 0.01, "share", "<=", note))
    return rows


def main() -> None:
    """Measure both engines and print the rows."""
    folders = {"f5": Path(sys.argv[1]), "xtts": Path(sys.argv[2])}
    found = {}
    with contextlib.redirect_stdout(sys.stderr):
        for name, folder in folders.items():
            size_bytes = sum(
                file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.suffix != ".json"
            )
            found[name] = measure(name, folder, Arena(size_bytes * 5 // 4))
    print(json.dumps([asdict(one) for one in rows_of(found)]))


if __name__ == "__main__":
    torch.set_num_threads(os.cpu_count() or 1)
    main()
