"""Write WAV files: whole or not at all, marked as synthetic, byte for byte the same for the same audio."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from core.atomic import AtomicFile, check_target, storage_error
from core.audio.pcm import Encoder
from core.audio.peaks import resample
from core.audio.riff import WavFormat, WavHeader
from core.errors import NothingToExport
from core.model.audio import AudioClip

__all__ = ["WavFacts", "WavFormat", "WavWriter", "check_target", "write_wav", "write_wav_stream"]


@dataclass(frozen=True)
class WavFacts:
    """What was written.

    Attributes:
        path: The file; ``-`` for a stream.
        duration_s: Length in seconds.
        sample_rate_hz: Samples per second.
        samples: How many.
        format: How they are stored.
        size_bytes: Size of the file.
        clipped: How many samples were over full scale and were clipped.
    """

    path: Path
    duration_s: float
    sample_rate_hz: int
    samples: int
    format: WavFormat
    size_bytes: int
    clipped: int


def write_wav(path: Path, clips: Iterable[AudioClip], fmt: WavFormat, *, replace: bool) -> WavFacts:
    """Write clips, one after the other, as one mono file at the first clip's sample rate.

    Args:
        path: Where to.
        clips: At least one; taken one at a time.
        fmt: How samples are stored.
        replace: Whether a file that is there may be replaced.

    Raises:
        NothingToExport: When there is no clip; nothing is written then.
        StorageError: When it cannot be written (see ``AtomicFile``).
    """
    with WavWriter(path, fmt, replace=replace) as writer:
        for clip in clips:
            writer.append(clip)
    return writer.facts


class WavWriter:
    """Write a file piece by piece; it appears, whole, when the ``with`` block ends without an error.

    Memory stays small: pieces go to a temporary file beside the target. When the block raises, also
    ``KeyboardInterrupt``, no file is left.
    """

    def __init__(self, path: Path, fmt: WavFormat = WavFormat.PCM_16, *, replace: bool) -> None:
        """Remember where to write; nothing is opened yet."""
        self._path = path
        self._format = fmt
        self._replace = replace
        self._facts: WavFacts | None = None

    def __enter__(self) -> WavWriter:
        """Open the temporary file.

        Raises:
            StorageError: When nothing can be written there (see ``AtomicFile``).
        """
        self._file = AtomicFile(self._path, replace=self._replace)
        self._stream = WavStream(self._file.file, self._format)
        return self

    def append(self, clip: AudioClip) -> None:
        """Write a clip after the others, at the first one's sample rate.

        Raises:
            StorageError: When it cannot be written.
        """
        try:
            self._stream.append(clip)
        except OSError as error:
            raise storage_error(error, self._path) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Complete the file, or leave nothing.

        Raises:
            NothingToExport: When no clip was appended.
            StorageError: When it cannot be written.
        """
        if error is not None:
            self._file.abort()
            return
        try:
            header = self._stream.finish()
        except OSError as problem:
            self._file.abort()
            raise storage_error(problem, self._path) from problem
        except BaseException:
            self._file.abort()
            raise
        self._file.commit()
        self._facts = self._stream.facts(self._path, header)

    @property
    def facts(self) -> WavFacts:
        """What was written.

        Raises:
            RuntimeError: Before the file is complete.
        """
        if self._facts is None:
            raise RuntimeError("the file is not complete yet")
        return self._facts


def write_wav_stream(file: BinaryIO, clips: Iterable[AudioClip], fmt: WavFormat) -> WavFacts:
    """Write clips to a stream that cannot be rewound, such as standard output.

    The header tells the true length, so all clips are taken before the first byte is written.

    Raises:
        NothingToExport: When there is no clip.
        StorageError: When it cannot be written.
        BrokenPipeError: When the reader has gone.
    """
    path = Path("-")
    collected = list(clips)
    if not collected:
        raise NothingToExport
    rate = collected[0].sample_rate_hz
    parts = [resample(clip, rate).samples for clip in collected]
    header = WavHeader(rate, fmt, sum(map(len, parts)))
    encoder = Encoder(fmt)
    try:
        file.write(header.to_bytes())
        for part in parts:
            file.write(encoder.encode(part))
        file.write(b"\0" * (header.data_bytes % 2))
        file.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise storage_error(error, path) from error
    return _facts(path, header, encoder)


class WavStream:
    """A WAV file being written to a file that can be rewound."""

    def __init__(self, file: BinaryIO, fmt: WavFormat, tags: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep where to and how; the first clip sets the rate.

        Args:
            file: Where to.
            fmt: How samples are stored.
            tags: See ``WavHeader``.
        """
        self._tags = tags
        self._file = file
        self._encoder = Encoder(fmt)
        self._format = fmt
        self._rate: int | None = None
        self._samples = 0

    def append(self, clip: AudioClip) -> None:
        """Write a clip after the others."""
        if self._rate is None:
            self._rate = clip.sample_rate_hz
            self._file.write(WavHeader(self._rate, self._format, 0, self._tags).to_bytes())
        samples = resample(clip, self._rate).samples
        self._file.write(self._encoder.encode(samples))
        self._samples += len(samples)

    def finish(self) -> WavHeader:
        """Write the true sizes into the header.

        Raises:
            NothingToExport: When no clip was appended.
        """
        if self._rate is None:
            raise NothingToExport
        header = WavHeader(self._rate, self._format, self._samples, self._tags)
        self._file.write(b"\0" * (header.data_bytes % 2))
        self._file.seek(0)
        self._file.write(header.to_bytes())
        self._file.seek(0, os.SEEK_END)
        return header

    def facts(self, path: Path, header: WavHeader) -> WavFacts:
        """Return what was written."""
        return _facts(path, header, self._encoder)


def _facts(path: Path, header: WavHeader, encoder: Encoder) -> WavFacts:
    return WavFacts(
        path=path,
        duration_s=header.samples / header.sample_rate_hz,
        sample_rate_hz=header.sample_rate_hz,
        samples=header.samples,
        format=header.format,
        size_bytes=len(header.to_bytes()) + header.data_bytes + header.data_bytes % 2,
        clipped=encoder.clipped,
    )
