"""``sottovoce voices check``."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.terminal import Terminal
from core.model.verdict import Survey, Verdict
from core.services.app import Services
from core.services.table import table
from core.services.verdicts import faults, finding_words, verdict_json, verdict_words


def check(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Judge a recording; any verdict is a success.

    Raises:
        ReferenceAudioError: When it cannot be read.
        AnalysisError: When it cannot be judged.
        StorageError: When standard output cannot be written.
    """
    survey = services.hearing.check(Path(arguments.recording), text=(arguments.text or "").strip())
    if terminal.as_json:
        terminal.json_result(verdict_json(survey.verdict))
    else:
        terminal.result("\n\n".join(_blocks(survey)))


def _blocks(survey: Survey) -> list[str]:
    """Return the paragraphs that people read."""
    verdict, stretch = survey.verdict, survey.verdict.stretch
    head = [f"{verdict.level.value}: {verdict_words(verdict.level)}"]
    head.append(
        f"best part: {stretch.start_s:.1f} s to {stretch.end_s:.1f} s ({stretch.duration_s:.1f} s of "
        f"{survey.duration_s:.1f} s)"
    )
    if survey.surveyed_s < survey.duration_s - 0.5:
        head.append(f"only the first {survey.surveyed_s:.0f} s were looked at")
    if verdict.transcript is not None:
        head.append(f"said in it: {verdict.transcript.text}")
    return ["\n".join(head), "\n".join(table(_rows(verdict))), *_remedies(verdict)]


def _rows(verdict: Verdict) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("", "", "MEASURED", "")]
    for finding in verdict.findings:
        words = finding_words(finding)
        value = "-" if finding.value is None else f"{finding.value:g} {finding.unit}".strip()
        level = finding.level.value.replace("_", " ")
        rows.append((level, words.subject.lower(), value, words.message))
    return rows


def _remedies(verdict: Verdict) -> list[str]:
    remedies = dict.fromkeys(words.remedy for words in map(finding_words, faults(verdict)) if words.remedy)
    return ["\n".join(["What to do:", *(f"  {remedy}" for remedy in remedies)])] if remedies else []
