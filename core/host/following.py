"""Follow one job from the moment it is sent to its end, whatever that is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import numpy as np

from core.errors import EngineCrashed, EngineHung, JobCancelled, SottovoceError
from core.host.connection import Arrival, Call, Connection
from core.host.messages import RELEASING, AudioBody, DoneBody, FieldsBody, JobBody, ProgressBody
from core.host.protocol import Kind
from core.host.values import HostOptions
from core.host.watch import Watch
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent

log = logging.getLogger(__name__)

POLL_S = 0.05
"""How often a waiting call looks at its cancel token and at the host."""
TAUGHT_LIMIT_S = 10.0
"""A kill teaches at most so long a piece: an engine that heeds nothing must not be waited for ever longer."""


class NotTaken(Exception):
    """The host ended before it took the job."""


class _Kept:
    """Keeps what was raised inside, to be raised again once the host has stopped."""

    error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True


class Following:
    """One job that was sent; ``run`` sees it to its end."""

    def __init__(
        self,
        connection: Connection,
        call: Call,
        engine: str,
        *,
        options: HostOptions,
        longest_step_s: float,
        on_event: Callable[[RenderEvent], None],
        cancel: CancelToken,
    ) -> None:
        """Take the job.

        Args:
            connection: The host.
            call: Where its messages arrive.
            engine: The job's engine, for errors.
            options: Limits.
            longest_step_s: Longest uninterruptible piece measured for that engine; what this job measures
                is added to it.
            on_event: Takes events on the calling thread; what it raises ends the job.
            cancel: Ends the job when set.
        """
        self.longest_step_s = longest_step_s
        self.killed_for_cancel = False
        self.placed = False
        self._connection = connection
        self._call = call
        self._engine = engine
        self._options = options
        self._on_event = on_event
        self._cancel = cancel
        self._watch = Watch()
        self._stage = "loading"
        self._taken = False
        self._asked_at: float | None = None
        self._killed = False
        self._failure: BaseException | None = None
        self._hung: EngineHung | None = None

    def run(self) -> DoneBody:
        """Hand on what comes, until the end.

        Raises:
            NotTaken: When the host ended before it took the job.
            JobCancelled: When the job was cancelled.
            SottovoceError: When it failed.
        """
        ended = False
        try:
            while True:
                arrival = self._call.get(POLL_S)
                if arrival is None:
                    self._look()
                    continue
                self._watch.progressed()
                ended = arrival.kind in {None, Kind.DONE, Kind.ERROR, Kind.CANCELLED}
                if ended:
                    return self._end(arrival)
                self._take(arrival)
                self._look()
        finally:
            if not ended:
                self._connection.send(Kind.CANCEL, JobBody(self._call.job))

    def _take(self, arrival: Arrival) -> None:
        body = arrival.body
        self._taken = True
        if isinstance(body, ProgressBody):
            self._stage = body.stage
            if body.stage == "speaking":
                self.placed = True
                self.longest_step_s = max(self.longest_step_s, body.longest_step_s)
            if body.stage == RELEASING:
                return
            self._hand_on(Progress(body.stage, body.fraction))
        elif isinstance(body, AudioBody):
            samples: Samples = np.frombuffer(arrival.payload, dtype="<f4").astype(np.float32, copy=False)
            self._hand_on(AudioPiece(samples, body.sample_rate_hz))
        elif isinstance(body, FieldsBody):
            self._hand_on(body.notice())

    def _hand_on(self, event: RenderEvent) -> None:
        if self._failure is not None:
            return
        with _Kept() as kept:
            self._on_event(event)
        self._failure = kept.error

    def _look(self) -> None:
        """Pass a cancel on, and end a host that heeds nothing."""
        now = time.monotonic()
        if self._killed:
            return
        if self._asked_at is None and (self._cancel.cancelled or self._failure is not None):
            self._asked_at = now
            self._connection.send(Kind.CANCEL, JobBody(self._call.job))
        heeded = self._stage == RELEASING
        if self._asked_at is not None and not heeded and now - self._asked_at > self._grace_s():
            log.warning(
                "%s did not heed a cancel in %.1f s; its host is killed", self._engine, self._grace_s()
            )
            self.killed_for_cancel = True
            if self._stage == "speaking":
                self.longest_step_s = max(self.longest_step_s, min(now - self._asked_at, TAUGHT_LIMIT_S))
            self._kill()
            return
        options = self._options
        if self._stage == "speaking":
            limits_s = options.silence_limit_s, options.speaking_limit_s
        else:
            limits_s = options.loading_silence_limit_s, options.loading_limit_s
        silence_s = self._watch.tick(self._connection.frames_seen, *limits_s)
        if silence_s is not None:
            self._hung = EngineHung(engine=self._engine, silence_s=round(silence_s, 1))
            log.warning("%s; its host is killed", self._hung)
            self._kill()

    def _kill(self) -> None:
        """Kill the host; what it had sent still arrives before its end."""
        self._killed = True
        self._connection.kill()

    def _grace_s(self) -> float:
        if self._stage != "speaking":
            return self._options.cancel_grace_s
        return max(self._options.cancel_grace_s, 2 * self.longest_step_s)

    def _end(self, arrival: Arrival) -> DoneBody:
        """Return the end of a job that went well, or raise what it ended with."""
        body = arrival.body
        if arrival.kind is Kind.DONE:
            self.placed = True
        if isinstance(body, DoneBody) and self._stage == "speaking":
            self.longest_step_s = max(self.longest_step_s, body.longest_step_s)
        if self._failure is not None:
            raise self._failure
        if arrival.kind is Kind.DONE and isinstance(body, DoneBody):
            return body
        if arrival.kind is Kind.ERROR and isinstance(body, FieldsBody):
            raise body.error()
        if arrival.kind is Kind.CANCELLED or self._asked_at is not None or self._connection.closing:
            raise JobCancelled
        raise self._end_of_host()

    def _end_of_host(self) -> SottovoceError | NotTaken:
        error: SottovoceError | None = self._hung or self._connection.broken
        if error is not None:
            return error
        if not self._taken:
            return NotTaken()
        return EngineCrashed(engine=self._engine, reason=self._connection.process.describe_end())
