"""Errors of engines, their models and their hosts."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class EngineError(SottovoceError):
    """The engine could not do the job."""


@dataclass(eq=False)
class EngineUnknown(EngineError):
    """No engine has that name; ``origin`` names the settings file where that is who asks for it."""

    code = "engine_unknown"
    misuse = True
    engine: str
    known: str
    origin: str = ""


@dataclass(eq=False)
class EngineNotInstalled(EngineError):
    """The engine's environment is not there, or its packages do not import."""

    code = "engine_not_installed"
    engine: str
    reason: str


@dataclass(eq=False)
class EngineFailed(EngineError):
    """The engine raised an error of its own: its type's name and its text."""

    code = "engine_failed"
    engine: str
    kind: str
    reason: str


@dataclass(eq=False)
class DeviceFailed(EngineFailed):
    """The card failed for good while the engine used it; the host ends after it has told so."""

    code = "device_failed"


@dataclass(eq=False)
class EngineCrashed(EngineError):
    """The host ended in mid-job."""

    code = "engine_crashed"
    engine: str
    reason: str


@dataclass(eq=False)
class EngineHung(EngineError):
    """The host gave no sign of life."""

    code = "engine_hung"
    engine: str
    silence_s: float


@dataclass(eq=False)
class HostNotStarted(EngineError):
    """The host process could not be started."""

    code = "host_not_started"
    environment: str
    reason: str


@dataclass(eq=False)
class DeviceMissing(EngineError):
    """The engine cannot be put on the device asked for.

    It is ``absent``, or ``unused`` by the engine; or it is there, and the PyTorch build has ``no_kernels``
    for it, or it ``failed`` to compute: then ``detail`` names it, or says how.
    """

    code = "device_missing"
    engine: str
    device: str
    reason: str = ""
    detail: str = ""


@dataclass(eq=False)
class OutputInvalid(EngineError):
    """The audio is ``empty``, ``silent`` (all zero) or ``nonfinite``."""

    code = "output_invalid"
    engine: str
    problem: str


@dataclass(eq=False)
class OutOfMemory(EngineError):
    """It does not fit.

    Attributes:
        need_bytes: What it needs at least beyond what is there; 0: not known.
        free_bytes: What is free, or can be freed for it.
        others_bytes: What other programs hold on the card.
        alternative: Another engine that would fit, or empty.
        alternative_bytes: What that one needs.
        alternative_half: True where it would fit in half precision only.
    """

    code = "out_of_memory"
    engine: str
    need_bytes: int
    free_bytes: int
    others_bytes: int = 0
    alternative: str = ""
    alternative_bytes: int = 0
    alternative_half: bool = False


class ParameterError(EngineError):
    """A parameter is wrong."""


@dataclass(eq=False)
class ParameterUnknown(ParameterError):
    """The engine has no such parameter."""

    code = "parameter_unknown"
    misuse = True
    engine: str
    name: str
    known: str


@dataclass(eq=False)
class ParameterInvalid(ParameterError):
    """The value is no number, not finite or out of range."""

    code = "parameter_invalid"
    misuse = True
    name: str
    value: str
    minimum: float
    maximum: float


class ModelError(EngineError):
    """The weights cannot be used."""


@dataclass(eq=False)
class ModelMissing(ModelError):
    """The folder, or a file in it, is missing."""

    code = "model_missing"
    engine: str
    path: str


@dataclass(eq=False)
class ModelBroken(ModelError):
    """The weights do not load."""

    code = "model_broken"
    engine: str
    path: str
    reason: str


@dataclass(eq=False)
class PickleUnsafe(ModelError):
    """The weights are an unknown pickle, and the PyTorch that is installed cannot read those safely."""

    code = "pickle_unsafe"
    engine: str
    path: str
    torch: str
    needed: str


@dataclass(eq=False)
class ModelNotTaken(ModelError):
    """The engine's weights come in its package; it takes no folder."""

    code = "model_not_taken"
    misuse = True
    engine: str


class WireError(EngineError):
    """What came through the pipe is not our wire format."""


@dataclass(eq=False)
class WireBroken(WireError):
    """Garbage, truncated or over a cap."""

    code = "wire_broken"
    reason: str


@dataclass(eq=False)
class WireVersionMismatch(WireError):
    """The other side speaks another version of the wire format."""

    code = "wire_version_mismatch"
    ours: int
    theirs: int
