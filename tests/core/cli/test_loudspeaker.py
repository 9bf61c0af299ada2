"""The loudspeaker of ``say`` keeps neither what was heard nor what will be heard long after."""

from __future__ import annotations

import sys
import tracemalloc
from contextlib import ExitStack

import numpy as np
import pytest

from core.cli import sinks
from core.cli.interrupts import Interrupts
from core.cli.sinks import Loudness, open_sink
from core.errors import JobCancelled
from core.model.audio import AudioClip
from tests.gui.fake_sound import RATE_HZ, FakeSound

PIECE = AudioClip(np.full(RATE_HZ, 0.1, np.float32), RATE_HZ)


class Counted:
    """Counts what is heard."""

    samples = 0

    def append(self, block: np.ndarray) -> None:
        self.samples += np.count_nonzero(block)


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> FakeSound:
    fake = FakeSound(speed=200.0)
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def test_memory_stays_the_same_for_any_length(sound: FakeSound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "AHEAD_S", 5.0)
    heard = Counted()
    monkeypatch.setattr(sound, "heard", heard)
    tracemalloc.start()
    try:
        with open_sink(None, Loudness("", 1.0), Interrupts()) as sink:
            for _ in range(120):
                sink.append(PIECE)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert heard.samples == 120 * RATE_HZ
    assert peak_bytes < 40 * PIECE.samples.nbytes


def test_who_waits_to_be_heard_can_be_cancelled(sound: FakeSound) -> None:
    sound.speed = 0.001
    long = AudioClip(np.tile(PIECE.samples, 40), RATE_HZ)
    taken = Interrupts()
    taken.cancel.cancel()
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(JobCancelled))
        stack.enter_context(open_sink(None, Loudness("", 1.0), taken)).append(long)
