"""The window as a process: what it loads, how it ends, what is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gui.session import read_session
from tests.waiting import comes_true

TYPED = "Typed just now."

DRIVEN = Path(__file__).with_name("driven_studio.py")

pytestmark = pytest.mark.slow


@pytest.fixture
def start(home) -> Iterator:
    running = []

    def make(task: str) -> subprocess.Popen[str]:
        root = str(Path(__file__).parents[2])
        process = subprocess.Popen(
            [sys.executable, str(DRIVEN), task],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": root},
        )
        running.append(process)
        return process

    yield make
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def facts(process: subprocess.Popen[str]) -> dict:
    return json.loads(process.stdout.readline())


def gone(pid: int, deadline_s: float) -> bool:
    def ended() -> bool:
        return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE

    return comes_true(ended, deadline_s)


def test_kill_9_loses_at_most_a_second_of_typing_and_leaves_no_host(start, home):
    process = start("type")
    host = facts(process)["host"]
    assert process.wait(30) == -signal.SIGKILL
    assert gone(host, 2.0)
    session, notices = read_session(home / "session.json")
    assert session.script.text == TYPED
    assert notices == ()
    assert "speed = 1.25" in (home / "settings.toml").read_text()
    again = start("idle")
    assert facts(again)["host"] != host
    assert read_session(home / "session.json")[0].script.text == TYPED
    assert not (home / "session-2.json").exists()


def test_kill_9_loses_no_take(start):
    process = start("render")
    assert facts(process)["rendered"] == 2
    assert process.wait(30) == -signal.SIGKILL
    assert facts(start("restored"))["rendered"] == 2


def test_no_engine_package_is_in_the_windows_process_after_generate(start):
    process = start("generate")
    told = facts(process)
    assert told["rendered"] == 1
    assert told["loaded"] == []
    assert told["mapped"] == []


def test_collecting_garbage_does_not_hold_up_the_window(start):
    assert facts(start("idle"))["frozen"] > 10_000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(start, number):
    process = start("idle")
    host = facts(process)["host"]
    process.send_signal(number)
    assert process.wait(15) == 0
    assert gone(host, 2.0)


@pytest.mark.parametrize(
    ("options", "environ", "named"),
    [
        (["--low-vram=perhaps"], {}, "--low-vram"),
        (["--no-such-thing"], {}, "--no-such-thing"),
        (["--simulate-gpu", "huge"], {}, "--simulate-gpu"),
        ([], {"LOW_VRAM": "perhaps"}, "LOW_VRAM"),
    ],
)
def test_what_is_wrong_is_said_before_any_window(options, environ, named, home):
    done = subprocess.run(
        [sys.executable, "-m", "gui.app", *options],
        env=os.environ | environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "session.json").exists()
