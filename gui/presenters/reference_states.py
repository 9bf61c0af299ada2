"""What the window shows of a reference and its verdict, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.model.verdict import Level
from core.model.voice import Stretch
from gui.presenters.states import Peaks, VerdictMark


@dataclass(frozen=True)
class FindingView:
    """A finding in words.

    Attributes:
        level: How bad it is.
        subject: What it is about.
        message: What was found.
        remedy: What to do, or empty.
    """

    level: Level
    subject: str
    message: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one line, for screen readers."""
        return " ".join(part for part in (f"{self.subject}:", self.message, self.remedy) if part)


@dataclass(frozen=True, eq=False)
class ReferenceState:
    """The editor of a reference.

    Attributes:
        voice: The voice's id; empty: no editor is open.
        name: Its name.
        peaks: Waveform of the whole recording, or None while it is read.
        duration_s: Length of the recording.
        stretch: The part that is used.
        text: What is said in it.
        mark: The verdict, or None while it is made.
        findings: All that was looked at.
        steps: What is done to the part for the engines, in one line; or empty.
        busy: Something is being judged or saved.
        denoise: Steady noise is taken out of the part.
        can_undo: There is an earlier part to go back to.
        can_redo: There is a later one.
        changed: It is another part than the one that is kept.
        problem: What went wrong, or empty.
    """

    voice: str = ""
    name: str = ""
    peaks: Peaks | None = None
    duration_s: float = 0.0
    stretch: Stretch = field(default_factory=lambda: Stretch(0.0, 0.0))
    text: str = ""
    mark: VerdictMark | None = None
    findings: tuple[FindingView, ...] = ()
    steps: str = ""
    busy: bool = False
    denoise: bool = False
    can_undo: bool = False
    can_redo: bool = False
    changed: bool = False
    problem: str = ""
