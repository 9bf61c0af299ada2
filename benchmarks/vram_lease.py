"""Rows of vram.py about leases; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/vram_lease.py F5_FOLDER XTTS_FOLDER

Tiny engines through the manager, on a simulated card of 4 GB: a lease of an engine that is resident, and
cycles of loading and releasing in turn, parked ones and dropped ones. The last line is the rows as JSON.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
import torch
from measure import Spread, percentile
from vram_row import Row

from core.engines.base import Engine, JobContext, Model
from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.host.loadables import loadable_of
from core.model.cancel import CancelToken
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced
from core.vram.device import SimulatedCard
from core.vram.manager import Loadable, Need, VramManager

MB = 1_000_000
LEASES = 1000
WARM_UP = 40
CYCLES = 200
ON = LowVram(True, Sourced(LowVramPolicy.ON, Source.COMMAND_LINE, "--low-vram"))
OFF = LowVram(False, Sourced(LowVramPolicy.OFF, Source.COMMAND_LINE, "--no-low-vram"))


def loadable(engine: Engine) -> Loadable[Model]:
    """Return an engine as the host gives it to the manager."""
    return loadable_of(engine, lambda report: JobContext(CancelToken(), report, lambda notice: None))


def measure(folders: dict[str, Path]) -> list[Row]:
    """Return both rows."""
    engines = {"f5": loadable(F5Engine()), "xtts": loadable(XttsEngine())}
    manager = VramManager(SimulatedCard(4_000 * MB), engines, owns_process=True)
    resident = Need("auto", folders["f5"], OFF)
    with manager.lease("f5", resident):
        pass
    times_ms = []
    for _ in range(LEASES):
        begin = time.perf_counter()
        with manager.lease("f5", resident):
            times_ms.append((time.perf_counter() - begin) * 1000)
    spread = Spread.of(times_ms)
    note = (
        f"median {spread.median:.3f} ms, 99 % under {percentile(times_ms, 0.99):.3f} ms,"
        f" {LEASES} leases of tiny F5"
    )
    lease = Row("lease", spread.median, 1.0, "ms", "<=", note)

    def cycle(number: int) -> None:
        name = ("f5", "xtts")[number % 2]
        with manager.lease(name, Need("auto", folders[name], ON)):
            pass
        if number % 4 < 2:  # half of them come back from where they are parked, half from the disk
            manager.release()

    process = psutil.Process()
    for number in range(WARM_UP):
        cycle(number)
    manager.release()
    gc.collect()
    start = process.memory_info().rss
    for number in range(CYCLES):
        cycle(number)
    manager.release()
    gc.collect()
    growth_mb = (process.memory_info().rss - start) / MB
    note = f"{CYCLES} loads and releases in turn, after {WARM_UP}; resident memory {start / MB:,.0f} MB"
    return [lease, Row("growth", growth_mb, 20.0, "MB", "<=", note)]


def main() -> None:
    """Measure and print the rows."""
    folders = {"f5": Path(sys.argv[1]), "xtts": Path(sys.argv[2])}
    with contextlib.redirect_stdout(sys.stderr):
        rows = measure(folders)
    print(json.dumps([asdict(row) for row in rows]))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
