"""A project of 10,000 lines and 2,000 takes: opening it, editing a line, switching a take, committing.

    python3 packaging/bootstrap.py python benchmarks/project_file.py [ROUNDS]

The core's share; what the window adds is measured with the window. Opening is compared with bare SQLite that
checks the same file and reads the same rows, within one run. "Kept to committed" is what another connection
sees of a change: from ``keep`` until it reads it, looking every 2 ms, while nothing else runs, while another
process opens the project again and again, and while takes are stored one after the other.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Spread, interleaved, print_table, seconds
from benchmarks.verdict_grid import starter
from core.audio.peaks import peaks
from core.model.audio import AudioClip
from core.model.realign import realign
from core.model.script import Recipe, Script, Take
from core.projects.audio import encode
from core.projects.known import KnownFiles
from core.projects.project import Project
from core.projects.state import ProjectState

LINES, TAKES, TAKE_S = 10_000, 2_000, 5.0
RATE_HZ = 24_000
EDITS = 200
BUCKETS = 400

READER = """
import sys
from pathlib import Path
from core.projects.known import KnownFiles
from core.projects.project import Project
print("ready", flush=True)
known = KnownFiles(Path(sys.argv[1]).parent / "notes")
while True:
    Project.open(Path(sys.argv[1]), read_only=True, known=known).close()
"""


@cache
def speech() -> NDArray[np.float32]:
    """Return some seconds of the starter engine's voice."""
    return starter().astype(np.float32)


def sound(seed: int, duration_s: float = TAKE_S) -> AudioClip:
    """Return speech of the starter engine, from another place in it for each seed."""
    return AudioClip(np.resize(np.roll(speech(), seed * 997), round(duration_s * RATE_HZ)), RATE_HZ)


def take_of(text: str, seed: int, clip: AudioClip) -> Take:
    """Return a take as the window makes them."""
    recipe = Recipe(text, "starter:heart", "starter", "en-US", 1.0, seed, (("steps", 8.0),))
    return Take(recipe, clip, peaks(clip.samples, BUCKETS), 0.5, "cpu", time.time())


def make(path: Path) -> None:
    """Write the project: takes on every fifth line."""
    script = Script.from_text("\n".join(f"This is line {n}, and it says some words." for n in range(LINES)))
    clips = [sound(n) for n in range(40)]
    lines = list(script.lines)
    for n in range(TAKES):
        line = lines[n * 5 % LINES]
        taken = take_of(line.text, n, clips[n % len(clips)])
        lines[n * 5 % LINES] = replace(line, takes=(*line.takes, taken))
    Project.create(path, ProjectState(replace(script, lines=tuple(lines)))).close()


def bare(path: Path) -> None:
    """Do with bare SQLite what no opening can do without."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA quick_check").fetchall()
    for table in ("facts", "lines", "takes", "placed"):
        connection.execute(f"SELECT * FROM {table}").fetchall()
    connection.close()


def cold(path: Path, known: KnownFiles | None = None) -> float:
    """Open a file of which the system has nothing in memory; returns how long it took."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return seconds(lambda: Project.open(path, known=known).close())


def ms(values: list[float], share: float) -> str:
    """Return a percentile in milliseconds."""
    return f"{np.percentile(values, share) * 1000:.2f}"


@contextmanager
def heartbeat() -> Iterator[list[float]]:
    """Give how late a thread that wakes every 2 ms is, as the window's would be."""
    late: list[float] = []
    going = True

    def beat() -> None:
        while going:
            begin = time.perf_counter()
            time.sleep(0.002)
            late.append(time.perf_counter() - begin - 0.002)

    thread = threading.Thread(target=beat)
    thread.start()
    yield late
    going = False
    thread.join()


def edit(project: Project, number: int) -> float:
    """Type into a line; returns how long the caller's thread took."""
    state = project.state
    place = number * 37 % LINES
    begin = time.perf_counter()
    script = realign(state.script, place, 1, [f"{state.script.lines[place].text}x"])
    project.keep(replace(state, script=script))
    return time.perf_counter() - begin


def switch(project: Project, number: int) -> float:
    """Choose a take whose audio was not read yet, and read it; returns how long it took."""
    state = project.state
    line = state.script.lines[number * 5 % LINES]
    begin = time.perf_counter()
    project.keep(replace(state, script=state.script.with_choice(line.id, line.takes[0].id)))
    np.abs(line.takes[0].clip.samples).max()
    return time.perf_counter() - begin


def committed(project: Project, connection: sqlite3.Connection, number: int) -> float:
    """Change something; returns how long until another connection reads it."""
    title = f"title {number} {time.time()}"
    begin = time.perf_counter()
    project.keep(replace(project.state, title=title))
    while connection.execute("SELECT value FROM facts WHERE name = 'title'").fetchone()[0] != title:
        time.sleep(0.002)
    return time.perf_counter() - begin


def latencies(project: Project, path: Path, beside: Callable[[], object] | None = None) -> list[float]:
    """Return the latency of many changes, with something else going on in another thread."""
    going = threading.Event()
    going.set()

    def work() -> None:
        while going.is_set() and beside is not None:
            beside()

    worker = threading.Thread(target=work)
    worker.start()
    connection = sqlite3.connect(path, timeout=10)
    rng = np.random.default_rng(1)
    found = []
    for number in range(EDITS):
        time.sleep(float(rng.uniform(0, 0.1)))
        found.append(committed(project, connection, number))
    connection.close()
    going.clear()
    worker.join()
    return found


@contextmanager
def reader(path: Path) -> Iterator[None]:
    """Have another process open the project again and again."""
    with subprocess.Popen([sys.executable, "-c", READER, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        yield
        child.kill()


def main(rounds: int) -> None:
    """Print all tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.sottovoce"
        made_s = seconds(lambda: make(path))
        size_mb = path.stat().st_size / 1e6
        hours = TAKES * TAKE_S / 3600
        print(
            f"{LINES:,} lines, {TAKES:,} takes of {TAKE_S:g} s, {size_mb:.0f} MB, written in {made_s:.1f} s"
        )
        print(
            f"({size_mb / hours:.0f} MB an hour; float32 would be {hours and 4 * RATE_HZ * 3600 / 1e6:.0f})\n"
        )
        opening(path, rounds)
        project = Project.open(path, known=KnownFiles(path.parent / "notes"))
        editing(project)
        committing(project, path)
        project.close()
    storing(rounds)


def opening(path: Path, rounds: int) -> None:
    """Opening, beside bare SQLite."""
    known = KnownFiles(path.parent / "notes")
    Project.open(path, known=known).close()
    found = interleaved(
        {
            "bare": lambda: seconds(lambda: bare(path)),
            "open": lambda: seconds(lambda: Project.open(path).close()),
            "known": lambda: seconds(lambda: Project.open(path, known=known).close()),
            "cold": lambda: cold(path),
            "known, cold": lambda: cold(path, known),
        },
        rounds,
    )
    spreads = {name: Spread.of(values) for name, values in found.items()}
    print_table(
        "Opening",
        ["", "in the system's cache", "read from the disk", "target"],
        [
            ["bare SQLite, checked and read", spreads["bare"].text(2, "s"), "", ""],
            [
                "a file that came from elsewhere",
                spreads["open"].text(2, "s"),
                spreads["cold"].text(2, "s"),
                "",
            ],
            [
                "a file that was left whole here",
                spreads["known"].text(2, "s"),
                spreads["known, cold"].text(2, "s"),
                "< 1 s",
            ],
        ],
    )


def editing(project: Project) -> None:
    """Edits and switches on the caller's thread, and how late another thread gets meanwhile."""
    edits, switches = [], []
    with heartbeat() as idle:
        time.sleep(2)
    with heartbeat() as late:
        for number in range(EDITS):
            edits.append(edit(project, number))
            time.sleep(0.02)
        for number in range(EDITS):
            switches.append(switch(project, number))
            time.sleep(0.02)
    project.flush()
    rows = [
        ["edit a line: realign and keep", edits, "< 16"],
        ["switch a take: choose, keep, read its audio", switches, "< 50"],
        ["a thread that wakes every 2 ms is late: nothing going on", idle, ""],
        ["the same during all of that", late, "< 16"],
    ]
    table = [[name, ms(values, 50), ms(values, 99), ms(values, 100), target] for name, values, target in rows]
    print_table(
        "Editing and switching, on the window's thread, ms", ["", "median", "p99", "max", "target"], table
    )


def committing(project: Project, path: Path) -> None:
    """From ``keep`` to what others read."""
    numbers = itertools.count()
    clip = sound(1)
    lines = project.state.script.lines

    def store() -> None:
        number = next(numbers)
        project.add_take(lines[number % LINES].id, take_of("x", number, clip))

    found = {"nothing else runs": latencies(project, path)}
    with reader(path):
        found["another process opens it all the time"] = latencies(project, path)
    found["takes are stored one after the other"] = latencies(project, path, store)
    rows = [
        [name, ms(values, 50), ms(values, 99), ms(values, 100), "p99 ≤ 300"] for name, values in found.items()
    ]
    print_table(
        "Kept to committed, as another connection reads it, ms", ["", "median", "p99", "max", "target"], rows
    )


def storing(rounds: int) -> None:
    """What a take costs until it is on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "a.sottovoce", ProjectState(Script.from_text("One.")))
        clips = [sound(n, 10.0) for n in range(rounds)]
        encoded = Spread.of([seconds(lambda clip=clip: encode(clip)) * 1000 for clip in clips])
        stored = [
            seconds(lambda n=n: project.add_take(0, take_of("x", n, clips[n]))) * 1000 for n in range(rounds)
        ]
        project.close()
    print_table(
        "Storing a take of 10 s",
        ["FLAC alone", "add_take, until it is on the disk", "of its length"],
        [[encoded.text(1, "ms"), Spread.of(stored).text(1, "ms"), f"{Spread.of(stored).median / 100:.2f} %"]],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
