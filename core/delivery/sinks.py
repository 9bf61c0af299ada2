"""Where samples go: a file of each kind, whole under its name only when all is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from core.audio.atomic import AtomicFile, storage_error
from core.audio.riff import WavFormat
from core.audio.write import WavStream
from core.delivery.wishes import Format, Tags
from core.model.audio import AudioClip, Samples

_WAV = {
    Format.WAV_16: WavFormat.PCM_16,
    Format.WAV_24: WavFormat.PCM_24,
    Format.WAV_FLOAT: WavFormat.FLOAT_32,
}


@dataclass(frozen=True)
class Track:
    """What a file says of itself.

    Attributes:
        tags: Of the whole.
        title: Of this file.
        number: Its place among the files, from 1; 0: it is the only one.
        of: How many files there are.
    """

    tags: Tags
    title: str = ""
    number: int = 0
    of: int = 0


@dataclass(frozen=True)
class Mark:
    """A place in a file: where a chapter begins."""

    start_s: float
    title: str


class Sink(ABC):
    """A file that is being written beside its place."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        """Open a temporary file beside the target.

        Raises:
            StorageError: When nothing can be written there (see ``AtomicFile``).
        """
        self.path = path
        self.atomic = AtomicFile(path, replace=replace)

    def write(self, samples: Samples) -> None:
        """Take the next samples.

        Raises:
            StorageError: When they cannot be written.
        """
        try:
            self._write(samples)
        except OSError as error:
            raise storage_error(error, self.path) from error

    def seal(self, chapters: tuple[Mark, ...], duration_s: float) -> None:
        """Complete the file and put it on the disk, still without its name.

        Args:
            chapters: Where each begins.
            duration_s: Length of the whole.

        Raises:
            StorageError: When it cannot be written.
        """
        try:
            self._finish(chapters, duration_s)
        except OSError as error:
            raise storage_error(error, self.path) from error
        self.atomic.seal()

    @abstractmethod
    def _write(self, samples: Samples) -> None: ...

    @abstractmethod
    def _finish(self, chapters: tuple[Mark, ...], duration_s: float) -> None: ...

    @property
    def size_bytes(self) -> int:
        """Size of the sealed file."""
        return self.atomic.temporary.stat().st_size

    def abort(self) -> None:
        """Leave nothing behind."""
        self.atomic.abort()


class WavSink(Sink):
    """A WAV file."""

    def __init__(self, path: Path, fmt: Format, sample_rate_hz: int, track: Track, *, replace: bool) -> None:
        """Open a temporary file beside the target."""
        super().__init__(path, replace=replace)
        self._rate = sample_rate_hz
        self._stream = WavStream(self.atomic.file, _WAV[fmt], _info(track))

    def _write(self, samples: Samples) -> None:
        self._stream.append(AudioClip(samples, self._rate))

    def _finish(self, chapters: tuple[Mark, ...], duration_s: float) -> None:
        self._stream.finish()


def _info(track: Track) -> tuple[tuple[str, str], ...]:
    """Return the fields of a WAV file's INFO chunk (Multimedia Programming Interface, 1991, and practice)."""
    tags = track.tags
    fields = {
        "INAM": track.title or tags.title,
        "IART": tags.artist,
        "IPRD": tags.album,
        "IGNR": tags.genre,
        "ICRD": tags.date,
        "ITRK": str(track.number) if track.number else "",
        "ICMT": tags.comment,
    }
    return tuple((name, text) for name, text in fields.items() if text)
