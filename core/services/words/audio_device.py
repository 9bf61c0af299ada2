"""Words of the errors of audio devices."""

from __future__ import annotations

from core.services.marks import QT_TRANSLATE_NOOP
from core.services.words.form import Words

_EXPORT_STILL_WORKS = QT_TRANSLATE_NOOP(
    "errors", "Connect or choose an output device. Exporting to a file works without one."
)

_CONNECT_MICROPHONE = QT_TRANSLATE_NOOP(
    "errors",
    "Connect a microphone, and let programs use it in the system's settings. A recording can be added from a "
    "file too.",
)

ERRORS: dict[str, Words] = {
    "audio_device_missing": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" is not there.'),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_missing.any": (
        QT_TRANSLATE_NOOP("errors", "There is no device to play on."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_lost": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" is gone.'),
        QT_TRANSLATE_NOOP("errors", "It was unplugged or turned off while it played."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_device_lost.any": (
        QT_TRANSLATE_NOOP("errors", "The output device is gone."),
        QT_TRANSLATE_NOOP("errors", "It was unplugged or turned off while it played."),
        _EXPORT_STILL_WORKS,
    ),
    "audio_rate_unsupported": (
        QT_TRANSLATE_NOOP("errors", 'The output device "{device}" cannot play this audio.'),
        QT_TRANSLATE_NOOP("errors", "It does not take {sample_rate_hz} Hz."),
        _EXPORT_STILL_WORKS,
    ),
    "microphone_missing": (
        QT_TRANSLATE_NOOP("errors", 'The microphone "{device}" cannot be used.'),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _CONNECT_MICROPHONE,
    ),
    "microphone_missing.any": (
        QT_TRANSLATE_NOOP("errors", "There is no microphone to record from."),
        QT_TRANSLATE_NOOP("errors", "Reason: {reason}."),
        _CONNECT_MICROPHONE,
    ),
    "microphone_lost": (
        QT_TRANSLATE_NOOP("errors", "The microphone is gone."),
        QT_TRANSLATE_NOOP("errors", "It was unplugged or turned off while it recorded."),
        QT_TRANSLATE_NOOP(
            "errors", "The first {kept_s:.1f} s are kept: use them, or connect it and record again."
        ),
    ),
}
