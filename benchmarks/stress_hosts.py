"""The hosts' lane of the stress run: real hosts on one simulated card, asked by several threads at once."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import psutil

from benchmarks.spoken import request_of
from benchmarks.stress_plan import HANG, KILLS, PACKAGES, Ledger, StressJob
from benchmarks.torch_side import OFF, ON
from core.errors import EngineCrashed, EngineHung, JobCancelled, ModelMissing, OutOfMemory, SottovoceError
from core.host.pool import HostPool
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent
from core.model.request import SynthesisRequest
from core.vram.device import SimulatedCard
from core.vram.turns import CardTurns

GB = 1000**3
CARD_BYTES = 4 * GB
THREADS = 3
TRIES = 8
TEXTS = ("Good evening.", "The train was late.")


class ForeignProgram:
    """Another program on the card: its record in the folder that hosts share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turns = CardTurns(folder, "another program", psutil.Process().pid)
        self._turns.watch(SimulatedCard(CARD_BYTES).identity("cuda"))
        self._lock = threading.Lock()
        self._users = 0
        self.times = 0

    def take(self) -> None:
        """Hold nearly all of the card."""
        with self._lock:
            self._users += 1
            self.times += 1
            self._turns.publish(CARD_BYTES - GB // 8)

    def give_back(self) -> None:
        """Hold nothing, once all who made it take have let it go."""
        with self._lock:
            self._users -= 1
            if not self._users:
                self._turns.publish(0)


class Heard:
    """What one try of a job heard, and the fault that it plants on the way."""

    def __init__(self, lane: HostLane, job: StressJob, fault: str) -> None:
        self.token = CancelToken()
        self.digest = hashlib.sha256()
        self.samples = 0
        self.ended = False
        self.planted = False
        self._lane = lane
        self._job = job
        self._fault = fault

    def __call__(self, event: RenderEvent) -> None:
        """Take an event."""
        if self.ended:
            self._lane.ledger.excess(self._job, f"an event after the end: {event}")
        if isinstance(event, AudioPiece):
            self.digest.update(event.samples.tobytes())
            self.samples += len(event.samples)
        stage = event.stage if isinstance(event, Progress) else ""
        if stage == "loading" and self._fault.endswith("at load"):
            self._plant()
        if stage == "speaking" and self._fault.endswith("while it speaks"):
            self._plant()

    def _plant(self) -> None:
        if self.planted:
            return
        if self._fault.startswith("cancelled"):
            self.token.cancel()
            self.planted = True
        elif self._fault in {*KILLS, HANG}:
            self.planted = self._lane.strike(self._job.engine, stop=self._fault == HANG)


class HostLane:
    """The hosts, several threads that ask them, and the other program."""

    def __init__(
        self,
        environments: Sequence[Environment],
        weights: Mapping[str, Path],
        reference: Path,
        folder: Path,
        ledger: Ledger,
    ) -> None:
        self.ledger = ledger
        self.kills = 0
        self.struck = False
        self.real_jobs = 0
        self._weights = weights
        self._reference = reference
        self._folder = folder
        self._empty = folder / "no weights"
        self._empty.mkdir()
        self._foreign = ForeignProgram(folder / "cards")
        self._lock = threading.Lock()
        self._expected: dict[tuple[str, int], tuple[str, int]] = {}
        options = HostOptions(
            log_file=folder / "logs" / "host.log",
            simulate_gpu_bytes=CARD_BYTES,
            cards_folder=folder / "cards",
            program="stress",
        )
        self.pool = HostPool(environments, options)

    def learn(self, jobs: Sequence[StressJob]) -> None:
        """Hear what each text of each engine, as the jobs want them, sounds like undisturbed."""
        for engine, seed in sorted({(job.engine, job.seed) for job in jobs if job.lane == "hosts"}):
            job = StressJob(-1, "hosts", engine, saves=True, fault="", seed=seed)
            heard = Heard(self, job, "")
            self._speak(job, self._request(job, ""), heard)
            self._expected[engine, seed] = heard.digest.hexdigest(), heard.samples

    def start(self, jobs: Sequence[StressJob]) -> list[threading.Thread]:
        """Share the jobs among threads, as more than one program's worth of lines."""
        own = [job for job in jobs if job.lane == "hosts"]
        threads = []
        for number in range(THREADS):
            part = own[number::THREADS]
            thread = threading.Thread(target=self._serve, args=(part,), name=f"asker {number}", daemon=True)
            thread.start()
            threads.append(thread)
        return threads

    def strike(self, engine: str, *, stop: bool) -> bool:
        """Kill an engine's host as the system may, or stop it, so that its client has to kill it."""
        pid = self.pool.client_for(engine).pid
        if pid is None:
            return False
        try:
            process = psutil.Process(pid)
            (process.suspend if stop else process.kill)()
        except psutil.NoSuchProcess:
            return False
        with self._lock:
            self.kills += not stop
            self.struck = True
        return True

    def close(self) -> bool:
        """Release all, end the hosts, and tell whether memory is at the baseline and nobody is left."""
        at_rest = True
        for client in self.pool.clients():
            if client.running:
                client.release()
                sample = client.sample()
                at_rest = at_rest and not sample.allocated_bytes and not sample.reserved_bytes
                at_rest = at_rest and not any(one.in_memory for one in sample.engines)
        self.pool.close()
        logs = [path.read_text(encoding="utf-8") for path in (self._folder / "logs").glob("host-*.log*")]
        leaks = sum(text.count("event=leak") for text in logs)
        children = psutil.Process().children(recursive=True)
        records = list((self._folder / "cards").glob("*.json"))
        lives = [path for path in records if psutil.pid_exists(int(path.suffixes[-2][1:]))]
        return at_rest and not leaks and not children and not lives

    # --- one job ------------------------------------------------------------------------------------

    def _serve(self, jobs: Sequence[StressJob]) -> None:
        for job in jobs:
            try:
                self._do(job)
            except Exception as error:  # noqa: BLE001
                self.ledger.complain(job, repr(error))

    def _do(self, job: StressJob) -> None:
        """Do a job until it ends, without its fault once that was planted."""
        fault = job.fault
        if fault == "all released before it":
            self.ledger.inject(fault)
            self.pool.client_for(job.engine).release()
        for _ in range(TRIES):
            how, fault = self._try(job, fault)
            if how:
                self.ledger.end(job, how)
                if job.engine in PACKAGES:
                    with self._lock:
                        self.real_jobs += 1
                return
        self.ledger.complain(job, f"no end after {TRIES} tries")

    def _try(self, job: StressJob, fault: str) -> tuple[str, str]:
        """Return how a try ended (nothing: it is to be done again), and the fault that is still to plant."""
        heard = Heard(self, job, fault)
        if fault == "cancelled before it starts":
            heard.token.cancel()
        took = fault.startswith("another program")
        if took:
            self._foreign.take()
        heard.planted = took or heard.token.cancelled
        how = ""
        try:
            self._speak(job, self._request(job, fault), heard)
        except (JobCancelled, SottovoceError) as error:
            how = self._met(job, fault, heard, error)
        else:
            how = self._judge(job, heard)
        finally:
            heard.ended = True
            if took:
                self._foreign.give_back()
        if heard.planted:
            self.ledger.inject(fault)
        return how, "" if heard.planted else fault

    def _met(self, job: StressJob, fault: str, heard: Heard, error: Exception) -> str:
        """Judge an error: what nothing planted explains is complained of. Only a cancel is an end."""
        if isinstance(error, JobCancelled) and heard.planted and fault.startswith("cancelled"):
            return "cancelled"
        if isinstance(error, ModelMissing) and fault.startswith("no weights"):
            heard.planted = True
        elif isinstance(error, EngineCrashed | EngineHung):
            if not self.struck:
                self.ledger.complain(job, f"{error}; nobody had killed a host")
        elif not isinstance(error, OutOfMemory) or not self._foreign.times:
            self.ledger.complain(job, repr(error))
        elif error.need_bytes <= error.free_bytes:
            self.ledger.complain(job, f"refused without need: {error}")
        return ""

    def _speak(self, job: StressJob, request: SynthesisRequest, heard: Callable[[RenderEvent], None]) -> None:
        mode = ON if job.saves else OFF
        token = heard.token if isinstance(heard, Heard) else CancelToken()
        client = self.pool.client_for(job.engine)
        with self.pool.card_lease(request, mode, token):
            client.synthesize(request, mode, kept=lambda: not job.saves, on_event=heard, cancel=token)

    def _request(self, job: StressJob, fault: str) -> SynthesisRequest:
        text = TEXTS[job.seed]
        if job.engine not in PACKAGES:
            return SynthesisRequest(job.engine, text, seed=job.seed)
        folder = self._empty if fault.startswith("no weights") else self._weights[job.engine]
        request = request_of(job.engine, folder, self._reference, job.seed)
        return replace(request, text=text, device="auto")

    def _judge(self, job: StressJob, heard: Heard) -> str:
        """Compare what was heard with the undisturbed: twice as much is doubled, another sound is lost."""
        digest, samples = self._expected[job.engine, job.seed]
        if heard.samples > samples:
            self.ledger.excess(job, f"{heard.samples} samples of {samples}")
            return "done"
        if heard.digest.hexdigest() != digest:
            self.ledger.complain(job, f"another sound than undisturbed, {heard.samples} samples of {samples}")
            return ""
        return "done"
