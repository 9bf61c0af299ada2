"""Memory samples arrive in the order in which they were read, and a failing driver stops nothing."""

from __future__ import annotations

import itertools
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.host.messages import MemoryBody, decode
from core.host.protocol import read_frame
from core.host.sampler import ABSENT_PERIOD_S, Sampler
from core.host.wire import Wire
from core.model.events import STALE_S, MemorySample


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def sample(time_s: float) -> MemorySample:
    return MemorySample(time_s, "CPU", "cpu", False, 0, 0, 0, 0, 0, (), 0, 0, 0)


def receive(descriptor: int) -> MemoryBody:
    frame = read_frame(lambda size: os.read(descriptor, size))
    assert frame is not None
    return decode(frame.body, MemoryBody)


def test_what_arrives_last_was_read_last(pipe):
    incoming, outgoing = pipe
    numbers = itertools.count()
    sampler = Sampler(Wire(incoming, outgoing), lambda: sample(next(numbers)))
    threads = [threading.Thread(target=lambda: [sampler.send(0) for _ in range(500)]) for _ in range(2)]
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        times = [receive(incoming).sample.time_s for _ in range(1000)]
    finally:
        sys.setswitchinterval(usual_s)
    for thread in threads:
        thread.join()
    assert times == sorted(times)


def test_figures_that_cannot_be_read_are_logged_and_the_next_come(pipe, caplog):
    incoming, outgoing = pipe
    failures = iter([RuntimeError("CUDA error: an illegal memory access"), None])

    def read() -> MemorySample:
        failure = next(failures)
        if failure is not None:
            raise failure
        return sample(1.5)

    sampler = Sampler(Wire(incoming, outgoing), read)
    sampler.ask(7)
    sampler.ask(8)
    assert receive(incoming) == MemoryBody(8, sample(1.5))
    assert "an illegal memory access" in caplog.text


@pytest.mark.parametrize(
    ("figures", "good_for_s"),
    [
        ({"device_kind": "cuda"}, ABSENT_PERIOD_S + STALE_S),
        ({"device_kind": "cuda", "context_bytes": 1}, STALE_S),
        ({"device_kind": "cuda", "reserved_bytes": 1}, STALE_S),
        ({"device_kind": "cuda", "simulated": True}, STALE_S),
        ({"device_kind": "cpu"}, STALE_S),
    ],
    ids=str,
)
def test_a_card_that_is_not_touched_is_asked_seldom_and_the_figures_say_so(pipe, figures, good_for_s):
    incoming, outgoing = pipe
    sampler = Sampler(Wire(incoming, outgoing), lambda: replace(sample(100.0), **figures))
    sampler.send(0)
    assert receive(incoming).sample.expires_s == 100.0 + good_for_s
