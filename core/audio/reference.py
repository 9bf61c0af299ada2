"""Make a reference of a stretch of a recording, in steps that can be seen; the recording stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.audio.denoise import noise_floor_db, reduced_noise
from core.audio.foreign import readable
from core.audio.loudness import SILENT_LUFS, loudness_lufs
from core.audio.mono import to_mono
from core.audio.peaks import resample
from core.audio.read import read_frames
from core.model.audio import AudioClip, Samples
from core.model.voice import Stretch

REFERENCE_RATE_HZ = 24_000
"""What F5-TTS works at; XTTS takes less of it."""

LEVEL_LUFS = -20.0
PEAK_DBFS = -1.0
HIGH_PASS_HZ = 60.0
"""Below the lowest voice; rumble, steps and the offset of a bad sound card lie there."""

LONGEST_S = 60.0
"""No engine takes more of a reference."""

_MARGIN_S = 0.5
"""Read on both sides of the stretch, so that the filter has no edge there."""

_FADE_S = 0.005
_MOST_GAIN_DB = 40.0


@dataclass(frozen=True)
class Step:
    """Something that was done to the sound.

    Attributes:
        code: ``mono``, ``resample``, ``high_pass``, ``denoise``, ``trim`` or ``gain``.
        value: How much: channels before, rate before (Hz), cut-off (Hz), noise (dB, negative: less), seconds
            left, gain (dB).
    """

    code: str
    value: float


@dataclass(frozen=True, eq=False)
class PreparedReference:
    """A reference that is ready to be kept.

    Attributes:
        clip: Mono, 24 kHz.
        steps: What was done, in order.
    """

    clip: AudioClip
    steps: tuple[Step, ...]


def prepare_reference(path: Path, stretch: Stretch, *, denoise: bool = False) -> PreparedReference:
    """Cut a stretch out: mono, 24 kHz, without DC and rumble, at a good level that does not clip.

    Args:
        path: What soundfile or ffmpeg reads.
        stretch: The part to use; of one that reaches beyond the recording what is there.
        denoise: Take steady noise out of it.

    Raises:
        ReferenceAudioError: When the recording cannot be read.
    """
    start_s = max(0.0, stretch.start_s)
    length_s = min(max(0.0, stretch.end_s - start_s), LONGEST_S)
    from_s = max(0.0, start_s - _MARGIN_S)
    with readable(path) as file:
        read = read_frames(file, from_s, start_s - from_s + length_s + _MARGIN_S, 1 << 28)
    channels, rate = read.frames.shape[1], read.sample_rate_hz
    whole = resample(AudioClip(to_mono(read.frames), rate), REFERENCE_RATE_HZ)
    first = round((start_s - read.start_s) * REFERENCE_RATE_HZ)
    part = slice(first, first + round(length_s * REFERENCE_RATE_HZ))
    filtered = high_pass(whole.samples, REFERENCE_RATE_HZ)
    clean = filtered[part]
    steps = [Step("mono", channels)] if channels > 1 else []
    steps += [Step("resample", rate)] if rate != REFERENCE_RATE_HZ else []
    steps.append(Step("high_pass", HIGH_PASS_HZ))
    if denoise:
        noise_db = noise_floor_db(clean, REFERENCE_RATE_HZ)
        clean = reduced_noise(filtered, REFERENCE_RATE_HZ)[part]
        steps.append(Step("denoise", round(noise_floor_db(clean, REFERENCE_RATE_HZ) - noise_db, 1)))
    if len(clean) < round(read.duration_s * REFERENCE_RATE_HZ) - 1:
        steps.append(Step("trim", round(len(clean) / REFERENCE_RATE_HZ, 3)))
    gain_db = level_gain_db(AudioClip(clean, REFERENCE_RATE_HZ))
    if gain_db:
        steps.append(Step("gain", round(gain_db, 2)))
    levelled = _faded(clean * np.float32(10 ** (gain_db / 20)))
    return PreparedReference(AudioClip(levelled, REFERENCE_RATE_HZ), tuple(steps))


def high_pass(samples: Samples, sample_rate_hz: int, cut_hz: float = HIGH_PASS_HZ) -> Samples:
    """Take away what lies below a frequency, DC with it, without moving anything in time.

    The slope is raised-cosine over the octave below the cut, on the spectrum of the samples mirrored at both
    ends, so that the ends do not ring.
    """
    if len(samples) < 2:
        return np.zeros_like(samples)
    pad = min(len(samples) - 1, sample_rate_hz // 2)
    mirrored = np.pad(samples.astype(np.float64), pad, mode="reflect", reflect_type="even")
    mirrored -= mirrored.mean()
    frequencies = np.fft.rfftfreq(len(mirrored), 1 / sample_rate_hz)
    place = np.clip(frequencies / cut_hz * 2 - 1, 0.0, 1.0)
    filtered = np.fft.irfft(np.fft.rfft(mirrored) * (0.5 - 0.5 * np.cos(np.pi * place)), len(mirrored))
    return filtered[pad : pad + len(samples)].astype(np.float32)


def level_gain_db(clip: AudioClip) -> float:
    """Return the gain in dB that brings a clip to the level of references and leaves its peaks room."""
    loudness = loudness_lufs(clip)
    if loudness <= SILENT_LUFS or not clip.peak:
        return 0.0
    room_db = PEAK_DBFS - 20 * float(np.log10(clip.peak))
    return float(min(LEVEL_LUFS - loudness, room_db, _MOST_GAIN_DB))


def _faded(samples: Samples) -> Samples:
    """Begin and end in silence, so that nothing clicks."""
    length = min(len(samples) // 2, round(_FADE_S * REFERENCE_RATE_HZ))
    if length:
        ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
        samples[:length] *= ramp
        samples[-length:] *= ramp[::-1]
    return samples
