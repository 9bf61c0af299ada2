"""What sound libraries print goes to the log."""

from __future__ import annotations

import subprocess
import sys

PROVOKE = """
import ctypes, logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO)
if sys.argv[1] == "quiet":
    from core.audio.native_log import log_native_messages
    log_native_messages()
handle, status = ctypes.c_void_p(), ctypes.c_int()
ctypes.CDLL("libasound.so.2").snd_pcm_open(ctypes.byref(handle), b"no-such-device", 0, 0)
ctypes.CDLL("libjack.so.0").jack_client_open(b"test", 1, ctypes.byref(status))
"""


def provoke(how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROVOKE, how], capture_output=True, text=True, timeout=60, check=True
    )


def test_alsa_and_jack_write_nothing_to_the_terminal():
    loud, quiet = provoke("loud"), provoke("quiet")
    assert "no-such-device" in loud.stderr, "the test provokes nothing"
    assert "jack" in loud.stderr.lower(), "the test provokes nothing"
    assert quiet.stderr == ""
    assert "ALSA: snd_pcm_open" in quiet.stdout
    assert "%" not in quiet.stdout
