"""An engine that says that it fills a 4 GB card, and holds next to nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sottovoce.engine import (
    EngineDescription,
    EngineSizes,
    JobContext,
    Licence,
    LoadOptions,
    Model,
    PresetVoice,
    SynthesisRequest,
)

RATE_HZ = 24_000


class HeavyEngine:
    """Speaks one low tone."""

    description = EngineDescription(
        id="heavy",
        name="Heavy",
        environment="heavy",
        version="1.0",
        languages=("en",),
        sample_rate_hz=RATE_HZ,
        code_licence=Licence("Apache-2.0", "free for any use"),
        weights_licence=Licence("CC0-1.0", "free for any use"),
        presets=(PresetVoice("horn", "Horn", "en"),),
        sizes=EngineSizes(weights_bytes=2_700_000_000, peak_bytes=200_000_000, context_bytes=300_000_000),
        devices=("cuda", "cpu"),
    )

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Load nothing."""
        job.report(1.0)
        return HeavyModel()


class HeavyModel:
    """The tone."""

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[np.ndarray]:
        """Yield a tenth of a second of it."""
        job.cancel.check()
        yield (0.2 * np.sin(2 * np.pi * 80 * np.arange(RATE_HZ // 10) / RATE_HZ)).astype(np.float32)

    def close(self) -> None:
        """Hold nothing more."""


def make_engine() -> HeavyEngine:
    """Return the engine."""
    return HeavyEngine()
