"""From a recording to its best stretch and the verdict on it; `core.audio.reference` cuts it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.analysis.judging import judge, judge_text
from core.analysis.recording import Recording, read_recording
from core.analysis.stretches import best_stretches
from core.model.cancel import CancelToken
from core.model.verdict import Finding, Level, Survey, Transcript, Verdict
from core.model.voice import Stretch

_TRIED = 5
"""So many of the best stretches are judged; the least bad is taken."""

_WEIGHTS = {Level.RED: 10, Level.AMBER: 1}


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
        EngineNotInstalled: When onnxruntime or the voice-activity net is missing.
        JobCancelled: When it was cancelled.
    """
    cancel = cancel or CancelToken()
    recording = read_recording(path, cancel)
    if stretch is None:
        own, findings = _least_bad(recording, text, cancel)
    else:
        own = _within(_moved(stretch, -recording.start_s), recording.whole)
        findings = judge(recording, own, text)
    return Survey(
        verdict=Verdict(tuple(findings), _moved(own, recording.start_s)),
        speech=tuple(_moved(one, recording.start_s) for one in recording.speech),
        duration_s=recording.duration_s,
        surveyed_s=recording.start_s + recording.clip.duration_s,
    )


def with_transcript(verdict: Verdict, transcript: Transcript) -> Verdict:
    """Return the verdict with what was heard in its stretch, and the finding ``text`` judged by it."""
    text = judge_text(transcript.text, verdict.finding("silence").value or 0.0)
    findings = tuple(text if one.code == text.code else one for one in verdict.findings)
    return replace(verdict, findings=findings, transcript=transcript)


def _least_bad(recording: Recording, text: str, cancel: CancelToken) -> tuple[Stretch, Sequence[Finding]]:
    """Return the stretch with the fewest faults among the best, and its findings."""
    best: tuple[int, Stretch, Sequence[Finding]] | None = None
    for stretch in best_stretches(recording, _TRIED):
        cancel.check()
        findings = judge(recording, stretch, text)
        badness = sum(_WEIGHTS.get(one.level, 0) for one in findings)
        if best is None or badness < best[0]:
            best = (badness, stretch, findings)
        if not badness:
            break
    assert best is not None, "there is always a stretch"
    return best[1], best[2]


def _moved(stretch: Stretch, by_s: float) -> Stretch:
    return Stretch(round(stretch.start_s + by_s, 3), round(stretch.end_s + by_s, 3))


def _within(stretch: Stretch, whole: Stretch) -> Stretch:
    start = min(max(stretch.start_s, whole.start_s), whole.end_s)
    return Stretch(start, min(max(stretch.end_s, start), whole.end_s))
