"""A sound card of tests: plays into nothing, at real time, and answers when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

RATE_HZ = 24_000
BLOCK = 240


class CallbackStop(Exception):
    """What a callback raises to end its stream."""


class PortAudioError(Exception):
    """What PortAudio raises."""


class FakeSound(ModuleType):
    """Stands for the ``sounddevice`` module, with one device.

    Attributes:
        answers: Clear it, and whoever opens or closes the device waits until it is set again.
        opened: How many streams were opened.
        heard: What was played, block by block.
        speed: How many times faster than in real time it plays.
    """

    CallbackStop = CallbackStop
    PortAudioError = PortAudioError
    _initialized = 1

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__("sounddevice")
        self.speed = speed
        self.default = SimpleNamespace(device=(-1, 0))
        self.answers = threading.Event()
        self.answers.set()
        self.opened = 0
        self.heard: list[np.ndarray] = []

    def _initialize(self) -> None:
        self._initialized = 1

    def _terminate(self) -> None:
        self._initialized = 0

    def query_devices(self, index: int | None = None) -> Any:
        self.answers.wait(20)
        device = {"name": "Fake", "hostapi": 0, "max_output_channels": 2, "default_samplerate": RATE_HZ}
        return [device] if index is None else device

    def check_output_settings(self, *_: object, **__: object) -> None:
        """Take every rate."""

    def OutputStream(self, **how: Any) -> FakeStream:
        self.opened += 1
        return FakeStream(self, how["samplerate"], how["callback"], how["finished_callback"])


class FakeStream:
    """Asks for a block of samples each 10 ms."""

    latency = 0.0

    def __init__(
        self,
        sound: FakeSound,
        samplerate: int,
        fill: Callable[..., None],
        finished: Callable[[], None],
    ) -> None:
        self._answers = sound.answers
        self._sound = sound
        self.samplerate = samplerate
        self._fill, self._finished = fill, finished
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._end,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join(20)

    abort = stop

    def close(self) -> None:
        self._answers.wait(20)
        self.stop()

    def _run(self, end: threading.Event) -> None:
        block = np.zeros((BLOCK, 2), np.float32)
        try:
            while not end.wait(BLOCK / self.samplerate / self._sound.speed):
                self._fill(block, BLOCK, None, None)
                self._sound.heard.append(block[:, 0].copy())
        except CallbackStop:
            pass
        self._finished()
