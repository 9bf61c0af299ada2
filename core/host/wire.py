"""The host's ends of the pipe, kept away from whatever engines print."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

from core.host.messages import encode
from core.host.protocol import VERSION, Frame, encode_frame, read_frame


def take_pipes() -> tuple[int, int]:
    """Move the pipe away from the standard streams and return its two ends.

    Afterwards what anything writes to standard output, from Python or from C, goes to standard error,
    which is the client's log; standard input is empty.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(incoming, os.O_BINARY)
        msvcrt.setmode(outgoing, os.O_BINARY)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        line_buffered = 1
        libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, line_buffered, 0)
    return incoming, outgoing


class Wire:
    """Sends and receives frames; any thread may send."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        """Take the two ends of the pipe."""
        self._incoming = incoming
        self._outgoing = outgoing
        self._lock = threading.Lock()
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._let_go)

    def send(
        self, kind: int, body: object, payload: bytes | memoryview = b"", version: int = VERSION
    ) -> None:
        """Send one frame, whole.

        Raises:
            OSError: When the client has gone.
        """
        data = memoryview(encode_frame(kind, encode(body), payload, version))
        with self._lock:
            while data:
                data = data[os.write(self._outgoing, data) :]

    def receive(self) -> Frame | None:
        """Wait for a frame; None at the end of the pipe.

        Raises:
            WireError: When it is not our wire format.
        """
        return read_frame(lambda size: os.read(self._incoming, size))

    def _let_go(self) -> None:
        """Close the pipe in a child that an engine forks: it is to end with the host."""
        for descriptor in (self._incoming, self._outgoing):
            with contextlib.suppress(OSError):
                os.close(descriptor)
