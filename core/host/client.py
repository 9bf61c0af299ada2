"""The client of one environment's engine host: it starts it, speaks with it, watches and restarts it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import (
    DeviceFailed,
    EngineCrashed,
    HostNotStarted,
    JobCancelled,
    SottovoceError,
    WireError,
)
from core.host.connection import Connection
from core.host.following import POLL_S, Following, NotTaken
from core.host.keeper import HostKeeper, OnEnded
from core.host.messages import (
    LoadBody,
    LowVramBody,
    ReleaseBody,
    RequestBody,
    SynthesizeBody,
    path_bytes,
)
from core.host.protocol import Kind
from core.host.questions import ask_fit, ask_sample
from core.host.rest import RecentJobs, Rested, ram_allows
from core.host.restore import Restorer
from core.host.resume import Resumed
from core.host.values import Done, Hello, HostOptions
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import MemorySample, Notice, Progress, RenderEvent
from core.model.fit import Fit
from core.model.line import Turns
from core.model.policy import LowVram
from core.model.request import SynthesisRequest

__all__ = ["Done", "Hello", "HostClient", "HostOptions", "OnEnded"]

log = logging.getLogger(__name__)

OnEvent = Callable[[RenderEvent], None]


class HostClient:
    """One host of one environment; every method may be called from any thread.

    The host is started when it is first needed, and again after it has ended for whatever reason.
    """

    def __init__(
        self,
        environment: Environment,
        options: HostOptions,
        on_memory: Callable[[MemorySample], None] | None = None,
        on_ended: OnEnded | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            environment: Whose interpreter runs the host.
            options: How it is started and watched.
            on_memory: Takes each memory sample, on a thread of the client's.
            on_ended: Takes environment and reason when a host ends by itself, on a thread of the client's.
                The reason is empty where the end is told by a job's error, or the host was ended for being
                idle.
        """
        self.environment = environment
        self._options = options
        self._keeper = HostKeeper(environment, options, on_memory, on_ended)
        self._turns = Turns()
        self._jobs_begun = 0
        self.used_at = 0.0
        """When the last job ended, by the monotonic clock."""
        self._worked: Connection | None = None
        self._recent = RecentJobs()
        self._longest_step_s: dict[str, float] = {}
        self._restorer = Restorer(environment.name)

    @property
    def running(self) -> bool:
        """True while a host runs."""
        return self._keeper.connection is not None

    @property
    def pid(self) -> int | None:
        """Process id of the running host."""
        connection = self._keeper.connection
        return connection.process.pid if connection is not None else None

    @property
    def last_hello(self) -> Hello | None:
        """How the host that ran last introduced itself, or None; starts none."""
        return self._keeper.last_hello

    @property
    def last_sample(self) -> MemorySample | None:
        """The running host's newest memory sample, or None; starts none."""
        connection = self._keeper.connection
        return connection.last_sample if connection is not None else None

    @property
    def busy(self) -> bool:
        """True while a job has its turn."""
        return self._turns.taken

    @property
    def jobs_begun(self) -> int:
        """How many jobs have had their turn."""
        return self._jobs_begun

    def hello(self, cancel: CancelToken | None = None) -> Hello:
        """Return the host's introduction; starts it if needed.

        Args:
            cancel: Ends the wait when set; the host goes on starting.

        Raises:
            HostNotStarted: When it cannot be started.
            JobCancelled: When it was cancelled.
            WireError: When it is not our host, or of another version.
        """
        check = CancelToken().check if cancel is None else cancel.check
        connection = self._keeper.connect()
        return connection.wait_for_hello(self._options.start_limit_s, check)

    def synthesize(
        self,
        request: SynthesisRequest,
        low_vram: LowVram,
        *,
        wanted_next: Collection[str] = (),
        kept: Callable[[], bool] = lambda: True,
        on_event: OnEvent,
        cancel: CancelToken,
    ) -> Done:
        """Speak a request; blocks until it is done.

        Where the card fails for good, the host is ended and the request spoken once more by a new one.

        Args:
            request: What to speak.
            low_vram: The mode in force for this job.
            wanted_next: Engines that queued jobs want.
            kept: Tells on any thread whether engines still stay in memory after their jobs; asked before
                one is loaded again that was there before a forced cancel.
            on_event: Takes progress, audio and notices, on the calling thread.
            cancel: Ends the job when set: politely, after a grace by force.

        Raises:
            JobCancelled: When it was cancelled, or the client closed.
            ParameterInvalid: When a number is not finite; JSON has none that are not.
            SottovoceError: When it failed; what came before has been handed to ``on_event``.
        """
        body = RequestBody.of(request)
        mode = LowVramBody.of(low_vram)
        resumed = Resumed(on_event)

        def run() -> Done:
            return self._run(
                Kind.SYNTHESIZE,
                lambda job: SynthesizeBody(job, body, mode, tuple(wanted_next)),
                LoadBody(0, request.engine, request.device, body.model_dir),
                resumed,
                cancel,
                kept=kept if not low_vram.value else None,
            )

        with self._turn(request.engine, cancel):
            try:
                return run()
            except DeviceFailed as error:
                log.warning("the host of %s lost its card: %s", self.environment.name, error)
            self._keeper.kill()
            resumed.again()
            on_event(Notice("device_failed_once", {"engine": request.engine}))
            return run()

    def load(self, engine: str, device: str = "auto", model_dir: Path | None = None) -> None:
        """Load an engine and keep it.

        Raises:
            JobCancelled: When the client was closed.
            SottovoceError: When it failed.
        """
        cancel = CancelToken()
        with self._turn(engine, cancel):
            self._load(LoadBody(0, engine, device, path_bytes(model_dir)), cancel)

    def release(self, engine: str | None = None, *, cancel: CancelToken | None = None) -> None:
        """Release an engine, or all of them; nothing to do when the host does not run.

        Args:
            engine: Engine id, or None for all.
            cancel: Ends the wait for the jobs before it when set.

        Raises:
            JobCancelled: When the client was closed meanwhile, or the token says so.
            SottovoceError: When it failed.
        """
        if not self.running:
            return
        cancel = cancel or CancelToken()
        with self._turn(engine, cancel):
            self._release(engine, cancel)

    def sample(self) -> MemorySample:
        """Ask for a memory sample now; starts the host if needed.

        Raises:
            EngineCrashed: When the host ended meanwhile.
            EngineHung: When it does not answer.
            SottovoceError: When the host cannot be started.
        """
        connection = self._keeper.greet(lambda: None)
        sample = ask_sample(connection)
        if sample is not None:
            return sample
        if connection.closing and not self._keeper.closed:  # it was idle, and ends; ask the one in its place
            return self.sample()
        raise connection.broken or EngineCrashed(engine="", reason=connection.process.describe_end())

    def forecast(self, request: SynthesisRequest, low_vram: LowVram, freeable_bytes: int = 0) -> Fit | None:
        """Ask the running host what a request would meet; nothing is started or loaded for it.

        Args:
            request: What would be spoken.
            low_vram: The mode in force.
            freeable_bytes: What other hosts would free on the card for it.

        Returns:
            The answer, or None where no host runs, or it does not answer.

        Raises:
            SottovoceError: When the request could not be put anywhere.
        """
        connection = self._keeper.connection
        return None if connection is None else ask_fit(connection, request, low_vram, freeable_bytes)

    def rest(self, jobs_begun: int, *, ends: bool) -> Rested:
        """Give back what the host holds, because nothing was asked of it for long. Jobs wait meanwhile.

        Args:
            jobs_begun: How many had begun when the time was counted; once another has, nothing is done.
            ends: True: what goes only with its process too. The host ends, and another takes its place that
                has imported what the recent jobs' engines need, if there is room in RAM.

        Raises:
            JobCancelled: When the client was closed meanwhile.
            SottovoceError: When it failed.
        """
        with self._turns.turn_if_free() as free:
            connection = self._keeper.connection
            if not free or self._jobs_begun != jobs_begun or connection is None:
                return Rested.NOT
            if ends and connection is self._worked and self._has_card(connection):
                return self._end_idle(connection)
            sample = connection.last_sample
            if sample is None or not any(one.in_memory for one in sample.engines):
                return Rested.NOT
            self._release(None, CancelToken())
            return Rested.RELEASED

    def close(self) -> None:
        """End the host. A job in progress raises ``JobCancelled``. May be called again."""
        self._keeper.close()

    # --- a job from start to end ------------------------------------------------------------------

    def _run(
        self,
        kind: Kind,
        body: Callable[[int], object],
        wanted: LoadBody,
        on_event: OnEvent,
        cancel: CancelToken,
        *,
        kept: Callable[[], bool] | None = lambda: True,
    ) -> Done:
        """Do a job whose turn it is; ``wanted`` says with what, and ``kept`` None that nothing stays."""
        engine = wanted.engine
        for last_try in (False, True):
            connection = self._greet(on_event, cancel)
            resident = self._restorer.resident(connection) if kept is not None else []
            call = connection.open_call()
            job = Following(
                connection,
                call,
                engine,
                options=self._options,
                longest_step_s=self._longest_step_s.get(engine, 0.0),
                on_event=on_event,
                cancel=cancel,
            )
            if kind is not Kind.RELEASE:
                self._worked = connection
                self._recent.begun(engine)
            try:
                connection.send(kind, body(call.job))
                done = job.run()
            except NotTaken:
                reason = connection.process.describe_end()
                log.info("the host of %s had ended (%s)", self.environment.name, reason)
                if last_try:
                    raise EngineCrashed(engine=engine, reason=reason) from None
            else:
                self._recent.done(wanted, done)
                return done.done()
            finally:
                connection.close_call(call)
                self._longest_step_s[engine] = job.longest_step_s
                if job.placed and kind is not Kind.RELEASE:
                    self._restorer.note(wanted)
                if job.killed_for_cancel and kept is not None and not self._keeper.closed:
                    self._restore(resident, kept)
        raise AssertionError("the second try returns or raises")

    def _load(self, wanted: LoadBody, cancel: CancelToken) -> None:
        """Load an engine; it is this job's turn."""
        self._run(
            Kind.LOAD,
            lambda job: LoadBody(job, wanted.engine, wanted.device, wanted.model_dir),
            wanted,
            lambda event: None,
            cancel,
        )

    def _release(self, engine: str | None, cancel: CancelToken) -> None:
        """Release an engine, or all; it is this job's turn."""
        self._run(
            Kind.RELEASE,
            lambda job: ReleaseBody(job, engine),
            LoadBody(0, engine or ""),
            lambda event: None,
            cancel,
        )

    def _end_idle(self, connection: Connection) -> Rested:
        """End the host; start another in its place where RAM allows."""
        name, pid = self.environment.name, connection.process.pid
        try:
            replaced = ram_allows(self.sample())
        except SottovoceError as error:
            log.warning("the idle host of %s does not answer: %s", name, error)
            replaced = False
        if not self._keeper.end(connection):
            return Rested.NOT
        self._worked = None
        log.info("the host %d of %s was ended for being idle", pid, name)
        if not replaced:
            log.info("no host stands ready in its place: RAM is short")
            self._keeper.tell_gone("")
            return Rested.ENDED
        self._keeper.connect(self._recent.prepared())
        return Rested.REPLACED

    @contextmanager
    def _turn(self, engine: str | None, cancel: CancelToken) -> Iterator[None]:
        """Wait for the jobs before this one; jobs of one engine may be put together."""
        with self._turns.turn(engine, cancel.check, POLL_S):
            self._jobs_begun += 1
            try:
                yield
            finally:
                self.used_at = time.monotonic()

    def _greet(self, on_event: OnEvent, cancel: CancelToken) -> Connection:
        if not self.running:
            on_event(Progress("starting", 0.0))
        try:
            return self._keeper.greet(cancel.check)
        except (HostNotStarted, WireError):
            if self._keeper.closed:
                raise JobCancelled from None
            raise

    def _has_card(self, connection: Connection) -> bool:
        return connection.hello is not None and connection.hello.card_total_bytes is not None

    def _restore(self, resident: list[LoadBody], kept: Callable[[], bool]) -> None:
        """Have a new host hold what was resident; once another job has run, that is that job's doing."""
        begun, cancel = self._jobs_begun, CancelToken()

        def load_again(one: LoadBody, number: int) -> bool:
            with self._turn(one.engine, cancel):
                if self._jobs_begun != begun + number or not kept():
                    return False
                self._load(one, cancel)
                return True

        self._restorer.restore(resident, self.hello, load_again)
