"""Record from a microphone into a file that is whole at every moment, whatever becomes of the program.

Qt-free. The sound is kept as the device gives it: at the rate that it likes best, 24 bits, one channel.
"""

from __future__ import annotations

import os
import queue
import threading
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.atomic import storage_error
from core.audio import devices
from core.audio.devices import Stream
from core.audio.pcm import Encoder
from core.audio.riff import WavFormat
from core.errors import (
    AudioDeviceError,
    AudioDeviceMissing,
    MicrophoneLost,
    MicrophoneMissing,
    SottovoceError,
)

UNFINISHED = ".part"
"""Ends the name of a recording that is being made, or whose program has died."""

FLOOR_DBFS = -90.0
OVERLOAD = 0.999
"""A sample from here on was most likely cut off by the device."""

_LATENCY_S = 0.05
_SILENT_DEVICE_S = 2.0
"""A microphone that gives nothing for so long is gone."""

_STILL_WRITTEN_S = 5.0
"""A file that has changed since is a recording under way."""


@dataclass(frozen=True)
class Level:
    """How loud it is.

    Attributes:
        peak_dbfs: The loudest sample since the level was read last.
        rms_dbfs: The mean power of the newest block.
        overloaded: Some samples of this recording were too loud for the device.
        duration_s: Length of the recording so far.
    """

    peak_dbfs: float = FLOOR_DBFS
    rms_dbfs: float = FLOOR_DBFS
    overloaded: bool = False
    duration_s: float = 0.0


class Microphone:
    """Makes one recording; ``start``, then ``stop`` or ``discard``, which may wait for the device."""

    def __init__(self, path: Path, on_error: Callable[[SottovoceError], None] = lambda error: None) -> None:
        """Prepare.

        Args:
            path: The WAV file that ``stop`` makes. Until then it has ``UNFINISHED`` behind its name.
            on_error: Called on a thread of its own when the device goes away, or the disk takes no more;
                what was recorded is kept, and ``stop`` still gives it.
        """
        self._path = path
        self._on_error = on_error
        self._device = ""
        self._stream: Stream | None = None
        self._file: BinaryIO | None = None
        self._wave: wave.Wave_write | None = None
        self._encoder = Encoder(WavFormat.PCM_24)
        self._blocks: queue.SimpleQueue[NDArray[np.float32] | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="microphone", daemon=True)
        self._rate = 0
        self._frames = 0
        self._peak = self._rms = 0.0
        self._overloaded = False
        self._ended = threading.Event()
        self._stopping = False

    @property
    def unfinished(self) -> Path:
        """The file while it is recorded."""
        return self._path.with_name(self._path.name + UNFINISHED)

    @property
    def recording(self) -> bool:
        """True while sound is taken."""
        return self._stream is not None and not self._ended.is_set()

    def start(self, device: str | None = None) -> None:
        """Open a microphone and record from now on.

        Args:
            device: Its full name; None or empty for the system's default.

        Raises:
            MicrophoneMissing: When there is none, or it cannot be used.
            StorageError: When the file cannot be written.
        """
        self._device = device or ""

        def ask(portaudio: ModuleType) -> Stream:
            devices.renew(portaudio)
            stream = _open(portaudio, devices.find(portaudio, device, inputs=True), self._take, self._ended)
            devices.stream_opened(stream)
            return stream

        try:
            stream = devices.call(ask, self._device, undo=devices.close_stream)
        except AudioDeviceMissing as error:
            raise MicrophoneMissing(device=error.device, reason=error.reason) from error
        self._rate = round(stream.samplerate)
        try:
            self._open_file()
        except OSError as error:
            devices.call(lambda _: devices.close_stream(stream), even_late=True)
            raise storage_error(error, self._path) from error
        self._stream = stream
        self._writer.start()
        try:
            devices.call(lambda _: stream.start(), self._device)
        except AudioDeviceMissing as error:
            self.discard()
            raise MicrophoneMissing(device=error.device, reason=error.reason) from error

    def level(self) -> Level:
        """Return how loud it is; never blocks."""
        peak, self._peak = self._peak, 0.0
        duration_s = self._frames / self._rate if self._rate else 0.0
        return Level(_dbfs(peak), _dbfs(self._rms), self._overloaded, duration_s)

    def stop(self) -> Path:
        """End the recording and give the file its name.

        Raises:
            StorageError: When that is refused; the unfinished file stays.
        """
        self._end()
        return finished(self.unfinished)

    def discard(self) -> None:
        """End the recording and keep nothing of it."""
        self._end()
        with suppress(OSError):
            self.unfinished.unlink(missing_ok=True)

    # --- inside -------------------------------------------------------------------------------

    def _open_file(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.unfinished.open("wb")
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115 -- the writer closes it
        self._wave.setnchannels(1)
        self._wave.setsampwidth(WavFormat.PCM_24.sample_bytes)
        self._wave.setframerate(self._rate)

    def _close_file(self) -> None:
        """Bring the file to the disk; on a full one what is there has been written before."""
        with suppress(OSError):
            if self._wave is not None and self._file is not None:
                self._wave.close()
                self._file.flush()
                os.fsync(self._file.fileno())
        with suppress(OSError):
            if self._file is not None:
                self._file.close()

    def _take(self, block: NDArray[np.float32], _frames: int, _time: object, _status: object) -> None:
        """Take samples from the device; runs on PortAudio's thread."""
        self._blocks.put(block.mean(axis=1, dtype=np.float32))

    def _write(self) -> None:
        """Write blocks as they come: after each the file is a whole one that is so much longer."""
        failure: SottovoceError | None = None
        beat = time.monotonic()
        while failure is None:
            try:
                block = self._blocks.get(timeout=_SILENT_DEVICE_S / 4)
            except queue.Empty:
                lost = self._ended.is_set() or time.monotonic() - beat > _SILENT_DEVICE_S
                if lost and not self._stopping:
                    failure = MicrophoneLost(device=self._device, kept_s=self.level().duration_s)
                continue
            if block is None:
                break
            beat = time.monotonic()
            failure = self._keep(block)
        self._close_file()
        if failure is not None:
            self._ended.set()
            self._on_error(failure)

    def _keep(self, block: NDArray[np.float32]) -> SottovoceError | None:
        """Measure a block and write it; return why it cannot be written."""
        if len(block):
            peak = float(np.max(np.abs(block)))
            self._peak = max(self._peak, peak)
            self._rms = float(np.sqrt(np.mean(block.astype(np.float64) ** 2)))
            self._overloaded = self._overloaded or peak >= OVERLOAD
        if self._wave is None:
            return None
        try:
            self._wave.writeframes(self._encoder.encode(block))
        except OSError as error:
            return storage_error(error, self._path)
        self._frames += len(block)
        return None

    def _end(self) -> None:
        """Let the device go, and wait until all that came is in the file. May be called again."""
        self._stopping = True
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(AudioDeviceError):
                devices.call(lambda _: devices.close_stream(stream), self._device, even_late=True)
        self._blocks.put(None)
        if self._writer.is_alive() and threading.current_thread() is not self._writer:
            self._writer.join()


def finished(path: Path) -> Path:
    """Give an unfinished recording its name; one that has it already is left as it is.

    Raises:
        StorageError: When that is refused; the file stays as it was.
    """
    target = path.with_name(path.name.removesuffix(UNFINISHED))
    if target == path:
        return path
    try:
        path.replace(target)
    except OSError as error:
        raise storage_error(error, target) from error
    return target


def unfinished_recording(folder: Path) -> Path | None:
    """Return the newest recording in a folder whose program has died while it recorded, or None.

    One that is written to now is another window's.
    """
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(UNFINISHED) and path.is_file()]
        ages = {path: time.time() - path.stat().st_mtime for path in found}
    except OSError:
        return None
    left = [path for path, age_s in ages.items() if abs(age_s) > _STILL_WRITTEN_S]
    return min(left, key=lambda path: ages[path], default=None)


def _open(
    portaudio: ModuleType,
    index: int,
    take: Callable[[NDArray[np.float32], int, object, object], None],
    ended: threading.Event,
) -> Stream:
    """Open a device at its own rate with one channel, or with two where it has no less."""
    facts = portaudio.query_devices(index)
    rates = dict.fromkeys((round(facts["default_samplerate"]), 48_000, 44_100, 16_000))
    reason: Exception | None = None
    for channels in dict.fromkeys((1, min(2, facts["max_input_channels"]))):
        for rate in rates:
            try:
                stream: Stream = portaudio.InputStream(
                    samplerate=rate,
                    device=index,
                    channels=channels,
                    dtype="float32",
                    latency=_LATENCY_S,
                    callback=take,
                    finished_callback=ended.set,
                )
            except portaudio.PortAudioError as error:
                reason = reason or error
            else:
                return stream
    words = devices.plain_reason(reason) if reason is not None else ""
    raise AudioDeviceMissing(device=facts["name"], reason=words)


def _dbfs(level: float) -> float:
    return max(FLOOR_DBFS, 20 * float(np.log10(level))) if level > 0 else FLOOR_DBFS
