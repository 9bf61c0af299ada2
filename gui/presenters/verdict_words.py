"""Verdicts in the interface's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from core.model.verdict import Finding, Level, Verdict
from core.model.voice import Voice
from core.services.verdicts import FindingWords, faults, finding_words, verdict_words
from gui.messages import translated
from gui.presenters.readiness import EDIT_REFERENCE
from gui.presenters.reference_states import FindingView
from gui.presenters.states import NoticeAction, ProblemView, VerdictMark

if TYPE_CHECKING:
    from core.audio.reference import Step


def words_of(finding: Finding) -> FindingWords:
    """Say a finding."""
    return finding_words(finding, translated, QLocale().decimalPoint())


def mark_of(verdict: Verdict) -> VerdictMark:
    """Say a verdict in short."""
    lines = [
        " ".join(filter(None, (words.message, words.remedy))) for words in map(words_of, faults(verdict))
    ]
    return VerdictMark(verdict.level, verdict_words(verdict.level, translated), "\n".join(lines))


def views_of(verdict: Verdict) -> tuple[FindingView, ...]:
    """Say all findings, the worst first."""
    bad = faults(verdict)
    rest = [one for one in verdict.findings if one not in bad]
    said = ((one, words_of(one)) for one in (*bad, *rest))
    return tuple(FindingView(one.level, w.subject, w.message, w.remedy) for one, w in said)


def steps_words(steps: Sequence[Step]) -> str:
    """Say what is done to a part of a recording for the engines, in one line; the trim is seen anyway."""
    translate = QCoreApplication.translate
    words = {
        "mono": translate("Verdict", "{value} channels to one"),
        "resample": translate("Verdict", "{value} Hz to 24000 Hz"),
        "high_pass": translate("Verdict", "without rumble below {value} Hz"),
        "denoise": translate("Verdict", "noise {value} dB"),
        "gain": translate("Verdict", "level {value} dB"),
    }
    said = []
    for step in steps:
        if step.code in words:
            value = f"{step.value:+.1f}" if step.code in {"gain", "denoise"} else f"{step.value:g}"
            shown = value.replace(".", QLocale().decimalPoint()).replace("-", "−")
            said.append(words[step.code].format(value=shown))
    heard = translate("Verdict", "Engines hear it so: {steps}. The recording stays as it is.")
    return heard.format(steps=" · ".join(said)) if said else ""


def warning_of(voice: Voice, verdict: Verdict) -> ProblemView | None:
    """Warn of a voice whose reference is bad; it can be spoken in all the same."""
    worst = [one for one in verdict.findings if one.level is Level.RED]
    if not worst:
        return None
    words = words_of(worst[0])
    what = QCoreApplication.translate("Verdict", "{voice} will sound bad. {finding}")
    label = QCoreApplication.translate("Verdict", "Look at the recording…")
    return ProblemView(
        what.format(voice=voice.name, finding=words.message),
        words.remedy,
        "",
        NoticeAction(EDIT_REFERENCE, label),
        blocks=False,
    )
