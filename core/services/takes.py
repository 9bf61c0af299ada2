"""A take made of what was rendered."""

from __future__ import annotations

import time

from core.audio.peaks import peaks
from core.model.script import Recipe, Take
from core.services.synthesize import Rendering

PEAK_BUCKETS = 400
"""Columns of a take's waveform."""


def made_take(recipe: Recipe, rendering: Rendering) -> Take:
    """Return what was rendered as a take, made now."""
    clip = rendering.clip
    return Take(
        recipe,
        clip,
        peaks(clip.samples, PEAK_BUCKETS),
        rendering.synthesis_s,
        rendering.device,
        time.time(),
        steps=rendering.steps,
        model_hash=rendering.model_hash,
    )
