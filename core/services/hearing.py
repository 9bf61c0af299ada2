"""From a recording to a reference: looked at, cut, levelled and heard in the analysis host."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from core.audio.reference import PreparedReference
from core.errors import RecognitionBroken, RecognitionMissing, ReferenceTooShort
from core.host.analysis_client import AnalysisClient
from core.model.events import Notice
from core.model.verdict import Survey, Transcript
from core.model.voice import Reference, Stretch
from core.model.work import UNWATCHED, Work
from core.paths import Paths, is_file
from core.voices.recordings import Prepared

log = logging.getLogger(__name__)

SHORTEST_S = 1.0
_NEEDED_FILES = ("model.bin", "config.json", "tokenizer.json")
_TOLD_CUT_S = 1.0
"""That less of a recording is used is not worth a word: silence at its ends."""


@dataclass(frozen=True, eq=False)
class MadeReference:
    """What was made of a recording.

    Attributes:
        prepared: What engines shall hear, and its words.
        survey: What was found.
        language: What is spoken (BCP 47), or empty where it was not heard.
        notices: What is worth telling.
    """

    prepared: Prepared
    survey: Survey
    language: str = ""
    notices: tuple[Notice, ...] = ()


class Hearing:
    """Looks at recordings, and makes references of them; every method may be called from any thread."""

    def __init__(self, paths: Paths, analysis: AnalysisClient) -> None:
        """Take where weights lie, and who does the work."""
        self._paths = paths
        self._analysis = analysis

    @property
    def weights(self) -> Path | None:
        """The folder of the speech recognition's weights, or None where they are not there."""
        folder = self._paths.recognition_dir
        return folder if all(is_file(folder / name) for name in _NEEDED_FILES) else None

    def check(
        self,
        path: Path,
        stretch: Stretch | None = None,
        text: str = "",
        *,
        language: str = "",
        work: Work = UNWATCHED,
    ) -> Survey:
        """Find the best stretch of a recording, judge it, and hear its words where there are weights.

        Args:
            path: The recording.
            stretch: Judge this one instead.
            text: What is said in it, where it is known: nothing is heard then.
            language: BCP 47 tag of what is said; empty: find out.
            work: How it is watched and stopped; stages are ``starting``, ``surveying``, ``loading``,
                ``transcribing`` and ``preparing``.

        Raises:
            ReferenceAudioError: When it cannot be read.
            AnalysisError: When the analysis failed, or the weights cannot be used.
            JobCancelled: When it was cancelled.
        """
        return self._analysis.survey(path, stretch, text, weights=self.weights, language=language, work=work)

    def make(
        self,
        path: Path,
        *,
        stretch: Stretch | None = None,
        text: str = "",
        language: str = "",
        denoise: bool = False,
        work: Work = UNWATCHED,
    ) -> MadeReference:
        """Make a reference of a recording; see ``check`` for the other arguments and for what is raised.

        Weights that cannot be used are told, and the reference is made without words.

        Args:
            path: The recording.
            stretch: Use this part instead of the best.
            text: What is said in it, where it is known.
            language: BCP 47 tag of what is said; empty: find out.
            denoise: Take steady noise out of it.
            work: How it is watched and stopped.

        Raises:
            ReferenceTooShort: When nothing of use is in it.
        """
        notices: list[Notice] = []
        try:
            survey = self.check(path, stretch, text, language=language, work=work)
        except RecognitionBroken as error:
            log.warning("%s", error)
            notices.append(Notice("recognition_broken", {"path": error.path}))
            survey = self._analysis.survey(path, stretch, text, work=work)
        if survey.duration_s < SHORTEST_S:
            raise ReferenceTooShort(path=str(path), duration_s=survey.duration_s, minimum_s=SHORTEST_S)
        own = survey.verdict.stretch
        prepared = self.prepare(path, own, denoise=denoise, work=work)
        heard = survey.verdict.transcript
        words = text or (heard.text if heard is not None else "")
        if survey.duration_s - own.duration_s > _TOLD_CUT_S:
            notices.append(_cut(survey, own))
        if not words and self.weights is None:
            notices.append(Notice("recognition_missing", {"name": path.name}))
        spoken = language or (heard.language if heard is not None else "")
        made = Prepared(prepared.clip, words, own, denoise)
        return MadeReference(made, survey, spoken, tuple(notices))

    def prepare(
        self, path: Path, stretch: Stretch, *, denoise: bool, work: Work = UNWATCHED
    ) -> PreparedReference:
        """Cut and level a part of a recording for the engines; see ``make``, nothing is kept."""
        return self._analysis.prepare(path, stretch, denoise=denoise, work=work)

    def words_of(self, reference: Reference, language: str = "", work: Work = UNWATCHED) -> Transcript:
        """Hear what is said in a reference, all of it; see ``check`` for the arguments and what is raised.

        Raises:
            RecognitionMissing: When there are no weights.
        """
        weights = self.weights
        if weights is None:
            raise RecognitionMissing(path=str(self._paths.recognition_dir))
        whole = Stretch(0.0, reference.duration_s)
        _, heard = self._analysis.transcribe(
            reference.path,
            whole,
            weights,
            language=language,
            work=work,
        )
        return heard

    def close(self) -> None:
        """End the analysis host. May be called again."""
        self._analysis.close()


def _cut(survey: Survey, own: Stretch) -> Notice:
    part = {"start_s": own.start_s, "end_s": own.end_s, "duration_s": survey.duration_s}
    return Notice("reference_best_part", {name: round(value, 1) for name, value in part.items()})
