"""M4A and M4B by ffmpeg, where the user has it; and reading them again."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np

from core.atomic import AtomicFile
from core.delivery.metadata import Mark, Track, ffmetadata
from core.delivery.sinks import Sink
from core.delivery.wishes import Format
from core.errors import DiskFull, EncoderFailed, FfmpegMissing
from core.model.audio import Samples
from core.processes import NO_WINDOW

_QUIET = ("-nostdin", "-v", "error", "-y")
_SAME_BYTES = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
_BIT_RATE = "112k"
_SHOWN_CHARS = 200
_END_S = 30.0
_READ_BYTES = 1 << 20


def find_ffmpeg() -> str | None:
    """Return where ffmpeg is; None: it is not there."""
    return shutil.which("ffmpeg")


class FfmpegSink(Sink):
    """A file that ffmpeg writes: first the sound through a pipe, then tags, chapters and cover beside it."""

    def __init__(self, path: Path, fmt: Format, sample_rate_hz: int, track: Track, *, replace: bool) -> None:
        """Start ffmpeg.

        Raises:
            FfmpegMissing: When it is not there.
            EncoderFailed: When it does not start.
            StorageError: When nothing can be written there.
        """
        program = find_ffmpeg()
        if program is None:
            raise FfmpegMissing(format=fmt.value)
        super().__init__(path, replace=replace)
        self._program, self._format, self._track = program, fmt, track
        self._draft = AtomicFile(path, replace=True)
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by abort and _finish)
        sound = ("-f", "f32le", "-ar", str(sample_rate_hz), "-ac", "1", "-i", "pipe:0")
        quality = ("-c:a", "aac", "-b:a", _BIT_RATE, "-f", "mp4")
        command = [*_QUIET[1:], *sound, *_SAME_BYTES, *quality, _url(self._draft.temporary)]
        try:
            self._process = subprocess.Popen(
                [program, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            super().abort()
            self._draft.abort()
            raise EncoderFailed(format=fmt.value, reason=str(error)) from error

    def _write(self, samples: Samples) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(samples.astype("<f4", copy=False).tobytes())
        except (OSError, ValueError) as error:  # of a broken pipe Windows says another error
            raise self._failure() from error

    def _finish(self, chapters: tuple[Mark, ...], duration_s: float) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.close()
        except OSError as error:
            raise self._failure() from error
        if self._process.wait():
            raise self._failure()
        self._describe(ffmetadata(self._track, chapters, duration_s))
        self._draft.abort()
        self._said.close()

    def _describe(self, metadata: str) -> None:
        """Put tags, chapters and cover to the sound."""
        with tempfile.TemporaryDirectory(prefix="sottovoce-") as folder:
            text = Path(folder) / "metadata.txt"
            text.write_text(metadata, encoding="utf-8")
            inputs = ["-i", _url(self._draft.temporary), "-f", "ffmetadata", "-i", _url(text)]
            maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
            if self._track.cover is not None:
                picture = Path(folder) / f"cover{self._track.cover.suffix}"
                picture.write_bytes(self._track.cover.data)
                inputs += ["-i", _url(picture)]
                maps += ["-map", "2:v", "-disposition:v", "attached_pic"]
            kind = ["-c", "copy", "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4"]
            command = [self._program, *_QUIET, *inputs, *maps, *kind, _url(self.atomic.temporary)]
            done = subprocess.run(
                command,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                check=False,
                creationflags=NO_WINDOW,
            )
            if done.returncode:
                raise self._failure()

    def _failure(self) -> EncoderFailed | DiskFull:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1] if lines else "ffmpeg ended early"
        if any(os.strerror(errno.ENOSPC) in line for line in lines):
            return DiskFull(path=str(self.path))
        return EncoderFailed(format=self._format.value, reason=reason[:_SHOWN_CHARS])

    def abort(self) -> None:
        """End ffmpeg and leave nothing behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._said.close()
        self._draft.abort()
        super().abort()


def decoded(path: Path, sample_rate_hz: int) -> Iterator[Samples]:
    """Yield the sound of a file by ffmpeg, block by block.

    Raises:
        EncoderFailed: When ffmpeg cannot read it.
    """
    program = find_ffmpeg() or "ffmpeg"
    command: Sequence[str] = ("-i", _url(path), "-map", "0:a", "-f", "f32le", "-ar", str(sample_rate_hz), "-")
    with subprocess.Popen(
        [program, *_QUIET, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=NO_WINDOW,
    ) as process:
        assert process.stdout is not None
        while data := process.stdout.read(_READ_BYTES):
            yield np.frombuffer(data, "<f4")
    if process.returncode:
        raise EncoderFailed(format=path.suffix.lstrip("."), reason="ffmpeg cannot read it again")


def _url(path: Path) -> str:
    return f"file:{path.absolute()}"
