"""The stages of gpu_check.py on parking: leave the card and come back, beside the naive road and one copy.

Imports torch inside only, as gpu_check.py does.
"""

from __future__ import annotations

import importlib
import statistics
from collections.abc import Callable
from typing import Any

from gpu_report import MIB, Failed, Skipped
from measure import seconds

ROUNDS = 5
NAIVE_ROUNDS = 2
RATIO = 1.5
TIMES_FASTER = {"f5": 10.0, "xtts": 20.0}


def parked_stage(engine: str, folder: Any, device: str, *, rehearsal: bool, job: Any) -> str:
    """Park an engine and bring it back, the card's work waited for each time.

    Args:
        engine: ``f5`` or ``xtts``.
        folder: Its weights.
        device: The card.
        rehearsal: On the CPU: no target is held.
        job: Who asks for the load.

    Raises:
        Skipped: When the package is missing.
        Failed: When a target is missed, or something stays on the card.
    """
    torch: Any = importlib.import_module("torch")
    try:
        naive: Any = importlib.import_module("vram_naive")
        made: Any = importlib.import_module(f"core.engines.{engine}.engine").make_engine()
    except ImportError as error:
        raise Skipped(f"{engine} needs {error.name}, which is not here") from error
    flat: Any = importlib.import_module("core.vram.flat")
    parking: Any = importlib.import_module("core.vram.parking")
    bases: Any = importlib.import_module("core.engines.base")

    def wait() -> None:
        if not rehearsal:
            torch.cuda.synchronize(device)

    side = flat.RamSide() if rehearsal else flat.CudaSide(device)
    model = made.load(bases.LoadOptions(device, folder, stay=True), job)
    parked = parking.Parked(model, side, keep=True, pin=not rehearsal)
    wait()

    def switch() -> None:
        model.forget()
        parked.park()
        parked.unpark()
        wait()

    switch()
    before = _allocated(torch, device, rehearsal=rehearsal)
    times = [seconds(switch) for _ in range(ROUNDS)]
    left = _allocated(torch, device, rehearsal=rehearsal) - before
    size_bytes, pinned = parked.size_bytes, parked.pinned_bytes > 0
    parked.park()
    copies = _copies(flat, side, size_bytes, wait, pin=not rehearsal)
    parked.drop()
    model.close()
    nets: list[Any] = []

    def naively() -> None:
        naive.release(nets)
        nets.extend(net.to(device) for net in naive.LOAD[engine](folder))
        wait()

    naively()
    slow = [seconds(naively) for _ in range(NAIVE_ROUNDS)]
    naive.release(nets)
    faster = statistics.median(slow) / statistics.median(times)
    ratio = statistics.median(times) / statistics.median(copies)
    words = (
        f"{size_bytes / MIB:.0f} MiB {'pinned' if pinned else 'PAGEABLE'}: parked"
        f" {statistics.median(times):.3f} s, one copy {statistics.median(copies):.3f} s ({ratio:.2f}), naive"
        f" {statistics.median(slow):.2f} s ({faster:.0f} times)"
    )
    if rehearsal:
        return words
    if left > MIB:
        raise Failed(f"{words}; {left} bytes more on the card after {ROUNDS} switches")
    if not pinned or ratio > RATIO or faster < TIMES_FASTER[engine]:
        raise Failed(f"{words}: wanted are pinned, ≤ {RATIO} and ≥ {TIMES_FASTER[engine]:.0f} times")
    return words


def _copies(flat: Any, side: Any, size_bytes: int, wait: Callable[[], None], *, pin: bool) -> list[float]:
    """Return the seconds of single copies of so many bytes to the card."""
    buffer = flat.HostBuffer(size_bytes, side.runtime if pin else None)
    buffer.flat.fill_(1)
    target = side.take(size_bytes)

    def copy() -> None:
        side.copy(buffer.flat, target)
        wait()

    copy()
    times = [seconds(copy) for _ in range(ROUNDS)]
    buffer.close()
    return times


def _allocated(torch: Any, device: str, *, rehearsal: bool) -> int:
    return 0 if rehearsal else int(torch.cuda.memory_allocated(device))
