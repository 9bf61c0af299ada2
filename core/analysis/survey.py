"""From a recording to its best stretch and the verdict on it; `core.audio.reference` cuts it out."""

from __future__ import annotations

from pathlib import Path

from core.model.cancel import CancelToken
from core.model.verdict import Survey, Transcript, Verdict
from core.model.voice import Stretch


def survey_recording(
    path: Path, stretch: Stretch | None = None, text: str = "", cancel: CancelToken | None = None
) -> Survey:
    """Find the best stretch of a recording and judge it.

    Args:
        path: What soundfile or ffmpeg reads.
        stretch: Judge this one instead of the best.
        text: What is said in the stretch, where it is known.
        cancel: Checked between the steps.

    Raises:
        ReferenceAudioError: When it cannot be read, or holds no samples.
        JobCancelled: When it was cancelled.
    """
    raise NotImplementedError


def with_transcript(verdict: Verdict, transcript: Transcript) -> Verdict:
    """Return the verdict with what was heard in its stretch, and the finding ``text`` judged by it."""
    raise NotImplementedError
