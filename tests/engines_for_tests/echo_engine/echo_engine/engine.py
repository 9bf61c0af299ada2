"""The engine: a description, and a load that reads weights if it is given a folder of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sottovoce.engine import (
    EngineDescription,
    EngineSizes,
    ExpectedSpeed,
    JobContext,
    Licence,
    LoadOptions,
    Model,
    ModelBroken,
    ModelMissing,
    ParameterKind,
    ParameterSpec,
    PresetVoice,
)

WEIGHTS_FILE = "weights.safetensors"
WEIGHTS_MAGIC = b"ECHO"
LOAD_PLAN_FILE = "load_s.txt"


def _switch(name: str, maximum: float = 1.0) -> ParameterSpec:
    return ParameterSpec(name, ParameterKind.NUMBER, 0.0, 0.0, maximum, name.replace("_", " "))


PARAMETERS = (
    ParameterSpec("steps", ParameterKind.INTEGER, 4, 1, 10_000, "Steps"),
    _switch("step_s", 600),  # time of a step, between looks at the cancel token
    _switch("deaf"),  # never look at the token
    _switch("crash"),  # kill -9 oneself after the first piece
    _switch("leave"),  # exit with that code after the first piece
    _switch("hang_s", 600),  # a native call that lets other threads run
    _switch("hang_locked_s", 600),  # a native call that does not
    _switch("chatter", 10_000),  # print so many lines, from Python and from C
    _switch("garbage"),  # write rubbish on every pipe that can be found
    _switch("flood_mb", 100),  # print so much at once
    _switch("fail"),  # raise an error of its own
    _switch("fail_chars", 1e8),  # raise one with so many characters
    _switch("poison"),  # raise what CUDA raises once nothing works on the card any more
    _switch("fail_wordless"),  # raise one that cannot be printed
    _switch("fail_number"),  # raise one of the program's with numbers of numpy's
    _switch("fail_untold"),  # raise one of the program's that cannot be sent
    _switch("fail_base"),  # raise what no job survives, with a thread that lasts
    _switch("stereo"),  # yield two channels
    _switch("sixteen_bit"),  # yield integers
    _switch("silence"),
    _switch("nothing"),
    _switch("nan"),
    _switch("hold_bytes", 1e9),  # memory held while speaking
    _switch("notice"),
    _switch("fork", 2),  # fork a process that stays; 2: by the C library
    _switch("child", 2),  # start a process of its own; 2: in a session of its own
)


class EchoEngine:
    """Speaks in tones: a syllable is a tone, coloured by the reference."""

    description = EngineDescription(
        id="echo",
        name="Echo",
        environment="echo",
        version="1.2.3",
        languages=("en", "pt-BR", "ar"),
        sample_rate_hz=24_000,
        code_licence=Licence("Apache-2.0", "free for any use"),
        weights_licence=Licence("CC0-1.0", "free for any use"),
        clones=True,
        presets=(PresetVoice("bell", "Bell", "en"),),
        parameters=PARAMETERS,
        sizes=EngineSizes(weights_bytes=600_000_000, peak_bytes=400_000_000, context_bytes=300_000_000),
        devices=("cpu",),
        takes_model_folder=True,
        speeds=(ExpectedSpeed("cpu", 0.1, parameter="steps"),),
    )

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Read the weights; a folder's ``load_s.txt`` says how long that shall take, and each step of it."""
        from echo_engine.model import EchoModel, Fault

        job.report(0.0)
        if options.model_dir is not None:
            _read_weights(options.model_dir, job.report, job.cancel.check)
        fault = Fault.planned_in(options.model_dir)
        fault.strike("load")
        job.report(1.0)
        return EchoModel(options.device, fault)


def _read_weights(folder: Path, report: Callable[[float], None], check: Callable[[], None]) -> None:
    path = folder / WEIGHTS_FILE
    if not path.is_file():
        raise ModelMissing(engine="echo", path=str(path))
    plan = folder / LOAD_PLAN_FILE
    seconds, step_s, *_ = map(float, [*(plan.read_text().split() if plan.exists() else "0"), "0.02"])
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        check()
        report(1 - (end - time.monotonic()) / seconds)
        time.sleep(step_s)
    if not path.read_bytes().startswith(WEIGHTS_MAGIC):
        raise ModelBroken(engine="echo", path=str(path), reason="it does not begin as weights do")


def make_engine() -> EchoEngine:
    """Return the engine."""
    return EchoEngine()
