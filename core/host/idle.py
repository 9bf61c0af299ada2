"""After some time without a job, hosts give back what they hold: the client's side asks them to."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import JobCancelled, SottovoceError
from core.host.client import HostClient
from core.host.pool import HostPool
from core.host.rest import Rested

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""How often it looks: so much later than it was set a time-out may come."""


@dataclass(frozen=True)
class _Seen:
    """A host when it was last seen to do something.

    Attributes:
        jobs_begun: Jobs that it had begun.
        time_s: When, by the clock.
        rested: Whether it was asked since: None: no; True: to end if it can; False: to release.
    """

    jobs_begun: int
    time_s: float
    rested: bool | None = None


class IdleWatch:
    """Lets hosts rest that had no job for some time; a job that comes meanwhile waits, and is done."""

    def __init__(
        self,
        pool: HostPool,
        timeout_s: Callable[[], float],
        saves: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what to watch; ``start`` starts looking.

        Args:
            pool: The hosts.
            timeout_s: Time without a job; 0: for ever. Asked anew at each look, on the watch's thread.
            saves: Tells whether Low VRAM is in force: hosts end then; else they release what they hold.
            clock: Seconds, never falling.
        """
        self._pool = pool
        self._timeout_s = timeout_s
        self._saves = saves
        self._clock = clock
        self._seen: dict[HostClient, _Seen] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="idle watch", daemon=True)

    def start(self) -> None:
        """Look from now on, on a thread of its own, until ``close``."""
        self._thread.start()

    def close(self) -> None:
        """Look no more. What is under way ends with its host; close those first."""
        self._stopped.set()

    def look(self) -> None:
        """Look at all hosts once."""
        now = self._clock()
        timeout_s = self._timeout_s()
        for client in self._pool.clients():
            seen = self._seen.get(client)
            if seen is None or client.busy or client.jobs_begun != seen.jobs_begun:
                self._seen[client] = _Seen(client.jobs_begun, now)
            elif timeout_s > 0 and now - seen.time_s >= timeout_s and client.running:
                saves = self._saves()
                if seen.rested is not saves:
                    self._seen[client] = _Seen(seen.jobs_begun, seen.time_s, saves)
                    self._rest(client, seen.jobs_begun, saves)

    def _rest(self, client: HostClient, jobs_begun: int, saves: bool) -> None:
        try:
            rested = client.rest(jobs_begun, ends=saves)
            if rested is Rested.REPLACED:
                client.sample()  # goes to the pool: what holds nothing says so
        except SottovoceError as error:
            log.warning("the idle host of %s gave nothing back: %s", client.environment.name, error)
        except JobCancelled:
            log.info("the host of %s was closed while it was idle", client.environment.name)
        else:
            if rested is not Rested.NOT:
                log.info("the idle host of %s: %s", client.environment.name, rested.name.lower())

    def _run(self) -> None:
        while not self._stopped.wait(self._period_s()):
            self.look()

    def _period_s(self) -> float:
        timeout_s = self._timeout_s()
        return min(LOOK_S, max(timeout_s / 10, 0.02)) if timeout_s > 0 else LOOK_S
