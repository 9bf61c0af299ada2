"""What stands with each line of the script: its mark, voice, length, takes, and why it is to be checked."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.model.script import LineStatus, Recipe, Take, Utterance
from core.services.choices import Choices
from gui.i18n import duration_text
from gui.messages import explained, sentence
from gui.presenters.states import LineState, LineView
from gui.runs import LineProgress

BLANK = LineView()
SILENT = LineView(LineState.SILENT)


def plain_view(choices: Choices) -> LineView:
    """Return the view of a line that is to do and says nothing of its own about how."""
    return LineView(LineState.TODO, "", choices.voice.name if choices.voice else "")


class LineViews(QObject):
    """Makes the views; holds nothing."""

    def rendering(self, progress: LineProgress, voice: str) -> LineView:
        """Return what is shown with a line that is being rendered by a voice of that name."""
        return LineView(LineState.RENDERING, self._stage(progress), voice)

    def view(self, line: Utterance, wanted: Recipe, voice: str, *, seed_counts: bool) -> LineView:
        """Return what is shown with a line.

        Args:
            line: The line.
            wanted: What would be asked for now.
            voice: Name of the voice that it was or would be spoken in.
            seed_counts: The seed is locked.
        """
        count = len(line.takes)
        status = line.status(wanted, seed_counts=seed_counts)
        match status:
            case LineStatus.BLANK:
                return BLANK if line.is_blank else SILENT
            case LineStatus.RENDERED:
                take = line.current_take(wanted, seed_counts=seed_counts)
                length_s = take.clip.duration_s if take else 0.0
                return LineView(
                    LineState.RENDERED, _length(take), voice, True, takes=count, length_s=length_s
                )
            case LineStatus.STALE:
                take = line.last_take(wanted.text)
                why = self.why_stale(take, wanted) if take else ""
                meta = f"{_length(take)} · {why}"
                return LineView(LineState.STALE, meta, voice, playable=True, takes=count)
            case LineStatus.FAILED:
                return self._failed(line, voice)
        stopped = line.current_failure(wanted)
        return LineView(
            LineState.TODO, "", voice, playable=stopped is not None and stopped.clip is not None, takes=count
        )

    def _failed(self, line: Utterance, voice: str) -> LineView:
        failure = line.failure
        if failure is None or failure.error is None:
            return LineView(LineState.TODO, "", voice)
        why = explained(failure.error).what.rstrip(".")
        failed = self.tr("failed: {why}").format(why=why)
        note = sentence(failure.error)
        return LineView(LineState.FAILED, failed, voice, failure.clip is not None, note, len(line.takes))

    def why_stale(self, take: Take, wanted: Recipe) -> str:
        """Say in two words what has changed since a take was made."""
        made = take.recipe
        other_weights = made.model and wanted.model and made.model != wanted.model
        reasons = (
            (made.text != wanted.text, self.tr("words changed")),
            (made.voice != wanted.voice, self.tr("another voice")),
            (made.engine != wanted.engine, self.tr("another engine")),
            (made.language != wanted.language, self.tr("another language")),
            (other_weights, self.tr("other weights")),
            (made.speed != wanted.speed, self.tr("another speed")),
            (made.parameters != wanted.parameters, self.tr("other settings")),
        )
        return next((words for differs, words in reasons if differs), self.tr("another seed"))

    def _stage(self, progress: LineProgress) -> str:
        if progress.stage == "speaking":
            return self.tr("rendering {percent} %").format(percent=round(100 * progress.fraction))
        if progress.stage == "loading":
            return self.tr("loading the engine")
        return self.tr("rendering")


def _length(take: Take | None) -> str:
    return duration_text(take.clip.duration_s, tenths=True) if take else ""
