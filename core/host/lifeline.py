"""No host outlives its client, by whatever means the client ends.

The pipe's end is the first sign, seen by the reader thread. That thread cannot run while a native call
holds the interpreter's lock, so the system is asked too: Linux kills the host when the client's
spawning thread ends, Windows when the client's job object closes (see ``process``), and on macOS a
small watchdog process does it.

What an engine started ends with its host, as long as the client lives to see to it. When the client is
killed, Windows and macOS end it too; Linux does not: the signal goes to the host alone, and it dies
without another step. Engines of this distribution start no processes.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys

_PR_SET_PDEATHSIG = 1
WATCHDOG = (
    "while kill -0 {parent} 2>/dev/null; do kill -0 {host} 2>/dev/null || exit 0; sleep 0.5; done; "
    "kill -9 -{host} || kill -9 {host}"
)
"""Kills the host's group once its parent has ended, not a number that the host has left to others."""


def tie_to_parent(parent_pid: int) -> None:
    """End this process when that one ends. Ends at once if it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    elif sys.platform == "darwin":
        start_watchdog(parent_pid, os.getpid())
    if sys.platform != "win32" and os.getppid() != parent_pid:
        os._exit(0)


def start_watchdog(parent_pid: int, host_pid: int) -> None:
    """Start a process that ends the host when its parent ends. It holds none of the host's pipes."""
    nowhere = subprocess.DEVNULL
    subprocess.Popen(
        ["/bin/sh", "-c", WATCHDOG.format(parent=parent_pid, host=host_pid)],
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
