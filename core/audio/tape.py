"""What is to be played: grows at its end while it is read from."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

_FIRST_ROOM = 1 << 16


class Tape:
    """A buffer with one play position that grows at its end; every method may be called from any thread.

    Positions count from the first sample that ever was; what was forgotten is dropped when room is needed.
    The lock is held for the time of a few additions, never while samples are copied for the reader.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._samples: Samples = np.zeros(_FIRST_ROOM, np.float32)
        self._length = 0
        self._position = 0
        self._base = 0
        self._oldest = 0
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
        if length - self._base > len(self._samples):
            self._make_room(len(samples))
        self._samples[self._length - self._base : length - self._base] = samples
        with self._lock:
            self._length = length

    def forget(self, position: int) -> None:
        """Keep nothing before that position, as far as it has been read; nobody can seek to it any more."""
        with self._lock:
            self._oldest = max(self._oldest, min(position, self._position))

    def seek(self, position: int) -> None:
        """Read on from there; from the end where there is less, and from the oldest that is kept."""
        with self._lock:
            self._position = min(max(self._oldest, position), self._length)

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
            samples, base = self._samples, self._base
        count = end - start
        before, self._heard_level = self._heard_level, self._level
        level = self._heard_level if before is None else before
        if level == self._heard_level:
            gain: float | NDArray[np.float32] = level
        else:
            gain = np.linspace(level, self._heard_level, count, dtype=np.float32)
        block[:count] = (samples[start - base : end - base] * gain)[:, np.newaxis]
        block[count:] = 0
        return not ended

    def _make_room(self, count: int) -> None:
        """Move what is kept into a new buffer with room for more; the reader may still read the old one."""
        with self._lock:
            oldest = self._oldest
        kept = self._samples[oldest - self._base : self._length - self._base]
        room = np.zeros(max(_FIRST_ROOM, 2 * (len(kept) + count)), np.float32)
        room[: len(kept)] = kept
        with self._lock:
            self._samples, self._base = room, oldest
