"""The one host of an environment: started when it is first needed, and again after it has ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial

from core.errors import HostNotStarted
from core.host.connection import Connection
from core.host.log import HostLog
from core.host.messages import Standby
from core.host.process import HostProcess, engine_host
from core.host.values import Hello, HostOptions
from core.install.environments import Environment
from core.model.events import MemorySample

log = logging.getLogger(__name__)

OnEnded = Callable[[str, str], None]
Start = Callable[[Sequence[Standby]], HostProcess]


class HostKeeper:
    """Starts the host of one environment and holds the way to it; any thread may call."""

    def __init__(
        self,
        environment: Environment,
        options: HostOptions,
        on_memory: Callable[[MemorySample], None] | None = None,
        on_ended: OnEnded | None = None,
        start: Start | None = None,
    ) -> None:
        """Start nothing yet; the arguments are those of ``HostClient``.

        Beside them, ``start`` starts a host that imports what these engines need; None: an engine host.
        """
        self.environment = environment
        self._options = options
        self._on_memory = on_memory
        self._on_ended = on_ended
        self._start = start or partial(engine_host, environment.python, environment.name, options)
        self._log = HostLog(options.log_file, options.log_file_limit_bytes, options.log_files_kept)
        self._starting = threading.Lock()
        self._connection: Connection | None = None
        self._last_hello: Hello | None = None
        self.closed = False

    @property
    def connection(self) -> Connection | None:
        """The way to the running host, or None; starts none."""
        connection = self._connection
        return connection if connection is not None and connection.usable else None

    @property
    def last_hello(self) -> Hello | None:
        """How the host that ran last introduced itself, or None; starts none."""
        connection = self._connection
        if connection is not None and connection.hello is not None:
            return connection.hello
        return self._last_hello

    def connect(self, prepared: Sequence[Standby] = ()) -> Connection:
        """Return the way to the running host, or to a new one that prepares for these engines' jobs.

        Raises:
            HostNotStarted: When it cannot be started, or was closed.
        """
        with self._starting:
            if self.closed:
                raise HostNotStarted(environment=self.environment.name, reason="closed")
            if self._connection is None or not self._connection.usable:
                if self._connection is not None:
                    self._last_hello = self.last_hello
                    self._connection.close()
                name = self.environment.name
                process = self._start(prepared)
                self._log.write(process.pid, f"host of {name} started")
                self._connection = Connection(process, name, self._log, self._on_memory, self._tell_end)
            return self._connection

    def greet(self, check: Callable[[], None]) -> Connection:
        """Return the way to a host that has introduced itself; starts it if needed.

        Args:
            check: Called while waiting; what it raises ends the wait, and the host goes on starting.

        Raises:
            HostNotStarted: When it cannot be started.
            WireError: When it is not our host, or of another version.
        """
        connection = self.connect()
        connection.wait_for_hello(self._options.start_limit_s, check)
        return connection

    def kill(self) -> None:
        """End a host that can do nothing more; the next job gets a new one."""
        connection = self._connection
        if connection is not None:
            connection.kill()

    def end(self, connection: Connection) -> bool:
        """End a host in good order, and tell whether it was still the one in use."""
        with self._starting:
            if self._connection is not connection or self.closed:
                return False
            self._last_hello, self._connection = connection.hello, None
        connection.close()
        return True

    def tell_gone(self, reason: str) -> None:
        """Tell who asked for it that there is no host now; without a reason it is no fault."""
        if self._on_ended is not None and not self.closed:
            self._on_ended(self.environment.name, reason)

    def close(self) -> None:
        """End the host, and start no other. May be called again."""
        self.closed = True
        with self._starting:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._log.close()

    def _tell_end(self, reason: str) -> None:
        log.warning("the host of %s has ended: %s", self.environment.name, reason or "as its job was told")
        self.tell_gone(reason)
