"""What ALSA and JACK print under PortAudio: into the log, not onto the terminal.

Both libraries let a program say who takes their messages, so nothing has to be done to the process's
standard error (turning that away, even for a moment, would swallow what other threads write to it).
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import re
import sys

log = logging.getLogger(__name__)

_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
"""``snd_lib_error_handler_t``: file, line, function, error, format. What the format is filled with follows
as C's variable arguments, which Python cannot read: … stands for it in the log."""

_FILLED_IN = re.compile(r"%[-+ #0]*(?:\*|\d*)(?:\.(?:\*|\d*))?[hlLzjtq]*[a-zA-Z]")


def _take_alsa(
    file: bytes | None, line: int, function: bytes | None, error: int, words: bytes | None
) -> None:
    reason = os.strerror(abs(error)) if error else ""
    said = _FILLED_IN.sub("…", _text(words).strip()).replace("%%", "%")
    log.info("ALSA: %s: %s %s", _text(function), said, reason)


def _text(words: bytes | None) -> str:
    return (words or b"").decode("utf-8", "replace")


_alsa_handler = _AlsaHandler(_take_alsa)


def log_native_messages() -> None:
    """Take over the messages of the sound libraries, for as long as the process runs.

    To be called before PortAudio is loaded. ALSA's go to the log. JACK says only, many times, that no
    JACK server runs, and from a thread of its own that may outlive Python: so its messages are handed to
    a C function that does nothing with them.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_alsa_handler)
    with contextlib.suppress(OSError, AttributeError):
        nothing = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
        ctypes.CDLL("libjack.so.0").jack_set_error_function(nothing)
