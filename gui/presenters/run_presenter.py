"""A run: which lines are rendered, how far it is, how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.model.script import Utterance
from core.services.choices import Choices, draw_seed
from core.services.lines import PLAIN, Planner
from gui.i18n import duration_text
from gui.presenters.engine_parts import RunView
from gui.runs import Job, LineFailed, LineProgress, LineRendered, RunEnded, Runner

ESTIMATE_FROM = 0.02
"""Share of a run that must be done before its end is estimated, …"""

ESTIMATE_AFTER_S = 3.0
"""… unless it has gone on for so long: then the little that is done says enough."""


class RunPresenter(QObject):
    """Starts runs, keeps their lines up with the editor, and shows how far they are."""

    view_changed = Signal(object)
    begun = Signal()
    ended = Signal(object)

    def __init__(
        self,
        runner: Runner,
        place: Callable[[int], tuple[int, int] | None],
        planner: Callable[[], Planner] = lambda: PLAIN,
        parent: QObject | None = None,
    ) -> None:
        """Listen to the runner.

        Args:
            runner: Renders the lines.
            place: Gives the number that people know a line by, and of how many; None when it is gone.
            planner: Gives what reads the lines.
            parent: Owner.
        """
        super().__init__(parent)
        self._runner = runner
        self._place = place
        self._planner = planner
        self._current: int | None = None
        self._weights: dict[int, int] = {}
        self._total = 0
        self._done_weight = 0
        self._fraction = 0.0
        self._start_s: float | None = None
        self._next: dict[int, Job] = {}
        runner.line_started.connect(self._line_started)
        runner.line_progressed.connect(self._progress)
        runner.line_rendered.connect(self._rendered)
        runner.line_failed.connect(self._failed)
        runner.run_ended.connect(self._ended)

    @property
    def running(self) -> bool:
        """True while lines are being rendered."""
        return self._runner.running

    def start(self, lines: Sequence[Utterance], choices: Choices) -> bool:
        """Render these lines with these choices.

        A locked seed serves every line; else the first takes the one that is shown, and each further
        one its own.

        Returns:
            False when there is nothing to do.
        """
        seeds = [choices.seed]
        seeds += [choices.seed if choices.seed_locked else draw_seed() for _ in lines[1:]]
        return self._begin([self._job(line, choices, seed) for line, seed in zip(lines, seeds, strict=False)])

    def regenerate(self, lines: Sequence[Utterance], choices: Choices, seed: int | None = None) -> bool:
        """Make another take of each of these lines: with this seed, else with new ones or the locked one.

        While a run is under way, lines that wait come in their turn and the others after the run.
        """
        seeds = [self._other_seed(line, choices) if seed is None else seed for line in lines]
        jobs = [self._job(line, choices, one) for line, one in zip(lines, seeds, strict=True)]
        later = [job for job in jobs if not self._runner.change(job)]
        return self._begin(later) if later else bool(jobs)

    def cancel(self) -> None:
        """Stop the run; what has been rendered is kept."""
        self._next = {}
        self._runner.cancel()
        self._show()

    def follow_edits(self, lines: Sequence[Utterance]) -> None:
        """Lines have other words: those that still wait are rendered with them."""
        if not self._runner.running:
            return
        for line in lines:
            if line.is_blank:
                self._drop(line.id)
                continue
            if self._runner.reword(line.id, line.text):
                self._weigh(line.id, line.words)
            if line.id in self._next:
                self._next[line.id] = replace(self._next[line.id], text=line.text)

    def follow_deletions(self, utterance_ids: Sequence[int]) -> None:
        """Lines are gone: those that still wait are left out."""
        if self._runner.running:
            for utterance_id in utterance_ids:
                self._drop(utterance_id)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._show()

    def _job(self, line: Utterance, choices: Choices, seed: int) -> Job:
        return Job(line.id, line.text, choices, seed, self._planner())

    def _other_seed(self, line: Utterance, choices: Choices) -> int:
        return choices.seed if choices.seed_locked or not line.takes else draw_seed()

    def _drop(self, utterance_id: int) -> None:
        self._next.pop(utterance_id, None)
        if self._runner.drop(utterance_id):
            self._weigh(utterance_id, 0)

    def _weigh(self, utterance_id: int, words: int) -> None:
        """Set how much of the run a line is; 0 takes it out."""
        self._total += words - self._weights.pop(utterance_id, 0)
        if words:
            self._weights[utterance_id] = words

    def _begin(self, jobs: Sequence[Job]) -> bool:
        if self._runner.running:
            self._next |= {job.utterance_id: job for job in jobs}
            return bool(jobs)
        self._weights = {job.utterance_id: max(1, len(job.text.split())) for job in jobs}
        self._total = sum(self._weights.values())
        self._done_weight = 0
        self._current = None
        self._fraction = 0.0
        self._start_s = None
        started = self._runner.start(jobs)
        if started:
            self.begun.emit()
        self._show()
        return started

    def _line_started(self, utterance_id: int) -> None:
        self._current = utterance_id
        self._show()

    def _progress(self, progress: LineProgress) -> None:
        if progress.stage == "speaking" and self._start_s is None:
            self._start_s = time.monotonic()
        self._fraction = progress.fraction if progress.stage == "speaking" else 0.0
        self._show()

    def _rendered(self, rendered: LineRendered) -> None:
        self._close(rendered.utterance_id)

    def _failed(self, failed: LineFailed) -> None:
        self._close(failed.utterance_id)

    def _close(self, utterance_id: int) -> None:
        self._done_weight += self._weights.get(utterance_id, 0)
        self._fraction = 0.0
        self._show()

    def _ended(self, ended: RunEnded) -> None:
        self.view_changed.emit(RunView())
        self.ended.emit(ended)
        jobs, self._next = self._next, {}
        if jobs and ended.error is None:  # a cancel has taken away what was asked for before it
            self._begin(tuple(jobs.values()))

    def _show(self) -> None:
        if not self._runner.running:
            self.view_changed.emit(RunView())
            return
        done = float(self._done_weight)
        if self._current is not None:
            done += self._fraction * self._weights.get(self._current, 0)
        progress = min(1.0, done / max(1, self._total))
        view = RunView(True, self._runner.cancelling, progress, self._text(progress))
        self.view_changed.emit(view)

    def _text(self, progress: float) -> str:
        if self._runner.cancelling:
            return self.tr("stopping…")
        place = None if self._current is None else self._place(self._current)
        parts = []
        if place is not None:
            number, total = place
            parts.append(self.tr("Line {number} of {total}").format(number=number, total=total))
        if self._start_s is None:
            parts.append(self.tr("getting ready"))
        elif progress > 0:
            elapsed_s = time.monotonic() - self._start_s
            if progress >= ESTIMATE_FROM or elapsed_s >= ESTIMATE_AFTER_S:
                left_s = elapsed_s * (1 - progress) / progress
                parts.append(self.tr("{time} left").format(time=duration_text(left_s)))
        return " · ".join(parts)
