"""The JSON bodies of the frames, checked on arrival.

Unknown fields are ignored, so that a newer peer of the same version may say more; a missing field or
a wrong type is ``WireBroken``. JSON has no NaN, no infinity and no lone surrogate: what may hold them
(fields of errors and notices, paths) is carried so that it arrives as it was.
"""

from __future__ import annotations

import math
import numbers
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from core.errors import FieldValue, ParameterInvalid, SottovoceError, WireBroken, error_from_fields
from core.host.values import Done
from core.model.events import MemorySample, Notice
from core.model.fit import Fit
from core.model.policy import LowVram, LowVramPolicy
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced

T = TypeVar("T")

INTEGERS = range(-(2**63), 2**64)
"""Whole numbers that every JSON reader of ours takes; others cross as text."""
RELEASING = "releasing"
"""A stage between host and client only: the job has ended, and what it held is given back."""

TEXT_LIMIT = 10_000
"""Characters of a text in an error or a notice; the log has all of it."""


class JobBody(msgspec.Struct, frozen=True):
    """``CANCEL``, ``SAMPLE``, ``TAKEN`` and ``CANCELLED``: the job meant, nothing more."""

    job: int


class RequestBody(msgspec.Struct, frozen=True):
    """A ``SynthesisRequest``; paths are the file system's bytes."""

    engine: str
    text: str
    preset: str = ""
    reference: bytes | None = None
    reference_text: str = ""
    more_references: list[bytes] = []
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: dict[str, bool | int | float] = {}
    model_dir: bytes | None = None
    device: str = "auto"
    whole: bool = False

    @classmethod
    def of(cls, request: SynthesisRequest) -> RequestBody:
        """Return the body for a request.

        Raises:
            ParameterInvalid: When a number is not finite; JSON has none that are not.
        """
        _refuse_nonfinite(request)
        return cls(
            engine=plain(request.engine),
            text=plain(request.text),
            preset=plain(request.preset),
            reference=path_bytes(request.reference),
            reference_text=plain(request.reference_text),
            more_references=[os.fsencode(path.absolute()) for path in request.more_references],
            language=plain(request.language),
            speed=request.speed,
            seed=request.seed,
            parameters=dict(request.parameters),
            model_dir=path_bytes(request.model_dir),
            device=plain(request.device),
            whole=request.whole,
        )

    def request(self) -> SynthesisRequest:
        """Return the request."""
        return SynthesisRequest(
            engine=self.engine,
            text=self.text,
            preset=self.preset,
            reference=path_of(self.reference),
            reference_text=self.reference_text,
            more_references=tuple(Path(os.fsdecode(path)) for path in self.more_references),
            language=self.language,
            speed=self.speed,
            seed=self.seed,
            parameters=self.parameters,
            model_dir=path_of(self.model_dir),
            device=self.device,
            whole=self.whole,
        )


class PolicyBody(msgspec.Struct, frozen=True):
    """A policy and who set it."""

    value: LowVramPolicy
    source: Source
    detail: str = ""

    @classmethod
    def of(cls, policy: Sourced[LowVramPolicy]) -> PolicyBody:
        """Return the body for a policy, without what it overrides."""
        return cls(policy.value, policy.source, plain(policy.detail))

    def policy(self, overridden: tuple[PolicyBody, ...] = ()) -> Sourced[LowVramPolicy]:
        """Return the policy with what it overrides."""
        return Sourced(self.value, self.source, self.detail, tuple(weaker.policy() for weaker in overridden))


class LowVramBody(msgspec.Struct, frozen=True):
    """The mode in force and where it was set."""

    value: bool
    policy: PolicyBody
    overridden: tuple[PolicyBody, ...] = ()

    @classmethod
    def of(cls, mode: LowVram) -> LowVramBody:
        """Return the body for a mode."""
        weaker = tuple(PolicyBody.of(policy) for policy in mode.policy.overridden)
        return cls(mode.value, PolicyBody.of(mode.policy), weaker)

    def low_vram(self) -> LowVram:
        """Return the mode."""
        return LowVram(self.value, self.policy.policy(self.overridden))


class SynthesizeBody(msgspec.Struct, frozen=True):
    """``SYNTHESIZE``: the request, the mode in force, and the engines that queued jobs want."""

    job: int
    request: RequestBody
    low_vram: LowVramBody
    wanted_next: tuple[str, ...] = ()


class ForecastBody(msgspec.Struct, frozen=True):
    """``FORECAST``: what would the request meet? ``freeable_bytes`` is what other hosts would free for it."""

    job: int
    request: RequestBody
    low_vram: LowVramBody
    freeable_bytes: int = 0


class FitBody(msgspec.Struct, frozen=True):
    """``FIT``: the answer."""

    job: int
    fit: Fit


class LoadBody(msgspec.Struct, frozen=True):
    """``LOAD``: load and keep."""

    job: int
    engine: str
    device: str = "auto"
    model_dir: bytes | None = None


class ReleaseBody(msgspec.Struct, frozen=True):
    """``RELEASE``: one engine, or all."""

    job: int
    engine: str | None = None


class Standby(msgspec.Struct, frozen=True):
    """What a host that stands ready has in RAM before a job asks; part of its command line.

    Attributes:
        engine: Whose packages it imports.
        placement: The card where its last job ran, as ``Placement`` is called for people; empty: only the
            packages.
        model_dir: The weights of that job.
        precision: In which they were.
    """

    engine: str
    placement: str = ""
    model_dir: bytes | None = None
    precision: str = ""


class ProgressBody(msgspec.Struct, frozen=True):
    """``PROGRESS``; ``longest_step_s`` as in ``DONE``, of the job so far."""

    job: int
    stage: str
    fraction: float
    longest_step_s: float = 0.0


class AudioBody(msgspec.Struct, frozen=True):
    """``AUDIO``: the payload has the samples."""

    job: int
    sample_rate_hz: int


class MemoryBody(msgspec.Struct, frozen=True):
    """``MEMORY``: a sample; job 0 where nobody asked for it."""

    job: int
    sample: MemorySample


class DoneBody(msgspec.Struct, frozen=True):
    """``DONE``: see ``Done``; ``longest_step_s`` is the longest time between two looks at the token."""

    job: int
    device: str = ""
    synthesis_s: float = 0.0
    load_s: float = 0.0
    sample_rate_hz: int = 0
    samples: int = 0
    peak_bytes: int = 0
    longest_step_s: float = 0.0
    precision: str = ""

    def done(self) -> Done:
        """Return what the client hands out."""
        return Done(
            device=self.device,
            synthesis_s=self.synthesis_s,
            load_s=self.load_s,
            sample_rate_hz=self.sample_rate_hz,
            samples=self.samples,
            peak_bytes=self.peak_bytes,
        )


class FieldsBody(msgspec.Struct, frozen=True):
    """``ERROR`` and ``NOTICE``: code, fields and, for an error, its text for the log.

    Attributes:
        job: The job, or 0.
        code: Stable code.
        fields: Typed fields.
        nonfinite: Fields that are ``nan``, ``inf`` or ``-inf``.
        text: Text for the log.
    """

    job: int
    code: str
    fields: dict[str, str | bool | int | float] = {}
    nonfinite: dict[str, str] = {}
    text: str = ""

    @classmethod
    def of_error(cls, job: int, error: SottovoceError) -> FieldsBody:
        """Return the body for an error."""
        return cls(job, error.code, *_split(error.fields()), text=short(str(error)))

    @classmethod
    def of_notice(cls, job: int, notice: Notice) -> FieldsBody:
        """Return the body for a notice."""
        return cls(job, plain(notice.code), *_split(notice.fields))

    def error(self) -> SottovoceError:
        """Return the error."""
        return error_from_fields(self.code, self._values(), self.text)

    def notice(self) -> Notice:
        """Return the notice."""
        return Notice(self.code, self._values())

    def _values(self) -> dict[str, FieldValue]:
        known = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
        special = {name: known.get(value, math.nan) for name, value in self.nonfinite.items()}
        return {**self.fields, **special}


def encode(body: object) -> bytes:
    """Return a body's JSON."""
    return msgspec.json.encode(body)


def decode(data: bytes | bytearray, kind: type[T]) -> T:
    """Check a body.

    Raises:
        WireBroken: When it is not JSON of that kind.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WireBroken(reason=f"{kind.__name__}: {error}") from error


def plain(text: str) -> str:
    """Return the text with lone surrogates, which UTF-8 does not have, spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def short(text: str) -> str:
    """Return text that fits a frame many times over; an engine's error may print a whole tensor."""
    return plain(text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}…")


def path_bytes(path: Path | None) -> bytes | None:
    """Return a path, made absolute, as the file system's bytes."""
    return None if path is None else os.fsencode(path.absolute())


def path_of(data: bytes | None) -> Path | None:
    """Return the path of these bytes."""
    return None if data is None else Path(os.fsdecode(data))


def _refuse_nonfinite(request: SynthesisRequest) -> None:
    for name, value in {"speed": request.speed, **request.parameters}.items():
        if not math.isfinite(value):
            largest = sys.float_info.max
            raise ParameterInvalid(name=name, value=str(value), minimum=-largest, maximum=largest)


def _split(
    values: Mapping[str, object],
) -> tuple[dict[str, str | bool | int | float], dict[str, str]]:
    """Part fields that JSON has from numbers that it has not; a number of any library's is a number."""
    fields: dict[str, str | bool | int | float] = {}
    nonfinite: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            fields[name] = value
        elif isinstance(value, numbers.Integral) and int(value) in INTEGERS:
            fields[name] = int(value)
        elif isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
            number = float(value)
            if math.isfinite(number):
                fields[name] = number
            else:
                nonfinite[name] = str(number)
        else:
            fields[name] = short(str(value))
    return fields, nonfinite
