"""One running host as the client sees it: frames in and out, on threads of its own."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import HostNotStarted, SottovoceError, WireBroken, WireError
from core.host.analysis_messages import PreparedBody, SurveyedBody, TranscribedBody
from core.host.log import HostLog
from core.host.messages import (
    AudioBody,
    DoneBody,
    FieldsBody,
    FitBody,
    JobBody,
    MemoryBody,
    ProgressBody,
    decode,
    encode,
)
from core.host.process import HostProcess
from core.host.protocol import POISONED_EXIT, Frame, FrameCutShort, Kind, encode_frame, read_frame
from core.host.values import Hello
from core.model.events import MemorySample

log = logging.getLogger(__name__)

SAMPLE_BYTES = 4
WAITING_LIMIT_BYTES = 64 * 1024**2
"""When so much audio waits for a slow taker, nothing more is read: the engine waits too."""
READ_WAIT_S = 2.0
"""Read so long what an ended host has left in its pipe: what it started may hold that open for ever."""
LOG_WAIT_S = 0.5
"""Wait so long for an ended host's last lines: what it started and let go may hold its output open."""


@dataclass(frozen=True)
class Arrival:
    """A message for a call; ``kind`` None is the end of the host."""

    kind: Kind | None
    body: object = None
    payload: bytes | bytearray = b""


class Call:
    """A call that waits for its messages."""

    def __init__(self, job: int) -> None:
        """Take the job's number."""
        self.job = job
        self._arrivals: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        self._room = threading.Condition()
        self._waiting_bytes = 0
        self._unlimited = False

    def put(self, arrival: Arrival) -> None:
        """Hand over a message; never blocks."""
        with self._room:
            self._waiting_bytes += len(arrival.payload)
        self._arrivals.put(arrival)

    def wait_for_room(self) -> None:
        """Wait while the limit is reached, on the reader thread."""
        with self._room:
            self._room.wait_for(lambda: self._unlimited or self._waiting_bytes < WAITING_LIMIT_BYTES)

    def lift_limit(self) -> None:
        """Let the reader thread go on, whatever waits: the call or the host is at its end."""
        with self._room:
            self._unlimited = True
            self._room.notify_all()

    def get(self, timeout_s: float) -> Arrival | None:
        """Wait for a message; None when none came in time."""
        try:
            arrival = self._arrivals.get(timeout=timeout_s)
        except queue.Empty:
            return None
        with self._room:
            self._waiting_bytes -= len(arrival.payload)
            self._room.notify_all()
        return arrival


_BODIES: dict[int, type] = {
    Kind.HELLO: Hello,
    Kind.TAKEN: JobBody,
    Kind.PROGRESS: ProgressBody,
    Kind.AUDIO: AudioBody,
    Kind.NOTICE: FieldsBody,
    Kind.MEMORY: MemoryBody,
    Kind.DONE: DoneBody,
    Kind.ERROR: FieldsBody,
    Kind.CANCELLED: DoneBody,
    Kind.SURVEYED: SurveyedBody,
    Kind.PREPARED: PreparedBody,
    Kind.TRANSCRIBED: TranscribedBody,
    Kind.FIT: FitBody,
}
_HEARTBEATS = (Kind.MEMORY, Kind.TAKEN)
"""Of no job, they only tell that the host lives."""


class Connection:
    """A host process with the threads that read, write, log, and wait for its end."""

    def __init__(
        self,
        process: HostProcess,
        environment: str,
        host_log: HostLog,
        on_memory: Callable[[MemorySample], None] | None,
        on_lost: Callable[[str], None] | None = None,
    ) -> None:
        """Start reading.

        Args:
            process: The host.
            environment: Its environment's name, for errors.
            host_log: Where its output goes.
            on_memory: Takes each memory sample, on the reader thread.
            on_lost: Takes the reason when the host ends by itself. The reason is empty where that is told
                otherwise: a job's error said before why the host has to end, or whoever waits is told.
        """
        self.process = process
        self.last_sample: MemorySample | None = None
        self.frames_seen = 0
        self.broken: SottovoceError | None = None
        self._environment = environment
        self._log = host_log
        self._on_memory = on_memory
        self._on_lost = on_lost
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._calls: dict[int, Call] = {}
        self._ended = False
        self.closing = False
        self._killed = False
        self._last_line = ""
        self._hello = Call(0)
        self._greeting = threading.Lock()
        self.hello: Hello | None = None
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=run, name=f"{environment} host {name}", daemon=True)
            for name, run in (
                ("frames", self._read),
                ("outbox", self._write),
                ("log", self._relay),
                ("end", self._await_end),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def usable(self) -> bool:
        """True while it can take a job."""
        return not self._ended and self.process.running

    def wait_for_hello(self, limit_s: float, check: Callable[[], None]) -> Hello:
        """Wait until the host has introduced itself.

        Args:
            limit_s: Longest wait.
            check: Called while waiting; what it raises ends the wait.

        Raises:
            HostNotStarted: When it ended or said nothing in time.
            WireError: When it is not our host, or of another version.
        """
        end = time.monotonic() + limit_s
        while self.hello is None:
            check()
            arrival = self._hear_hello()
            if self.hello is not None or (arrival is None and time.monotonic() < end):
                continue
            if arrival is None:
                self.kill()
                raise self._not_started(f"no hello within {limit_s:g} s")
            if arrival.kind is None:
                self._hello.put(arrival)
                raise self.broken or self._not_started(self.process.describe_end())
        return self.hello

    def _hear_hello(self) -> Arrival | None:
        """Take what the host says before its first job; one thread at a time, for each wants to know it."""
        with self._greeting:
            if self.hello is not None:
                return None
            arrival = self._hello.get(0.05)
            if arrival is not None and isinstance(arrival.body, Hello):
                self.hello = arrival.body
            return arrival

    def open_call(self) -> Call:
        """Begin a call."""
        call = Call(next(self._numbers))
        with self._lock:
            self._calls[call.job] = call
            if self._ended:
                call.put(Arrival(None))
        return call

    def close_call(self, call: Call) -> None:
        """End a call; what still comes for it is dropped."""
        with self._lock:
            self._calls.pop(call.job, None)
        call.lift_limit()

    def ask(self, kind: Kind, body: Callable[[int], object], limit_s: float) -> Arrival | None:
        """Ask a question and return what comes first, or None when nothing comes in time.

        Args:
            kind: The question's.
            body: Makes its body for the number of the call.
            limit_s: Longest wait.
        """
        call = self.open_call()
        try:
            self.send(kind, body(call.job))
            return call.get(limit_s)
        finally:
            self.close_call(call)

    def send(self, kind: Kind, body: object) -> None:
        """Send a message; never blocks.

        Raises:
            WireBroken: When it is over a cap.
        """
        self._outbox.put(encode_frame(kind, encode(body)))

    def kill(self) -> None:
        """End the host at once and wait for its end; it is not usable afterwards."""
        self._killed = True
        self.process.kill()
        self._join()

    def close(self) -> None:
        """Close the host's pipe and wait for its end; kill it if it lingers."""
        self.closing = True
        self._outbox.put(None)
        self._join()

    def _join(self) -> None:
        self._outbox.put(None)
        with self._lock:
            for call in self._calls.values():
                call.lift_limit()
        if self.process.wait():
            frames, outbox, log_lines, end = self._threads
            for thread, limit_s in ((frames, 5.0), (end, 5.0), (outbox, 5.0), (log_lines, LOG_WAIT_S)):
                if thread is not threading.current_thread():
                    thread.join(limit_s)
        else:
            log.error("the system does not end host %d; it is given up", self.process.pid)
        self._mark_ended()

    def _not_started(self, reason: str) -> HostNotStarted:
        self._threads[2].join(1)
        if self._last_line:
            reason = f"{reason}: {self._last_line}"
        return HostNotStarted(environment=self._environment, reason=reason)

    def _relay(self) -> None:
        self._last_line = self._log.relay(self.process.pid, self.process.stderr)

    def _write(self) -> None:
        try:
            while (data := self._outbox.get()) is not None:
                self.process.write(data)
        except OSError as error:
            log.info("host %d takes no more: %s", self.process.pid, error)
        finally:
            self.process.close_input()

    def _read(self) -> None:
        try:
            while (frame := read_frame(self.process.read)) is not None:
                self._take(frame)
        except FrameCutShort as error:
            log.info("host %d: %s", self.process.pid, error)
        except WireError as error:
            self.broken = error
        except OSError as error:
            self.broken = WireBroken(reason=str(error))
        if self.broken is not None:
            log.warning("host %d: %s", self.process.pid, self.broken)
        self.process.kill()
        self.process.wait()
        self.process.close_output()
        self._mark_ended()

    def _await_end(self) -> None:
        """Notice the process's end also where a process that it started keeps the pipe open."""
        self.process.reap()
        self._threads[0].join(READ_WAIT_S)
        self._mark_ended()

    def _mark_ended(self) -> None:
        """Take no more jobs, and tell those who wait."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
            idle = not self._calls
            for call in (self._hello, *self._calls.values()):
                call.put(Arrival(None))
        reason = self.process.describe_end()
        self._log.write(self.process.pid, f"the host has ended: {reason}")
        if self.hello is not None and not self.closing and not self._killed and self._on_lost is not None:
            told = not idle or self.process.exit_code == POISONED_EXIT
            self._on_lost("" if told else reason if self.broken is None else str(self.broken))

    def _take(self, frame: Frame) -> None:
        kind = _BODIES.get(frame.kind)
        self.frames_seen += 1
        if kind is None:
            return
        body: object = decode(frame.body, kind)
        if len(frame.payload) % SAMPLE_BYTES:
            raise WireBroken(reason=f"{len(frame.payload)} bytes of audio are no whole number of samples")
        if isinstance(body, MemoryBody):
            self.last_sample = body.sample
            self._tell(body.sample)
        if isinstance(body, FieldsBody) and body.job == 0 and frame.kind == Kind.ERROR:
            self.broken = body.error()
        job = getattr(body, "job", 0)
        with self._lock:
            call = self._calls.get(job) if job else self._hello
        if call is not None and not (job == 0 and frame.kind in _HEARTBEATS):
            call.wait_for_room()
            call.put(Arrival(Kind(frame.kind), body, frame.payload))

    def _tell(self, sample: MemorySample) -> None:
        if self._on_memory is None:
            return
        try:
            self._on_memory(sample)
        except Exception:
            log.exception("a memory sample was not taken")
