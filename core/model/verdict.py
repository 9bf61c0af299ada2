"""What is said of a recording that shall be a reference: its best stretch, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.model.voice import Stretch


class Level(StrEnum):
    """How bad something is; the worst comes last."""

    NOT_CHECKED = "not_checked"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


_ORDER = tuple(Level)

CODES = (
    "length",
    "clipping",
    "noise",
    "reverberation",
    "bandwidth",
    "music",
    "speakers",
    "silence",
    "loudness",
    "text",
)
"""What is looked at, in the order in which it is told."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `core.services.verdicts` has its words.

    Attributes:
        code: One of ``CODES``.
        level: How bad it is.
        value: What was measured; None: nothing could be.
        unit: Unit of the value: ``s``, ``%``, ``dB``, ``Hz``, ``LUFS`` or empty.
        detail: Which of several messages of that code and level is meant, or empty.
    """

    code: str
    level: Level
    value: float | None = None
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Word:
    """A word that was heard, and when, on the recording's own clock (seconds).

    Its text is as it stands in a line, with the blank before it where its language has one.
    """

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Transcript:
    """What is said in a stretch.

    Attributes:
        text: All words.
        language: BCP 47 tag, or empty when unknown.
        words: Each word with its times; empty where it was typed by hand.
    """

    text: str
    language: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """How good a stretch of a recording is as a reference.

    Attributes:
        findings: One for each of ``CODES``, in that order.
        stretch: The stretch that was judged.
        transcript: What is said in it; None: not known.
    """

    findings: tuple[Finding, ...]
    stretch: Stretch
    transcript: Transcript | None = None

    @property
    def level(self) -> Level:
        """The worst level of all findings."""
        worst = max((_ORDER.index(one.level) for one in self.findings), default=0)
        return max(Level.GREEN, _ORDER[worst], key=_ORDER.index)

    def finding(self, code: str) -> Finding:
        """Return the finding of that code (KeyError when there is none)."""
        for one in self.findings:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True)
class Survey:
    """What the analysis host says of a recording.

    Attributes:
        verdict: On the chosen stretch.
        speech: Where somebody speaks, in order, without overlaps.
        duration_s: Length of the recording in seconds.
        surveyed_s: So much of it, from its start, was looked at.
    """

    verdict: Verdict
    speech: tuple[Stretch, ...]
    duration_s: float
    surveyed_s: float
