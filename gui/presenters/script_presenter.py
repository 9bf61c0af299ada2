"""The script panel: follows the editor, knows the state of each line, says what is to be rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.realign import nobody, realign
from core.model.script import Failure, Recipe, Script, Take, Utterance
from core.services.choices import Choices
from core.services.lines import PLAIN, LinePlan, Planner
from gui.presenters.edited_lines import EditedLines
from gui.presenters.line_glance import LineGlance
from gui.presenters.line_views import BLANK, LineViews
from gui.presenters.states import LineState, LineView, ScriptSummary
from gui.presenters.tally import Tally
from gui.runs import LineFailed, LineProgress, LineRendered

FEW_LINES = 20
"""Up to so many lines are shown one by one, more all together."""


class ScriptPresenter(QObject):
    """Holds the script; a line's view changes with its text, its takes and what is chosen.

    An edit costs what it touched, not the whole script: counts are kept, not counted anew.
    """

    script_changed = Signal()
    views_changed = Signal(object)
    view_changed = Signal(int, object)
    summary_changed = Signal(object)
    counts_changed = Signal()
    lines_edited = Signal(object)
    lines_gone = Signal(object)
    lines_back = Signal(object)
    """Lines that were gone and are there again, by undo or by pasting."""
    takes_changed = Signal(int)
    """Id of a line that has other takes, or another one stands."""

    def __init__(
        self,
        choices: Choices,
        awaited: Callable[[int], bool] = nobody,
        parent: QObject | None = None,
    ) -> None:
        """Start with an empty script.

        Args:
            choices: What would be asked for now.
            awaited: Says by its id whether a take of a line is to come.
            parent: Owner.
        """
        super().__init__(parent)
        self._planner: Planner = PLAIN
        self._choices = choices
        self._awaited = awaited
        self._glance = LineGlance(PLAIN, choices)
        self._line_views = LineViews(self)
        self._script = Script()
        self._edit: EditedLines | None = None
        self._loading = False
        self._progress: dict[int, LineProgress] = {}
        self._views: list[LineView] = [BLANK]
        self._summary = ScriptSummary()
        self._tally = Tally(self)
        self._recount()

    @property
    def script(self) -> Script:
        """The script as it is now."""
        return self._script

    @property
    def views(self) -> Sequence[LineView]:
        """The view of each line."""
        return self._views

    @property
    def rendered_count(self) -> int:
        """How many lines have a take of what would be asked for now."""
        return self._tally.rendered

    @property
    def todo_count(self) -> int:
        """How many lines have none."""
        return self._tally.todo

    @property
    def todo_s(self) -> float:
        """About how long those lines take to be spoken at normal speed, in seconds."""
        return self._tally.todo_s

    def head(self, chars: int) -> str:
        """Return the script's beginning: so many characters, and what is left of the line."""
        texts: list[str] = []
        for line in self._script.lines:
            texts.append(line.text)
            chars -= len(line.text) + 1
            if chars <= 0:
                break
        return "\n".join(texts)

    # --- what the window tells ----------------------------------------------------------------

    def note_change(self, first: int, removed: int, added: int) -> None:
        """Take one of the changes of an edit: ``removed`` lines from ``first`` on gave way to ``added``.

        An edit may consist of several, each counted in the lines as the one before has left them.
        """
        if self._loading:
            return
        change = EditedLines(first, removed, added)
        self._edit = change if self._edit is None else self._edit.then(change)

    def follow_edit(self, line_texts: Callable[[int, int], Sequence[str]]) -> None:
        """The edit is complete: take its lines' texts.

        Args:
            line_texts: Gives the texts of the lines from a first one up to, not including, a last one.
        """
        edit, self._edit = self._edit, None
        if edit is None:
            return
        first, end = edit.first, edit.first + edit.added
        before = self._script.lines[first : first + edit.removed]
        old_views = self._views[first : first + edit.removed]
        fresh = self._script.next_id
        texts = line_texts(first, end)
        self._script = realign(self._script, first, edit.removed, texts, self._awaited)
        after = self._script.lines[first:end]
        views = [self._view(line) for line in after]
        self._count(before, old_views, -1)
        self._count(after, views, 1)
        self._views[first : first + edit.removed] = views
        if len(views) > FEW_LINES:
            self.views_changed.emit(tuple(self._views))
        else:
            for index, view in enumerate(views, first):
                self.view_changed.emit(index, view)
        old_texts = {line.id: line.text for line in before}
        gone = old_texts.keys() - {line.id for line in after}
        self.lines_edited.emit([line for line in after if old_texts.get(line.id) not in {None, line.text}])
        if gone:
            self.lines_gone.emit(gone)
        back = [line for line in after if line.id < fresh and line.id not in old_texts]
        if back:
            self.lines_back.emit(back)
        self._show_summary()
        self.script_changed.emit()

    def set_choices(self, choices: Choices) -> None:
        """Compare the takes with other choices."""
        old, self._choices = self._choices, choices
        self._glance = LineGlance(self._planner, choices)
        if (replace(old, seed=choices.seed) != choices or choices.seed_locked) and not self._loading:
            self._compare_all()

    @property
    def planner(self) -> Planner:
        """What lines are read with."""
        return self._planner

    def set_planner(self, planner: Planner) -> None:
        """Read the lines anew: voices, engines or pronunciations are others."""
        self._planner = planner
        self._glance = LineGlance(planner, self._choices)
        if not self._loading:
            self._show_all()

    def start_line(self, utterance_id: int) -> None:
        """A line's turn has come."""
        self.show_progress(LineProgress(utterance_id, "starting", 0.0))

    def show_progress(self, progress: LineProgress) -> None:
        """Show how far a line is."""
        self._progress = {progress.utterance_id: progress}
        self._refresh(progress.utterance_id)

    def keep_take(self, rendered: LineRendered) -> None:
        """Add a take to its line."""
        self._progress.pop(rendered.utterance_id, None)
        script = self._script.with_take(rendered.utterance_id, rendered.take, rendered.text)
        self._keep(script, rendered.utterance_id)

    def choose_take(self, utterance_id: int, take_id: str) -> None:
        """Let a take stand for its line; empty: the latest that fits."""
        self._keep(self._script.with_choice(utterance_id, take_id), utterance_id)

    def star_take(self, utterance_id: int, take_id: str, *, starred: bool) -> None:
        """Mark a take as one of the good ones, or not any more."""
        self._keep(self._script.with_star(take_id, starred=starred), utterance_id)

    def remove_take(self, utterance_id: int, take_id: str) -> None:
        """Take a take away from its line."""
        self._keep(self._script.without_take(take_id), utterance_id)

    def put_take_back(self, utterance_id: int, take: Take, place: int, chosen: str) -> None:
        """Put a take back at its place, and let stand what stood."""
        script = self._script.with_take_at(utterance_id, take, place)
        self._keep(script.with_choice(utterance_id, chosen), utterance_id)

    def begin_load(self) -> None:
        """Another script is put into the editor: what that tells is no edit."""
        self._loading, self._edit = True, None

    def load(self, script: Script) -> None:
        """Take another script, whose text is in the editor by now; it is no change of that script."""
        self._loading, self._edit = False, None
        self._progress = {}
        self._script = script
        self._show_all()

    def restore_takes(self, by_line: Mapping[int, Sequence[Take]], others: Sequence[Take]) -> None:
        """Add takes of before there were projects.

        Args:
            by_line: By the ids of their lines.
            others: Of texts that no line has any more.
        """
        self._script = self._script.with_earlier_takes(by_line, others)
        self._show_all()
        self.script_changed.emit()

    def keep_failure(self, failed: LineFailed) -> None:
        """Mark a line as failed, or as stopped; what came of it can be heard."""
        self._progress.pop(failed.utterance_id, None)
        self._keep(self._script.with_failure(failed.utterance_id, failed.failure), failed.utterance_id)

    def stop_line(self, utterance_id: int) -> None:
        """A line is not rendered any more."""
        if self._progress.pop(utterance_id, None) is not None:
            self._refresh(utterance_id)

    def forget_failures(self, kind: type[SottovoceError]) -> None:
        """What lines failed by is mended: they are to do again."""
        lines = self._script.lines
        failed = {line.id for line in lines if line.failure and isinstance(line.failure.error, kind)}
        if failed:
            self._script = self._script.without_failures(failed)
            self._compare_all()
            self.script_changed.emit()

    def end_run(self) -> None:
        """Nothing is being rendered any more."""
        started = list(self._progress)
        self._progress = {}
        for utterance_id in started:
            self._refresh(utterance_id)

    # --- what the window asks -----------------------------------------------------------------

    def line(self, number: int) -> Utterance | None:
        """Return a line by its number."""
        return self._script.lines[number] if 0 <= number < len(self._script.lines) else None

    def place(self, utterance_id: int) -> tuple[int, int] | None:
        """Return the number that people know a line by, and of how many; None when it is gone."""
        index = self._script.index_of(utterance_id)
        return None if index is None else (self._script.ordinal(index), self._tally.numbered)

    def words_of(self, utterance_id: int) -> str | None:
        """Return what is spoken of a line, by its id; None when it is gone."""
        line = self.find(utterance_id)
        return None if line is None else self.wanted(line).text

    def find(self, utterance_id: int) -> Utterance | None:
        """Return a line by its id; None when it is gone."""
        index = self._script.index_of(utterance_id)
        return None if index is None else self._script.lines[index]

    def take(self, number: int) -> Take | None:
        """Return the take that stands for a line, or None."""
        line = self.line(number)
        return self._take(line) if line else None

    def heard_take(self, number: int) -> Take | None:
        """Return the take that is heard of a line: what stands, of a stale one the latest; or None."""
        line = self.line(number)
        if line is None or line.is_blank:
            return None
        return self._take(line) or line.last_take(self.wanted(line).text)

    def failure(self, number: int) -> Failure | None:
        """Return why a line failed, or None."""
        line = self.line(number)
        return line.current_failure(self.wanted(line)) if line else None

    def takes(self, numbers: Sequence[int] | None = None) -> list[tuple[int, Take]]:
        """Return number and take of each rendered line among these (None: among all)."""
        found = [(n, self.take(n)) for n in (range(len(self._script.lines)) if numbers is None else numbers)]
        return [(n, take) for n, take in found if take is not None]

    def todo(self, numbers: Sequence[int] | None = None) -> list[Utterance]:
        """Return the lines among these (None: among all) that have no take of what would be asked."""
        wanted = range(len(self._script.lines)) if numbers is None else numbers
        lines = (self._script.lines[n] for n in wanted)
        return [line for line in lines if self._glance.speaks(line) and self._take(line) is None]

    def stale(self) -> list[Utterance]:
        """Return the lines that have takes, none of which fits any more."""
        pairs = zip(self._script.lines, self._views, strict=True)
        return [line for line, view in pairs if view.state is LineState.STALE]

    def spoken(self, numbers: Sequence[int] | None = None) -> list[Utterance]:
        """Return the lines among these (None: among all) that have something to speak."""
        lines = self._script.lines
        wanted = lines if numbers is None else [lines[n] for n in numbers if 0 <= n < len(lines)]
        return [line for line in wanted if self._glance.speaks(line)]

    def wanted(self, line: Utterance) -> Recipe:
        """Return what would be asked for a line now."""
        return self._plan(line).recipe

    @property
    def seed_counts(self) -> bool:
        """The seed is locked: a take of another does not stand."""
        return self._choices.seed_locked

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._show_all()

    # --- inside -------------------------------------------------------------------------------

    def _plan(self, line: Utterance) -> LinePlan:
        return self._planner.plan(line.text, self._choices)

    def _take(self, line: Utterance) -> Take | None:
        if not line.takes:
            return None
        return line.current_take(self.wanted(line), seed_counts=self._choices.seed_locked)

    def _view(self, line: Utterance) -> LineView:
        progress = self._progress.get(line.id)
        if not line.takes and line.failure is None and progress is None:
            return self._glance.view(line)
        if progress is not None:  # its words, which may be many, are read on the engine lane just now
            voice = self._planner.choices(line.text, self._choices).voice
            return self._line_views.rendering(progress, voice.name if voice else "")
        plan = self._plan(line)
        name = plan.choices.voice.name if plan.choices.voice else ""
        return self._line_views.view(line, plan.recipe, name, seed_counts=self._choices.seed_locked)

    def _keep(self, script: Script, utterance_id: int) -> None:
        """Take a script in which one line's takes are others."""
        if script is not self._script:
            self._script = script
            self._refresh(utterance_id)
            self.takes_changed.emit(utterance_id)
            self.script_changed.emit()

    def _refresh(self, utterance_id: int) -> None:
        index = self._script.index_of(utterance_id)
        if index is None:
            return
        line = self._script.lines[index]
        self._count([line], [self._views[index]], -1)
        view = self._view(line)
        self._count([line], [view], 1)
        if view != self._views[index]:
            self._views[index] = view
            self.view_changed.emit(index, view)
            self._show_summary()

    def _show_all(self) -> None:
        self._views = [self._view(line) for line in self._script.lines]
        self._recount()
        self.views_changed.emit(tuple(self._views))
        self._show_summary()

    def _compare_all(self) -> None:
        """Compare all lines with what is wanted; their words are the same."""
        old, self._views = self._views, [self._view(line) for line in self._script.lines]
        for line, before, after in zip(self._script.lines, old, self._views, strict=True):
            if before.state is not after.state or before.length_s != after.length_s:
                self._count([line], [before], -1)
                self._count([line], [after], 1)
        self.views_changed.emit(tuple(self._views))
        self._show_summary()

    def _recount(self) -> None:
        self._tally.clear()
        self._count(self._script.lines, self._views, 1)

    def _count(self, lines: Sequence[Utterance], views: Sequence[LineView], sign: int) -> None:
        for line, view in zip(lines, views, strict=True):
            written = self._glance.written(line)
            words = line.words if written is line.text else len(written.split())
            self._tally.add(view, written, words, sign)

    def _show_summary(self) -> None:
        summary = self._tally.summary()
        if summary != self._summary:
            self._summary = summary
            self.summary_changed.emit(summary)
        self.counts_changed.emit()
