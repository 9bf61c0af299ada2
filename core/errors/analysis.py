"""Errors of the analysis of recordings: the verdict, and what is heard in them."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class AnalysisError(SottovoceError):
    """A recording was not analysed; nothing of it is lost."""


@dataclass(eq=False)
class AnalysisFailed(AnalysisError):
    """The analysis ended, hung, failed or did not start."""

    code = "analysis_failed"
    reason: str


@dataclass(eq=False)
class RecognitionMissing(AnalysisError):
    """The weights of the speech recognition are not there."""

    code = "recognition_missing"
    path: str


@dataclass(eq=False)
class RecognitionBroken(AnalysisError):
    """The weights of the speech recognition do not load."""

    code = "recognition_broken"
    path: str
    reason: str
