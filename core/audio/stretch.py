"""Speech heard faster at its own pitch (Signalsmith Stretch, by the package python-stretch)."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

import numpy as np

from core.model.audio import AudioClip

PACES = (1.0, 1.25, 1.5, 2.0)
"""How fast speech can be reviewed."""

_PAD_S = 0.1
"""Silence around a clip: the package blurs its edges over so much."""


@cache
def can_stretch() -> bool:
    """Say whether the package is there; on Linux on ARM it is not."""
    return find_spec("python_stretch") is not None


def at_pace(clip: AudioClip, pace: float) -> AudioClip:
    """Return a clip that lasts ``1 / pace`` as long, at the same pitch.

    It is for listening alone; where the package is missing the clip comes back as it is.
    """
    if pace == 1.0 or not can_stretch() or not len(clip.samples):
        return clip
    import python_stretch

    stretch = python_stretch.Signalsmith.Stretch()
    stretch.preset(1, clip.sample_rate_hz)
    stretch.timeFactor = pace
    pad = round(_PAD_S * clip.sample_rate_hz)
    padded = np.pad(np.asarray(clip.samples, np.float32), pad)
    spread = np.asarray(stretch.process(padded[np.newaxis]), np.float32)[0]
    first, count = round(pad / pace), round(len(clip.samples) / pace)
    return AudioClip(np.clip(spread[first : first + count], -1.0, 1.0), clip.sample_rate_hz)
