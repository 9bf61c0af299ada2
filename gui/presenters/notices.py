"""What there is to tell of lines and of sound: said where it is, said once, taken back when it is past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError
from core.model.events import Notice
from gui.messages import error_view, notice_view
from gui.playback import Playback, PlaybackState
from gui.presenters.states import NoticeView
from gui.runs import LineFailed

MOST_LINES = 5
"""So many lines are named by their numbers."""


class NoticePresenter(QObject):
    """Makes the notices of a run's lines, and of sound that does not work."""

    noticed = Signal(object)
    withdrawn = Signal(object)

    def __init__(
        self,
        place: Callable[[int], tuple[int, int] | None],
        playback: Playback,
        parent: QObject | None = None,
    ) -> None:
        """Listen to the playback.

        Args:
            place: Gives the number that people know a line by, and of how many; None when it is gone.
            playback: What is heard.
            parent: Owner.
        """
        super().__init__(parent)
        self._place = place
        self._of_run: dict[str, tuple[Notice, NoticeView, list[int]]] = {}
        self._sound: NoticeView | None = None
        playback.failed.connect(self._tell_sound_error)
        playback.state_changed.connect(self._follow_sound)

    # --- lines --------------------------------------------------------------------------------

    def begin_run(self) -> None:
        """Forget what was told of the run before."""
        self._of_run.clear()

    def tell_of_line(self, utterance_id: int, notices: Sequence[Notice]) -> None:
        """Say what is worth telling of a line; of each kind only the first one until the run ends."""
        for notice in notices:
            told = self._of_run.get(notice.code)
            if told is not None:
                told[2].append(utterance_id)
                continue
            view = self._with_lines(notice_view(notice), [utterance_id])
            self._of_run[notice.code] = (notice, view, [utterance_id])
            self.noticed.emit(view)

    def end_run(self) -> None:
        """Name all lines that a notice holds for."""
        for notice, view, lines in self._of_run.values():
            if len(set(lines)) > 1:
                self.withdrawn.emit(view)
                self.noticed.emit(self._with_lines(notice_view(notice), lines))
        self._of_run.clear()

    def tell_failure(self, failed: LineFailed, count: int) -> None:
        """Say why a line could not be spoken.

        Args:
            failed: The first line that failed.
            count: How many failed.
        """
        error = failed.failure.error
        if error is None:
            return
        view = self._with_lines(error_view(error), [failed.utterance_id])
        if count > 1:
            more = self.tr("%n more line(s) failed.", "", count - 1)
            view = replace(view, why=f"{view.why} {more}".strip())
        self.noticed.emit(view)

    def _with_lines(self, view: NoticeView, utterance_ids: Sequence[int]) -> NoticeView:
        """Put the lines' numbers before what a notice says."""
        places = [self._place(utterance_id) for utterance_id in utterance_ids]
        numbers = sorted({place[0] for place in places if place is not None})
        if not numbers:
            return view
        if len(numbers) == 1:
            what = self.tr("Line {number}: {what}").format(number=numbers[0], what=view.what)
            return replace(view, what=what)
        named = ", ".join(str(number) for number in numbers[:MOST_LINES])
        if len(numbers) > MOST_LINES:
            named += "…"
        return replace(view, what=self.tr("Lines {numbers}: {what}").format(numbers=named, what=view.what))

    # --- sound --------------------------------------------------------------------------------

    def _tell_sound_error(self, error: SottovoceError) -> None:
        self._sound = error_view(error)
        self.noticed.emit(self._sound)

    def _follow_sound(self, state: PlaybackState) -> None:
        """Take back that there is no sound, once something is heard."""
        if self._sound is not None and state.playing and state.position_s > 0:
            self.withdrawn.emit(self._sound)
            self._sound = None
