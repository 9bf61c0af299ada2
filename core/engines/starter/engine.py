"""The starter engine's description and how it is loaded."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from core.engines.base import STUDIO_ENVIRONMENT, Engine, JobContext, LoadOptions, Model
from core.engines.onnx import import_onnxruntime
from core.errors import DeviceMissing, EngineNotInstalled, ModelBroken, ModelMissing
from core.model.engine import EngineDescription, EngineSizes, ExpectedSpeed, Licence, PresetVoice

_ENGINE_ID = "starter"
_PRESET_ID = "heart"

FASTEST = 1.5
"""hibari goes to 2, but beyond 1.5 it swallows sounds: Whisper base hears 10 plain sentences without a
mistake from 0.5 to 1.5, and 1 to 4 % of the words wrong from 1.6 to 2."""

WEIGHTS_BYTES = 180_000_000
"""What the process grows by on loading: 8 MB of voice, the rest lexicon, nets and onnxruntime."""

PEAK_BYTES = 25_000_000
"""What it grows by while it speaks 10 s at once."""


class StarterEngine:
    """hibari-tts: a small American English voice, on the CPU, whose weights come in its wheel."""

    @property
    def description(self) -> EngineDescription:
        """Say what it is, without importing hibari or onnxruntime."""
        return EngineDescription(
            id=_ENGINE_ID,
            name="Starter",
            environment=STUDIO_ENVIRONMENT,
            version=_installed_version(),
            languages=("en-US",),
            sample_rate_hz=24_000,
            code_licence=Licence("Apache-2.0", "free for any use, commercial too"),
            weights_licence=Licence("Apache-2.0", "free for any use, commercial too"),
            presets=(PresetVoice(_PRESET_ID, "Starter", "en-US"),),
            sizes=EngineSizes(weights_bytes=WEIGHTS_BYTES, peak_bytes=PEAK_BYTES),
            devices=("cpu",),
            speed_minimum=0.5,
            speed_maximum=FASTEST,
            speeds=(ExpectedSpeed("cpu", 0.007, cores=2),),
        )

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Import hibari and load its voice, lexicon and nets.

        Raises:
            JobCancelled: When the token says so.
            DeviceMissing: When asked for anything but the CPU.
            EngineNotInstalled: When hibari or onnxruntime does not import.
            ModelMissing: When a file of the package is gone.
            ModelBroken: When a file of the package does not load.
        """
        if options.device != "cpu":
            raise DeviceMissing(engine=_ENGINE_ID, device=options.device, reason="unused")
        job.cancel.check()
        try:
            import_onnxruntime()
            import hibari

            from core.engines.starter.model import StarterModel
        except ImportError as error:
            raise EngineNotInstalled(engine=_ENGINE_ID, reason=str(error)) from error
        job.report(0.3)
        job.cancel.check()
        try:
            tts = hibari.Hibari(voice=_PRESET_ID, threads=1)
            job.report(0.5)
            model = StarterModel(tts)
        except FileNotFoundError as error:
            raise ModelMissing(engine=_ENGINE_ID, path=str(error.filename or hibari.__file__)) from error
        except Exception as error:
            raise ModelBroken(engine=_ENGINE_ID, path=hibari.__file__, reason=str(error)) from error
        job.report(1.0)
        return model


def make_engine() -> Engine:
    """Return the engine; named by the entry point ``starter``."""
    return StarterEngine()


def _installed_version() -> str:
    """Return hibari-tts's version, or empty where it is not installed."""
    try:
        return version("hibari-tts")
    except PackageNotFoundError:
        return ""
