"""XTTS's description and how it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.engines.base import Engine, JobContext, LoadOptions, Model
from core.engines.conversion import Conversion
from core.engines.xtts import peak
from core.engines.xtts.files import MODEL_FILES, VOICES_FILE, find_files
from core.engines.xtts.languages import TAGS
from core.engines.xtts.latents import LatentsCache
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

ENGINE_ID = "xtts"
ENVIRONMENT = "torch"
SAMPLE_RATE_HZ = 24_000
REFERENCE_MINIMUM_S = 1.0
REFERENCE_MAXIMUM_S = 30.0
REFERENCES_MAXIMUM = 8

TEMPERATURE = ParameterSpec("temperature", ParameterKind.NUMBER, 0.75, 0.05, 1.5, "Temperature")
TOP_K = ParameterSpec("top_k", ParameterKind.INTEGER, 50, 1, 200, "Choices (top k)")
TOP_P = ParameterSpec("top_p", ParameterKind.NUMBER, 0.85, 0.05, 1.0, "Probability kept (top p)")
REPETITION_PENALTY = ParameterSpec(
    "repetition_penalty", ParameterKind.NUMBER, 10.0, 1.0, 20.0, "Repetition penalty"
)

_MIB = 1024 * 1024
_SIZES = EngineSizes(
    download_bytes=1_867_929_118 + 7_754_818,
    weights_bytes=1781 * _MIB,
    peak_bytes=160 * _MIB,
    context_bytes=300 * _MIB,
)


class XttsEngine:
    """XTTS v2 and models tuned from it."""

    def __init__(self) -> None:
        """Start having heard no reference."""
        self._latents = LatentsCache()

    @property
    def description(self) -> EngineDescription:
        """Say what it is, without importing its packages."""
        return EngineDescription(
            id=ENGINE_ID,
            name="XTTS v2",
            environment=ENVIRONMENT,
            version=_installed_version(),
            languages=TAGS,
            sample_rate_hz=SAMPLE_RATE_HZ,
            code_licence=Licence("MPL-2.0", "free for any use, commercial too"),
            weights_licence=Licence("CPML", "not for commercial use, nor is what it speaks"),
            clones=True,
            presets_in_model=True,
            voices_file=VOICES_FILE,
            parameters=(TEMPERATURE, TOP_K, TOP_P, REPETITION_PENALTY),
            sizes=_SIZES,
            devices=("cuda", "cpu"),
            takes_model_folder=True,
            model_files=MODEL_FILES,
            speed_minimum=0.5,
            speed_maximum=2.0,
            reference_minimum_s=REFERENCE_MINIMUM_S,
            reference_maximum_s=REFERENCE_MAXIMUM_S,
            references_maximum=REFERENCES_MAXIMUM,
            speeds=(ExpectedSpeed("cpu", 4.2, cores=2),),
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
            from core.engines.xtts.loading import load_model
        except (ImportError, OSError, RuntimeError) as error:  # what torch raises for a missing library
            raise EngineNotInstalled(engine=ENGINE_ID, reason=str(error)) from error
        job.report(0.4)
        job.cancel.check()
        return load_model(files, options, self._latents, job)

    def prepare(self) -> None:
        """Import the packages, and let them do what they do once, by a tiny net on the CPU."""
        import_module("core.engines.xtts.loading")
        XttsEngine().try_out()  # another one, so that this keeps nothing of it

    def conversions(self, folder: Path, converted_dir: Path | None) -> Sequence[Conversion]:
        """Return what of a model folder is a pickle without safetensors, beside it or made of it before.

        Raises:
            EngineNotInstalled: When PyTorch does not import.
        """
        try:
            from core.engines.xtts.weights import conversions
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineNotInstalled(engine=ENGINE_ID, reason=str(error)) from error
        return conversions(folder, converted_dir)

    def need(self, request: SynthesisRequest | None, way: Way) -> MemoryNeed:
        """Estimate what a request needs of a card (``peak``)."""
        return peak.estimate(request, way)

    def precisions(self, half_is_fast: bool) -> Sequence[str]:
        """Return fp32; where fp16 is fast, the text model may be in it too (``half``)."""
        return (FULL, HALF) if half_is_fast else (FULL,)

    def try_out(self) -> int:
        """Speak by a tiny net, which needs no weights (``core.engines.xtts.tiny``).

        Returns:
            How many samples came.
        """
        from core.engines.xtts.tiny import try_out

        return try_out(self)


def make_engine() -> Engine:
    """Return the engine; named by the entry point ``xtts``."""
    return XttsEngine()


def _installed_version() -> str:
    try:
        return version("coqui-tts")
    except PackageNotFoundError:
        return ""
