"""What the stress run's lanes of real hosts have in common: threads that ask, and what each try heard."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.stress_ledger import Ledger
from benchmarks.stress_plan import HANG, KILLS, StressJob
from benchmarks.torch_side import OFF, ON
from core.errors import JobCancelled, OutOfMemory, SottovoceError
from core.host.pool import HostPool
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Notice, Progress, RenderEvent
from core.model.policy import LowVram
from core.model.request import SynthesisRequest
from core.vram.device import OTHER_PROGRAMS_BYTES

CARD_BYTES = 4 * 1000**3
TRIES = 400
PAUSE_S = 0.25
"""A job that was refused, or whose fault could not be planted, is asked for again after that."""
LOOKS = 8
LOG_BYTES = 10**9
NEIGHBOUR_SEEN = "two programs on the card: jobs that saw the other"


class ImpatientToken(CancelToken):
    """A token whose user gives up after some looks, while the job waits for its turn."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 0

    def check(self) -> None:
        self._looks += 1
        if self._looks > LOOKS:
            self.cancel()
        super().check()


class Heard:
    """What one try of a job heard, and the fault that it plants on the way."""

    def __init__(self, lane: AskerLane, job: StressJob, fault: str) -> None:
        self.token = ImpatientToken() if fault == "cancelled while it waits" else CancelToken()
        self.digest = hashlib.sha256()
        self.samples = 0
        self.ended = False
        self.planted = False
        self.notices: list[Notice] = []
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
            if self.samples == self._lane.samples_of(self._job):
                self._reach("at its last sound")
        elif isinstance(event, Notice):
            self.notices.append(event)
        elif isinstance(event, Progress):
            self._reach({"loading": "at load", "speaking": "in the job"}.get(event.stage, ""))

    def _reach(self, place: str) -> None:
        if self.planted or not place:
            return
        if self._fault == f"cancelled {place}":
            self.token.cancel()
            self.planted = True
        elif self._fault in {*KILLS, HANG} and self._fault.endswith(place):
            self.planted = self._lane.strike(self._job.engine, stop=self._fault == HANG)
        elif place == "in the job":
            self.planted = self._lane.meddle(self._job, self._fault)


@dataclass(frozen=True)
class Tried:
    """What a try came to.

    Attributes:
        how: ``done`` or ``cancelled``; empty: it is to be done again.
        planted: Its fault was planted.
        pauses: Before the next one: it was refused, or its fault has not come about.
    """

    how: str
    planted: bool
    pauses: bool


class AskerLane:
    """Jobs that several threads ask of real hosts on one simulated card; a subclass says what is asked."""

    def __init__(
        self,
        environments: Sequence[Environment],
        options: HostOptions,
        folder: Path,
        ledger: Ledger,
        *,
        threads: int,
    ) -> None:
        """Start no host yet.

        Args:
            environments: Whose hosts are asked.
            options: How they are started and watched.
            folder: Theirs: for logs and weights.
            ledger: Where everything is noted.
            threads: How many ask at once.
        """
        self.ledger = ledger
        self.folder = folder
        self.kills = 0
        self.leaks_planted = 0
        self.lock = threading.Lock()
        self.pool = HostPool(environments, options)
        self._threads = threads
        self._expected: dict[tuple[str, int], tuple[str, int]] = {}

    # --- what a subclass says --------------------------------------------------------------------------

    def request(self, job: StressJob, fault: str) -> SynthesisRequest:
        """Return what is asked for, with the fault planted in it where that is its way."""
        raise NotImplementedError

    def mode(self, job: StressJob) -> LowVram:
        """Return the Low VRAM mode that the job finds."""
        return ON if job.saves else OFF

    def before(self, job: StressJob, fault: str) -> bool:
        """Plant what comes before a try; tell whether something was planted."""
        return False

    def after(self, job: StressJob, fault: str) -> None:
        """Take back what ``before`` planted."""

    def meddle(self, job: StressJob, fault: str) -> bool:
        """Plant what happens beside a job that speaks; tell whether something was planted."""
        return False

    def explains(self, job: StressJob, fault: str, heard: Heard, error: SottovoceError) -> bool:
        """Tell whether what is planted explains an error; say in ``heard`` that it was planted."""
        raise NotImplementedError

    def met(self, job: StressJob, fault: str, heard: Heard) -> None:
        """Look at a try that went well: say in ``heard`` whether its fault was planted."""

    # --- the run ------------------------------------------------------------------------------------------

    def learn(self, jobs: Sequence[StressJob]) -> None:
        """Hear what each text of each engine, as the jobs want them, sounds like undisturbed."""
        for engine, seed in sorted({(job.engine, job.seed) for job in jobs}):
            heard = self._hear(StressJob(-1, "", engine, saves=True, fault="", seed=seed))
            self._expected[engine, seed] = heard.digest.hexdigest(), heard.samples

    def start(self, jobs: Sequence[StressJob]) -> list[threading.Thread]:
        """Share the jobs among threads."""
        started = []
        for number in range(self._threads):
            part = jobs[number :: self._threads]
            thread = threading.Thread(target=self._serve, args=(part,), name=f"asker {number}", daemon=True)
            thread.start()
            started.append(thread)
        return started

    def samples_of(self, job: StressJob) -> int:
        """Return how many samples the job's whole audio has; 0 while that is not known."""
        return self._expected.get((job.engine, job.seed), ("", 0))[1]

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
        with self.lock:
            self.kills += not stop
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
        if self.log_text().count("event=leak") != self.leaks_planted:
            self.ledger.tell(f"{self.log_text().count('event=leak')} leaks, {self.leaks_planted} planted")
            at_rest = False
        return at_rest

    def log_text(self) -> str:
        """Return what the hosts have written."""
        logs = sorted((self.folder / "logs").glob("host-*.log*"))
        return "".join(path.read_text(encoding="utf-8") for path in logs)

    def _hear(self, job: StressJob) -> Heard:
        """Speak once, as soon as the other program leaves room on the card."""
        pause = threading.Event()
        for _ in range(TRIES):
            heard = Heard(self, job, "")
            try:
                self._speak(job, self.request(job, ""), heard)
            except OutOfMemory:
                pause.wait(PAUSE_S)
            else:
                return heard
        raise RuntimeError(f"{job.engine} is refused for ever")

    # --- one job ----------------------------------------------------------------------------------------

    def _serve(self, jobs: Sequence[StressJob]) -> None:
        for job in jobs:
            try:
                self._do(job)
            except Exception as error:  # noqa: BLE001
                self.ledger.complain(job, repr(error))
        for client in self.pool.clients():  # what stays would be in the other program's way for ever
            try:
                client.release()
            except SottovoceError as error:
                self.ledger.tell(f"{client.environment.name} does not release: {error!r}")

    def _do(self, job: StressJob) -> None:
        """Do a job until it ends: first until its fault was planted, then without it."""
        fault, pause = job.fault, threading.Event()
        for _ in range(TRIES):
            tried = self._try(job, fault)
            if tried.planted and fault:
                self.ledger.inject(fault)
            if tried.how and (tried.planted or not fault):
                self.ledger.end(job, tried.how)
                return
            fault = "" if tried.planted else fault
            if tried.pauses:
                pause.wait(PAUSE_S)
        self.ledger.complain(job, f"no end after {TRIES} tries")

    def _try(self, job: StressJob, fault: str) -> Tried:
        """Ask once, with the fault."""
        heard = Heard(self, job, fault)
        how, refused = "", False
        if fault.endswith("at load"):
            self.pool.client_for(job.engine).release(job.engine)
        heard.planted = self.before(job, fault)
        if fault == "cancelled before it starts":
            heard.token.cancel()
        try:
            with ExitStack() as stack:
                if isinstance(heard.token, ImpatientToken):
                    stack.enter_context(self._another_first(job))
                self._speak(job, self.request(job, fault), heard)
        except JobCancelled:
            heard.planted = heard.planted or heard.token.cancelled
            how = "cancelled" if heard.token.cancelled else ""
            if not how:
                self.ledger.complain(job, "cancelled, and nobody had asked")
        except OutOfMemory as error:
            refused = not self.explains(job, fault, heard, error)
            if refused and not _is_true(error):
                self.ledger.complain(job, f"refused without need: {error!r}")
        except SottovoceError as error:
            if not self.explains(job, fault, heard, error):
                self.ledger.complain(job, repr(error))
        else:
            how = self._judge(job, heard)
            self.met(job, fault, heard)
        finally:
            heard.ended = True
            self.after(job, fault)
        return Tried(how, heard.planted, refused or bool(fault and not heard.planted))

    def _speak(self, job: StressJob, request: SynthesisRequest, heard: Heard) -> None:
        mode = self.mode(job)
        client = self.pool.client_for(job.engine)
        with self.pool.card_lease(request, mode, heard.token):
            client.synthesize(
                request,
                mode,
                kept=lambda: not self.mode(job).value,
                on_event=heard,
                cancel=heard.token,
            )
        sample = client.last_sample
        if sample is not None and sample.neighbours and job.number >= 0:
            self.ledger.inject(NEIGHBOUR_SEEN)

    @contextmanager
    def _another_first(self, job: StressJob) -> Iterator[None]:
        """Have the card leased to another for a block, so that a job can only wait."""
        there, done = threading.Event(), threading.Event()

        def hold() -> None:
            try:
                with self.pool.card_lease(self.request(job, ""), ON, CancelToken()):
                    there.set()
                    done.wait()
            finally:
                there.set()

        thread = threading.Thread(target=hold, name="another job", daemon=True)
        thread.start()
        there.wait()
        try:
            yield
        finally:
            done.set()
            thread.join()

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


def _is_true(error: OutOfMemory) -> bool:
    """Tell whether a refusal's numbers give its reason: too little is free, and another has some of it."""
    return error.need_bytes > error.free_bytes and error.others_bytes > OTHER_PROGRAMS_BYTES
