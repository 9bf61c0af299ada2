"""The host's side of the pipe: frames from the client, cancel tokens, and the end of the process."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from core.errors import JobCancelled, SottovoceError, WireVersionMismatch
from core.host.lifeline import tie_to_parent
from core.host.messages import FieldsBody, JobBody, decode
from core.host.protocol import BAD_WIRE_EXIT, Frame, Kind
from core.host.wire import Wire, take_pipes
from core.model.cancel import CancelToken

log = logging.getLogger(__name__)

Body = TypeVar("Body")


def begin_host(parent_pid: int) -> Wire:
    """Make a host of this process, and return its ends of the pipe.

    It ends with its parent, writes nothing but frames to the pipe, and leaves Ctrl+C to its client.
    """
    tie_to_parent(parent_pid)
    wire = Wire(*take_pipes())
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    return wire


class StepToken(CancelToken):
    """A token that measures the longest time between two looks at it."""

    def __init__(self) -> None:
        """Start not cancelled, nothing measured."""
        super().__init__()
        self.restart()

    def restart(self) -> None:
        """Measure from now."""
        self.longest_s = 0.0
        self._looked_at = time.monotonic()

    @property
    def cancelled(self) -> bool:
        """True once somebody asked."""
        now = time.monotonic()
        self.longest_s = max(self.longest_s, now - self._looked_at)
        self._looked_at = now
        return super().cancelled

    def check(self) -> None:
        """Raise if somebody asked.

        Raises:
            JobCancelled: When the work should stop.
        """
        if self.cancelled:
            raise JobCancelled


class Reader(Generic[Body]):
    """Takes frames from the client."""

    def __init__(
        self,
        wire: Wire,
        bodies: Mapping[int, type[Body]],
        queue: Callable[[Body, StepToken], None],
        sample: Callable[[int], None] = lambda job: None,
    ) -> None:
        """Take where frames go.

        Args:
            wire: The pipe.
            bodies: What each kind of job's frame holds; each has the job's number, ``job``.
            queue: Takes a job and what cancels it.
            sample: Takes the job of a call for figures.
        """
        self._wire = wire
        self._bodies = bodies
        self._queue = queue
        self._sample = sample
        self._tokens: dict[int, StepToken] = {}

    def run(self) -> None:
        """Read until the pipe ends, then end the process, whatever the other threads do."""
        status = 0
        try:
            while (frame := self._wire.receive()) is not None:
                self._take(frame)
        except WireVersionMismatch as error:
            log.warning("the client was refused: %s", error)
            status = BAD_WIRE_EXIT
            self._wire.send(Kind.ERROR, FieldsBody.of_error(0, error), version=error.theirs)
        except SottovoceError as error:
            log.warning("the client was refused: %s", error)
            status = BAD_WIRE_EXIT
            self._wire.send(Kind.ERROR, FieldsBody.of_error(0, error))
        finally:
            os._exit(status)

    def forget(self, job: int) -> None:
        """Drop the token of a job that has ended."""
        self._tokens.pop(job, None)

    def _take(self, frame: Frame) -> None:
        if frame.kind == Kind.CANCEL:
            token = self._tokens.get(decode(frame.body, JobBody).job)
            if token is not None:
                token.cancel()
        elif frame.kind == Kind.SAMPLE:
            self._sample(decode(frame.body, JobBody).job)
        elif frame.kind in self._bodies:
            body = decode(frame.body, self._bodies[frame.kind])
            token = self._tokens[job_of(body)] = StepToken()
            self._queue(body, token)
        else:
            log.info("a frame of unknown kind %d was ignored", frame.kind)


def job_of(body: object) -> int:
    """Return the number of the job that a body belongs to; 0: of none."""
    return int(getattr(body, "job", 0))
