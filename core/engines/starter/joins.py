"""Join pieces that were cut inside a sentence, without a click and without a long silence."""

from __future__ import annotations

import numpy as np

from core.model.audio import Samples

FRAME_S = 0.01
QUIET = 10 ** (-50 / 20)
"""Frames under -50 dBFS (RMS) around the speech count as silence."""

FADE_S = 0.005


def trim_edges(
    samples: Samples, sample_rate_hz: int, *, lead_s: float | None, trail_s: float | None
) -> Samples:
    """Shorten the silence before and after speech.

    Args:
        samples: Mono, shape ``(samples,)``.
        sample_rate_hz: Samples per second.
        lead_s: Greatest silence to leave before the speech; None leaves it as it is.
        trail_s: Greatest silence to leave after it; None leaves it as it is.

    Returns:
        A copy whose cut edges are faded over 5 ms; the input where it is all quiet.
    """
    frame = round(FRAME_S * sample_rate_hz)
    count = len(samples) // frame
    if count == 0:
        return samples
    frames = samples[: count * frame].reshape(count, frame).astype(np.float64)
    loud = np.flatnonzero(np.sqrt(np.mean(frames**2, axis=1)) > QUIET)
    if not len(loud):
        return samples
    first, last = int(loud[0]) * frame, (int(loud[-1]) + 1) * frame
    start = 0 if lead_s is None else max(0, first - round(lead_s * sample_rate_hz))
    end = len(samples) if trail_s is None else min(len(samples), last + round(trail_s * sample_rate_hz))
    trimmed = samples[start:end].copy()
    ramp = np.linspace(0, 1, min(round(FADE_S * sample_rate_hz), len(trimmed)), dtype=np.float32)
    if start:
        trimmed[: len(ramp)] *= ramp
    if end < len(samples):
        trimmed[len(trimmed) - len(ramp) :] *= ramp[::-1]
    return trimmed
