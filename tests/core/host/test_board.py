"""What programs show each other of their hosts' memory: whole files, of living processes only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from core.host.board import PERIOD_S, Board, read_boards
from core.host.client import HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.events import EngineMemory, MemoryMark, MemorySample, Neighbour
from core.processes import lives, own_start_s
from tests.core.host.helpers import speak

GB = 1000**3
SAMPLE = MemorySample(
    5.0,
    "card",
    "cuda",
    True,
    4 * GB,
    GB,
    GB,
    GB,
    GB,
    (EngineMemory("f5", GB, "busy", 1, 2, 3),),
    7,
    8,
    9,
    neighbours=(Neighbour("studio", 3),),
    marks=(MemoryMark(4.0, "load", "f5", GB),),
    good_until_s=9.5,
)


def show_as(folder: Path, pid: int, started_s: float) -> Path:
    """Write a file as a process with that id would have."""
    Board(folder, "studio").show({"torch": SAMPLE})
    (path,) = folder.glob("figures.*.json")
    body = json.loads(path.read_bytes()) | {"pid": pid, "started_s": started_s}
    path.write_text(json.dumps(body))
    return path


def test_what_is_shown_is_read(tmp_path):
    board = Board(tmp_path / "new" / "cards", "studio")
    board.show({"torch": SAMPLE})
    (program,) = read_boards(tmp_path / "new" / "cards")
    assert (program.pid, program.name, program.hosts) == (os.getpid(), "studio", {"torch": SAMPLE})
    board.close()
    assert read_boards(tmp_path / "new" / "cards") == []
    assert list((tmp_path / "new" / "cards").iterdir()) == []


def test_what_a_dead_process_left_is_not_believed_and_goes(tmp_path):
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    path = show_as(tmp_path, done.pid, own_start_s())
    assert read_boards(tmp_path) == []
    assert not path.exists()


def test_a_process_id_that_was_given_anew_is_another_process(tmp_path):
    show_as(tmp_path, os.getpid(), own_start_s() - 60)
    assert read_boards(tmp_path) == []
    assert lives(os.getpid(), own_start_s())


def test_broken_and_newer_files_are_left_alone(tmp_path):
    path = show_as(tmp_path, os.getpid(), own_start_s())
    newer = json.loads(path.read_bytes()) | {"format": 2}
    path.write_text(json.dumps(newer))
    (tmp_path / "figures.1-a.json").write_bytes(b"{")
    (tmp_path / "figures.1-b.json").write_bytes(b'{"format": 1}')
    assert read_boards(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_cannot_be_used_hurts_nobody_and_is_told_once(tmp_path, caplog):
    (tmp_path / "cards").write_text("a file")
    board = Board(tmp_path / "cards", "studio")
    board.show({"torch": SAMPLE})
    board.close()
    assert caplog.text.count("other programs are not told") == 1
    Board(None, "studio").show({"torch": SAMPLE})


def test_many_samples_are_few_files_but_a_new_state_is_told_at_once(tmp_path):
    times = iter([100.0, 100.1, 100.2, 100.2 + PERIOD_S])
    board = Board(tmp_path, "studio", lambda: next(times))

    def shown(sample: MemorySample) -> float:
        board.show({"torch": sample})
        return read_boards(tmp_path)[0].hosts["torch"].time_s

    first = MemorySample(1.0, "CPU", "cpu", False, 0, 0, 0, 0, 0, (), 0, 0, 0)
    assert shown(first) == 1.0
    assert shown(MemorySample(2.0, "CPU", "cpu", False, 0, 0, 0, 0, 0, (), 0, 0, 0)) == 1.0
    busy = (EngineMemory("f5", 0, "busy"),)
    assert shown(MemorySample(3.0, "CPU", "cpu", False, 0, 0, 0, 0, 0, busy, 0, 0, 0)) == 3.0
    assert shown(MemorySample(4.0, "CPU", "cpu", False, 0, 0, 0, 0, 0, busy, 0, 0, 0)) == 4.0


def test_a_pool_shows_its_hosts_and_takes_them_away(tmp_path, echo_environment: Environment):
    folder = tmp_path / "cards"
    options = HostOptions(simulate_gpu_bytes=4 * GB, cards_folder=folder, program="studio")
    pool = HostPool([echo_environment], options)
    try:
        speak(pool.client_for("echo"))
        (program,) = read_boards(folder)
        assert program.name == "studio"
        (engine,) = program.hosts["echo"].engines
        assert (engine.engine, engine.state, engine.size_bytes) == ("echo", "resident", 600_000_000)
        assert engine.peak_bytes > 0
        assert [mark.kind for mark in program.hosts["echo"].marks] == ["load"]
    finally:
        pool.close()
    assert read_boards(folder) == []
