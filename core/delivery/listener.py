"""Hear an MP3 while it is being written: reading it again is done when its last frame is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from core.delivery.heard import Heard

_FAR = 1 << 40
_TAIL = 4_096
_BEGINNING = 1 << 16
"""A reader starts once there is so much sound: soundfile opens one file at a time, and may not wait then."""

_BUFFER = 1 << 16


class GrowingFile:
    """A file for a reader that goes onwards while another thread still writes it.

    A read waits until there is something. As long as it grows, the file claims to be very long, since readers
    want to know its length; at that far end, where they look for tags, it has zeros.

    Attributes:
        sound_samples: How long its sound is; known once a read has come to the end.
    """

    def __init__(self, path: Path) -> None:
        """Open a file of which nothing is known to be there yet."""
        self._file = path.open("rb", buffering=_BUFFER)
        self._changed = threading.Condition()
        self._there, self._ended, self._place = 0, False, 0
        self._end = _FAR
        self.sound_samples = 0

    def grown(self, size: int) -> None:
        """Tell that so many bytes can be read by now."""
        with self._changed:
            self._there = size
            self._changed.notify_all()

    def end(self, sound_samples: int) -> None:
        """Tell that no more will come, and how long the sound is."""
        self.sound_samples = sound_samples
        self.give_up()

    def read(self, size: int) -> bytes:
        """Return what comes next: at most so many bytes, none at the end."""
        if self._end == _FAR and self._place >= _FAR - _TAIL:
            data = bytes(min(size, max(0, _FAR - self._place)))
        else:
            self.wait_for(self._place + size)
            self._file.seek(self._place)
            data = self._file.read(min(size, max(0, self._there - self._place)))
        self._place += len(data)
        return data

    def give_up(self) -> None:
        """Let nobody wait for more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def begin(self, size: int) -> None:
        """Wait until so many bytes are there, or all: then it is as long as it is, or readers would warn."""
        self.wait_for(size)
        with self._changed:
            if self._ended:
                self._end = self._there

    def wait_for(self, size: int) -> None:
        """Wait until so many bytes are there, or all."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._there >= size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, from the start (0), from here (1) or from the end (2)."""
        self._place = offset + (0, self._place, self._end)[whence]
        return self._place

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._place

    def close(self) -> None:
        """Close it."""
        self._file.close()


class Listener:
    """A thread that measures a file while it grows."""

    def __init__(self, path: Path, sound_at: int, measure: Callable[[GrowingFile], Heard]) -> None:
        """Start to listen.

        Args:
            path: The file.
            sound_at: How many bytes of tags stand before its sound.
            measure: Reads it to its end.
        """
        self._growing = GrowingFile(path)
        self._sound_at = sound_at
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="listener")
        self._heard: Future[Heard] = self._pool.submit(self._listen, measure)

    def _listen(self, measure: Callable[[GrowingFile], Heard]) -> Heard:
        self._growing.begin(self._sound_at + _BEGINNING)
        return measure(self._growing)

    def grown(self, size: int) -> None:
        """Tell that so many bytes of the file can be read by now."""
        self._growing.grown(size)

    def heard(self) -> Heard:
        """Wait for what was heard, once the file is whole, and let go of it.

        Raises:
            EncoderFailed: When it cannot be read.
        """
        self.close()
        return self._heard.result()

    def end(self, sound_samples: int) -> None:
        """Tell that the file is whole, and how many samples went into it."""
        self._growing.end(sound_samples)

    def close(self) -> None:
        """Let go of the file, so that it can be renamed or deleted; what is not whole is given up."""
        self._growing.give_up()
        self._pool.shutdown()
        self._growing.close()
