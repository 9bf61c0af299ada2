"""The client of the analysis host: it starts it on need, follows each job, and ends it when it is idle."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.audio.reference import PreparedReference
from core.errors import (
    AnalysisFailed,
    EngineCrashed,
    EngineHung,
    HostNotStarted,
    JobCancelled,
    WireError,
)
from core.host.analysis_messages import (
    PrepareBody,
    PreparedBody,
    SurveyBody,
    SurveyedBody,
    TranscribeBody,
    TranscribedBody,
)
from core.host.connection import Arrival
from core.host.following import POLL_S, Following, NotTaken
from core.host.keeper import HostKeeper
from core.host.messages import path_bytes
from core.host.process import HostProcess
from core.host.protocol import Kind
from core.host.values import HostOptions
from core.install.environments import Environment
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.events import Progress
from core.model.line import Turns
from core.model.verdict import Survey, Transcript
from core.model.voice import Stretch
from core.model.work import UNWATCHED, Work

log = logging.getLogger(__name__)

NAME = "analysis"
MODULE = "core.host.analysis_server"
IDLE_S = 60.0
"""Without a job for so long the host ends: its recogniser holds some 300 MB."""

OnProgress = Callable[[Progress], None]
Answer = TypeVar("Answer", SurveyedBody, PreparedBody, TranscribedBody)


class AnalysisClient:
    """Looks at recordings in a process of its own; every method may be called from any thread."""

    def __init__(
        self, options: HostOptions, python: Path = Path(sys.executable), idle_s: float = IDLE_S
    ) -> None:
        """Start nothing yet.

        Args:
            options: How the host is watched; its log is ``host-analysis.log`` beside ``options.log_file``.
            python: The studio's interpreter.
            idle_s: How long it stays without a job.
        """
        self._options = options
        self._idle_s = idle_s
        file = options.log_file and options.log_file.with_name(f"host-{NAME}.log")
        self._keeper = HostKeeper(
            Environment(NAME, python, ()),
            replace(options, log_file=file),
            start=lambda _engines: HostProcess(python, NAME, MODULE),
        )
        self._turns = Turns()
        self._idle: threading.Timer | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the running host, or None."""
        connection = self._keeper.connection
        return None if connection is None else connection.process.pid

    def survey(
        self,
        path: Path,
        stretch: Stretch | None = None,
        text: str = "",
        *,
        weights: Path | None = None,
        language: str = "",
        work: Work = UNWATCHED,
    ) -> Survey:
        """Find the best stretch of a recording, judge it, and hear what is said in it.

        Args:
            path: The recording.
            stretch: Judge this one instead of the best.
            text: What is said in the stretch, where it is known: nothing is heard then.
            weights: Folder of the speech recognition's weights, or None where there are none.
            language: BCP 47 tag of what is said; empty: find out.
            work: Told of stages ``starting``, ``surveying``, ``loading`` and ``transcribing``; cancelled
                politely, after a grace by force.

        Raises:
            ReferenceAudioError: When the recording cannot be read.
            AnalysisError: When the analysis failed, or the weights cannot be used.
            JobCancelled: When it was cancelled.
        """
        where, folder = _bytes(path), path_bytes(weights)

        def body(job: int) -> SurveyBody:
            return SurveyBody(job, where, stretch, text, folder, language)

        answer, _ = self._run(Kind.SURVEY, body, SurveyedBody, work)
        return answer.survey

    def prepare(
        self,
        path: Path,
        stretch: Stretch,
        *,
        denoise: bool = False,
        work: Work = UNWATCHED,
    ) -> PreparedReference:
        """Make a reference of a stretch; see ``survey`` for what is raised.

        Args:
            path: The recording.
            stretch: The part to use.
            denoise: Take steady noise out of it.
            work: How it is watched and stopped; the stage is ``preparing``.
        """
        where = _bytes(path)

        def body(job: int) -> PrepareBody:
            return PrepareBody(job, where, stretch, denoise)

        answer, payload = self._run(Kind.PREPARE, body, PreparedBody, work)
        samples = np.frombuffer(payload, dtype="<f4").astype(np.float32)
        return PreparedReference(AudioClip(samples, answer.sample_rate_hz), answer.steps)

    def transcribe(
        self,
        path: Path,
        stretch: Stretch,
        weights: Path,
        *,
        language: str = "",
        work: Work = UNWATCHED,
    ) -> tuple[Stretch, Transcript]:
        """Hear what is said in a stretch; see ``survey`` for the arguments and for what is raised.

        Returns:
            The stretch with its ends moved into pauses, where a word straddled them, and its words.
        """
        where, folder = _bytes(path), _bytes(weights)

        def body(job: int) -> TranscribeBody:
            return TranscribeBody(job, where, stretch, folder, language)

        answer, _ = self._run(Kind.TRANSCRIBE, body, TranscribedBody, work)
        return answer.stretch, answer.transcript

    def close(self) -> None:
        """End the host. A job in progress raises ``JobCancelled``. May be called again."""
        self._stay()
        self._keeper.close()

    def _run(
        self,
        kind: Kind,
        body: Callable[[int], object],
        answer: type[Answer],
        work: Work,
    ) -> tuple[Answer, bytes | bytearray]:
        """Wait for the jobs before it, then do a job; one that the host never took is sent to another."""
        cancel = work.cancel or CancelToken()
        with self._turns.turn(NAME, cancel.check, POLL_S):
            self._stay()
            try:
                for _ in range(2):
                    try:
                        return self._try(kind, body, answer, work.on_progress, cancel)
                    except NotTaken:
                        log.info("the analysis host had ended; another is started")
                raise AnalysisFailed(reason="the process ends before it does anything")
            except (EngineCrashed, HostNotStarted) as error:
                if self._keeper.closed:
                    raise JobCancelled from None
                raise AnalysisFailed(reason=error.reason) from error
            except EngineHung as error:
                raise AnalysisFailed(reason=f"no sign of life for {error.silence_s:.0f} s") from error
            except WireError as error:
                raise AnalysisFailed(reason=str(error)) from error
            finally:
                self._end_when_idle()

    def _try(
        self,
        kind: Kind,
        body: Callable[[int], object],
        answer: type[Answer],
        on_progress: OnProgress,
        cancel: CancelToken,
    ) -> tuple[Answer, bytes | bytearray]:
        if self.pid is None:
            on_progress(Progress("starting", 0.0))
        connection = self._keeper.greet(cancel.check)
        call = connection.open_call()
        job = _FollowingAnswer(
            connection,
            call,
            NAME,
            options=self._options,
            longest_step_s=0.0,
            on_event=lambda event: on_progress(event) if isinstance(event, Progress) else None,
            cancel=cancel,
        )
        try:
            connection.send(kind, body(call.job))
            job.run()
        finally:
            connection.close_call(call)
        if job.answer is None or not isinstance(job.answer.body, answer):
            raise AnalysisFailed(reason="the job ended without an answer")
        return job.answer.body, job.answer.payload

    def _stay(self) -> None:
        timer, self._idle = self._idle, None
        if timer is not None:
            timer.cancel()

    def _end_when_idle(self) -> None:
        """End the host some time after this job, unless another comes."""
        if self._keeper.closed:
            return
        self._idle = threading.Timer(self._idle_s, self._end_idle)
        self._idle.daemon = True
        self._idle.start()

    def _end_idle(self) -> None:
        with self._turns.turn_if_free() as free:
            connection = self._keeper.connection
            if free and connection is not None and self._keeper.end(connection):
                log.info("the analysis host %d was ended for being idle", connection.process.pid)


class _FollowingAnswer(Following):
    """A job that is answered by one message before its end."""

    answer: Arrival | None = None

    def _take(self, arrival: Arrival) -> None:
        if isinstance(arrival.body, SurveyedBody | PreparedBody | TranscribedBody):
            self.answer = arrival
        super()._take(arrival)


def _bytes(path: Path) -> bytes:
    data = path_bytes(path)
    assert data is not None
    return data
