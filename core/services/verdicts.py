"""The verdict on a recording in words, and as the JSON of ``voices check``."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.verdict import Finding, Level, Transcript, Verdict
from core.services.explain import Translate, same
from core.services.words.verdict import FINDINGS, SUBJECTS, VERDICTS


@dataclass(frozen=True)
class FindingWords:
    """A finding in words.

    Attributes:
        subject: What it is about, in a word.
        message: What was found.
        remedy: What to do, or empty.
    """

    subject: str
    message: str
    remedy: str


def finding_words(finding: Finding, translate: Translate = same, decimal_point: str = ".") -> FindingWords:
    """Say a finding in words."""
    keys = (
        f"{finding.code}.{finding.level}.{finding.detail}",
        f"{finding.code}.{finding.level}",
        "not_checked",
    )
    message, remedy = next(FINDINGS[key] for key in keys if key in FINDINGS)
    value = "" if finding.value is None else f"{finding.value:g}"
    value = value.replace(".", decimal_point).replace("-", "−")
    return FindingWords(
        translate(SUBJECTS[finding.code]),
        translate(message).format(value=value),
        translate(remedy) if remedy else "",
    )


def verdict_words(level: Level, translate: Translate = same) -> str:
    """Say the whole verdict in two or three words."""
    return translate(VERDICTS[level])


def faults(verdict: Verdict) -> list[Finding]:
    """Return what is not as it should be, the worst first."""
    return [one for level in (Level.RED, Level.AMBER) for one in verdict.findings if one.level is level]


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """Return the verdict as ``voices check --json`` prints it."""
    return {
        "verdict": verdict.level.value,
        "findings": [_finding_json(one) for one in verdict.findings],
        "stretch": {"start_s": verdict.stretch.start_s, "end_s": verdict.stretch.end_s},
        "transcript": _transcript_json(verdict.transcript),
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    words = finding_words(finding)
    return {
        "code": finding.code,
        "level": finding.level.value,
        "value": finding.value,
        "unit": finding.unit,
        "message": words.message,
        "remedy": words.remedy,
    }


def _transcript_json(transcript: Transcript | None) -> dict[str, object] | None:
    if transcript is None:
        return None
    words = [{"text": one.text, "start_s": one.start_s, "end_s": one.end_s} for one in transcript.words]
    return {"text": transcript.text, "language": transcript.language, "words": words}
