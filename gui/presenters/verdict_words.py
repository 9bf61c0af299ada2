"""Verdicts in the interface's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from core.model.verdict import Finding, Level, Verdict
from core.model.voice import Voice
from core.services.verdicts import FindingWords, faults, finding_words, verdict_words
from gui.messages import translated
from gui.presenters.readiness import EDIT_REFERENCE
from gui.presenters.reference_states import FindingView
from gui.presenters.states import NoticeAction, ProblemView, VerdictMark


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
