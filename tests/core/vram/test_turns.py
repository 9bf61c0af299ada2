"""Turns on a card among processes: the lock, the records, and what becomes of the dead."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest

from core.errors import JobCancelled
from core.model.events import Neighbour
from core.vram.turns import CardTurns, Record
from tests.waiting import wait_until

CARD = "GPU-1234"
ANOTHER = """
import sys
from pathlib import Path
from core.vram.turns import CardTurns
turns = CardTurns(Path(sys.argv[1]), "command line", 1)
with turns.loading("GPU-1234", lambda: None):
    turns.publish(500)
    print("locked", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def another(tmp_path):
    """Another process that has its turn, until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout.readline() == "locked\n"
    with process:
        yield process
        process.kill()


def watching(folder: Path | None, program: str = "studio", client_pid: int = 2) -> CardTurns:
    turns = CardTurns(folder, program, client_pid)
    turns.watch(CARD)
    return turns


def refuse() -> None:
    raise JobCancelled


def test_one_after_the_other(another, tmp_path):
    turns = watching(tmp_path)
    waits: list[int] = []

    def wait() -> None:
        waits.append(1)
        if len(waits) == 2:
            another.stdin.close()

    with turns.loading(CARD, wait):
        pass
    assert len(waits) >= 2


def test_a_wait_can_be_cancelled_and_the_lock_is_free_for_the_next(another, tmp_path):
    turns = watching(tmp_path)
    with pytest.raises(JobCancelled), turns.loading(CARD, refuse):
        raise AssertionError("never gets here")
    another.stdin.close()
    another.wait()
    with turns.loading(CARD, refuse):
        pass


def test_another_card_has_a_lock_of_its_own(another, tmp_path):
    with watching(tmp_path).loading("GPU-5678", refuse):
        pass


def test_kill_9_while_locked_leaves_neither_lock_nor_record(another, tmp_path):
    turns = watching(tmp_path)
    assert turns.others_bytes() == 500
    another.kill()
    another.wait()
    with turns.loading(CARD, refuse):
        assert turns.others_bytes() == 0
    assert list(tmp_path.glob("*.json")) == []


def test_threads_of_one_process_exclude_each_other_too(tmp_path):
    inside: list[str] = []
    first = watching(tmp_path)
    waiting = threading.Event()

    def second() -> None:
        with watching(tmp_path).loading(CARD, waiting.set):
            inside.append("second")

    with first.loading(CARD, refuse):
        thread = threading.Thread(target=second)
        thread.start()
        wait_until(waiting.is_set, "the second to wait")
        inside.append("first")
    thread.join()
    assert inside == ["first", "second"]


def test_an_error_in_the_block_gives_the_lock_back(tmp_path):
    with contextlib.suppress(ZeroDivisionError), watching(tmp_path).loading(CARD, refuse):
        raise ZeroDivisionError
    with watching(tmp_path).loading(CARD, refuse):
        pass


# --- records ------------------------------------------------------------------------------------


def write(folder: Path, size_bytes: int, **changes: object) -> Path:
    """Write the record of a process that lives: the one that started the tests."""
    parent = psutil.Process(os.getppid())
    values = asdict(Record(parent.pid, parent.create_time(), "7 command line", "command line", size_bytes))
    path = folder / f"{CARD}.{size_bytes}.json"
    path.write_text(json.dumps(values | changes))
    return path


def test_neighbours_are_other_programs_by_name_each_once(tmp_path):
    write(tmp_path, 100)
    write(tmp_path, 200)
    write(tmp_path, 400, client="2 studio", program="studio")
    turns = watching(tmp_path)
    assert turns.neighbours() == (Neighbour("command line", 300),)
    assert turns.others_bytes() == 700  # the studio's other host takes its part of the card too


def test_what_is_published_is_read_by_others_and_not_by_oneself(another, tmp_path):
    turns = watching(tmp_path)
    turns.publish(300)
    (path,) = tmp_path.glob(f"{CARD}.{os.getpid()}.json")
    record = json.loads(path.read_text())
    assert (record["size_bytes"], record["program"], record["client"]) == (300, "studio", "2 studio")
    assert turns.neighbours() == (Neighbour("command line", 500),)
    turns.publish(0)
    assert not path.exists()


def test_a_process_that_took_over_a_dead_ones_number_is_not_counted(tmp_path):
    path = write(tmp_path, 100, started_s=1.0)
    assert watching(tmp_path).others_bytes() == 0
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": "x"}', "\0"])
def test_what_is_no_record_is_ignored(tmp_path, text):
    (tmp_path / f"{CARD}.1.json").write_text(text)
    assert watching(tmp_path).neighbours() == ()


def test_without_a_folder_or_in_one_that_cannot_be_the_job_goes_on(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for folder in (None, file / "below"):
        turns = watching(folder)
        with turns.loading(CARD, refuse):
            turns.publish(5)
        assert turns.others_bytes() == 0
        assert turns.neighbours() == ()


def test_an_odd_identity_stays_in_its_folder(tmp_path):
    turns = CardTurns(tmp_path / "cards", "studio", 2)
    with turns.loading("../GPU/x y", refuse):
        turns.publish(5)
    assert [path.parent.name for path in tmp_path.rglob("*.*")] == ["cards"] * 2
