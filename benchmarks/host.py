"""Measure the engine host: its start up to the hello, and what the pipe costs.

Run: ``python3 packaging/bootstrap.py python benchmarks/host.py``
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from measure import Spread, interleaved, print_table, ratio, seconds

from core.host.client import HostClient, HostOptions
from core.host.messages import AudioBody, decode, encode
from core.host.protocol import Kind, encode_frame, read_frame
from core.install.environments import Environment

ROUNDS = 15
RATE_HZ = 24_000
AUDIO_S = 10
IMPORTS = "import core.host.server, core.engines.starter.engine"


def python(code: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, "-I", "-c", code], check=True))


def hello() -> float:
    client = HostClient(Environment("studio", Path(sys.executable), ("starter",)), HostOptions())
    try:
        return seconds(client.hello)
    finally:
        client.close()


def through_a_pipe(send: Callable[[int], object], receive: Callable[[int], object]) -> float:
    """Return the time from the first byte sent to the last received."""
    reader, writer = os.pipe()
    sender = threading.Thread(target=send, args=(writer,))
    begin = time.perf_counter()
    sender.start()
    receive(reader)
    elapsed_s = time.perf_counter() - begin
    sender.join()
    os.close(reader)
    os.close(writer)
    return elapsed_s * 1000


def write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def main() -> None:
    python("pass")
    hello()
    starts = interleaved(
        {
            "host start to hello": hello,
            "the same imports, bare": lambda: python(IMPORTS),
            "python -I -c pass": lambda: python("pass"),
        },
        ROUNDS,
    )
    bare = starts["the same imports, bare"]
    print_table(
        "Host start to hello (target < 0.5 s)",
        ["what", "median (least to greatest)", "of the bare imports"],
        [
            [name, Spread.of(figures).text(3, "s"), f"{ratio(figures, bare):.2f}"]
            for name, figures in starts.items()
        ],
    )

    audio = np.random.default_rng(1).standard_normal(RATE_HZ * AUDIO_S).astype("<f4")
    raw = audio.tobytes()

    def send_frame(descriptor: int) -> None:
        write_all(descriptor, encode_frame(Kind.AUDIO, encode(AudioBody(1, RATE_HZ)), audio.data.cast("B")))

    def receive_frame(descriptor: int) -> None:
        frame = read_frame(lambda size: os.read(descriptor, size))
        assert frame is not None
        assert decode(frame.body, AudioBody).sample_rate_hz == RATE_HZ
        assert np.frombuffer(frame.payload, "<f4").shape == audio.shape

    def receive_raw(descriptor: int) -> None:
        missing = len(raw)
        while missing:
            missing -= len(os.read(descriptor, missing))

    pipes = interleaved(
        {
            f"{AUDIO_S} s of audio as a frame": lambda: through_a_pipe(send_frame, receive_frame),
            "the same bytes, bare": lambda: through_a_pipe(lambda end: write_all(end, raw), receive_raw),
        },
        ROUNDS * 4,
    )
    bare = pipes["the same bytes, bare"]
    print_table(
        "Audio through the pipe, one way",
        ["what", "median (least to greatest)", "of the bare pipe"],
        [
            [name, Spread.of(figures).text(2, "ms"), f"{ratio(figures, bare):.2f}"]
            for name, figures in pipes.items()
        ],
    )


if __name__ == "__main__":
    main()
