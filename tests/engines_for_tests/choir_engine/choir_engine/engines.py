"""The engines: what differs is what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sottovoce.engine import (
    EngineDescription,
    EngineSizes,
    ExpectedSpeed,
    JobContext,
    Licence,
    LoadOptions,
    Model,
    ModelFile,
    ModelMissing,
    ParameterKind,
    ParameterSpec,
    PresetVoice,
    SynthesisRequest,
)

RATE_HZ = 24_000
WORD_S = 0.4
FREE = Licence("CC0-1.0", "free for any use, commercial too")
BOUND = Licence("CC-BY-NC-4.0", "not for commercial use; name the authors when you share what it made")

ALTO = EngineDescription(
    id="alto",
    name="Alto",
    environment="choir",
    version="0.1.0",
    languages=("en", "zh"),
    sample_rate_hz=RATE_HZ,
    code_licence=FREE,
    weights_licence=BOUND,
    clones=True,
    needs_reference_text=True,
    parameters=(
        ParameterSpec("steps", ParameterKind.INTEGER, 32, 4, 64, "Steps"),
        ParameterSpec("sway", ParameterKind.NUMBER, -1.0, -1.0, 1.0, "Sway"),
    ),
    sizes=EngineSizes(weights_bytes=1_400_000_000, peak_bytes=200_000_000, context_bytes=300_000_000),
    devices=("cuda", "cpu"),
    speeds=(ExpectedSpeed("cpu", 49.0, parameter="steps"),),
)

BASSO = EngineDescription(
    id="basso",
    name="Basso",
    environment="choir",
    version="0.1.0",
    languages=("en", "pt"),
    sample_rate_hz=RATE_HZ,
    code_licence=FREE,
    weights_licence=FREE,
    clones=True,
    parameters=(ParameterSpec("temperature", ParameterKind.NUMBER, 0.75, 0.05, 1.5, "Temperature"),),
    sizes=EngineSizes(weights_bytes=1_900_000_000, peak_bytes=200_000_000, context_bytes=300_000_000),
    devices=("cuda", "cpu"),
)

TENOR = EngineDescription(
    id="tenor",
    name="Tenor",
    environment="choir",
    version="0.1.0",
    languages=("pt-BR", "es"),
    sample_rate_hz=RATE_HZ,
    code_licence=FREE,
    weights_licence=FREE,
    presets=(PresetVoice("rosa", "Rosa", "es"), PresetVoice("lua", "Lua", "pt-BR")),
    sizes=EngineSizes(download_bytes=120_000_000, weights_bytes=190_000_000, peak_bytes=20_000_000),
    takes_model_folder=True,
    presets_in_model=True,
    voices_file=ModelFile(("voices.safetensors",), needed=False),
    model_files=(ModelFile(("tenor.bin",)),),
)


@dataclass(frozen=True)
class Voice:
    """Weights that are none: a tone a word."""

    pitch_hz: float
    needs_words: bool = False

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[np.ndarray]:
        """Yield a tone for each word."""
        assert request.reference_text or not self.needs_words
        words = request.text.split()
        time_s = np.arange(int(RATE_HZ * WORD_S / request.speed)) / RATE_HZ
        for number in range(len(words)):
            job.cancel.check()
            yield (0.2 * np.sin(2 * np.pi * (self.pitch_hz + number) * time_s)).astype(np.float32)
            job.report((number + 1) / len(words))

    def close(self) -> None:
        """Give back nothing."""


@dataclass(frozen=True)
class ChoirEngine:
    """Speaks in tones."""

    description: EngineDescription
    pitch_hz: float

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Look for the weights, if it has any."""
        if self.description.takes_model_folder:
            folder = options.model_dir
            if folder is None or not (folder / "tenor.bin").is_file():
                raise ModelMissing(engine=self.description.id, path=str(folder))
        job.report(1.0)
        return Voice(self.pitch_hz, self.description.needs_reference_text)


def make_alto() -> ChoirEngine:
    """Return the engine that clones with the reference's words."""
    return ChoirEngine(ALTO, 330.0)


def make_basso() -> ChoirEngine:
    """Return the engine that clones by sound alone."""
    return ChoirEngine(BASSO, 110.0)


def make_tenor() -> ChoirEngine:
    """Return the engine with voices of its own, and weights to be put in place."""
    return ChoirEngine(TENOR, 220.0)
