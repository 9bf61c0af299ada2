"""F5's description and how it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.engines.base import Engine, JobContext, LoadOptions, Model
from core.engines.conversion import Conversion
from core.engines.f5 import peak
from core.engines.f5.files import MODEL_FILES, find_files
from core.engines.f5.prompts import PromptCache
from core.errors import EngineNotInstalled
from core.model.engine import (
    EngineDescription,
    EngineSizes,
    ExpectedSpeed,
    Licence,
    ParameterKind,
    ParameterSpec,
)
from core.model.need import FULL, HALF, MemoryNeed, Way
from core.model.request import SynthesisRequest

ENGINE_ID = "f5"
ENVIRONMENT = "torch"
SAMPLE_RATE_HZ = 24_000
REFERENCE_MINIMUM_S = 1.0
REFERENCE_MAXIMUM_S = 12.0
"""As in the package: what it hears and speaks together should last 22 s at most."""

STEPS = ParameterSpec("steps", ParameterKind.INTEGER, 32, 4, 64, "Steps")
CFG_STRENGTH = ParameterSpec("cfg_strength", ParameterKind.NUMBER, 2.0, 0.0, 5.0, "Guidance")
SWAY = ParameterSpec("sway", ParameterKind.NUMBER, -1.0, -1.0, 1.0, "Sway")

_MIB = 1024 * 1024
_SIZES = EngineSizes(
    download_bytes=1_348_435_616 + 54_365_991,
    weights_bytes=1354 * _MIB,
    peak_bytes=170 * _MIB,
    context_bytes=300 * _MIB,
)
"""In fp32 with fused attention (a GTX 1050 Ti), vocoder included; fp16 needs half of the weights."""


class F5Engine:
    """F5-TTS v1 and models trained like it."""

    def __init__(self) -> None:
        """Start having prepared no reference."""
        self._prompts = PromptCache()

    @property
    def description(self) -> EngineDescription:
        """Say what it is, without importing its packages."""
        return EngineDescription(
            id=ENGINE_ID,
            name="F5-TTS",
            environment=ENVIRONMENT,
            version=_installed_version(),
            languages=("en", "zh"),
            sample_rate_hz=SAMPLE_RATE_HZ,
            code_licence=Licence("MIT", "free for any use, commercial too"),
            weights_licence=Licence(
                "CC-BY-NC-4.0", "not for commercial use; name the authors when you share what it made"
            ),
            clones=True,
            needs_reference_text=True,
            parameters=(STEPS, CFG_STRENGTH, SWAY),
            sizes=_SIZES,
            devices=("cuda", "mps", "cpu"),
            takes_model_folder=True,
            model_files=MODEL_FILES,
            speed_minimum=0.5,
            speed_maximum=2.0,
            reference_minimum_s=REFERENCE_MINIMUM_S,
            reference_maximum_s=REFERENCE_MAXIMUM_S,
            speeds=(ExpectedSpeed("cpu", 49.0, cores=2, parameter=STEPS.name),),
        )

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Import the packages and load the weights.

        Raises:
            JobCancelled: When the token says so.
            EngineNotInstalled: When its packages do not import.
            ModelMissing: When the folder, or a file in it, is missing.
            ModelBroken: When the weights do not load.
        """
        files = find_files(options.model_dir, options.converted_dir)
        job.cancel.check()
        try:
            from core.engines.f5.loading import load_model
        except (ImportError, OSError, RuntimeError) as error:  # what torch raises for a missing library
            raise EngineNotInstalled(engine=ENGINE_ID, reason=str(error)) from error
        job.report(0.4)
        job.cancel.check()
        return load_model(files, options, self._prompts, job)

    def prepare(self) -> None:
        """Import the packages, and let them do what they do once, by a tiny net on the CPU."""
        import_module("core.engines.f5.loading")
        F5Engine().try_out()  # another one, so that this keeps nothing of it

    def conversions(self, folder: Path, converted_dir: Path | None) -> Sequence[Conversion]:
        """Return what of a model folder is a pickle without safetensors, beside it or made of it before.

        Raises:
            EngineNotInstalled: When PyTorch does not import.
        """
        try:
            from core.engines.f5.weights import conversions
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineNotInstalled(engine=ENGINE_ID, reason=str(error)) from error
        return conversions(folder, converted_dir)

    def need(self, request: SynthesisRequest | None, way: Way) -> MemoryNeed:
        """Estimate what a request needs of a card (``peak``)."""
        return peak.estimate(request, way)

    def precisions(self, half_is_fast: bool) -> Sequence[str]:
        """Return fp16 where it is fast, else fp32."""
        return (HALF,) if half_is_fast else (FULL,)

    def try_out(self) -> int:
        """Speak by a tiny net, which needs no weights (``core.engines.f5.tiny``).

        Returns:
            How many samples came.
        """
        from core.engines.f5.tiny import try_out

        return try_out(self)


def make_engine() -> Engine:
    """Return the engine; named by the entry point ``f5``."""
    return F5Engine()


def _installed_version() -> str:
    try:
        return version("f5-tts")
    except PackageNotFoundError:
        return ""
