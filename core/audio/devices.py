"""Audio devices by PortAudio, asked so that nobody freezes and nobody plays on the wrong one.

PortAudio keeps its device list from its start, and only a new start, which kills all streams, makes the
list anew. And it can block for as long as a sound server does not answer. So every call goes through
``call``: one at a time, in a thread of its own, with a time limit.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Generic, Protocol, TypeVar

from core.audio.native_log import log_native_messages
from core.errors import AudioDeviceMissing

T = TypeVar("T")

log = logging.getLogger(__name__)

TIMEOUT_S = 5.0
"""A sound server that does not answer for so long is taken as missing."""

_HOST_ERROR, _UNAVAILABLE = -9999, -9985
_PLAIN = {
    _HOST_ERROR: "the system's sound does not work or refuses it",
    _UNAVAILABLE: "another program uses it, or it was unplugged",
}
"""What to say for PortAudio's error codes whose own words say nothing to people."""

_OWN_WORDS = {_HOST_ERROR: "Unanticipated host error", _UNAVAILABLE: "Device unavailable"}
"""PortAudio's words for them, where the code is not given."""

NOTHING_THERE = {False: "no output device", True: "no microphone is connected"}
"""What to say where there is no device: of inputs (true) and of outputs."""

_lock = threading.Lock()
_open_streams: set[Stream] = set()


@dataclass(frozen=True)
class OutputDevice:
    """A device that plays.

    Attributes:
        name: As the system names it; the handle by which it is opened.
        is_default: True for the system's default.
        sample_rate_hz: The rate that it likes best.
    """

    name: str
    is_default: bool
    sample_rate_hz: int


class Stream(Protocol):
    """What we use of PortAudio's streams."""

    samplerate: float
    latency: float

    def start(self) -> None:
        """Feed the device."""

    def stop(self) -> None:
        """Play what the device has, then stop."""

    def abort(self) -> None:
        """Stop at once."""

    def close(self) -> None:
        """Let the device go."""


def list_output_devices(refresh: bool = True) -> list[OutputDevice]:
    """Return the devices that play, the default one first; an empty list where there is none.

    Args:
        refresh: Whether to look anew; while a stream is open the list stays as it was.

    Raises:
        AudioDeviceMissing: When the PortAudio library is missing or does not answer.
    """

    def ask(portaudio: ModuleType) -> list[OutputDevice]:
        if refresh:
            renew(portaudio)
        return sorted(_devices(portaudio).values(), key=lambda device: not device.is_default)

    return call(ask)


def call(
    ask: Callable[[ModuleType], T],
    device: str = "",
    undo: Callable[[T], None] | None = None,
    *,
    even_late: bool = False,
) -> T:
    """Call PortAudio, one call at a time, for ``TIMEOUT_S`` at most.

    A call whose turn comes when nobody waits for it any more is left out.

    Args:
        ask: Is given the ``sounddevice`` module, and runs in a thread of its own.
        device: Name for the error.
        undo: Is given the result if it comes when nobody waits for it any more.
        even_late: Make the call even when nobody waits for it any more.

    Raises:
        AudioDeviceMissing: When the library is missing, refuses, or does not answer in time.
    """
    job = _Job(ask, device, undo, even_late=even_late)
    threading.Thread(target=job.run, name="portaudio-call", daemon=True).start()
    if not job.wait(TIMEOUT_S):
        raise AudioDeviceMissing(device=device, reason="no answer in time")
    return job.result()


def renew(portaudio: ModuleType) -> None:
    """Make PortAudio look for devices anew, unless a stream is open (it would die)."""
    if _open_streams:
        return
    if portaudio._initialized:  # not after a start that failed
        portaudio._terminate()
    portaudio._initialize()


def find(portaudio: ModuleType, name: str | None, *, inputs: bool = False) -> int:
    """Return the index of a device in the list as it is now.

    Args:
        portaudio: The ``sounddevice`` module.
        name: The device's full name; None or empty for the system's default.
        inputs: Whether one is wanted that records.

    Raises:
        AudioDeviceMissing: When there is none, or none of that name.
    """
    devices = _devices(portaudio, inputs=inputs)
    for index, device in devices.items():
        if device.name == name or (not name and device.is_default):
            return index
    if not name and devices:
        return next(iter(devices))
    raise AudioDeviceMissing(device=name or "", reason="not found" if name else NOTHING_THERE[inputs])


def plain_reason(error: Exception) -> str:
    """Return PortAudio's reason in words for people, without its number; the log has both."""
    log.info("sound: %r", error)
    code: int | None = error.args[1] if len(error.args) > 1 else None
    words = str(error.args[0]) if error.args else str(error)
    if code is None:
        code = next((code for code, own in _OWN_WORDS.items() if own in words), None)
    return words if code is None else _PLAIN.get(code, words)


def stream_opened(stream: Stream) -> None:
    """Keep the device list as it is while this stream is open."""
    _open_streams.add(stream)


def close_stream(stream: Stream) -> None:
    """Close a stream at once, whatever state it is in, and let the list be made anew."""
    try:
        stream.close()
    finally:
        _open_streams.discard(stream)


def _devices(portaudio: ModuleType, *, inputs: bool = False) -> dict[int, OutputDevice]:
    """Return the devices of the default one's host API by PortAudio's index.

    Windows shows each device once for each of its host APIs.
    """
    way = "input" if inputs else "output"
    default = portaudio.default.device[0 if inputs else 1]
    every = list(portaudio.query_devices())
    if default < 0:
        default = next((host[f"default_{way}_device"] for host in portaudio.query_hostapis()), -1)
    host_api = every[default]["hostapi"] if 0 <= default < len(every) else None
    found: dict[int, OutputDevice] = {}
    for index, facts in enumerate(every):
        if facts[f"max_{way}_channels"] < 1 or host_api not in (None, facts["hostapi"]):
            continue
        found[index] = OutputDevice(facts["name"], index == default, round(facts["default_samplerate"]))
    return found


class _Job(Generic[T]):
    """One call to PortAudio and who waits for it."""

    def __init__(
        self,
        ask: Callable[[ModuleType], T],
        device: str,
        undo: Callable[[T], None] | None,
        *,
        even_late: bool,
    ) -> None:
        self._ask = ask
        self._device = device
        self._undo = undo
        self._even_late = even_late
        self._done = threading.Event()
        self._hand_over = threading.Lock()
        self._abandoned = False
        self._result: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the call, and undo what nobody waits for; runs in its own thread."""
        with _lock:
            if self._abandoned and not self._even_late:
                return
            with self:
                self._result.append(self._call())
            if self._abandoned and self._undo is not None and self._result:
                self._undo(self._result[0])

    def _call(self) -> T:
        portaudio = _sounddevice()
        try:
            return self._ask(portaudio)
        except portaudio.PortAudioError as error:
            raise AudioDeviceMissing(device=self._device, reason=plain_reason(error)) from error

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep the error for the one who waits."""
        with self._hand_over:
            self._error = error
            self._done.set()
        return True

    def wait(self, timeout_s: float) -> bool:
        """Wait for the call; after False it is left out, or its result is undone when it comes."""
        self._done.wait(timeout_s)
        with self._hand_over:
            self._abandoned = not self._done.is_set()
        return not self._abandoned

    def result(self) -> T:
        """Return what the call returned, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._result[0]


def _sounddevice() -> ModuleType:
    """Import sounddevice, which starts PortAudio.

    Raises:
        AudioDeviceMissing: When the library is missing or does not start.
    """
    if "sounddevice" not in sys.modules:
        log_native_messages()
    try:
        import sounddevice
    except Exception as error:  # a PortAudioError, whose class went with the module, or an OSError
        raise AudioDeviceMissing(device="", reason=plain_reason(error)) from error
    module: ModuleType = sounddevice
    return module
