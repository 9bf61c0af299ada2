"""The analysis host: ``python -I -u -m core.host.analysis_server --parent PID``.

It looks at recordings and hears words in them, one job after the other, by the studio's own interpreter:
no torch, no card, nothing of the engines. A heartbeat goes on while a native call works.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import TracebackException
from typing import TYPE_CHECKING

from core.analysis.survey import survey_recording, with_transcript
from core.audio.reference import prepare_reference
from core.errors import AnalysisFailed, JobCancelled, SottovoceError
from core.host.analysis_messages import (
    PrepareBody,
    PreparedBody,
    SurveyBody,
    SurveyedBody,
    TranscribeBody,
    TranscribedBody,
)
from core.host.messages import DoneBody, FieldsBody, JobBody, ProgressBody, path_of
from core.host.protocol import VERSION, Kind
from core.host.reader import Reader, StepToken, begin_host
from core.host.values import Hello
from core.host.wire import Wire
from core.model.verdict import Survey, Transcript
from core.model.voice import Stretch
from sottovoce import __version__

if TYPE_CHECKING:
    from core.analysis.recogniser import Recogniser

log = logging.getLogger(__name__)

HEARTBEAT_S = 1.0
_GENTLE = 5
"""How much other programs go before: the window first of all."""

Body = SurveyBody | PrepareBody | TranscribeBody
_JOBS: Mapping[int, type[Body]] = {
    Kind.SURVEY: SurveyBody,
    Kind.PREPARE: PrepareBody,
    Kind.TRANSCRIBE: TranscribeBody,
}


@dataclass(frozen=True)
class _Job:
    body: Body
    token: StepToken


class Analyst:
    """Does the jobs."""

    def __init__(self, wire: Wire) -> None:
        """Load nothing yet."""
        self._wire = wire
        self._recogniser: tuple[Path, Recogniser] | None = None

    def do(self, job: _Job) -> None:
        """Do a job and send its answer; what is raised is its end."""
        self._wire.send(Kind.TAKEN, JobBody(job.body.job))
        job.token.check()
        body = job.body
        if isinstance(body, SurveyBody):
            self._wire.send(Kind.SURVEYED, SurveyedBody(body.job, self._survey(body, job.token)))
        elif isinstance(body, TranscribeBody):
            stretch, transcript = self._hear(body, body.stretch, body.weights, job.token)
            self._wire.send(Kind.TRANSCRIBED, TranscribedBody(body.job, stretch, transcript))
        else:
            self._prepare(body)

    def _survey(self, body: SurveyBody, token: StepToken) -> Survey:
        self._tell(body.job, "surveying", 0.0)
        survey = survey_recording(_path(body.path), body.stretch, body.text, token)
        self._tell(body.job, "surveying", 1.0)
        if body.weights is None or body.text or not survey.speech:
            return survey
        stretch, transcript = self._hear(body, survey.verdict.stretch, body.weights, token)
        verdict = replace(with_transcript(survey.verdict, transcript), stretch=stretch)
        return replace(survey, verdict=verdict)

    def _hear(
        self, body: SurveyBody | TranscribeBody, stretch: Stretch, weights: bytes, token: StepToken
    ) -> tuple[Stretch, Transcript]:
        from core.analysis.transcribe import transcribe_stretch

        recogniser = self._loaded(_path(weights), body.job)
        token.check()
        self._tell(body.job, "transcribing", 0.0)
        return transcribe_stretch(
            _path(body.path),
            stretch,
            recogniser,
            language=body.language,
            on_progress=lambda fraction: self._tell(body.job, "transcribing", fraction),
            cancel=token,
        )

    def _loaded(self, folder: Path, job: int) -> Recogniser:
        """Return the recogniser; it is kept for the next job."""
        from core.analysis.recogniser import Recogniser

        if self._recogniser is None or self._recogniser[0] != folder:
            self._tell(job, "loading", 0.0)
            self._recogniser = None
            self._recogniser = folder, Recogniser(folder)
        return self._recogniser[1]

    def _prepare(self, body: PrepareBody) -> None:
        self._tell(body.job, "preparing", 0.0)
        made = prepare_reference(_path(body.path), body.stretch, denoise=body.denoise)
        answer = PreparedBody(body.job, made.clip.sample_rate_hz, made.steps)
        self._wire.send(Kind.PREPARED, answer, made.clip.samples.astype("<f4").tobytes())

    def _tell(self, job: int, stage: str, fraction: float) -> None:
        self._wire.send(Kind.PROGRESS, ProgressBody(job, stage, fraction))


def serve(wire: Wire) -> None:
    """Say hello, then do jobs until the process ends."""
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    reader: Reader[Body] = Reader(wire, _JOBS, lambda body, token: jobs.put(_Job(body, token)))
    wire.send(Kind.HELLO, Hello(protocol_version=VERSION, version=__version__, pid=os.getpid(), device="CPU"))
    threading.Thread(target=reader.run, name="reader", daemon=True).start()
    analyst = Analyst(wire)
    while True:
        job = jobs.get()
        number = job.body.job
        working = threading.Event()
        threading.Thread(target=_beat, args=(wire, working), name="heartbeat", daemon=True).start()
        try:
            kind, end = _do(analyst, job)
        finally:
            working.set()
        reader.forget(number)
        wire.send(kind, end)


def _do(analyst: Analyst, job: _Job) -> tuple[Kind, DoneBody | FieldsBody]:
    number = job.body.job
    try:
        analyst.do(job)
    except JobCancelled:
        return Kind.CANCELLED, DoneBody(number)
    except SottovoceError as error:
        return Kind.ERROR, FieldsBody.of_error(number, error)
    except Exception as error:
        log.exception("job %d failed", number)
        words = "".join(TracebackException(type(error), error, None).format_exception_only())
        return Kind.ERROR, FieldsBody.of_error(number, AnalysisFailed(reason=" ".join(words.split())))
    return Kind.DONE, DoneBody(number, device="cpu")


def _beat(wire: Wire, done: threading.Event) -> None:
    """Send something that belongs to no job, so that a long native call is no silence."""
    while not done.wait(HEARTBEAT_S):
        with contextlib.suppress(OSError):
            wire.send(Kind.TAKEN, JobBody(0))


def _path(data: bytes) -> Path:
    path = path_of(data)
    assert path is not None
    return path


def main() -> None:
    """Start the host."""
    parser = argparse.ArgumentParser(prog="core.host.analysis_server", allow_abbrev=False)
    parser.add_argument("--parent", type=int, required=True)
    wire = begin_host(parser.parse_args().parent)
    if hasattr(os, "nice"):
        os.nice(_GENTLE)
    try:
        serve(wire)
    except BaseException:
        log.critical("the host can do no more jobs", exc_info=True)
        os._exit(1)


if __name__ == "__main__":
    main()
