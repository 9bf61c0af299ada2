"""Heads and tails: where a line's sound begins and ends, measured, and its edges made fit to be joined."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.audio import Samples

FRAME_S = 0.005
BELOW_SPEECH_DB = 48.0
"""What is quieter than the loud parts by more than this, at the edges, is no speech and no breath."""

ABOVE_NOISE_DB = 8.0
"""What is louder than the noise by this is sound."""

QUIETEST_SPEECH_DB = 30.0
"""Noise never counts for more than this below the loud parts: what is louder may be a breath."""

HEAD_S, TAIL_S = 0.015, 0.045
"""What is kept before and after the sound: onsets and decays are softer than any threshold."""

FADE_IN_S, FADE_OUT_S = 0.003, 0.010
ZERO_WITHIN_S = 0.002


def sound_bounds(samples: Samples, sample_rate_hz: int) -> tuple[int, int]:
    """Return where the sound begins and ends, with a little room around it; (0, 0) where all is silence.

    The threshold is measured: 48 dB under the loud parts (95th percentile of frames of 5 ms), or just above
    the noise (10th percentile), whichever is higher, but never within 30 dB of the loud parts: breaths stay.
    """
    frame = max(1, round(FRAME_S * sample_rate_hz))
    levels = _levels(samples, frame)
    if not len(levels) or levels.max() <= -120:
        return 0, 0
    loud, noise = np.percentile(levels, (95, 10))
    threshold = max(loud - BELOW_SPEECH_DB, min(noise + ABOVE_NOISE_DB, loud - QUIETEST_SPEECH_DB))
    sounding = np.flatnonzero(levels > threshold)
    if not len(sounding):
        return 0, len(samples)
    start = int(sounding[0]) * frame - round(HEAD_S * sample_rate_hz)
    end = (int(sounding[-1]) + 1) * frame + round(TAIL_S * sample_rate_hz)
    return max(0, start), min(len(samples), end)


def _levels(samples: Samples, frame: int) -> NDArray[np.float32]:
    """Return the level of each frame in dBFS; the last, shorter one counts too."""
    padded = np.pad(samples, (0, -len(samples) % frame)).reshape(-1, frame)
    power = np.einsum("ij,ij->i", padded, padded) / np.float32(frame)
    levels: NDArray[np.float32] = 10 * np.log10(np.maximum(power, np.float32(1e-13)))
    return levels


def zero_crossing(samples: Samples, place: int, within: int) -> int:
    """Return the place nearest to another where the sound crosses zero; itself where there is none near."""
    first, last = max(0, place - within), min(len(samples), place + within + 1)
    signs = np.signbit(samples[first:last])
    crossings = np.flatnonzero(signs[1:] != signs[:-1]) + first + 1
    if not len(crossings):
        return place
    return int(crossings[np.abs(crossings - place).argmin()])


def trimmed(samples: Samples, sample_rate_hz: int) -> Samples:
    """Return a line's sound, cut where it crosses zero, with short fades, so that it begins and ends at rest.

    Returns:
        A copy; empty where there is only silence.
    """
    start, end = sound_bounds(samples, sample_rate_hz)
    within = round(ZERO_WITHIN_S * sample_rate_hz)
    if start > 0:
        start = zero_crossing(samples, start, within)
    if end < len(samples):
        end = zero_crossing(samples, end, within)
    kept = samples[start:end].astype(np.float32, copy=True)
    fade_in = min(round(FADE_IN_S * sample_rate_hz), len(kept) // 2)
    fade_out = min(round(FADE_OUT_S * sample_rate_hz), len(kept) // 2)
    kept[:fade_in] *= _fade(fade_in)
    kept[len(kept) - fade_out :] *= _fade(fade_out)[::-1]
    return kept


def _fade(length: int) -> Samples:
    """Return a raised cosine from 0 up to, but not with, 1."""
    fade: Samples = (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)
    return fade
