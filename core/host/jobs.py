"""What the host does for one job, on its owner thread."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from core.engines.base import Engine, JobContext, Model, PartsDone
from core.errors import (
    DeviceFailed,
    EngineError,
    EngineFailed,
    EngineNotInstalled,
    EngineUnknown,
    JobCancelled,
    OutOfMemory,
    SottovoceError,
)
from core.host.loadables import loadable_of
from core.host.messages import (
    RELEASING,
    AudioBody,
    DoneBody,
    FieldsBody,
    ForecastBody,
    JobBody,
    LoadBody,
    ProgressBody,
    ReleaseBody,
    Standby,
    SynthesizeBody,
    path_of,
)
from core.host.protocol import Kind
from core.host.reader import StepToken
from core.host.wire import Wire
from core.model.audio import Samples
from core.model.events import Notice
from core.model.fit import Fit
from core.model.need import Way
from core.vram.device import Card, Placement
from core.vram.manager import Leased, Need, VramManager
from core.vram.poison import is_out_of_memory, is_poisonous, name_and_text
from core.vram.turns import CardTurns

log = logging.getLogger(__name__)

FRAME_SAMPLES = 4 * 1024**2
"""Longer pieces (175 s at 24 kHz) are sent in parts, far under the payload's cap."""


MOST_TRIES = 3
"""A job that runs out of memory on a card is tried so often, each time in a more sparing way."""


@dataclass(frozen=True)
class Job:
    """A job as the reader thread hands it over."""

    body: SynthesizeBody | LoadBody | ReleaseBody
    token: StepToken


@dataclass
class _Spoken:
    """What a request has come to, over all its tries.

    Attributes:
        done: The parts that are done.
        samples: What has been sent.
        tries: Tries that ran out of memory.
        on_card: The last try was on a card.
        synthesis_s: Time that the model worked.
        load_s: Time spent loading.
    """

    done: PartsDone = field(default_factory=PartsDone)
    samples: int = 0
    tries: int = 0
    on_card: bool = False
    synthesis_s: float = 0.0
    load_s: float = 0.0

    @property
    def rung(self) -> int:
        """Ways of speaking that count as failed: the second try is made in the same way as the first."""
        return max(0, self.tries - 1)


def engine_of(body: SynthesizeBody | LoadBody | ReleaseBody) -> str | None:
    """Return the engine of a job, or None for a release of all."""
    return body.request.engine if isinstance(body, SynthesizeBody) else body.engine


class _Progress:
    """Sends how far a job is: in each stage from 0 to 1, never falling, always finite."""

    def __init__(self, wire: Wire, job: Job) -> None:
        self._wire = wire
        self._job = job
        self._stage = ""
        self._sent = 0.0

    def send(self, stage: str, fraction: float) -> None:
        part = min(1.0, max(0.0, float(fraction))) if math.isfinite(fraction) else 0.0
        self._sent = part if stage != self._stage else max(self._sent, part)
        self._stage = stage
        body = ProgressBody(self._job.body.job, stage, self._sent, self._job.token.longest_s)
        self._wire.send(Kind.PROGRESS, body)


class Worker:
    """Does jobs one after the other."""

    def __init__(
        self,
        wire: Wire,
        card: Card | None,
        engines: Mapping[str, Engine],
        broken: Mapping[str, str],
        turns: CardTurns | None = None,
        *,
        peaks_file: Path | None = None,
        converted_dir: Path | None = None,
    ) -> None:
        """Start with nothing loaded.

        Args:
            wire: Where events, ends and errors go.
            card: The card, or None.
            engines: Usable engines by id.
            broken: Unusable ones, with the reason.
            turns: Takes turns with other processes on the card.
            peaks_file: Where peaks that were seen are kept, or None.
            converted_dir: Where safetensors that were made of pickles are kept, or None.
        """
        self._wire = wire
        self._engines = engines
        self._broken = broken
        self._job = Job(ReleaseBody(0), StepToken())
        loadables = {
            name: loadable_of(engine, self._context, converted_dir) for name, engine in engines.items()
        }
        self._rates_hz = {name: one.description.sample_rate_hz for name, one in engines.items()}
        self.manager: VramManager[Model] = VramManager(
            card, loadables, self._send_notice, turns, owns_process=True, peaks_file=peaks_file
        )

    def do(self, job: Job) -> tuple[Kind, DoneBody | FieldsBody]:
        """Do a job and return its end: done, cancelled or error.

        What is due is released once the job's frames are gone: until then its error's traceback holds them,
        and they hold the model.
        """
        self._job = job
        self._wire.send(Kind.TAKEN, JobBody(job.body.job))
        end = self._end_of(job)
        if self.manager.releases_due:
            self._wire.send(Kind.PROGRESS, ProgressBody(job.body.job, RELEASING, 0.0))
            self._settle()
        if end[0] is Kind.DONE and isinstance(job.body, SynthesizeBody):
            self._expect_next(job.body)
        self._job = Job(ReleaseBody(0), StepToken())
        return end

    def forecast(self, body: ForecastBody) -> Fit:
        """Say what a request would meet if it came now. Any thread may call.

        Raises:
            SottovoceError: When it could not be put anywhere.
        """
        self._must_be_known(body.request.engine)
        request = body.request.request()
        need = Need(request.device, request.model_dir, body.low_vram.low_vram(), request=request)
        return self.manager.forecast(request.engine, need, body.freeable_bytes)

    def _expect_next(self, body: SynthesizeBody) -> None:
        """Let the next job's engine come while the client works on what was spoken."""
        following = next(iter(body.wanted_next), "")
        if following in self._engines and following != body.request.engine:
            self.manager.expect(following, body.low_vram.low_vram())

    def park_ahead(self, one: Standby, wanted: Callable[[], bool]) -> None:
        """Have an engine's weights ready in RAM as its last job used them; no card is touched.

        Raises:
            Exception: What loading raises; the job that needs it will say so again.
        """
        if one.engine in self._engines and one.placement:
            need = Need(model_dir=path_of(one.model_dir), way=Way(one.precision))
            self.manager.park_ahead(one.engine, Placement.of(one.placement), need, wanted)

    def idle(self) -> bool:
        """Do a little of what can wait until no job does, and tell whether more of it is to be done."""
        try:
            return self.manager.idle()
        except Exception:
            log.exception("the card has failed while nothing was done")
            self.manager.poison()
            return False

    @property
    def poisoned(self) -> bool:
        """True once CUDA has failed so that nothing works in this process any more."""
        return self.manager.poisoned

    def _settle(self) -> None:
        """Make the releases that are due; the job has its end already, whatever happens here."""
        try:
            self.manager.settle_releases()
        except Exception as error:
            log.exception("a release after a job failed")
            if is_poisonous(error):
                self.manager.poison()

    def _end_of(self, job: Job) -> tuple[Kind, DoneBody | FieldsBody]:
        body = job.body
        engine = engine_of(body) or ""
        try:
            return Kind.DONE, self._do(body, job.token)
        except JobCancelled:
            log.info("job %d of %s: cancelled", body.job, engine)
            return Kind.CANCELLED, DoneBody(body.job, longest_step_s=job.token.longest_s)
        except (Exception, SystemExit) as error:
            if is_poisonous(error):
                self.manager.poison()
            failure = as_sottovoce_error(error, engine, self.manager)
            log.log(
                logging.INFO if failure is error else logging.ERROR,
                "job %d of %s: %s",
                body.job,
                engine,
                failure,
                exc_info=error if isinstance(failure, EngineError) else None,
            )
            return Kind.ERROR, FieldsBody.of_error(body.job, failure)

    def _do(self, body: SynthesizeBody | LoadBody | ReleaseBody, token: StepToken) -> DoneBody:
        if isinstance(body, ReleaseBody):
            self.manager.release(body.engine)
            return DoneBody(body.job)
        token.check()
        progress = _Progress(self._wire, self._job)
        if isinstance(body, SynthesizeBody):
            return self._synthesize(body, token, progress)
        self._must_be_known(body.engine)
        need = Need(device=body.device, model_dir=path_of(body.model_dir))
        loading = partial(progress.send, "loading")
        with self.manager.lease(body.engine, need, loading, token.check) as leased:
            device, precision = str(leased.placement), leased.way.precision
            return DoneBody(body.job, device, load_s=leased.load_s, precision=precision)

    def _synthesize(self, body: SynthesizeBody, token: StepToken, progress: _Progress) -> DoneBody:
        """Speak a request; one that runs out of memory on the card is tried again, from where it was."""
        self._must_be_known(body.request.engine)
        spoken = _Spoken()
        while True:
            end = self._try(body, token, progress, spoken)
            if isinstance(end, DoneBody):
                return end
            # The error's traceback is gone by now, and with it what it held.
            spoken.tries += 1
            log.warning("try %d of %s: %s", spoken.tries, body.request.engine, end)
            self.manager.settle_releases()
            self.manager.release()
            self._send_notice(Notice("memory_ran_out", {"engine": body.request.engine}))

    def _try(
        self, body: SynthesizeBody, token: StepToken, progress: _Progress, spoken: _Spoken
    ) -> DoneBody | OutOfMemory:
        """Speak what is left of a request; return the lack of memory where another try may help.

        Raises:
            Exception: What ends the job.
        """
        try:
            return self._speak(body, token, progress, spoken)
        except Exception as error:
            last = spoken.tries + 1 == MOST_TRIES
            if last or not spoken.on_card or not is_out_of_memory(error):
                raise
            failure = self.manager.out_of_memory(body.request.engine, error)
        return failure

    def _speak(
        self, body: SynthesizeBody, token: StepToken, progress: _Progress, spoken: _Spoken
    ) -> DoneBody:
        request = body.request.request()
        rate = self._rates_hz[request.engine]
        need = Need(
            request.device,
            request.model_dir,
            body.low_vram.low_vram(),
            frozenset(body.wanted_next),
            request=request,
            rung=spoken.rung,
            whole_parts=spoken.samples > 0,
        )
        manager = self.manager
        loading = partial(progress.send, "loading")
        with manager.lease(request.engine, need, loading, token.check) as leased:
            spoken.on_card = leased.placement.on_card
            spoken.load_s += leased.load_s
            token.restart()
            started = time.monotonic()
            progress.send("speaking", 0)
            context = JobContext(
                cancel=token,
                report=partial(progress.send, "speaking"),
                notice=self._send_notice,
                part=leased.way.part,
                done=spoken.done,
            )
            again = 0 if spoken.done.begun else spoken.samples  # an engine that counts no parts begins anew
            try:
                for piece in _pieces(leased, body, context):
                    new = piece[again:]
                    again = max(0, again - len(piece))
                    if len(new):
                        self._wire.send(Kind.AUDIO, AudioBody(body.job, rate), new.data.cast("B"))
                    spoken.samples += len(new)
                    token.check()
            finally:
                spoken.synthesis_s += time.monotonic() - started
            peak_bytes = manager.job_peak_bytes()
            device, precision = str(leased.placement), leased.way.precision
            del leased
        return DoneBody(
            body.job,
            device,
            spoken.synthesis_s,
            spoken.load_s,
            rate,
            spoken.samples,
            peak_bytes,
            token.longest_s,
            precision,
        )

    def _must_be_known(self, engine: str) -> None:
        if engine in self._broken:
            raise EngineNotInstalled(engine=engine, reason=self._broken[engine])
        if engine not in self._engines:
            raise EngineUnknown(engine=engine, known=", ".join(sorted(self._engines)))

    def _context(self, report: Callable[[float], None]) -> JobContext:
        return JobContext(self._job.token, report, self._send_notice)

    def _send_notice(self, notice: Notice) -> None:
        self._wire.send(Kind.NOTICE, FieldsBody.of_notice(self._job.body.job, notice))


def _pieces(leased: Leased[Model], body: SynthesizeBody, context: JobContext) -> Iterator[Samples]:
    """Yield the model's audio as contiguous little-endian float32, in parts that fit a frame.

    Raises:
        TypeError: When it is not mono, or not of floating point.
    """
    pieces: Iterable[Samples] = leased.model.synthesize(body.request.request(), context)
    for piece in pieces:
        array = np.asarray(piece)
        if array.ndim != 1 or array.dtype.kind != "f":
            raise TypeError(f"its audio is {array.dtype} of shape {array.shape}, not float32 (samples,)")
        samples = np.ascontiguousarray(array, dtype="<f4")
        for start in range(0, len(samples), FRAME_SAMPLES):
            yield samples[start : start + FRAME_SAMPLES]


def as_sottovoce_error(error: BaseException, engine: str, manager: VramManager[Model]) -> SottovoceError:
    """Return what an engine raised as an error that crosses the pipe."""
    if is_poisonous(error):
        kind, reason = name_and_text(error)
        return DeviceFailed(engine=engine, kind=kind, reason=reason)
    if is_out_of_memory(error):
        return manager.out_of_memory(engine, error)
    if isinstance(error, SottovoceError) and error.code:
        return error
    kind, reason = name_and_text(error)
    return EngineFailed(engine=engine, kind=kind, reason=reason)
