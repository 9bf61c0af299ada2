"""The engine host: ``python -I -u -m core.host.server --parent PID``.

Its main thread owns the models and makes every transition. A reader thread takes frames, sets cancel
tokens at once, and ends the process at the end of the pipe. A sampler thread is the heartbeat.
"""

from __future__ import annotations

import argparse
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from traceback import TracebackException

from core.errors import EngineFailed
from core.host.engines import find_engines
from core.host.forecaster import Forecaster
from core.host.jobs import Job, Worker, engine_of
from core.host.messages import (
    DoneBody,
    FieldsBody,
    ForecastBody,
    LoadBody,
    ReleaseBody,
    Standby,
    SynthesizeBody,
    decode,
    encode,
)
from core.host.prepare import prepare
from core.host.protocol import POISONED_EXIT, VERSION, Kind
from core.host.reader import Reader, StepToken, begin_host
from core.host.sampler import IDLE_PERIOD_S, Sampler
from core.host.values import Hello
from core.host.wire import Wire
from core.model.line import JobQueue
from core.vram.cards import find_card
from core.vram.device import Card
from core.vram.estimate import FILE_NAME
from core.vram.turns import CardTurns
from sottovoce import __version__

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""While weights are parked and nothing is done, so often it is looked whether they have to go."""

_BODIES: Mapping[int, type[SynthesizeBody | LoadBody | ReleaseBody | ForecastBody]] = {
    Kind.SYNTHESIZE: SynthesizeBody,
    Kind.LOAD: LoadBody,
    Kind.RELEASE: ReleaseBody,
    Kind.FORECAST: ForecastBody,
}


def serve(
    wire: Wire,
    card: Card | None,
    environment: str = "",
    turns: CardTurns | None = None,
    prepared: Sequence[Standby] = (),
    *,
    peaks_file: Path | None = None,
    converted_dir: Path | None = None,
) -> None:
    """Say hello, prepare what the named engines need, then do jobs until the process ends."""
    engines, broken = find_engines(environment)
    worker = Worker(wire, card, engines, broken, turns, peaks_file=peaks_file, converted_dir=converted_dir)
    jobs: JobQueue[Job] = JobQueue()
    sampler = Sampler(wire, worker.manager.sample, IDLE_PERIOD_S)
    forecaster = Forecaster(wire, worker.forecast)

    def take(body: SynthesizeBody | LoadBody | ReleaseBody | ForecastBody, token: StepToken) -> None:
        if isinstance(body, ForecastBody):
            reader.forget(body.job)
            forecaster.ask(body)
        else:
            jobs.put(engine_of(body), Job(body, token))

    reader = Reader(wire, _BODIES, take, sampler.ask)
    hello = Hello(
        protocol_version=VERSION,
        version=__version__,
        pid=os.getpid(),
        engines=tuple(engine.description for engine in engines.values()),
        broken=broken,
        device=card.name if card else "CPU",
        card_total_bytes=card.total_bytes if card else None,
        simulated=bool(card and card.simulated),
        card_id=card.identity(card.kind) if card else "",
        needs=worker.manager.needs() if card else {},
    )
    wire.send(Kind.HELLO, hello)
    threading.Thread(target=reader.run, name="reader", daemon=True).start()
    prepare(prepared, engines, lambda one: worker.park_ahead(one, jobs.awaited), jobs.awaited)
    while True:
        job = _next(jobs, worker)
        sampler.set_busy(True)
        kind, end = _do(worker, job)
        reader.forget(job.body.job)
        sampler.set_busy(False)
        sampler.send(0)
        wire.send(kind, end)
        if worker.poisoned:
            _end_poisoned()


def _next(jobs: JobQueue[Job], worker: Worker) -> Job:
    """Wait for the next job; meanwhile do a little at a time of what could wait for that."""
    while True:
        busy = not jobs.awaited() and worker.idle()
        if worker.poisoned:
            _end_poisoned()
        job = jobs.get(0.0 if busy else LOOK_S if worker.manager.waits else None)
        if job is not None:
            return job


def _end_poisoned() -> None:
    log.error("CUDA has failed in this process; the next job gets a new one")
    logging.shutdown()
    os._exit(POISONED_EXIT)


def _do(worker: Worker, job: Job) -> tuple[Kind, DoneBody | FieldsBody]:
    """Do a job and return an end that can be sent, whatever the engine has put into its errors."""
    try:
        kind, end = worker.do(job)
        encode(end)
    except Exception as error:
        log.exception("the end of job %d cannot be told", job.body.job)
        words = str(TracebackException(type(error), error, None))
        failure = EngineFailed(engine="", kind=type(error).__name__, reason=words)
        return Kind.ERROR, FieldsBody.of_error(job.body.job, failure)
    return kind, end


def _sizes(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.split(","))


def main() -> None:
    """Start the host."""
    parser = argparse.ArgumentParser(prog="core.host.server", allow_abbrev=False)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--environment", default="")
    parser.add_argument("--simulate-gpu", type=_sizes, default=None)
    parser.add_argument("--gpu", default="")
    parser.add_argument("--cards", type=Path, default=None)
    parser.add_argument("--converted", type=Path, default=None)
    parser.add_argument("--program", default="")
    parser.add_argument("--prepare", default="[]")
    options = parser.parse_args()
    wire = begin_host(options.parent)
    try:
        turns = CardTurns(options.cards, options.program, options.parent)
        card = find_card(options.simulate_gpu, turns.others_bytes, options.gpu)
        if card is not None and card.simulated:
            turns.watch(card.identity(card.kind))
        peaks_file = options.cards / FILE_NAME if options.cards is not None else None
        prepared = decode(options.prepare.encode(), list[Standby])
        serve(
            wire,
            card,
            options.environment,
            turns,
            prepared,
            peaks_file=peaks_file,
            converted_dir=options.converted,
        )
    except BaseException:
        log.critical("the host can do no more jobs", exc_info=True)
        os._exit(1)  # an orderly end would wait for the engines' threads, with a heartbeat and no owner


if __name__ == "__main__":
    main()
