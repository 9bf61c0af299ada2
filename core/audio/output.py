"""Play audio while it is being made, on any output device, without ever freezing the caller.

Qt-free: the window and the command line both use it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.audio import devices
from core.audio.devices import OutputDevice, Stream, list_output_devices
from core.audio.tape import Tape
from core.errors import AudioDeviceError, AudioDeviceLost, AudioDeviceMissing, AudioRateUnsupported
from core.model.audio import Samples

__all__ = ["OutputDevice", "Player", "list_output_devices"]

LATENCY_S = 0.1
"""What the device is asked to keep in store: a busy machine then does not stutter."""

_TAIL_S = 0.15
"""Silence after the end: some drivers throw away what they hold when they are told to stop."""

_WATCH_S = 0.1
_SILENT_DEVICE_S = 2.0
"""A device that asks for no samples for so long is gone."""


def _nothing() -> None:
    """Do nothing."""


def _nothing_with(_: AudioDeviceError) -> None:
    """Do nothing."""


class Player:
    """Plays one stretch of mono audio, which may grow while it plays.

    ``open``, ``play``, ``pause``, ``seek`` and ``stop`` may wait for the device, each for
    ``devices.TIMEOUT_S`` at most: a window calls them from another thread. Use one player for one
    stretch; ``stop`` ends it.
    """

    def __init__(
        self,
        on_finished: Callable[[], None] = _nothing,
        on_error: Callable[[AudioDeviceError], None] = _nothing_with,
    ) -> None:
        """Prepare to play.

        Args:
            on_finished: Called once all has been heard, on a thread of the player's.
            on_error: Called when the device goes away while it plays, on a thread of the player's.
        """
        self.on_finished = on_finished
        self.on_error = on_error
        self._tape = Tape()
        self._device = ""
        self._rate = 0
        self._device_rate = 0
        self._latency = 0
        self._silence = 0
        self._stream: Stream | None = None
        self._resampler: Any = None
        self._running = False
        self._beat = 0.0
        self._ended = threading.Event()
        self._stopped = threading.Event()
        self._state = threading.RLock()

    # --- where and what -----------------------------------------------------------------------

    def open(self, sample_rate_hz: int, device: str | None = None) -> None:
        """Open a device, found by its name now; the list is made anew where no other stream is open.

        Where the device does not take the rate, audio is resampled to the one that it likes best.

        Args:
            sample_rate_hz: Rate of the samples to be appended.
            device: Full name; None or empty for the system's default.

        Raises:
            AudioDeviceMissing: When there is none, none of that name, no PortAudio library, or no answer.
            AudioRateUnsupported: When it takes neither the rate nor its own.
        """
        self._rate = sample_rate_hz
        self._device = device or ""

        def ask(portaudio: ModuleType) -> Stream:
            devices.renew(portaudio)
            return self._open_stream(portaudio, devices.find(portaudio, device))

        stream = devices.call(ask, self._device, undo=devices.close_stream)
        self._stream = stream
        self._device_rate = round(stream.samplerate)
        self._latency = round(stream.latency * stream.samplerate)
        if self._device_rate != sample_rate_hz:
            import soxr

            self._resampler = soxr.ResampleStream(
                sample_rate_hz, self._device_rate, 1, dtype="float32", quality="HQ"
            )
        threading.Thread(target=self._watch, name="player-watch", daemon=True).start()

    def append(self, samples: Samples) -> None:
        """Add audio at the end: mono float32 at the rate given to ``open``; one thread at a time."""
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(np.ascontiguousarray(samples, np.float32))
        self._tape.append(samples)

    def forget(self, position_s: float) -> None:
        """Keep nothing of what was heard before that position, in seconds from the start; never blocks."""
        self._tape.forget(round(position_s * self._device_rate))

    def finish(self) -> None:
        """Say that no more will come: playing ends at the end, instead of waiting in silence."""
        if self._resampler is not None and not self._tape.complete:
            self._tape.append(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        self._tape.complete = True

    @property
    def position_s(self) -> float:
        """What is being heard, in seconds from the start."""
        behind = max(0, self._latency - self._silence) if self._running else 0
        return max(0, self._tape.position - behind) / self._device_rate if self._device_rate else 0.0

    @property
    def duration_s(self) -> float:
        """How much audio is there so far, in seconds."""
        return self._tape.length / self._device_rate if self._device_rate else 0.0

    @property
    def level(self) -> float:
        """Loudness, 0 to 1 (a factor)."""
        return self._tape.level

    @level.setter
    def level(self, level: float) -> None:
        self._tape.level = level

    @property
    def playing(self) -> bool:
        """True while the device is fed."""
        return self._running

    # --- transport ----------------------------------------------------------------------------

    def play(self) -> None:
        """Play from the position; from the start of what is kept where all has been heard.

        Raises:
            AudioDeviceLost: When the device has gone since it was opened.
            AudioDeviceMissing: When it does not answer.
            RuntimeError: When nothing is open.
        """
        with self._state:
            if self._running:
                return
            if self._tape.at_end:
                self._tape.seek(0)
            self._ask(self._start)
            self._running = True

    def pause(self) -> None:
        """Hold at what is being heard."""
        with self._state:
            if not self._running:
                return
            held = self.position_s
            self._running = False
            self._ask(lambda stream: stream.abort())
            self._tape.seek(round(held * self._device_rate))

    def seek(self, position_s: float) -> None:
        """Go on from there, in seconds from the start, as far as it is there and kept."""
        with self._state:
            self._tape.seek(round(position_s * self._device_rate))

    def stop(self) -> None:
        """Be silent and let the device go; the player is not used again."""
        with self._state:
            self._running = False
            self._stopped.set()
            stream, self._stream = self._stream, None
        if stream is not None:
            devices.call(lambda _: devices.close_stream(stream), self._device, even_late=True)

    # --- inside -------------------------------------------------------------------------------

    def _open_stream(self, portaudio: ModuleType, index: int) -> Stream:
        """Open the device at our rate or at its own, in stereo or mono."""
        facts = portaudio.query_devices(index)
        channels = min(2, facts["max_output_channels"])
        own_rate = round(facts["default_samplerate"])
        for rate in dict.fromkeys((self._rate, own_rate)):
            try:
                portaudio.check_output_settings(index, channels, "float32", samplerate=rate)
                stream: Stream = portaudio.OutputStream(
                    samplerate=rate,
                    device=index,
                    channels=channels,
                    dtype="float32",
                    latency=LATENCY_S,
                    callback=self._fill,
                    finished_callback=self._ended.set,
                )
            except portaudio.PortAudioError as error:
                reason = error
                continue
            devices.stream_opened(stream)
            return stream
        if "sample rate" in str(reason).lower():
            raise AudioRateUnsupported(device=self._device or facts["name"], sample_rate_hz=self._rate)
        raise AudioDeviceMissing(device=self._device or facts["name"], reason=devices.plain_reason(reason))

    def _fill(self, block: NDArray[np.float32], frames: int, _time: object, _status: object) -> None:
        """Give the device samples; runs on PortAudio's thread."""
        self._beat = time.monotonic()
        before = self._tape.position
        more = self._tape.read_into(block)
        heard = self._tape.position - before
        self._silence = 0 if heard == frames else self._silence + frames - max(0, heard)
        if not more and self._silence > self._latency + _TAIL_S * self._device_rate:
            import sounddevice

            raise sounddevice.CallbackStop

    def _start(self, stream: Stream) -> None:
        """Start the device; one that has played to the end must be stopped first."""
        stream.stop()
        self._ended.clear()
        self._silence = 0
        self._beat = time.monotonic()
        stream.start()

    def _ask(self, use: Callable[[Stream], object]) -> None:
        """Use the stream, for a limited time.

        Raises:
            AudioDeviceLost: When the device has gone.
            AudioDeviceMissing: When it does not answer.
        """
        stream = self._stream
        if stream is None:
            raise RuntimeError("open a device first")

        def ask(portaudio: ModuleType) -> None:
            try:
                use(stream)
            except portaudio.PortAudioError as error:
                raise AudioDeviceLost(device=self._device) from error

        devices.call(ask, self._device)

    def _watch(self) -> None:
        """Tell the end from a device that went away; runs until ``stop``."""
        while not self._stopped.wait(_WATCH_S):
            if not self._running:
                continue
            ended = self._ended.is_set()
            silent = time.monotonic() - self._beat > _SILENT_DEVICE_S
            if not ended and not silent:
                continue
            with self._state:
                if not self._running or self._stopped.is_set():
                    continue
                self._running = False
            if ended and self._tape.at_end:
                self.on_finished()
            else:
                self.on_error(AudioDeviceLost(device=self._device))
