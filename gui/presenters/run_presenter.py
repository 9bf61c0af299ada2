"""A run: which lines are rendered, how far it is, how long it will take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.model.script import Utterance, speech_s
from core.services.choices import Choices, draw_seed
from core.services.lines import Planner
from gui.i18n import duration_text
from gui.planning import Planning
from gui.presenters.engine_parts import RunView
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.time_left import Share, TimeLeft
from gui.run_list import Job
from gui.runs import LineFailed, LineProgress, LineRendered, RunEnded, Runner


class RunPresenter(QObject):
    """Starts runs, keeps their lines up with the editor, and shows how far they are."""

    view_changed = Signal(object)
    begun = Signal()
    ended = Signal(object)

    def __init__(
        self,
        runner: Runner,
        script: ScriptPresenter,
        planning: Planning,
        known_rtf: Callable[[str], float | None],
        parent: QObject | None = None,
    ) -> None:
        """Listen to the runner.

        Args:
            runner: Renders the lines.
            script: Knows where the lines stand.
            planning: Has what reads them.
            known_rtf: Gives the real-time factor that an engine had before, or None.
            parent: Owner.
        """
        super().__init__(parent)
        self._runner = runner
        self._script = script
        self._planning = planning
        self._known_rtf = known_rtf
        self._current: int | None = None
        self._time = TimeLeft(known_rtf)
        self._next: dict[int, Job] = {}
        self._gone: dict[int, Job] = {}
        self._todo: set[int] = set()
        self._asked: tuple[Choices, Planner] | None = None
        self._places: dict[int, int] = {}
        runner.line_started.connect(self._line_started)
        runner.line_progressed.connect(self._progress)
        runner.line_rendered.connect(self._rendered)
        runner.line_failed.connect(self._failed)
        runner.line_cancelled.connect(self._line_cancelled)
        runner.queue_changed.connect(self._show)
        runner.run_ended.connect(self._ended)

    @property
    def running(self) -> bool:
        """True while lines are being rendered, or wait in a pause."""
        return self._runner.running

    def number(self, utterance_id: int) -> int | None:
        """Return the number that people know a line by; None when it is gone, or a sample."""
        place = self._script.place(utterance_id)
        return None if place is None else place[0]

    # --- wishes -------------------------------------------------------------------------------

    def start(self, lines: Sequence[Utterance], choices: Choices, playhead: int | None = None) -> bool:
        """Render these lines with these choices.

        A locked seed serves every line; else the first takes the one that is shown, and each further
        one its own.

        Args:
            lines: The lines, in the order of the script.
            choices: The choices.
            playhead: The line that is heard or looked at, by its number from 0.

        Returns:
            False when there is nothing to do.
        """
        self._todo = {line.id for line in lines}
        seeds = [choices.seed]
        seeds += [choices.seed if choices.seed_locked else draw_seed() for _ in lines[1:]]
        return self._begin(self._jobs(lines, choices, seeds), playhead)

    def join(self, lines: Sequence[Utterance], choices: Choices) -> bool:
        """Let these lines wait too, each at its place among the others; a run that rests goes on.

        Args:
            lines: Lines to do, in the order of the script.
            choices: The choices.

        Returns:
            False when all of them wait already, or the run takes no line any more.
        """
        lines = [line for line in lines if not self._runner.awaits(line.id)]
        seeds = [choices.seed if choices.seed_locked else draw_seed() for _ in lines]
        jobs = self._jobs(lines, choices, seeds)
        if not jobs or not self._runner.put(jobs, self._script.script.numbers):
            return False
        for job in jobs:
            self._weigh(job)
        self._places.update((job.utterance_id, job.place) for job in jobs)
        self._todo.update(job.utterance_id for job in jobs)
        if self._runner.paused:
            self._runner.resume()
        self._show()
        return True

    def regenerate(self, lines: Sequence[Utterance], choices: Choices, seed: int | None = None) -> bool:
        """Make another take of each of these lines: with this seed, else with new ones or the locked one.

        While a run is under way they come before the others of their engine; while it stops, after it.
        """
        own_seed = seed is not None
        if seed is None and choices.seed_locked:
            seed = choices.seed
        new = [draw_seed() if line.takes else choices.seed for line in lines]
        seeds = new if seed is None else [seed] * len(lines)
        jobs = [replace(job, own_seed=own_seed) for job in self._jobs(lines, choices, seeds)]
        if not self._runner.running:
            return self._begin(jobs)
        for job in jobs:
            if self._runner.add(job):
                self._weigh(job)
            else:
                self._next[job.utterance_id] = job
        self._show()
        return bool(jobs)

    def cancel(self) -> None:
        """Stop the run; what has been rendered is kept."""
        self._next = {}
        self._runner.cancel()
        self._show()

    def cancel_line(self, utterance_id: int) -> None:
        """Leave one line out, or stop it; the run goes on with the others."""
        self._next.pop(utterance_id, None)
        if self._drop([utterance_id]):
            del self._gone[utterance_id]
        else:
            self._runner.cancel_line(utterance_id)
        self._show()

    def pause(self) -> None:
        """Finish the line under way, and begin no other until it is to go on."""
        self._runner.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._runner.resume()

    def follow(self, utterance_ids: Sequence[int]) -> None:
        """Another line is heard or looked at: of these lines, from it on, the first that waits comes next."""
        place = next((self._places[one] for one in utterance_ids if one in self._places), None)
        if place is not None:
            self._runner.follow(place)

    def follow_edits(self, lines: Sequence[Utterance]) -> None:
        """Lines have other words: those that still wait are rendered with them."""
        if not self._runner.running:
            return
        self._put_back([line for line in lines if not line.is_blank])
        self._drop([line.id for line in lines if line.is_blank])
        for line in lines:
            job = self._runner.reword(line.id, line.text)
            if job is not None:
                self._weigh(job)
            if line.id in self._next:
                self._next[line.id] = replace(self._next[line.id], text=line.text)

    def follow_returns(self, lines: Sequence[Utterance]) -> None:
        """Lines that were gone are there again: those that waited wait again."""
        self._put_back(lines)

    def follow_choices(self, choices: Choices) -> None:
        """Something else is chosen, or lines are read in another way: those that wait are spoken so."""
        if self._asked is None:
            return
        (before, planner), now = self._asked, self._planning.planner
        others = choices if choices.seed_locked else replace(choices, seed=before.seed)
        if planner is now and before == others:
            return
        self._asked = choices, now
        self._next = {key: job.following(choices, now) for key, job in self._next.items()}
        self._runner.follow_choices(choices, now)
        for job in self._runner.waiting():
            self._weigh(job)
        self._show()

    def follow_deletions(self, utterance_ids: Iterable[int]) -> None:
        """Lines are gone: those that still wait are left out."""
        if self._runner.running:
            self._drop(utterance_ids)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._show()

    # --- inside -------------------------------------------------------------------------------

    def _jobs(self, lines: Sequence[Utterance], choices: Choices, seeds: Sequence[int]) -> list[Job]:
        planner, numbers = self._planning.planner, self._script.script.numbers
        return [
            Job(line.id, line.text, choices, seed, planner, numbers.get(line.id, 0))
            for line, seed in zip(lines, seeds, strict=True)
        ]

    def _drop(self, utterance_ids: Iterable[int]) -> bool:
        ids = tuple(utterance_ids)
        for one in ids:
            self._next.pop(one, None)
        dropped = self._runner.drop(ids)
        for job in dropped:
            self._time.drop(job.utterance_id)
            self._todo.discard(job.utterance_id)
            self._gone[job.utterance_id] = job
        return bool(dropped)

    def _put_back(self, lines: Iterable[Utterance]) -> None:
        """Let those of the lines wait again that were dropped when they went."""
        jobs = [replace(self._gone.pop(line.id), text=line.text) for line in lines if line.id in self._gone]
        if self._asked is not None:
            jobs = [job.following(*self._asked) for job in jobs]
        if jobs and self._runner.put(jobs, self._script.script.numbers):
            for job in jobs:
                self._weigh(job)
                self._todo.add(job.utterance_id)

    def _weigh(self, job: Job) -> None:
        engine = job.engine
        seconds = max(0.1, speech_s(job.text)) / job.choices.speed
        self._time.wait(job.utterance_id, Share(engine, seconds))

    def _begin(self, jobs: Sequence[Job], playhead: int | None = None) -> bool:
        self._time = TimeLeft(self._known_rtf)
        for job in jobs:
            self._weigh(job)
        self._places = {job.utterance_id: job.place for job in jobs}
        self._current = None
        self._gone = {}
        self._asked = (jobs[0].choices, jobs[0].planner) if jobs else None
        started = self._runner.start(jobs, playhead)
        if started:
            self.begun.emit()
        self._show()
        return started

    def _line_started(self, utterance_id: int) -> None:
        self._current = utterance_id
        self._time.start(utterance_id)
        self._show()

    def _progress(self, progress: LineProgress) -> None:
        if progress.stage == "speaking":
            self._time.speak(progress.fraction)
        self._show()

    def _rendered(self, rendered: LineRendered) -> None:
        self._close(rendered.utterance_id, rendered.take.synthesis_s)

    def _failed(self, failed: LineFailed) -> None:
        self._close(failed.utterance_id)

    def _line_cancelled(self, utterance_id: int) -> None:
        self._close(utterance_id)

    def _close(self, utterance_id: int, synthesis_s: float | None = None) -> None:
        self._todo.discard(utterance_id)
        self._places.pop(utterance_id, None)
        self._time.close(utterance_id, synthesis_s)
        self._show()

    def _ended(self, ended: RunEnded) -> None:
        self._asked, self._todo = None, set()
        self.view_changed.emit(RunView())
        self.ended.emit(ended)
        jobs, self._next = self._next, {}
        if jobs and ended.error is None:  # a cancel has taken away what was asked for before it
            self._begin(tuple(jobs.values()))

    def _show(self) -> None:
        runner = self._runner
        if not runner.running:
            self.view_changed.emit(RunView())
            return
        progress = self._time.progress
        self.view_changed.emit(
            RunView(
                True,
                runner.cancelling,
                progress,
                self._text(progress),
                runner.paused,
                runner.waiting_count,
                len(self._todo),
            )
        )

    def _text(self, progress: float) -> str:
        if self._runner.cancelling:
            return self.tr("stopping…")
        if self._runner.resting:
            return self.tr("paused · %n line(s)", "", self._runner.waiting_count)
        if self._runner.paused:
            return self.tr("Pausing after this line…")
        place = None if self._current is None else self._script.place(self._current)
        parts = []
        if place is not None:
            number, total = place
            parts.append(self.tr("Line {number} of {total}").format(number=number, total=total))
        left_s = self._time.left_s
        if not self._time.speaking:
            parts.append(self.tr("getting ready"))
        elif progress > 0 and left_s is not None:
            parts.append(self.tr("{time} left").format(time=duration_text(left_s)))
        return " · ".join(parts)
