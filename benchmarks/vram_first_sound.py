"""How soon F5 and XTTS are heard after an idle exit, without the sampling itself.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/vram_first_sound.py [--size full]

The product's own host ends for being idle, and another stands ready that has done its imports and holds the
weights in RAM, mapped from their file. Then a job is asked for, by random weights as large as the published
ones (3.4 GB of disk). What counts is the time from the asking to the first step of the sampling, and from
its last step to the first sound, less what the same takes at once afterwards with the engine still there:
what is left are the process, its imports, the weights, and what is done once in a process. The steps
between take half a minute on a CPU, more or less by seconds, and are left out. Beside it, in the same run,
the cold figure: no successor, so that the process and its imports come first. The target is 2 s and one
copy of the weights. The simulated card's memory is there before (`arena_host.py`).
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.spoken import REFERENCE_S, request_of
from benchmarks.torch_side import HERE, OFF, ON, machine_words, torch_environment, write_weights
from benchmarks.vram_row import Row
from core.host.client import HostClient, HostOptions
from core.host.rest import Rested
from core.install.environments import Environment
from core.model.cancel import CancelToken
from core.model.events import AudioPiece, Progress, RenderEvent
from core.model.policy import LowVram
from tests.checkpoints.sounds import write_reference
from tests.waiting import wait_until

ENGINES = ("f5", "xtts")
OVERHEAD_S = 2.0
WEIGHTS_BYTES = {"f5": 1354 * 1024**2, "xtts": 1781 * 1024**2}
CARD_BYTES = 8 * 10**9
ARENA_BYTES = 2 * 1024**3
MEMORY = Path("/dev/shm")
_BLOCK = bytes(16 * 1024**2)


@dataclass(frozen=True)
class FirstSound:
    """Seconds of a first job and of the same at once afterwards.

    Attributes:
        loaded_s: From asking until the engine was there.
        around_s: From asking until heard, without the steps of the sampling.
        again_s: The same, with the engine there from the start.
    """

    loaded_s: float
    around_s: float
    again_s: float

    @property
    def overhead_s(self) -> float:
        """What came before the sampling, or beside it."""
        return self.around_s - self.again_s


def memcpy_s(size_bytes: int) -> float:
    """Return how long one copy of so much takes, between touched buffers; the best of three."""
    source = np.ones(size_bytes, np.uint8)
    target = np.zeros_like(source)
    times = []
    for _ in range(3):
        begin_s = time.perf_counter()
        np.copyto(target, source)
        times.append(time.perf_counter() - begin_s)
    return min(times)


@contextmanager
def with_arena(environment: Environment, folder: Path) -> Iterator[Environment]:
    """Return the environment with an interpreter that starts hosts on a card whose memory is there."""
    memory, python = MEMORY / f"sottovoce-arena-{os.getpid()}", folder / "python"
    with memory.open("wb") as file:
        for _ in range(ARENA_BYTES // len(_BLOCK)):
            file.write(_BLOCK)
    script = [str(environment.python), "-I", "-u", "-X", "utf8", str(HERE / "arena_host.py"), str(memory)]
    python.write_text(f'#!/bin/sh\nexec {shlex.join(script)} "$@"\n')
    python.chmod(0o700)
    try:
        yield replace(environment, python=python)
    finally:
        memory.unlink()


def first_sound(client: HostClient, engine: str, folder: Path, reference: Path) -> FirstSound:
    """Speak once with all that has to be done first, and once more with the engine there."""
    loaded_s, around_s = _speak(client, engine, folder, reference, OFF)
    _, again_s = _speak(client, engine, folder, reference, ON)
    return FirstSound(loaded_s, around_s, again_s)


def _speak(
    client: HostClient, engine: str, folder: Path, reference: Path, mode: LowVram
) -> tuple[float, float]:
    loaded_s = heard_s = 0.0
    steps_s: list[float] = []
    begin_s = time.perf_counter()

    def listen(event: RenderEvent) -> None:
        nonlocal loaded_s, heard_s
        now_s = time.perf_counter() - begin_s
        if isinstance(event, AudioPiece):
            heard_s = heard_s or now_s
        elif isinstance(event, Progress) and event.stage == "speaking" and not heard_s:
            loaded_s = loaded_s or now_s
            if event.fraction:
                steps_s.append(now_s)

    request = replace(request_of(engine, folder, reference), device="auto")
    client.synthesize(request, mode, on_event=listen, cancel=CancelToken())
    return loaded_s, heard_s - (steps_s[-1] - steps_s[0])


def measure(
    environment: Environment, engine: str, folder: Path, reference: Path, work: Path
) -> tuple[FirstSound, FirstSound]:
    """Return the first sound with a successor ready, and without any host."""
    log_file = work / f"{engine}.log"
    client = HostClient(environment, HostOptions(simulate_gpu_bytes=CARD_BYTES, log_file=log_file))
    try:
        cold = first_sound(client, engine, folder, reference)
        if client.rest(client.jobs_begun, ends=True) is not Rested.REPLACED:
            raise RuntimeError("no host stands ready: RAM is short")
        ready = re.compile(rf"event=park engine={engine} .*why=ahead")
        wait_until(lambda: ready.search(log_file.read_text()) is not None, "the weights in RAM", 120.0)
        held_bytes = client.sample().allocated_bytes
        if held_bytes:
            raise RuntimeError(f"{held_bytes} bytes are on the card before there is a job")
        return first_sound(client, engine, folder, reference), cold
    finally:
        client.close()


def first_sound_rows(weights: Callable[[str], Path], folder: Path) -> list[Row]:
    """Return the row ``first_sound``: of the engine that is nearer to its target, with all figures beside it.

    Args:
        weights: Returns an engine's folder of weights.
        folder: For the reference and logs.
    """
    reference = write_reference(folder / "reference.wav", REFERENCE_S)
    rows, notes = [], []
    for engine in ENGINES:
        with with_arena(torch_environment(), folder) as environment:
            ready, cold = measure(environment, engine, weights(engine), reference, folder)
        target_s = OVERHEAD_S + memcpy_s(WEIGHTS_BYTES[engine])
        notes.append(
            f"{engine} {ready.overhead_s:.2f} s (loaded after {ready.loaded_s:.2f}); without a successor "
            f"{cold.overhead_s:.2f} s (loaded after {cold.loaded_s:.2f})"
        )
        rows.append(Row("first_sound", round(ready.overhead_s, 3), round(target_s, 3), "s", "<="))
    worst = max(rows, key=lambda row: row.value - row.target)
    return [replace(worst, note="; ".join(notes))]


def main() -> None:
    """Read the options, measure, print the row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", choices=("full", "wide", "tiny"), default="full")
    parser.add_argument(
        "--weights", type=Path, help="a folder with `f5` and `xtts`, in the place of new ones"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rows = first_sound_rows(
            lambda engine: (
                options.weights / engine
                if options.weights
                else write_weights(torch_environment(), engine, options.size, work / engine)
            ),
            work,
        )
    print_table(
        f"First sound after an idle exit, random weights of size `{options.size}` ({machine_words()})",
        ("row", "value", "target", "met", "figures"),
        [row.cells() for row in rows],
    )


if __name__ == "__main__":
    main()
