"""``doctor --watch`` as another process: lines, JSON, a terminal, Ctrl+C, and a reader that goes away."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest

from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from tests.command_line import CommandLine
from tests.core.host.helpers import speak

GB = 1000**3


@pytest.fixture
def open_studio(sottovoce: CommandLine, echo_environment: Environment) -> Iterator[HostPool]:
    """A program whose host has an engine on a simulated card."""
    options = HostOptions(
        simulate_gpu_bytes=4 * GB, cards_folder=sottovoce.home / "cache" / "cards", program="studio"
    )
    pool = HostPool([echo_environment], options)
    speak(pool.client_for("echo"))
    yield pool
    pool.close()


def ended(run: subprocess.Popen[bytes], sottovoce: CommandLine) -> tuple[int, bytes]:
    """Return exit code and standard error of a run that ends."""
    error = run.communicate(timeout=20)[1]
    assert b"Traceback" not in error
    sottovoce.assert_nothing_runs()
    return run.returncode, error


def test_json_is_one_object_a_line_until_ctrl_c(sottovoce, open_studio):
    run = sottovoce.start("doctor", "--watch", "--json")
    looks = [json.loads(run.stdout.readline()) for _ in range(2)]
    run.send_signal(signal.SIGINT)
    assert ended(run, sottovoce) == (130, b"")
    assert looks[1]["time_s"] > looks[0]["time_s"]
    (host,) = looks[1]["hosts"]
    assert (host["program"], host["pid"], host["environment"]) == ("studio", os.getpid(), "echo")
    assert host["stale"] is False
    assert host["engines"][0]["weights_bytes"] == 600_000_000
    (card,) = [card for card in looks[1]["cards"] if card["simulated"]]
    assert sum(part["size_bytes"] for part in card["parts"]) == card["total_bytes"] == 4 * GB
    assert looks[0]["ram"]["total_bytes"] > looks[0]["ram"]["used_bytes"] > 0


def test_without_a_terminal_each_look_is_a_plain_line(sottovoce, open_studio):
    run = sottovoce.start("doctor", "--watch")
    lines = [run.stdout.readline().decode() for _ in range(2)]
    run.send_signal(signal.SIGTERM)
    assert ended(run, sottovoce) == (143, b"")
    for line in lines:
        assert re.match(r"\d\d:\d\d:\d\d; ", line)
        assert "\x1b" not in line
        assert f"studio (process {os.getpid()}), echo: echo resident 0.60" in line


def test_a_reader_that_goes_away_ends_it_well(sottovoce):
    run = sottovoce.start("doctor", "--watch", "--json")
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(timeout=20) == 0
    assert run.stderr.read() == b""
    run.stderr.close()
    assert sottovoce.host_pids() == []  # it starts none


def test_on_a_terminal_a_table_is_drawn_anew_in_its_place(sottovoce, open_studio):
    ours, theirs = pty.openpty()
    environ = sottovoce.environ({"TERM": "xterm", "COLUMNS": "60", "LINES": "40"})
    run = subprocess.Popen(
        sottovoce.words("doctor", "--watch"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=sottovoce.folder,
        env=environ,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while shown.count(b"Ctrl+C ends\r\n") < 2:
        shown += os.read(ours, 4096)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=20) == 130
    os.close(ours)
    first, back, second = re.split(rb"\r(\x1b\[\d+A)\x1b\[J", shown)
    assert int(back[2:-1]) == first.count(b"\n")
    for table in (first, second):
        lines = table.decode().splitlines()
        assert max(map(len, lines)) < 60
        assert ["echo", "resident", "0.60"] in [line.split()[:3] for line in lines]
        assert f"studio (process {os.getpid()}), echo" in lines
    assert b"Traceback" not in shown
