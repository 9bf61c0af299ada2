"""One pass of a render over the lines that are to do."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from core.errors import SottovoceError
from core.model.cancel import CancelToken
from core.model.events import Notice, Progress, RenderEvent
from core.model.script import Failure, Take, speech_s
from core.projects.project import Project
from core.services.line_errors import CRASHES_TO_STOP, HOST_ERRORS, LINE_ERRORS
from core.services.render_lines import (
    FailedLine,
    OnNotice,
    OnProgress,
    RenderLine,
    RenderProgress,
    RenderReport,
)
from core.services.speak_line import speak_line
from core.services.synthesize import Synthesizer
from core.services.takes import made_take

ESTIMATE_FROM = 0.01
"""Share of a run that must be done before its end is estimated."""


class Run:
    """The lines still to do, and what came of those that were done.

    Attributes:
        cancel: Ends the work when set.
        on_progress: Hears how far it is.
        on_notice: Hears what is worth telling of lines.
    """

    cancel: CancelToken
    on_progress: OnProgress
    on_notice: OnNotice

    def __init__(
        self,
        project: Project,
        synthesizer: Synthesizer,
        todo: Sequence[RenderLine],
        unknown: Mapping[str, SottovoceError],
    ) -> None:
        """Keep what it works with.

        Args:
            project: Takes the takes.
            synthesizer: Speaks.
            todo: The lines, in the order of their turns.
            unknown: Why a voice cannot be had, by its id.
        """
        self._project = project
        self._synthesizer = synthesizer
        self._todo = deque(todo)
        self._total = len(todo)
        self._unknown = unknown
        self._waiting = Counter(line.plan.choices.engine for line in todo)
        self._pace = _Pace([line.plan.spoken for line in todo])
        self._hopeless: dict[tuple[str, str], SottovoceError] = {}
        self._chosen = {line.id for line in project.state.script.lines if line.chosen}
        self._crashes = 0
        self._failed: list[FailedLine] = []
        self._takes: list[tuple[float, float, str]] = []
        self._timings: defaultdict[str, float] = defaultdict(float)

    def next(self) -> RenderLine | None:
        """Take the next line, or None at the end.

        Raises:
            JobCancelled: When the work is to end.
        """
        self.cancel.check()
        if not self._todo:
            return None
        line = self._todo.popleft()
        self._waiting[line.plan.choices.engine] -= 1
        return line

    def speak(self, line: RenderLine) -> SottovoceError | None:
        """Speak a line and store the take; return why it could not be spoken.

        Raises:
            JobCancelled: When the work is to end.
            StorageError: When the take cannot be stored.
        """
        self._tell(line, "starting", 0.0)
        error = self._unknown.get(line.plan.recipe.voice) or self._hopeless.get(line.group)
        if error is None:
            try:
                take = self._take(line)
            except SottovoceError as raised:
                error = raised
                self._weigh(line, raised)
            else:
                self._store(line, take)
        self._pace.done(line.plan.spoken)
        if error is not None:
            self._keep_failure(line, error)
        return error

    def _take(self, line: RenderLine) -> Take:
        with self._timed("speak"):
            rendering = speak_line(
                self._synthesizer,
                line.plan,
                wanted_next=tuple(engine for engine, count in self._waiting.items() if count),
                on_event=partial(self._hear, line),
                cancel=self.cancel,
            )
        with self._timed("store"):
            return made_take(line.plan.recipe, rendering)

    def _store(self, line: RenderLine, take: Take) -> None:
        with self._timed("store"):
            self._project.add_take(line.id, take)
            if line.id in self._chosen:
                self._choose_latest(line)
        self._crashes = 0
        self._takes.append((take.synthesis_s, take.clip.duration_s, take.device))

    def _choose_latest(self, line: RenderLine) -> None:
        """Let the new take stand, where another was chosen by hand before."""
        state = self._project.state
        self._project.keep(replace(state, script=state.script.with_choice(line.id, "")))

    def _weigh(self, line: RenderLine, error: SottovoceError) -> None:
        """Decide whether lines of the same voice and engine could only fail alike."""
        self._crashes = self._crashes + 1 if isinstance(error, HOST_ERRORS) else 0
        if not isinstance(error, LINE_ERRORS) or self._crashes >= CRASHES_TO_STOP:
            self._hopeless[line.group] = error
            self._crashes = 0

    def _keep_failure(self, line: RenderLine, error: SottovoceError) -> None:
        self._failed.append(FailedLine(line, error))
        state = self._project.state
        script = state.script.with_failure(line.id, Failure(line.plan.recipe, error))
        self._project.keep(replace(state, script=script))

    def _hear(self, line: RenderLine, event: RenderEvent) -> None:
        if isinstance(event, Notice):
            self.on_notice(event)
        elif isinstance(event, Progress):
            self._tell(line, event.stage, event.fraction if event.stage == "speaking" else 0.0)

    def _tell(self, line: RenderLine, stage: str, share: float) -> None:
        fraction, left_s = self._pace.look(line.plan.spoken, share)
        done = self._total - len(self._todo) - 1
        self.on_progress(RenderProgress(line.number, line.voice, stage, done, self._total, fraction, left_s))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start_s = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] += time.perf_counter() - start_s

    def report(self, lines: int, plan_s: float) -> RenderReport:
        """Return what was done.

        Args:
            lines: Lines of the script with something to speak.
            plan_s: How long reading them took.
        """
        return RenderReport(
            rendered=len(self._takes),
            kept=lines - self._total,
            failed=tuple(sorted(self._failed, key=lambda one: one.line.number)),
            synthesis_s=sum(take[0] for take in self._takes),
            speech_s=sum(take[1] for take in self._takes),
            devices=tuple(dict.fromkeys(take[2] for take in self._takes)),
            timings_s={"plan": plan_s, **self._timings},
        )


class _Pace:
    """How far a run is, and when it will end, by the length of what is spoken."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._total_s = sum(map(speech_s, texts))
        self._done_s = 0.0
        self._start_s = time.monotonic()

    def done(self, text: str) -> None:
        """Count a line as done."""
        self._done_s += speech_s(text)

    def look(self, text: str, share: float) -> tuple[float, float | None]:
        """Return how much of all is done, and how many seconds are left, with a share of a line done."""
        if not self._total_s:
            return 0.0, None
        fraction = min(1.0, (self._done_s + share * speech_s(text)) / self._total_s)
        elapsed_s = time.monotonic() - self._start_s
        if fraction < ESTIMATE_FROM:
            return fraction, None
        return fraction, elapsed_s * (1 - fraction) / fraction
