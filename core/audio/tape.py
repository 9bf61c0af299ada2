"""What is to be played: grows at its end while it is read from."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

_FIRST_ROOM = 1 << 16


class Tape:
    """An append-only buffer with one play position; every method may be called from any thread.

    The lock is held for the time of a few additions, never while samples are copied for the reader.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._samples: Samples = np.zeros(_FIRST_ROOM, np.float32)
        self._length = 0
        self._position = 0
        self._level = 1.0
        self._heard_level: float | None = None
        self.complete = False

    @property
    def length(self) -> int:
        """Samples that are there."""
        return self._length

    @property
    def position(self) -> int:
        """Next sample to be read."""
        return self._position

    @property
    def at_end(self) -> bool:
        """True once all has been read and no more will come."""
        return self.complete and self._position >= self._length

    @property
    def level(self) -> float:
        """Loudness, 0 to 1; a change after the first block is faded over one block."""
        return self._level

    @level.setter
    def level(self, level: float) -> None:
        self._level = min(1.0, max(0.0, level))

    def append(self, samples: Samples) -> None:
        """Add samples at the end (one writer at a time)."""
        length = self._length + len(samples)
        if length > len(self._samples):
            grown = np.zeros(max(length, 2 * len(self._samples)), np.float32)
            grown[: self._length] = self._samples[: self._length]
            self._samples = grown
        self._samples[self._length : length] = samples
        with self._lock:
            self._length = length

    def seek(self, position: int) -> None:
        """Read on from there; from the end where there is less."""
        with self._lock:
            self._position = min(max(0, position), self._length)

    def read_into(self, block: NDArray[np.float32]) -> bool:
        """Fill a block of shape ``(frames, channels)``, every channel alike.

        What is not there yet is silence, and the position waits.

        Returns:
            False once the end has been read: nothing will follow this block.
        """
        frames = len(block)
        with self._lock:
            start = self._position
            end = min(start + frames, self._length)
            self._position = end
            ended = self.complete and end >= self._length
        count = end - start
        before, self._heard_level = self._heard_level, self._level
        level = self._heard_level if before is None else before
        if level == self._heard_level:
            gain: float | NDArray[np.float32] = level
        else:
            gain = np.linspace(level, self._heard_level, count, dtype=np.float32)
        block[:count] = (self._samples[start:end] * gain)[:, np.newaxis]
        block[count:] = 0
        return not ended
