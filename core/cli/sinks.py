"""Where spoken audio goes: a file, standard output, or the loudspeaker."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.audio.output import Player
from core.audio.write import WavFormat, WavWriter, check_target
from core.cli.interrupts import Interrupts
from core.cli.terminal import binary_stdout, stdout_errors
from core.cli.words import STANDARD_OUTPUT
from core.errors import AudioDeviceError, FolderMissing, OutputNotRegular
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.paths import is_folder

_POLL_S = 0.1

AHEAD_S = 30.0
"""Speech is made faster than it is heard: when so much waits, its engine waits too."""


class Sink(Protocol):
    """Takes audio piece by piece."""

    def append(self, clip: AudioClip) -> None:
        """Take the next piece.

        Raises:
            SottovoceError: When it cannot be taken.
        """
        ...


@dataclass(frozen=True)
class Loudness:
    """How to play.

    Attributes:
        device: Output device; empty for the system's default.
        level: 0 to 1.
    """

    device: str
    level: float


@contextmanager
def open_sink(output: str | None, loudness: Loudness, taken: Interrupts) -> Iterator[Sink]:
    """Open what ``-o`` names, before anything is spoken; the end of the block completes it.

    When the block raises, no file is left and nothing was written to standard output.

    Args:
        output: A path, ``-`` for standard output, None to play.
        loudness: How to play.
        taken: Signals wait while a file is opened, completed or removed.

    Raises:
        StorageError: When nothing can be written there.
        AudioDeviceError: When it cannot be played.
    """
    if output is None:
        with _loudspeaker(loudness, taken.cancel) as sink:
            yield sink
    elif output == STANDARD_OUTPUT:
        with _standard_output() as sink:
            yield sink
    else:
        with ExitStack() as stack:
            with taken.held():
                writer = stack.enter_context(WavWriter(Path(output), WavFormat.PCM_16, replace=True))
            try:
                yield writer
            finally:
                taken.hold()


def check_output_path(output: str | None) -> None:
    """Look whether a file may be written there, without touching anything.

    Raises:
        StorageError: When not.
    """
    if output is None or output == STANDARD_OUTPUT:
        return
    path = Path(output)
    if output.endswith((os.sep, os.altsep or os.sep)):
        raise OutputNotRegular(path=output) if is_folder(path) else FolderMissing(path=output)
    check_target(path, replace=True)


@contextmanager
def _standard_output() -> Iterator[Sink]:
    """Write a file beside the others first: the header needs the true sizes."""
    stdout = binary_stdout()
    with tempfile.TemporaryDirectory(prefix="sottovoce-") as folder:
        path = Path(folder) / "say.wav"
        with WavWriter(path, WavFormat.PCM_16, replace=False) as sink:
            yield sink
        with path.open("rb") as file, stdout_errors():
            shutil.copyfileobj(file, stdout)
            stdout.flush()


@contextmanager
def _loudspeaker(loudness: Loudness, cancel: CancelToken) -> Iterator[Sink]:
    speaker = _Loudspeaker(loudness, cancel)
    try:
        yield speaker
        speaker.wait()
    finally:
        speaker.close()


class _Loudspeaker:
    """Plays pieces as they come, and keeps none that was heard."""

    def __init__(self, loudness: Loudness, cancel: CancelToken) -> None:
        self._cancel = cancel
        self._device = loudness.device or None
        self._ended = threading.Event()
        self._error: AudioDeviceError | None = None
        self._open = False
        self._player = Player()
        self._player.level = loudness.level
        self._player.on_finished = self._ended.set
        self._player.on_error = self._fail

    def append(self, clip: AudioClip) -> None:
        """Play a piece after the others; waits while more is ahead than is needed.

        Raises:
            AudioDeviceError: When it cannot be played.
            JobCancelled: When it was cancelled while it waited.
        """
        self._raise()
        if not self._open:
            self._player.open(clip.sample_rate_hz, self._device)
            self._open = True
            self._player.play()
        self._player.append(clip.samples)
        while True:
            heard_s = self._player.position_s
            self._player.forget(heard_s)
            if self._player.duration_s - heard_s <= AHEAD_S or self._ended.wait(_POLL_S):
                break
            self._cancel.check()
        self._raise()

    def wait(self) -> None:
        """Wait until all has been heard."""
        if self._open:
            self._player.finish()
            while not self._ended.wait(_POLL_S):
                self._raise()
        self._raise()

    def close(self) -> None:
        """Stop at once."""
        self._player.stop()

    def _fail(self, error: AudioDeviceError) -> None:
        self._error = error
        self._ended.set()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
