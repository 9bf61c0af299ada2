"""The manager's lane of the stress run: the true manager on the simulated card, with engines that fail.

The engines are stand-ins for foreign ones. Jobs wait in a host's queue, and one thread serves them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.stress_plan import MANAGER, Ledger, StressJob
from benchmarks.torch_side import OFF, ON
from core.errors import JobCancelled, ModelMissing, OutOfMemory
from core.model.engine import EngineSizes
from core.model.line import JobQueue
from core.vram.device import Footprint, SimulatedCard
from core.vram.manager import Loadable, Need, VramManager

GB = 1000**3
CARD_BYTES = 4 * GB
SIZES = {
    "small": EngineSizes(weights_bytes=GB // 2, peak_bytes=GB // 10, context_bytes=GB // 4),
    "middle": EngineSizes(weights_bytes=GB, peak_bytes=GB // 2, context_bytes=GB // 4),
    "large": EngineSizes(weights_bytes=2 * GB, peak_bytes=GB // 2, context_bytes=GB // 4),
}
PIECES = 4
_PLANTED = {
    "out of memory": MemoryError,
    "raises": lambda: ValueError("planted"),
    "no weights": lambda: ModelMissing(engine="planted", path="weights"),
    "cancelled": JobCancelled,
}


class StressModel:
    """A model that may fail, and counts itself."""

    alive = 0

    def __init__(self, job: StressJob) -> None:
        StressModel.alive += 1
        self.job = job

    def speak(self, job: StressJob, fault: str) -> Iterator[int]:
        """Yield the job's number piece by piece."""
        for piece in range(PIECES):
            if piece == PIECES // 2:
                plant(fault, "in the job")
            yield job.number

    def close(self) -> None:
        StressModel.alive -= 1
        plant(self.job.fault, "at release")


def plant(fault: str, place: str) -> None:
    """Raise the fault, if it is of this place."""
    kind, _, where = fault.partition(f" {place}")
    if fault.endswith(place) and not where:
        raise _PLANTED[kind]()


class ManagerLane:
    """One owner thread, its manager and its queue."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._foreign_bytes = 0
        self._job: StressJob | None = None
        self._fault = ""
        card = SimulatedCard(CARD_BYTES, lambda: self._foreign_bytes)
        engines = {
            name: Loadable(Footprint(name, sizes, ("cuda", "cpu")), self._load)
            for name, sizes in SIZES.items()
        }
        self._manager: VramManager[StressModel] = VramManager(card, engines)
        self._baseline = self._manager.sample()
        self.baseline_ok = False

    def start(self, jobs: Sequence[StressJob]) -> threading.Thread:
        """Put the jobs into the queue and serve them on a thread."""
        own = [job for job in jobs if job.lane == MANAGER]
        queue: JobQueue[StressJob] = JobQueue()
        for job in own:
            queue.put(job.engine, job)
        thread = threading.Thread(target=self._serve, args=(queue.get, len(own)), name="manager", daemon=True)
        thread.start()
        return thread

    def _serve(self, get: Callable[[], StressJob], count: int) -> None:
        for _ in range(count):
            job = get()
            try:
                self._do(job)
            except Exception as error:  # noqa: BLE001
                self._ledger.complain(job, repr(error))
        self._manager.release()
        after = self._manager.sample()
        self.baseline_ok = (
            StressModel.alive == 0
            and after.allocated_bytes == after.reserved_bytes == self._baseline.allocated_bytes
            and after.free_bytes == self._baseline.free_bytes - after.context_bytes
            and not any(one.in_memory for one in after.engines)
        )

    def _load(self, device: str, folder: Path | None, report: Callable[[float], None]) -> StressModel:
        assert self._job is not None
        report(0.5)
        plant(self._fault, "at load")
        return StressModel(self._job)

    def _do(self, job: StressJob) -> None:
        """Do a job until it ends, without its fault from the second time."""
        self._job, self._fault = job, job.fault
        if job.fault:
            self._ledger.inject(job.fault)
        if job.fault.endswith("at load"):
            self._manager.release(job.engine)
        if job.fault.startswith("another program"):
            self._foreign_bytes = CARD_BYTES
        for _ in range(3):
            how = self._try(job, self._fault)
            self._manager.settle_releases()
            self._fault = ""
            self._foreign_bytes = 0
            if how:
                self._ledger.end(job, how)
                return
        self._ledger.complain(job, "no end after three tries")

    def _try(self, job: StressJob, fault: str) -> str:
        """Return how it ended, or nothing where it is to be done again."""
        heard: list[int] = []
        try:
            with self._manager.lease(job.engine, Need(low_vram=ON if job.saves else OFF)) as leased:
                heard.extend(leased.model.speak(job, fault))
                del leased
        except JobCancelled:
            return "cancelled" if fault.startswith("cancelled") else ""
        except OutOfMemory as error:
            if error.need_bytes <= error.free_bytes:
                self._ledger.complain(job, f"refused without need: {error}")
            return ""
        except (MemoryError, ValueError, ModelMissing):
            return ""
        if heard != [job.number] * PIECES:
            self._ledger.excess(job, f"heard {heard}")
        return "done"
