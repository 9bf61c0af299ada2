"""The kokoro engine's description and how it is loaded."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.engines.base import Engine, JobContext, LoadOptions, Model
from core.engines.kokoro.presets import ESPEAK_VOICES, PRESETS
from core.engines.onnx import import_onnxruntime
from core.errors import DeviceMissing, EngineNotInstalled, ModelBroken, ModelMissing
from core.model.engine import EngineDescription, EngineSizes, ExpectedSpeed, Licence, ModelFile

ENVIRONMENT = "kokoro"
MODEL_NAME = "kokoro-v1.0.int8.onnx"
VOICES_NAME = "voices-v1.0.bin"

DOWNLOAD_BYTES = 120_575_669
"""Both files as kokoro-onnx publishes them: 92,361,271 and 28,214,398 bytes."""

WEIGHTS_BYTES = 190_000_000
"""What the process grows by on loading: net, voices, onnxruntime and espeak-ng."""

PEAK_BYTES = 210_000_000
"""What it grows by while it speaks 10 s."""

_ENGINE_ID = "kokoro"


class KokoroEngine:
    """Kokoro-82M, int8, on the CPU, by kokoro-onnx; weights in a folder."""

    @property
    def description(self) -> EngineDescription:
        """Say what it is, without importing kokoro-onnx or onnxruntime."""
        return EngineDescription(
            id=_ENGINE_ID,
            name="Kokoro",
            environment=ENVIRONMENT,
            version=_installed_version(),
            languages=tuple(ESPEAK_VOICES),
            sample_rate_hz=24_000,
            code_licence=Licence(
                "MIT AND GPL-3.0-or-later",
                "free for any use; espeak-ng, which it runs with, is under the GPL",
            ),
            weights_licence=Licence("Apache-2.0", "free for any use, commercial too"),
            presets=PRESETS,
            sizes=EngineSizes(
                download_bytes=DOWNLOAD_BYTES, weights_bytes=WEIGHTS_BYTES, peak_bytes=PEAK_BYTES
            ),
            devices=("cpu",),
            takes_model_folder=True,
            model_files=(ModelFile((MODEL_NAME,)), ModelFile((VOICES_NAME,))),
            speed_minimum=0.5,
            speed_maximum=2.0,
            speeds=(ExpectedSpeed("cpu", 1.3, cores=2),),
        )

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Import kokoro-onnx and load net and voices from the folder.

        Raises:
            JobCancelled: When the token says so.
            DeviceMissing: When asked for anything but the CPU.
            EngineNotInstalled: When kokoro-onnx or what it needs does not import.
            ModelMissing: When there is no folder, or a file is not in it.
            ModelBroken: When a file does not load.
        """
        if options.device != "cpu":
            raise DeviceMissing(engine=_ENGINE_ID, device=options.device, reason="unused")
        job.cancel.check()
        model_path, voices_path = _files(options.model_dir)
        try:
            import_onnxruntime()
            from core.engines.kokoro.model import KokoroModel
        except (ImportError, OSError) as error:  # OSError: a library of theirs does not load
            raise EngineNotInstalled(engine=_ENGINE_ID, reason=str(error)) from error
        job.report(0.3)
        job.cancel.check()
        try:
            model = KokoroModel(model_path, voices_path)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise ModelBroken(engine=_ENGINE_ID, path=str(model_path.parent), reason=reason) from error
        job.report(1.0)
        return model

    def try_out(self) -> int:
        """Speak by a tiny net, which needs no weights (``core.engines.kokoro.tiny``).

        Returns:
            How many samples came.
        """
        from core.engines.kokoro.tiny import try_out

        return try_out(self)


def make_engine() -> Engine:
    """Return the engine; named by the entry point ``kokoro``."""
    return KokoroEngine()


def _files(folder: Path | None) -> tuple[Path, Path]:
    """Return the paths of net and voices.

    Raises:
        ModelMissing: When there is no folder, or a file is not in it.
    """
    if folder is None:
        raise ModelMissing(engine=_ENGINE_ID, path=MODEL_NAME)
    if not folder.is_dir():
        raise ModelMissing(engine=_ENGINE_ID, path=str(folder))
    paths = folder / MODEL_NAME, folder / VOICES_NAME
    for path in paths:
        if not path.is_file():
            raise ModelMissing(engine=_ENGINE_ID, path=str(path))
    return paths


def _installed_version() -> str:
    """Return kokoro-onnx's version, or empty where it is not installed."""
    try:
        return version("kokoro-onnx")
    except PackageNotFoundError:
        return ""
