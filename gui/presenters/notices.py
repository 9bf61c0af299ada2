"""What there is to tell of lines and of sound: said where it is, said once, taken back when it is past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.errors import OutOfMemory, SottovoceError
from core.model.events import Notice
from gui.messages import error_view, notice_view
from gui.playback import Playback, PlaybackState
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import LineState, NoticeAction, NoticeView, Severity
from gui.runs import LineFailed

MOST_LINES = 5
"""So many lines are named by their numbers."""


WRONG_LANGUAGE = "wrong_language"
OF_LANGUAGE = frozenset({"language_not_supported", "script_not_of_language", "letters_not_english"})
"""Ways to notice that an engine does not speak a text's language: one notice for all of them."""


@dataclass(frozen=True, eq=False)
class _OfLines:
    """What there is to tell of lines: their ids with their words, which it holds for."""

    say: Callable[[], NoticeView]
    lines: list[tuple[int, str]] = field(default_factory=list)


class NoticePresenter(QObject):
    """Makes the notices of a run's lines, and of sound that does not work.

    A notice about lines holds for the words that they had: a line that is edited or deleted leaves it,
    and without any line it goes. Its numbers are those that the lines have now.
    """

    noticed = Signal(object)
    withdrawn = Signal(object)
    run_failed = Signal(object)
    """Why a run has stopped early."""
    changed = Signal()
    """What is shown of lines is to be said anew."""

    def __init__(
        self,
        script: ScriptPresenter,
        playback: Playback,
        cpu_action: Callable[[], NoticeAction | None],
        voice_action: Callable[[], NoticeAction | None],
        parent: QObject | None = None,
    ) -> None:
        """Listen to the script and the playback.

        Args:
            script: Knows the lines.
            playback: What is heard.
            cpu_action: Returns the button for the CPU, where that is another way for what had no room.
            voice_action: Returns the button for a voice that speaks the script's language.
            parent: Owner.
        """
        super().__init__(parent)
        self._cpu_action = cpu_action
        self._voice_action = voice_action
        self._script = script
        self._of_run: dict[str, _OfLines] = {}
        self._failed: list[LineFailed] = []
        self._told_failure: NoticeView | None = None
        self._sound: NoticeView | None = None
        script.lines_edited.connect(self.changed)
        playback.failed.connect(self._tell_sound_error)
        playback.state_changed.connect(self._follow_sound)

    # --- lines --------------------------------------------------------------------------------

    def begin_run(self) -> None:
        """Forget what was told of the run before."""
        self._of_run.clear()
        self._failed = []
        self._told_failure = None

    def tell_of_line(self, utterance_id: int, words: str, notices: Sequence[Notice]) -> None:
        """Say what is worth telling of a line; of each kind only the first one until the run ends.

        Args:
            utterance_id: The line.
            words: What it said when it was rendered.
            notices: What there is to tell.
        """
        for notice in notices:
            kind = WRONG_LANGUAGE if notice.code in OF_LANGUAGE else notice.code
            told = self._of_run.get(kind)
            if told is not None:
                told.lines.append((utterance_id, words))
                continue
            say = self._say_wrong_language if kind == WRONG_LANGUAGE else notice_view
            told = _OfLines(partial(say, notice), [(utterance_id, words)])
            self._of_run[kind] = told
            self._tell(partial(self._say, told))

    def tell_failure(self, failed: LineFailed) -> None:
        """Say at once why a line could not be spoken; of further ones of the run, how many."""
        self._failed.append(failed)
        if len(self._failed) == 1:
            self._told_failure = self._tell(partial(self._say_failures, self._failed))

    def tell_silent(self, number: int) -> None:
        """Say that a line has no audio to be played; nothing of a blank one."""
        line = self._script.line(number)
        if line is not None and not line.is_blank:
            self._tell(partial(self._say_silent, line.id))

    def end_run(self, error: SottovoceError | None) -> None:
        """Name all lines that a notice holds for; say why the run has stopped early, if it has."""
        self._of_run.clear()
        if error is not None:
            first = self._failed[0].failure.error if self._failed else None
            if self._told_failure is not None and first is not None and first.code == error.code:
                self.withdrawn.emit(self._told_failure)
            self.run_failed.emit(error)
        self.changed.emit()

    def _tell(self, say: Callable[[], NoticeView | None]) -> NoticeView | None:
        view = say()
        if view is not None:
            self.noticed.emit(view)
        return view

    def _say(self, told: _OfLines) -> NoticeView | None:
        numbers = self._numbers(told.lines)
        if numbers == []:
            return None
        return replace(_with_numbers(told.say(), numbers), say=partial(self._say, told))

    def _say_wrong_language(self, notice: Notice) -> NoticeView:
        """Say that an engine does not speak a line's language, and offer a voice that does."""
        action = self._voice_action()
        return replace(notice_view(notice), actions=() if action is None else (action,))

    def _say_failures(self, failed: Sequence[LineFailed]) -> NoticeView | None:
        lines = [(one.utterance_id, one.failure.recipe.text) for one in failed]
        holding = [
            one
            for one, line in zip(failed, lines, strict=True)
            if self._numbers([line]) != [] and not self._is_rendered(one.utterance_id)
        ]
        if not holding:
            return None
        first = holding[0]
        if first.failure.error is None:
            return None
        action = self._cpu_action() if isinstance(first.failure.error, OutOfMemory) else None
        view = error_view(first.failure.error, () if action is None else (action,))
        view = _with_numbers(view, self._numbers([(first.utterance_id, first.failure.recipe.text)]))
        if len(holding) > 1:
            more = self.tr("%n more line(s) failed.", "", len(holding) - 1)
            view = replace(view, why=f"{view.why} {more}".strip())
        return replace(view, say=partial(self._say_failures, failed))

    def _is_rendered(self, utterance_id: int) -> bool:
        index = self._script.script.index_of(utterance_id)
        return index is not None and self._script.views[index].state is LineState.RENDERED

    def _say_silent(self, utterance_id: int) -> NoticeView | None:
        place, index = self._script.place(utterance_id), self._script.script.index_of(utterance_id)
        if place is None or index is None or self._script.views[index].playable:
            return None
        what = self.tr("Line {number} has no audio yet.").format(number=place[0])
        remedy = self.tr("Press Generate, or render this line alone with Ctrl+R.")
        return NoticeView(Severity.INFO, what, remedy=remedy, say=partial(self._say_silent, utterance_id))

    def _numbers(self, lines: Sequence[tuple[int, str]]) -> list[int] | None:
        """Return the numbers of those lines that still have these words; None for what is no line."""
        if any(utterance_id < 0 for utterance_id, _ in lines):
            return None
        found = set()
        for utterance_id, words in lines:
            place = self._script.place(utterance_id)
            if place is not None and self._script.words_of(utterance_id) == words:
                found.add(place[0])
        return sorted(found)

    # --- sound --------------------------------------------------------------------------------

    def _tell_sound_error(self, error: SottovoceError) -> None:
        self._sound = error_view(error)
        self.noticed.emit(self._sound)

    def _follow_sound(self, state: PlaybackState) -> None:
        """Take back that there is no sound, once something is heard."""
        if self._sound is not None and state.playing and state.position_s > 0:
            self.withdrawn.emit(self._sound)
            self._sound = None


def _with_numbers(view: NoticeView, numbers: Sequence[int] | None) -> NoticeView:
    """Put lines' numbers before what a notice says."""
    if not numbers:
        return view
    if len(numbers) == 1:
        template = QCoreApplication.translate("NoticePresenter", "Line {number}: {what}")
        return replace(view, what=template.format(number=numbers[0], what=view.what))
    named = ", ".join(str(number) for number in numbers[:MOST_LINES])
    if len(numbers) > MOST_LINES:
        named += "…"
    template = QCoreApplication.translate("NoticePresenter", "Lines {numbers}: {what}")
    return replace(view, what=template.format(numbers=named, what=view.what))
