"""FLAC, MP3 and Opus by libsndfile."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.atomic import storage_error
from core.audio.marking import SOFTWARE
from core.audio.pcm import Encoder
from core.audio.riff import WavFormat
from core.audio.sound_io import SoundIo
from core.delivery.flac_picture import FlacPictureIo
from core.delivery.heard import Heard
from core.delivery.listener import GrowingFile, Listener
from core.delivery.metadata import Mark, Track, id3, picture_block, picture_comment
from core.delivery.ogg import with_comment
from core.delivery.sinks import Sink
from core.delivery.wishes import Format
from core.errors import EncoderFailed
from core.model.audio import Samples

if TYPE_CHECKING:
    from soundfile import SoundFile

_FILES = {
    Format.FLAC: ("FLAC", "PCM_16"),
    Format.FLAC_24: ("FLAC", "PCM_24"),
    Format.MP3: ("MP3", "MPEG_LAYER_III"),
    Format.OPUS: ("OGG", "OPUS"),
}

_MP3_LEVELS = ((32_000, 0.44, 0.97), (16_000, 0.30, 0.95), (0, 0.5, 0.95))
"""By least sample rate: libsndfile's compression level, which sets LAME's constant rate, and what LAME scales
the sound by at that rate. From 32 kHz on it is 192 kbit/s, as ACX asks for; from 16 kHz on 112."""


class SoundFileSink(Sink):
    """A file that libsndfile writes.

    Attributes:
        listener: Measures the file as it grows, from its first samples on, where that is wished.
    """

    def __init__(self, path: Path, fmt: Format, sample_rate_hz: int, track: Track, *, replace: bool) -> None:
        """Open a temporary file beside the target.

        Raises:
            StorageError: When nothing can be written there.
        """
        super().__init__(path, replace=replace)
        self._format, self._rate, self._track = fmt, sample_rate_hz, track
        self._encoder = Encoder(WavFormat.PCM_24 if fmt is Format.FLAC_24 else WavFormat.PCM_16)
        self._io = SoundIo(self.atomic.file)
        self._file: SoundFile | None = None
        self._louder = np.float32(1)
        self._written = 0
        self._measure: Callable[[GrowingFile], Heard] | None = None
        self.listener: Listener | None = None

    def listen(self, measure: Callable[[GrowingFile], Heard]) -> None:
        """Have the file measured while it is written; for an MP3 of which nothing is written yet.

        Args:
            measure: Reads it to its end, in a thread of its own.
        """
        self._measure = measure

    def _open(self) -> SoundFile:
        import soundfile

        kind, subtype = _FILES[self._format]
        more: dict[str, object] = {}
        if self._format is Format.MP3:
            level, scale = next(found for least, *found in _MP3_LEVELS if self._rate >= least)
            self._louder = np.float32(1 / scale)
            more = {"compression_level": level, "bitrate_mode": "CONSTANT"}
            self.atomic.file.write(id3(self._track))
            sound_at = self.atomic.file.tell()
            self._io = SoundIo(self.atomic.file, sound_at)
            if self._measure is not None:
                self.listener = Listener(self.atomic.temporary, sound_at, self._measure)
        elif self._format.is_flac and self._track.cover is not None:
            self._io = FlacPictureIo(self.atomic.file, picture_block(self._track.cover))
        file = soundfile.SoundFile(self._io, "w", self._rate, 1, subtype, format=kind, **more)
        if self._format is not Format.MP3:
            for name, text in self._track.fields.items():
                setattr(file, name, text)
            file.software = SOFTWARE
        return file

    def _write(self, samples: Samples) -> None:
        with self._told():
            if self._file is None:
                self._file = self._open()
            if self._format is Format.FLAC_24:
                self._file.write(_widened(self._encoder.encode(samples)))
            elif self._format is Format.FLAC:
                self._file.write(np.frombuffer(self._encoder.encode(samples), "<i2"))
            else:
                self._file.write(samples * self._louder)
            self._written += len(samples)
            self._tell_listener()

    def _tell_listener(self) -> None:
        if self.listener is not None:
            self.atomic.file.flush()
            self.listener.grown(os.fstat(self.atomic.file.fileno()).st_size)

    def _finish(self, chapters: tuple[Mark, ...], duration_s: float) -> None:
        with self._told():
            if self._file is not None:
                self._file.close()
            self._tell_listener()
            if self.listener is not None:
                self.listener.end(self._written)
        if self._format is Format.OPUS and self._track.cover is not None:
            with_comment(self.atomic.temporary, self.atomic.file, picture_comment(self._track.cover))

    def _told(self) -> _Told:
        return _Told(self._format, self._io, self.path)

    def abort(self) -> None:
        """Leave nothing behind."""
        if self.listener is not None:
            self.listener.close()
        if self._file is not None:
            with suppress(Exception):
                self._file.close()
        super().abort()


def _widened(data: bytes) -> NDArray[np.int32]:
    """Return samples of three bytes as libsndfile takes those of 24 bits: in the upper part of four."""
    wide = np.zeros((len(data) // 3, 4), np.uint8)
    wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
    widened: NDArray[np.int32] = wide.view("<i4").reshape(-1)
    return widened


class _Told:
    """Turns what libsndfile says into our errors; what the system said is kept by the file."""

    def __init__(self, fmt: Format, io: SoundIo, path: Path) -> None:
        self._format, self._io, self._path = fmt, io, path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._io.error is not None:
            raise storage_error(self._io.error, self._path) from self._io.error
        if isinstance(error, RuntimeError | AssertionError):  # soundfile's own errors are RuntimeErrors
            raise EncoderFailed(format=self._format.value, reason=str(error)) from error
