"""Start and end host processes.

On Linux the system kills a host when the *thread* that started it ends, so one thread that lives as
long as the client starts them all; nor does a window ever wait for a start.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from typing import cast

from core.errors import HostNotStarted
from core.host.environ import host_environ
from core.host.messages import Standby, encode
from core.host.values import HostOptions
from core.processes import NO_WINDOW

if sys.platform == "win32":
    from core.host.windows import end_with_this_process

END_WAIT_S = 1.0
"""A host whose pipe was closed ends in a few milliseconds; after this time it is killed."""
KILL_WAIT_S = 5.0
"""A killed host that the system has not ended by then (a driver that hangs) is given up."""

log = logging.getLogger(__name__)


class HostProcess:
    """A host process and its three pipes."""

    def __init__(self, python: Path, environment: str, module: str, arguments: Sequence[str] = ()) -> None:
        """Start it.

        Args:
            python: The environment's interpreter.
            environment: The environment's name, for errors.
            module: What it runs.
            arguments: What the module is given, beside this process's number.

        Raises:
            HostNotStarted: When the interpreter does not start.
        """
        own = ["-I", "-u", "-X", "utf8", "-m", module, "--parent", str(os.getpid())]
        command = [str(python), *own, *arguments]
        started = _SPAWNER.spawn(command)
        if isinstance(started, Exception):
            words = getattr(started, "strerror", None) or started
            raise HostNotStarted(environment=environment, reason=f"{python}: {words}")
        self._popen = started
        self._group_ended = False
        self.pid = started.pid
        self._stdin = cast(FileIO, started.stdin)
        self._stdout = cast(FileIO, started.stdout)
        self.stderr = cast(FileIO, started.stderr)

    @property
    def running(self) -> bool:
        """True until the process has ended."""
        return self._popen.poll() is None

    def read(self, size: int) -> bytes:
        """Read at least one and at most ``size`` bytes of its frames; none at the end."""
        return os.read(self._stdout.fileno(), size)

    def write(self, data: bytes) -> None:
        """Send it bytes, all of them.

        Raises:
            OSError: When it has gone.
        """
        view = memoryview(data)
        while view:
            view = view[os.write(self._stdin.fileno(), view) :]

    def close_input(self) -> None:
        """Close its pipe: it ends by itself."""
        with contextlib.suppress(OSError):
            self._stdin.close()

    def kill(self) -> None:
        """End it and what it started, at once; what it started also where it has ended already."""
        if sys.platform == "win32":
            self._popen.kill()
        elif not self._group_ended:  # afterwards its number may be another's
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def wait(self) -> bool:
        """Wait for its end; kill it if it lingers.

        Returns:
            False when the system does not end it.
        """
        for limit_s in (END_WAIT_S, KILL_WAIT_S):
            try:
                self._popen.wait(limit_s)
            except subprocess.TimeoutExpired:
                self.kill()
            else:
                return True
        return False

    def reap(self) -> None:
        """Wait as long as it runs, then end what it started. On a thread of its own; leaves no zombie."""
        self._popen.wait()
        self.kill()
        self._group_ended = True

    def close_output(self) -> None:
        """Close the pipe of frames, once it was read to its end."""
        self._stdout.close()

    @property
    def exit_code(self) -> int | None:
        """How it ended, as the system says; None while it runs."""
        return self._popen.poll()

    def describe_end(self) -> str:
        """Return how it ended, in words for the log and for an error."""
        code = self._popen.poll()
        if code is None:
            return "still running"
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by signal {signal.Signals(-code).name} ({-code})"
            return f"killed by signal {-code}"
        return f"exit code {code}"


def engine_host(
    python: Path, environment: str, options: HostOptions, prepared: Sequence[Standby] = ()
) -> HostProcess:
    """Start an engine host.

    Args:
        python: The environment's interpreter.
        environment: The environment's name: it holds the engines that live there.
        options: Which card is simulated or used, and with whom turns are taken.
        prepared: Engines that it prepares before there is a job.

    Raises:
        HostNotStarted: When the interpreter does not start.
    """
    arguments = [f"--environment={environment}"]
    if options.simulate_gpu_bytes is not None:
        sizes = options.simulate_gpu_bytes
        arguments.append(f"--simulate-gpu={sizes if isinstance(sizes, int) else ','.join(map(str, sizes))}")
    gpu = options.gpu()
    if gpu:
        arguments.append(f"--gpu={gpu}")
    cards_folder = _absolute(options.cards_folder)
    if cards_folder is not None:
        arguments += [f"--cards={cards_folder}", f"--program={options.program}"]
    converted_folder = _absolute(options.converted_folder)
    if converted_folder is not None:
        arguments.append(f"--converted={converted_folder}")
    if prepared:
        arguments.append(f"--prepare={encode(prepared).decode()}")
    return HostProcess(python, environment, "core.host.server", arguments)


def _absolute(folder: Path | None) -> Path | None:
    """Return a folder as a host finds it, which works elsewhere; None where this program's own is gone."""
    try:
        return None if folder is None else folder.absolute()
    except OSError:
        return None


class _Spawner:
    """The thread that starts all hosts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wanted: queue.SimpleQueue[tuple[Sequence[str], queue.SimpleQueue[Started]]] = (
            queue.SimpleQueue()
        )

    def spawn(self, command: Sequence[str]) -> Started:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="spawner", daemon=True)
                self._thread.start()
        reply: queue.SimpleQueue[Started] = queue.SimpleQueue()
        self._wanted.put((command, reply))
        return reply.get()

    def _run(self) -> None:
        while True:
            command, reply = self._wanted.get()
            reply.put(_start(command))


def _start(command: Sequence[str]) -> Started:
    try:
        popen = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=host_environ(os.environ),
            cwd=os.sep,
            start_new_session=True,
            creationflags=NO_WINDOW,
        )
    except (OSError, ValueError, TypeError, RuntimeError, MemoryError) as error:
        return error
    if sys.platform == "win32":
        try:
            end_with_this_process(popen)
        except OSError as error:
            log.warning("host %d ends with its pipe only: %s", popen.pid, error)
    return popen


Started = subprocess.Popen[bytes] | Exception
_SPAWNER = _Spawner()
