"""One start at a time."""

import subprocess
import sys
import threading
from pathlib import Path

import core
from core.install.lock import InstallLock

CHECKOUT = Path(core.__file__).parents[1]
HOLD = """
import sys
from pathlib import Path
from core.install.lock import InstallLock
with InstallLock(Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(path: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def wait_for_lock(path: Path, told: list[str], waiting: threading.Event) -> threading.Thread:
    """Take the lock in a thread; ``waiting`` is set when it has to wait."""

    def say(owner: str) -> None:
        told.append(owner)
        waiting.set()

    def take() -> None:
        with InstallLock(path, say):
            told.append("got it")

    thread = threading.Thread(target=take)
    thread.start()
    return thread


def test_the_second_waits_and_is_told_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    told: list[str] = []
    waiting = threading.Event()
    with start_holder(path) as holder:
        thread = wait_for_lock(path, told, waiting)
        assert waiting.wait(20)
        assert told == [str(holder.pid)]
        assert holder.stdin is not None
        holder.stdin.close()
        thread.join(20)

    assert told == [str(holder.pid), "got it"]


def test_a_killed_owner_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_holder(path) as holder:
        holder.kill()

    told: list[str] = []
    wait_for_lock(path, told, threading.Event()).join(20)

    assert path.exists()
    assert told == ["got it"]


def test_whoever_waited_for_a_removed_lock_takes_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    told: list[str] = []
    waiting = threading.Event()
    with InstallLock(path, told.append) as lock:
        thread = wait_for_lock(path, told, waiting)
        assert waiting.wait(20)
        lock.remove_on_exit()
    thread.join(20)

    assert told[-1] == "got it"
    assert path.exists()
