"""Render a project: speak the lines that have no current take, store each take, and hand over the pieces."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from core.delivery.wishes import Piece
from core.errors import SottovoceError
from core.model.cancel import CancelToken
from core.model.grouping import arranged
from core.model.script import Take, Utterance
from core.projects.project import Project
from core.services.choices import Choices, draw_seed
from core.services.lines import Planner, engines_of
from core.services.pieces import make_pieces
from core.services.render_lines import (
    FailedLine,
    OnFailed,
    OnNotice,
    OnProgress,
    RenderLine,
    RenderReport,
    read_lines,
)
from core.services.render_run import Run
from core.services.synthesize import Synthesizer


class ProjectRenderer:
    """Renders one project; every method blocks, and one thread calls them."""

    def __init__(
        self,
        project: Project,
        planner: Planner,
        choices: Choices,
        synthesizer: Synthesizer,
        *,
        unknown: Mapping[str, SottovoceError] | None = None,
        again: Collection[int] = (),
    ) -> None:
        """Read all lines.

        Args:
            project: Its lines and takes; takes are added to it.
            planner: Reads the lines.
            choices: What lines are spoken with where they say nothing else.
            synthesizer: Speaks.
            unknown: Why a voice cannot be had, by its id: lines in it fail with that.
            again: Numbers of lines to speak once more, each with a new seed unless the seed is locked.
        """
        start_s = time.perf_counter()
        self._project = project
        self._synthesizer = synthesizer
        self._seed_counts = choices.seed_locked
        self._unknown = dict(unknown or {})
        self._again = frozenset(again)
        self.all_lines = tuple(
            replace(line, plan=planner.plan(line.text, replace(choices, seed=draw_seed())))
            if line.number in self._again and not choices.seed_locked
            else line
            for line in read_lines(project.state.script, planner, choices)
        )
        self.lines = tuple(line for line in self.all_lines if not line.plan.is_blank)
        self._plan_s = time.perf_counter() - start_s

    def todo(self) -> tuple[RenderLine, ...]:
        """Return the lines without a current take, in the order in which they are spoken best.

        Lines of one engine stand together, and of one voice within it, so that little is loaded twice.
        """
        utterances = self._utterances()
        todo = [
            line
            for line in self.lines
            if line.number in self._again or self._take(utterances[line.id], line) is None
        ]
        by_id = {line.id: line for line in todo}
        return tuple(by_id[one] for one in arranged((line.wanted for line in todo), near=None))

    def render(
        self,
        cancel: CancelToken,
        *,
        on_progress: OnProgress = lambda _: None,
        on_notice: OnNotice = lambda _: None,
        on_failed: OnFailed = lambda _: None,
    ) -> RenderReport:
        """Speak what is to do; each take is on the disk before the next line begins.

        Args:
            cancel: Ends the work when set.
            on_progress: Hears how far it is.
            on_notice: Hears what is worth telling of lines.
            on_failed: Hears of each line that could not be spoken.

        Raises:
            JobCancelled: When it was cancelled; what was spoken is stored.
            StorageError: When the disk takes no more; what was stored is there.
            ProjectError: When the project cannot be changed.
        """
        run = Run(self._project, self._synthesizer, self.todo(), self._unknown)
        run.cancel, run.on_progress, run.on_notice = cancel, on_progress, on_notice
        try:
            while (line := run.next()) is not None:
                error = run.speak(line)
                if error is not None:
                    on_failed(FailedLine(line, error))
        finally:
            self._synthesizer.settle(engines_of([line.plan for line in self.lines]))
        return run.report(len(self.lines), self._plan_s)

    def pieces(self) -> Iterator[Piece]:
        """Yield the current takes for delivery, in the script's order; lines without one are left out."""
        utterances = self._utterances()
        return make_pieces(self.all_lines, lambda line: self._take(utterances[line.id], line))

    def _utterances(self) -> dict[int, Utterance]:
        return {line.id: line for line in self._project.state.script.lines}

    def _take(self, utterance: Utterance, line: RenderLine) -> Take | None:
        return utterance.current_take(line.plan.recipe, seed_counts=self._seed_counts)
