"""Errors of audio devices."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class AudioDeviceError(SottovoceError):
    """Playing or recording is not possible; all else is."""


@dataclass(eq=False)
class AudioDeviceMissing(AudioDeviceError):
    """There is no output device, no device of that name, or no PortAudio library."""

    code = "audio_device_missing"
    device: str
    reason: str


@dataclass(eq=False)
class AudioDeviceLost(AudioDeviceError):
    """The device went away in mid-play."""

    code = "audio_device_lost"
    device: str


@dataclass(eq=False)
class AudioRateUnsupported(AudioDeviceError):
    """The device cannot play at that rate."""

    code = "audio_rate_unsupported"
    device: str
    sample_rate_hz: int


@dataclass(eq=False)
class MicrophoneMissing(AudioDeviceError):
    """There is no microphone, none of that name, or it cannot be used."""

    code = "microphone_missing"
    device: str
    reason: str


@dataclass(eq=False)
class MicrophoneLost(AudioDeviceError):
    """The microphone went away while it recorded; what had been recorded is kept."""

    code = "microphone_lost"
    device: str
    kept_s: float
