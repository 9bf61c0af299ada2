"""Recordings spoiled in known ways, for the grid of the verdict and its tests: 24 kHz, mono float32."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 24_000

Sound = NDArray[np.float32]


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def mixed(sound: Sound, other: Sound, below_db: float) -> Sound:
    """Lay another sound beneath, so many dB below in power, and keep the peak within full scale."""
    other = np.resize(other, len(sound))
    both = sound + other * (rms(sound) / max(rms(other), 1e-9) / 10 ** (below_db / 20))
    return _fit(both)


def white(length: int, rng: np.random.Generator) -> Sound:
    return rng.standard_normal(length).astype(np.float32)


def coloured(length: int, rng: np.random.Generator, slope: float) -> Sound:
    """Noise whose power falls with frequency to the power of slope: 1 is pink, 2 is brown."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    place = np.maximum(np.fft.rfftfreq(length, 1 / RATE_HZ), 20.0)
    return np.fft.irfft(spectrum / place ** (slope / 2), length).astype(np.float32)


def babble(length: int, rng: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """All voices at once, each from a place of its own, twice."""
    sum_ = np.zeros(length, np.float32)
    for voice in (*voices, *(one[::-1] for one in voices)):
        sum_ += np.resize(np.roll(voice, int(rng.integers(len(voice)))), length) / rms(voice)
    return sum_


def clipped(sound: Sound, share: float) -> Sound:
    """Cut so high that this share of the samples lies on the flat tops."""
    top = float(np.quantile(np.abs(sound), 1 - share))
    return np.clip(sound, -top, top)


def low_passed(sound: Sound, cut_hz: float, order: int | None = None) -> Sound:
    """Take away what lies above: a wall, or a Butterworth of that order."""
    spectrum = np.fft.rfft(sound)
    place = np.fft.rfftfreq(len(sound), 1 / RATE_HZ) / cut_hz
    gain = (place <= 1).astype(float) if order is None else 1 / np.sqrt(1 + place ** (2 * order))
    return np.fft.irfft(spectrum * gain, len(sound)).astype(np.float32)


def reverberant(sound: Sound, rt60_s: float, rng: np.random.Generator, direct_db: float | None) -> Sound:
    """Convolve with exponentially decaying noise; the direct sound is so many dB above it, or absent."""
    length = int(1.3 * rt60_s * RATE_HZ)
    decay = np.exp(-3 * np.log(10) * np.arange(length) / RATE_HZ / rt60_s)
    room = rng.standard_normal(length) * decay
    room /= np.sqrt(np.sum(room**2))
    if direct_db is not None:
        room *= 10 ** (-direct_db / 20)
        room[0] = 1.0
    size = len(sound) + length
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(room, size), size)[: len(sound)]
    return _fit(wet.astype(np.float32))


def held(length: int, rng: np.random.Generator) -> Sound:
    """Two tones that are held to the end."""
    tones = rng.choice([196.0, 261.6, 329.6, 440.0, 587.3, 880.0], 2, replace=False)
    return _notes([(0, length, float(tone), (1.0, 0.3), 0.0) for tone in tones], length)


def chords(length: int, rng: np.random.Generator) -> Sound:
    """A chord every two seconds."""
    notes = []
    for start in range(0, length, 2 * RATE_HZ):
        root = float(rng.choice([174.6, 196.0, 220.0, 261.6]))
        notes += [
            (start, start + 2 * RATE_HZ, root * step, (1.0, 0.5, 0.3, 0.2), 0.8) for step in (1, 1.26, 1.498)
        ]
    return _notes(notes, length)


def arpeggio(length: int, rng: np.random.Generator, note_s: float = 0.25) -> Sound:
    """Plucked notes, one after the other, with a beat on every fourth."""
    step = int(note_s * RATE_HZ)
    scale = [261.6, 329.6, 392.0, 523.3, 659.3]
    notes = [
        (start, start + 2 * step, float(rng.choice(scale)), (1.0, 0.5, 0.25), 5.0)
        for start in range(0, length, step)
    ]
    sound = _notes(notes, length)
    for start in range(0, length, 4 * step):
        hit = min(length - start, RATE_HZ // 10)
        sound[start : start + hit] += (
            0.5 * rng.standard_normal(hit) * np.exp(-50 * np.arange(hit) / RATE_HZ)
        ).astype(np.float32)
    return sound


def _notes(notes: Sequence[tuple[int, int, float, Sequence[float], float]], length: int) -> Sound:
    """Start, end, frequency, strength of each partial, decay in 1/s."""
    sound = np.zeros(length)
    for start, end, tone_hz, partials, decay in notes:
        time_s = np.arange(min(end, length) - start) / RATE_HZ
        attack = np.minimum(1.0, time_s / 0.005)
        for number, strength in enumerate(partials, 1):
            wave = np.sin(2 * np.pi * tone_hz * number * time_s)
            sound[start : start + len(time_s)] += strength * attack * wave * np.exp(-decay * time_s)
    return sound.astype(np.float32)


def scrambled(sound: Sound, rng: np.random.Generator) -> Sound:
    """The same spectrum, without any order in time."""
    spectrum = np.abs(np.fft.rfft(sound)) * np.exp(2j * np.pi * rng.uniform(size=len(sound) // 2 + 1))
    return _fit(np.fft.irfft(spectrum, len(sound)).astype(np.float32))


def _fit(sound: Sound) -> Sound:
    return (sound / max(1.0, float(np.abs(sound).max(initial=0.0)) / 0.99)).astype(np.float32)
