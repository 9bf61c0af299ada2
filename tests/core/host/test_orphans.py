"""When the client dies by any means, also during a long native call, no host is left 2 s later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.host.lifeline import WATCHDOG
from tests.core.host.helpers import is_gone
from tests.waiting import comes_true

REPOSITORY = Path(__file__).parents[3]

PARENT = """
import os, sys, threading
sys.path.insert(0, {repository!r})
from pathlib import Path
from core.host.client import HostClient, HostOptions
from core.install.environments import Environment
from core.model.events import AudioPiece, Progress
from tests.core.host.helpers import Take, speak

client = HostClient(Environment("echo", Path({python!r}), ("echo",)), HostOptions())
client.hello()
speaking = threading.Event()

def on_event(event):
    if isinstance(event, Progress) and take.pieces:
        speaking.set()

take = Take(on_event)
if {hang!r} != "idle":
    threading.Thread(target=speak, args=(client,), kwargs={{"take": take, {hang!r}: 60}}, daemon=True).start()
    speaking.wait()
print(client.pid, flush=True)
sys.stdin.readline()
{death}
"""

DEATHS = {
    "SIGKILL": "",
    "SIGTERM": "",
    "SIGHUP": "",
    "os._exit": "os._exit(1)",
    "exit": "sys.exit(0)",
    "exception": "raise RuntimeError('the window has failed')",
    "segfault": "import ctypes; ctypes.string_at(0)",
}


@pytest.mark.parametrize("hang", ["idle", "hang_s", "hang_locked_s"])
@pytest.mark.parametrize("death", list(DEATHS))
def test_no_host_is_left(echo_environment, hang, death, tmp_path):
    program = tmp_path / "parent.py"
    program.write_text(
        PARENT.format(
            repository=str(REPOSITORY), python=str(echo_environment.python), hang=hang, death=DEATHS[death]
        )
    )
    parent = subprocess.Popen(
        [sys.executable, str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with parent:
        host = int(parent.stdout.readline())
        try:
            assert not is_gone(host)
            if death.startswith("SIG"):
                parent.send_signal(getattr(signal, death))
            else:
                parent.stdin.write(b"die\n")
                parent.stdin.flush()
            parent.wait(10)
            assert comes_true(lambda: is_gone(host), 2.0)
        finally:
            if not is_gone(host):
                os.kill(host, signal.SIGKILL)
            parent.kill()


def test_the_watchdog_ends_the_host_and_holds_no_pipe():
    parent, host = (subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(2))
    try:
        program = f"from core.host.lifeline import start_watchdog; start_watchdog({parent.pid}, {host.pid})"
        subprocess.run(
            [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, check=True, timeout=10
        )
        assert host.poll() is None
        parent.kill()
        parent.wait()
        assert host.wait(5) == -signal.SIGKILL
    finally:
        parent.kill()
        host.kill()
        parent.wait()
        host.wait()


def test_a_host_outlives_the_thread_that_asked_for_it(client):
    pids: list[int] = []
    thread = threading.Thread(target=lambda: pids.append(client.hello().pid))
    thread.start()
    thread.join(10)
    assert not comes_true(lambda: is_gone(pids[0]), 0.3)
    assert client.pid == pids[0]


def test_the_watchdog_kills_nobody_who_has_got_the_number_of_a_host_that_ended(tmp_path):
    host = subprocess.Popen(["true"])
    host.wait()
    told = tmp_path / "told"
    watched = f'kill() {{ echo "$@" >> {told}; command kill "$@"; }}\n' + WATCHDOG.format(
        parent=os.getpid(), host=host.pid
    )
    subprocess.run(["/bin/sh", "-c", watched], timeout=20, check=True)
    assert "-9" not in told.read_text()


def test_the_watchdog_ends_what_the_host_started_too():
    parent = subprocess.Popen(["true"])
    parent.wait()
    host = subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True
    )
    with host:
        child = int(host.stdout.readline())
        subprocess.run(
            ["/bin/sh", "-c", WATCHDOG.format(parent=parent.pid, host=host.pid)], timeout=20, check=True
        )
        assert host.wait(5) == -signal.SIGKILL
        assert comes_true(lambda: is_gone(child), 5.0)
