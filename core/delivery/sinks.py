"""Where samples go: a file of each kind, whole under its name only when all is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from core.atomic import AtomicFile, storage_error
from core.audio.riff import WavFormat
from core.audio.write import WavStream
from core.delivery.metadata import Mark, Track
from core.delivery.wishes import Format
from core.model.audio import AudioClip, Samples

_WAV = {
    Format.WAV_16: WavFormat.PCM_16,
    Format.WAV_24: WavFormat.PCM_24,
    Format.WAV_FLOAT: WavFormat.FLOAT_32,
}


class Sink(ABC):
    """A file that is being written beside its place."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        """Open a temporary file beside the target.

        Raises:
            StorageError: When nothing can be written there (see ``AtomicFile``).
        """
        self.path = path
        self.atomic = AtomicFile(path, replace=replace)

    def commit(self) -> None:
        """Give the sealed file its name.

        Raises:
            StorageError: When the system refuses.
        """
        self.atomic.commit()

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


_INFO = {
    "title": "INAM",
    "artist": "IART",
    "album": "IPRD",
    "genre": "IGNR",
    "date": "ICRD",
    "tracknumber": "ITRK",
}


class WavSink(Sink):
    """A WAV file."""

    def __init__(self, path: Path, fmt: Format, sample_rate_hz: int, track: Track, *, replace: bool) -> None:
        """Open a temporary file beside the target.

        Raises:
            StorageError: When nothing can be written there.
        """
        super().__init__(path, replace=replace)
        self._rate = sample_rate_hz
        self._stream = WavStream(self.atomic.file, _WAV[fmt], _info(track))

    def _write(self, samples: Samples) -> None:
        self._stream.append(AudioClip(samples, self._rate))

    def _finish(self, chapters: tuple[Mark, ...], duration_s: float) -> None:
        self._stream.finish()


def _info(track: Track) -> tuple[tuple[str, str], ...]:
    """Return the fields of a WAV file's INFO chunk (Multimedia Programming Interface, 1991, and practice)."""
    fields = tuple((_INFO[name], text) for name, text in track.fields.items() if name in _INFO)
    return (*fields, ("ICMT", track.tags.comment)) if track.tags.comment else fields
