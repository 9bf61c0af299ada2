"""The stage of gpu_check.py on the first sound after an idle exit, by the product's own host on the card."""

from __future__ import annotations

import importlib
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_parked import copies_s
from benchmarks.gpu_report import Skipped
from benchmarks.vram_row import Row

ENGINES = ("f5", "xtts")
OVERHEAD_S = 2.0
READY_S = 60.0
COPIES = 3
REHEARSED_BYTES = 1_000_000


def first_sound_stage(check: Check) -> str:
    """Ask a host that stands ready after an idle exit, less what the same job takes at once afterwards."""
    check.torch()
    for engine in ENGINES:
        if trouble := gpu_nets.package_trouble(engine):
            raise Skipped(f"{engine}: {trouble}")
    rows, notes = [], []
    for engine in ENGINES[:1] if check.rehearsal else ENGINES:
        target_s = OVERHEAD_S + _copy_s(check, engine)
        ready_s, cold_s = _overheads(check, engine)
        notes.append(f"{engine} {ready_s:.2f} s, without a successor {cold_s:.2f} s")
        rows.append(Row("first_sound", ready_s, target_s, "s", "<="))
    worst = max(rows, key=lambda row: row.value - row.target)
    return check.keep([replace(worst, note="; ".join(notes))])


def _overheads(check: Check, engine: str) -> tuple[float, float]:
    """Return what comes before the sampling: with a successor ready, and without any host."""
    clients: Any = importlib.import_module("core.host.client")
    rest: Any = importlib.import_module("core.host.rest")
    environments: Any = importlib.import_module("core.install.environments")
    simulated = 4 * 1000**3 if check.rehearsal else None
    log_file = check.folder / f"first-{engine}.log"
    options = clients.HostOptions(simulate_gpu_bytes=simulated, log_file=log_file)
    environment = environments.Environment("torch", Path(sys.executable), ENGINES)
    client = clients.HostClient(environment, options)
    try:
        cold_s = _first(check, client, engine) - _first(check, client, engine)
        if client.rest(client.jobs_begun, ends=True) is not rest.Rested.REPLACED:
            raise Skipped("no host stands ready: RAM is short")
        _wait_until_prepared(log_file, engine)
        return _first(check, client, engine) - _first(check, client, engine), cold_s
    finally:
        client.close()


def _first(check: Check, client: Any, engine: str) -> float:
    """Return the seconds from the asking to the first sound; the engine stays."""
    events: Any = importlib.import_module("core.model.events")
    tokens: Any = importlib.import_module("core.model.cancel")
    policies: Any = importlib.import_module("benchmarks.torch_side")
    device = "auto" if check.rehearsal else check.device
    request = replace(gpu_nets.request_of(engine, check.engine_folder(engine)), device=device)
    heard: list[float] = []
    begin = time.perf_counter()

    def listen(event: object) -> None:
        if isinstance(event, events.AudioPiece) and not heard:
            heard.append(time.perf_counter() - begin)

    client.synthesize(request, policies.OFF, on_event=listen, cancel=tokens.CancelToken())
    return heard[0]


def _wait_until_prepared(log_file: Path, engine: str) -> None:
    deadline = time.monotonic() + READY_S
    ready = re.compile(rf"event=park engine={engine} .*why=ahead")
    while not ready.search(log_file.read_text(encoding="utf-8")):
        if time.monotonic() > deadline:
            raise Skipped(f"the successor was not ready after {READY_S:.0f} s")
        time.sleep(0.1)


def _copy_s(check: Check, engine: str) -> float:
    """Return how long one copy of the engine's weights to the card takes, from pinned memory."""
    flat: Any = importlib.import_module("core.vram.flat")
    need: Any = importlib.import_module("core.model.need")
    size_bytes = REHEARSED_BYTES
    if not check.rehearsal:
        size_bytes = gpu_nets.engine_of(engine).need(None, need.Way(need.FULL)).weights_bytes
    side = flat.RamSide() if check.rehearsal else flat.CudaSide(check.device)
    return min(copies_s(check, side, size_bytes, COPIES))
