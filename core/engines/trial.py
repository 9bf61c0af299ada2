"""What an engine needs to try itself out: a made-up recording, and one short job."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.engines.base import Engine, JobContext, LoadOptions
from core.model.cancel import CancelToken
from core.model.request import SynthesisRequest


def samples_spoken(engine: Engine, request: SynthesisRequest, model_dir: Path | None = None) -> int:
    """Load an engine on the CPU, speak a request, close it; return how many samples came.

    Args:
        engine: The engine.
        request: What to speak.
        model_dir: Folder of weights, or None for the engine's own.
    """
    job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
    model = engine.load(LoadOptions("cpu", model_dir), job)
    try:
        return sum(len(piece) for piece in model.synthesize(request, job))
    finally:
        model.close()


def write_reference(
    path: Path, duration_s: float = 3.0, rate_hz: int = 24_000, *, channels: int = 1, seed: int = 0
) -> Path:
    """Write what is no speech but passes for it, a warbling tone with pauses; the ending tells the form."""
    import soundfile

    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    noise = np.random.default_rng(seed).normal(0, 0.01, len(time_s))
    tone = np.sin(2 * np.pi * (140 + 20 * seed) * time_s + 3 * np.sin(2 * np.pi * 3 * time_s))
    syllables = np.clip(np.sin(2 * np.pi * 2 * time_s) * 3, 0, 1)
    mono = (0.4 * tone * syllables + noise * syllables).astype(np.float32)
    soundfile.write(path, np.repeat(mono[:, None], channels, axis=1), rate_hz)
    return path
