"""The stages of gpu_check.py through the product's VRAM manager: switches, leases, leaks, the meter.

All use of the manager is in ``Product``, which gives it the engines as a host does.
"""

from __future__ import annotations

import gc
import importlib
import time
from pathlib import Path
from typing import Any

from benchmarks import gpu_nets
from benchmarks.gpu_machine import Check
from benchmarks.gpu_report import MIB, SLACK_BYTES, WORKSPACE_BYTES, Failed, Skipped, leak_words
from benchmarks.measure import Spread, percentile, seconds
from benchmarks.vram_row import Row
from core.model.need import HALF

ENGINES = ("f5", "xtts")
SWITCHES = 3
LEASES = 300
WARM_UP = 20
CYCLES = 200
LEAK_CYCLES = 50
GROWTH_MB = 20.0
METER_SLACK_BYTES = 64 * MIB
"""What other programs may take or give between two looks."""


class Product:
    """The VRAM manager with both engines, or plain nets in their place."""

    def __init__(self, check: Check, card: Any = None, size: str = "") -> None:
        """Make it.

        Args:
            check: Where.
            card: The card; None: the one that the product finds, or none in a rehearsal.
            size: Of the engines' weights, as ``Check.engine_folder`` takes it.

        Raises:
            Skipped: When what it needs does not import, or there is no card.
        """
        check.torch()
        try:
            managers: Any = importlib.import_module("core.vram.manager")
            policies: Any = importlib.import_module("benchmarks.torch_side")
        except ImportError as error:
            raise Skipped(f"the manager needs {error.name}, which is not here") from error
        if card is None and not check.rehearsal:
            card = check.product_card()
        self.on, self.off = policies.ON, policies.OFF
        self._need = managers.Need
        self._check = check
        self._size = size
        self.plain = [engine for engine in ENGINES if gpu_nets.package_trouble(engine)]
        loadables = {engine: self._loadable(managers, engine) for engine in ENGINES}
        self.manager = managers.VramManager(card, loadables, owns_process=True)

    @property
    def plain_words(self) -> str:
        """Say for which engines plain nets stand."""
        return f"; PLAIN NETS for {', '.join(self.plain)}" if self.plain else ""

    def folder(self, engine: str) -> Path | None:
        """Return an engine's weights; None for a plain net."""
        return None if engine in self.plain else self._check.engine_folder(engine, self._size)

    def lease(self, engine: str, *, saves: bool = True, request: Any = None, rung: int = 0) -> Any:
        """Lease an engine on the device."""
        device = "auto" if self._check.rehearsal else self._check.device
        mode = self.on if saves else self.off
        folder = self.folder(engine)
        return self.manager.lease(engine, self._need(device, folder, mode, request=request, rung=rung))

    def _loadable(self, managers: Any, engine: str) -> Any:
        made = gpu_nets.engine_of(engine)
        if engine in self.plain:
            share = gpu_nets.PLAIN_SHARE if self._check.rehearsal else 1.0

            def load(
                device: str, folder: Path | None, report: object, *, stay: bool = False, precision: str = ""
            ) -> Any:
                half = precision == HALF
                return gpu_nets.PlainNet(engine, device, half=half, stay=stay, share=share)
        else:

            def load(
                device: str, folder: Path | None, report: object, *, stay: bool = False, precision: str = ""
            ) -> Any:
                half = precision == HALF
                return gpu_nets.load_net(engine, Path(str(folder)), device, half=half, stay=stay)

        return managers.Loadable(
            made.description,
            load,
            load,
            estimate=made.need,
            precisions=made.precisions,
            version=made.description.version,
            offered=True,
        )


def switches_stage(check: Check) -> str:
    """Switch between the engines in Low VRAM, through the manager: times, and what is held after each."""
    product = Product(check)
    check.give_back()
    before = check.allocated()
    times: dict[str, list[str]] = {engine: [] for engine in ENGINES}
    both, held = 0, 0
    for number in range(SWITCHES):
        for engine, found in times.items():
            with product.lease(engine) as leased:
                check.wait()
                load_s = leased.load_s
                if leased.placement.device.partition(":")[0] != check.device.partition(":")[0]:
                    raise Failed(f"{engine} was put on {leased.placement}")
                del leased
                if number == 0:
                    both += check.allocated() - before
                begin = time.perf_counter()
            found.append(f"{load_s:.2f}+{time.perf_counter() - begin:.2f}")
            if not check.rehearsal:  # there the copies in RAM are among what is counted
                held = max(held, check.allocated() - before)
    product.manager.release()
    left = leak_words(before, check.allocated())
    words = "; ".join(f"{engine}: {', '.join(found)} s" for engine, found in times.items())
    note = f"{held / MIB:.1f} of {both / MIB:.0f} MiB that both take, cuBLAS's workspace in it"
    row = Row("held", held / max(1, both), 0.01, "share", "<=", note)
    return f"load + release: {words}; {left}{product.plain_words}; {check.keep([row])}"


def lease_stage(check: Check) -> str:
    """Time leases of a resident engine, and see what many cycles of tiny ones leave in the process."""
    if gpu_nets.package_trouble("f5") or gpu_nets.package_trouble("xtts"):
        raise Skipped("tiny engines need the packages")
    psutil: Any = importlib.import_module("psutil")
    product = Product(check, size="tiny")
    times_ms = []

    def once() -> None:
        with product.lease("f5", saves=False):
            pass

    once()
    for _ in range(check.often(LEASES)):
        times_ms.append(seconds(once) * 1000)
    note = f"99 % under {percentile(times_ms, 0.99):.3f} ms, {len(times_ms)} leases of tiny F5"
    lease = Row("lease", Spread.of(times_ms).median, 1.0, "ms", "<=", note)

    def cycle(number: int) -> None:
        with product.lease(ENGINES[number % 2]):
            pass
        if number % 4 < 2:  # half of them come back from where they are parked, half from the disk
            product.manager.release()

    def resident_mb() -> float:
        product.manager.release()
        gc.collect()
        return float(psutil.Process().memory_info().rss) / 1e6

    for number in range(check.often(WARM_UP)):
        cycle(number)
    start_mb = resident_mb()
    for number in range(check.often(CYCLES)):
        cycle(number)
    note = f"{check.often(CYCLES)} loads and releases of tiny engines in turn; {start_mb:,.0f} MB"
    return check.keep([lease, Row("growth", resident_mb() - start_mb, GROWTH_MB, "MB", "<=", note)])


def leak_stage(check: Check) -> str:
    """Load, let speak and park both engines in turn, fifty times: nothing more may stay on the card."""
    product = Product(check)
    requests = {engine: gpu_nets.request_of(engine, product.folder(engine)) for engine in ENGINES}
    cycles = check.often(LEAK_CYCLES)
    held: list[int] = []
    for number in range(cycles):
        engine = ENGINES[number % 2]
        with product.lease(engine) as leased:
            if number < 2 or number >= cycles - 2:
                for _ in leased.model.synthesize(requests[engine], gpu_nets.job_of()):
                    pass
            del leased
        check.wait()
        if number:
            held.append(check.allocated())
    grown = held[-1] - held[0]
    product.manager.release()
    check.give_back()
    allowed = SLACK_BYTES + WORKSPACE_BYTES
    note = (
        f"{held[0] / MIB:.1f} MiB after two cycles, {held[-1] / MIB:.1f} after {cycles}{product.plain_words}"
    )
    return check.keep([Row("leak", grown / 1e6, allowed / 1e6, "MB", "<=", note)])


def meter_stage(check: Check) -> str:
    """Compare the meter's figures with torch's and the driver's while a net is on the card."""
    product = Product(check)
    if check.rehearsal:
        with product.lease("f5"):
            product.manager.sample()
        product.manager.release()
        raise Skipped("a rehearsal has no card to measure")
    with product.lease("f5"):
        check.wait()
        sample, card = product.manager.sample(), check.card()
        allocated = check.allocated()
    product.manager.release()
    words = (
        f"meter: {sample.total_bytes / MIB:.0f} MiB, {sample.free_bytes / MIB:.0f} free,"
        f" {sample.allocated_bytes / MIB:.0f} ours, {sample.other_bytes / MIB:.0f} others; NVML:"
        f" {card.total_bytes / MIB:.0f}, {card.free_bytes / MIB:.0f} free"
    )
    if abs(sample.free_bytes - card.free_bytes) > METER_SLACK_BYTES:
        raise Failed(f"{words}: what is free differs by more than {METER_SLACK_BYTES / MIB:.0f} MiB")
    if abs(sample.total_bytes - card.total_bytes) > 0.02 * card.total_bytes:
        raise Failed(f"{words}: the totals differ")
    if sample.allocated_bytes != allocated:
        raise Failed(f"{words}: torch holds {allocated / MIB:.0f} MiB")
    if sample.free_bytes + sample.reserved_bytes + sample.other_bytes != sample.total_bytes:
        raise Failed(f"{words}: the segments do not add up")
    return words
