"""The manager's lane of the stress run: the true manager on a simulated card, with engines that fail.

The engines are stand-ins for foreign ones: they allocate where a real one would, from a card whose memory is
handed out by a caching allocator. Jobs wait in a host's queue, and one thread serves them.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.stress_ledger import Ledger
from benchmarks.stress_plan import FLIPPED, MANAGER, NO_WEIGHTS, TAKEN, StressJob
from benchmarks.torch_side import OFF, ON
from core.errors import JobCancelled, ModelMissing, OutOfMemory
from core.model.engine import EngineSizes
from core.model.line import JobQueue
from core.vram.device import Footprint, SimulatedCard
from core.vram.manager import Loadable, Need, VramManager
from core.vram.simulated import MIB, Block, OutOfMemoryError, SimulatedMemory
from core.vram.turns import CardTurns

CARD_BYTES = 4096 * MIB
CONTEXT_BYTES = 256 * MIB
SIZES = {
    "small": EngineSizes(weights_bytes=512 * MIB, peak_bytes=128 * MIB, context_bytes=CONTEXT_BYTES),
    "middle": EngineSizes(weights_bytes=1024 * MIB, peak_bytes=512 * MIB, context_bytes=CONTEXT_BYTES),
    "large": EngineSizes(weights_bytes=2048 * MIB, peak_bytes=512 * MIB, context_bytes=CONTEXT_BYTES),
}
PIECES = 4
WAITS = "cancelled while it waits"
LOST = (OutOfMemory, OutOfMemoryError, ValueError, ModelMissing)
"""What a job may end with that met a planted fault, and is done again."""


class StressModel:
    """A model of many tensors that may fail, and counts itself."""

    alive = 0

    def __init__(self, lane: ManagerLane, sizes: EngineSizes) -> None:
        StressModel.alive += 1
        self._lane = lane
        self._peak_bytes = sizes.peak_bytes
        self._weights: list[Block] = []
        try:
            self._fill(sizes.weights_bytes)
        except OutOfMemoryError:
            self._free(self._weights)
            StressModel.alive -= 1
            raise

    def speak(self, job: StressJob) -> Iterator[int]:
        """Yield the job's number piece by piece, with activations of uneven sizes meanwhile."""
        for piece in range(PIECES):
            activations: list[Block] = []
            try:
                for share in (7, 3, 5):
                    activations.append(self._lane.memory.allocate(self._peak_bytes * share // 20))
                if piece == PIECES // 2:
                    self._lane.plant("in the job")
            finally:
                self._free(activations)
            yield job.number

    def close(self) -> None:
        """Give back all memory."""
        self._free(self._weights)
        StressModel.alive -= 1
        self._lane.plant("at release")

    def _fill(self, size_bytes: int) -> None:
        dice = random.Random(size_bytes)
        left = size_bytes
        while left > 0:
            size = min(left, dice.randrange(256 * 1024, 96 * MIB))
            self._weights.append(self._lane.memory.allocate(size))
            left -= size

    def _free(self, blocks: list[Block]) -> None:
        for block in blocks:
            self._lane.memory.free(block)
        blocks.clear()


class ManagerLane:
    """One owner thread, its manager and its queue."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.memory = SimulatedMemory(CARD_BYTES, lambda: self._foreign_bytes, CONTEXT_BYTES)
        self.baseline_ok = False
        self._ledger = ledger
        self._folder = folder
        self._foreign_bytes = 0
        self._job: StressJob | None = None
        self._fault = ""
        self._saves = False
        self._card = SimulatedCard(CARD_BYTES, memory=self.memory)
        engines = {
            name: Loadable(Footprint(name, sizes, ("cuda", "cpu")), self._loader(sizes))
            for name, sizes in SIZES.items()
        }
        self._manager: VramManager[StressModel] = VramManager(self._card, engines, turns=CardTurns(folder))

    def start(self, jobs: Sequence[StressJob]) -> threading.Thread:
        """Put the jobs into the queue and serve them on a thread."""
        own = [job for job in jobs if job.lane == MANAGER]
        queue: JobQueue[StressJob] = JobQueue()
        for job in own:
            queue.put(job.engine, job)
        thread = threading.Thread(target=self._serve, args=(queue.get, len(own)), name="manager", daemon=True)
        thread.start()
        return thread

    def plant(self, place: str) -> None:
        """Bring the job's fault about, if it is of this place."""
        fault = self._fault
        if fault == FLIPPED and place == "in the job":
            self._planted()
            self._saves = not self._saves
        if not fault.endswith(f" {place}"):
            return
        self._planted()
        if fault.startswith("out of memory"):
            self._run_out()
        if fault.startswith("cancelled"):
            raise JobCancelled
        if fault == NO_WEIGHTS:
            raise ModelMissing(engine="planted", path="weights")
        raise ValueError("planted")

    def _planted(self) -> None:
        self._ledger.inject(self._fault)
        self._fault = ""

    def _run_out(self) -> None:
        """Let another program take all that is free, then ask for more than the cache has."""
        memory = self.memory
        self._foreign_bytes += memory.free_bytes
        memory.allocate(memory.reserved_bytes - memory.allocated_bytes + 64 * MIB)

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
            and after.allocated_bytes == after.reserved_bytes == 0
            and after.free_bytes == CARD_BYTES - after.context_bytes
            and not any(one.in_memory for one in after.engines)
        )

    def _loader(
        self, sizes: EngineSizes
    ) -> Callable[[str, Path | None, Callable[[float], None]], StressModel]:
        def load(device: str, folder: Path | None, report: Callable[[float], None]) -> StressModel:
            report(0.5)
            self.plant("at load")
            return StressModel(self, sizes)

        return load

    def _do(self, job: StressJob) -> None:
        """Do a job until it ends; its fault is planted once."""
        self._fault, self._saves = job.fault, job.saves
        if job.fault.endswith("at load"):
            self._manager.release(job.engine)
        if job.fault.endswith("at release"):
            self._saves = True
        for _ in range(3):
            how = self._try(job)
            self._manager.settle_releases()
            self._foreign_bytes = 0
            if how:
                self._ledger.end(job, how)
                break
        else:
            self._ledger.complain(job, "no end after three tries")
        if job.fault and job.fault == self._fault:
            self._ledger.complain(job, "its fault was not planted")
        if job.fault == FLIPPED:
            with self._manager.lease(job.engine, self._need()):
                pass
            self._look(job)

    def _try(self, job: StressJob) -> str:
        """Return how it ended, or nothing where it is to be done again."""
        heard: list[int] = []
        cancelled = job.fault.startswith("cancelled")
        with ExitStack() as stack:
            check = self._plant_before(stack)
            need, saves = self._need(), self._saves
            try:
                with self._manager.lease(job.engine, need, check=check) as leased:
                    heard.extend(leased.model.speak(job))
                    del leased
            except JobCancelled:
                return "cancelled" if cancelled else ""
            except LOST as error:
                if isinstance(error, OutOfMemory) and error.need_bytes <= error.free_bytes:
                    self._ledger.complain(job, f"refused without need: {error}")
                return ""
        if heard != [job.number] * PIECES:
            self._ledger.excess(job, f"heard {heard}")
        if self._saves == saves:
            self._look(job)
        return "done"

    def _plant_before(self, stack: ExitStack) -> Callable[[], None]:
        """Plant what comes before a job; return what is called while it waits for the card."""

        def stop() -> None:
            raise JobCancelled

        if self._fault == TAKEN:
            self._planted()
            self._foreign_bytes = CARD_BYTES
        if self._fault == WAITS:
            self._planted()
            other = CardTurns(self._folder)
            stack.enter_context(other.loading(self._card.identity("cuda"), lambda: None))
            return stop
        return lambda: None

    def _need(self) -> Need:
        return Need(low_vram=ON if self._saves else OFF)

    def _look(self, job: StressJob) -> None:
        """See that Low VRAM lets the engine go, and only Low VRAM does."""
        state = next(one.state for one in self._manager.sample().engines if one.engine == job.engine)
        if (state == "resident") is self._saves:
            self._ledger.complain(job, f"it is {state} with Low VRAM {'on' if self._saves else 'off'}")
