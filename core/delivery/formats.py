"""Which kind of file a name asks for, and which sample rates each kind can hold."""

from __future__ import annotations

from pathlib import Path

from core.delivery.wishes import Format
from core.errors import FormatClash, FormatUnknown

_BY_SUFFIX = {
    ".wav": Format.WAV_16,
    ".flac": Format.FLAC,
    ".mp3": Format.MP3,
    ".opus": Format.OPUS,
    ".ogg": Format.OPUS,
    ".m4a": Format.M4A,
    ".m4b": Format.M4B,
}

_MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
MPEG1_HZ = 32_000
"""From here on an MP3 is MPEG-1 and sounds the same everywhere. Below, decoders differ in the short blocks:
speech at 24 kHz came out of FFmpeg's, which most players have, 2 dB farther from the original than out of
libsndfile's, and with peaks up to 2.4 dB higher."""

_OPUS_RATES = (48_000,)
"""Players decode Opus at 48 kHz, whatever it was made of."""

_M4A_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000)
_RATES = {
    Format.MP3: _MP3_RATES,
    Format.OPUS: _OPUS_RATES,
    Format.M4A: _M4A_RATES,
    Format.M4B: _M4A_RATES,
}


def format_of_name(name: str) -> Format | None:
    """Return the kind of file that a name's suffix says, where it says one."""
    return _BY_SUFFIX.get(Path(name).suffix.lower())


def settle_format(out: Path, wished: Format | None) -> tuple[Format, Path]:
    """Return which kind of file to write, and its name.

    The suffix decides; which WAV or FLAC, the wish says. A name without a suffix gets the wish's.

    Raises:
        FormatUnknown: When neither says anything.
        FormatClash: When they say different things.
    """
    named = format_of_name(out.name)
    if named is None:
        if wished is None:
            raise FormatUnknown(name=out.name)
        return wished, out.with_name(out.name + wished.suffix)
    if wished is None or wished == named:
        return named, out
    if wished.suffix != named.suffix:
        raise FormatClash(name=out.name, format=wished.value)
    return wished, out


def usual_rate(fmt: Format, sound_hz: int) -> int:
    """Return the sample rate of a file for which nobody asked for one.

    Args:
        fmt: The kind of file.
        sound_hz: The greatest rate among the pieces.
    """
    return max(sound_hz, MPEG1_HZ) if fmt is Format.MP3 else sound_hz


def settle_rate(fmt: Format, wished_hz: int) -> int:
    """Return the sample rate that a kind of file can hold, the wished one or the next above it."""
    rates = _RATES.get(fmt)
    if rates is None:
        return wished_hz
    return next((rate for rate in rates if rate >= wished_hz), rates[-1])
