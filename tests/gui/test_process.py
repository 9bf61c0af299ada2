"""The window as a process: what it loads, how it ends, what is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.projects.project import Project
from tests.core.host.helpers import is_gone
from tests.waiting import comes_true

TYPED = "Typed just now."

DRIVEN = Path(__file__).with_name("driven_studio.py")

pytestmark = pytest.mark.slow


@pytest.fixture
def start(home) -> Iterator:
    running = []

    def make(task: str, *options: str) -> subprocess.Popen[str]:
        root = str(Path(__file__).parents[2])
        process = subprocess.Popen(
            [sys.executable, str(DRIVEN), task, *options],
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
    return comes_true(lambda: is_gone(pid), deadline_s)


def state_of(path: Path):
    project = Project.open(path, read_only=True)
    project.close()
    return project.state


def test_kill_9_loses_at_most_a_third_of_a_second_of_typing_and_leaves_no_host(start, home):
    process = start("type")
    host = facts(process)["host"]
    assert process.wait(30) == -signal.SIGKILL
    assert gone(host, 2.0)
    state = state_of(home / "untitled.sottovoce")
    assert (state.script.text, state.settings.speed) == (TYPED, 1.25)
    again = start("idle")
    told = facts(again)
    assert told["host"] != host
    assert (told["text"], told["notices"]) == (TYPED, [])
    assert "speed = 1.25" in (home / "settings.toml").read_text()
    assert not (home / "window-2.json").exists()


def test_kill_9_loses_no_take(start, home):
    process = start("render")
    assert facts(process)["rendered"] == 2
    assert process.wait(30) == -signal.SIGKILL
    again = facts(start("restored"))
    assert (again["rendered"], again["notices"]) == (2, [])
    assert [len(line.takes) for line in state_of(home / "untitled.sottovoce").script.lines] == [1, 0, 1]


def test_kill_9_in_a_named_project_given_on_the_command_line(start, home, tmp_path):
    named = tmp_path / "The Midnight Radio.sottovoce"
    Project.create(named).close()
    process = start("render", str(named))
    assert facts(process)["rendered"] == 2
    assert process.wait(30) == -signal.SIGKILL
    again = facts(start("restored"))
    assert (again["rendered"], again["title"]) == (2, "The Midnight Radio — Sottovoce"), "the last project"
    assert [len(line.takes) for line in state_of(named).script.lines] == [1, 0, 1]


def test_two_windows_have_an_untitled_project_each(start, home):
    first = facts(start("idle"))
    second = start("write")
    assert facts(second)["host"] != first["host"]
    second.send_signal(signal.SIGTERM)
    assert second.wait(15) == 0
    assert "written by the second" in state_of(home / "untitled-2.sottovoce").script.text
    assert "written by the second" not in state_of(home / "untitled.sottovoce").script.text


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
    assert not (home / "window.json").exists()
    assert not (home / "untitled.sottovoce").exists()
