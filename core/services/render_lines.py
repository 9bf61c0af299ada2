"""What a render is about, as values: what the lines mean, how far it is, what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.errors import SottovoceError
from core.model.events import Notice
from core.model.grouping import Wanted
from core.model.script import Script
from core.services.choices import Choices
from core.services.lines import LinePlan, Planner


@dataclass(frozen=True, eq=False)
class RenderLine:
    """A line of the script and what it means.

    Attributes:
        id: The utterance's.
        number: What people know it by, from 1.
        text: As it is written, with its markup.
        plan: What speaking it means.
        starts_paragraph: Whether an empty line stands before it.
    """

    id: int
    number: int
    text: str
    plan: LinePlan
    starts_paragraph: bool = False

    @property
    def voice(self) -> str:
        """Name of its voice."""
        voice = self.plan.choices.voice
        return voice.name if voice is not None else self.plan.choices.engine

    @property
    def group(self) -> tuple[str, str]:
        """Engine and voice: lines that share them are spoken one after the other."""
        return self.plan.choices.engine, self.plan.recipe.voice

    @property
    def wanted(self) -> Wanted:
        """What its turn depends on."""
        return Wanted(self.id, self.number, *self.group)


@dataclass(frozen=True, eq=False)
class FailedLine:
    """A line that could not be spoken, and why."""

    line: RenderLine
    error: SottovoceError


@dataclass(frozen=True)
class RenderProgress:
    """How far a render is.

    Attributes:
        line: Number of the line under way.
        voice: Name of its voice.
        stage: As in `Progress`.
        done: Lines done in this run.
        total: Lines to do in this run.
        fraction: 0 to 1 of all that is to speak.
        left_s: Seconds left at the pace so far; None: not known yet.
    """

    line: int
    voice: str
    stage: str
    done: int
    total: int
    fraction: float
    left_s: float | None = None


@dataclass(frozen=True, eq=False)
class RenderReport:
    """What a render did.

    Attributes:
        rendered: Lines that were spoken.
        kept: Lines whose take was there already.
        failed: Lines that could not be spoken, in the script's order.
        synthesis_s: Time that models worked.
        speech_s: Length of what they made.
        devices: Where they worked.
        timings_s: Seconds by stage: ``plan``, ``speak``, ``store``.
    """

    rendered: int
    kept: int
    failed: tuple[FailedLine, ...]
    synthesis_s: float
    speech_s: float
    devices: tuple[str, ...]
    timings_s: Mapping[str, float]


OnProgress = Callable[[RenderProgress], None]
OnNotice = Callable[[Notice], None]
OnFailed = Callable[[FailedLine], None]


def read_lines(script: Script, planner: Planner, choices: Choices) -> Iterator[RenderLine]:
    """Yield what each line means; a line that is empty begins a paragraph and is left out."""
    after_blank = False
    for index, utterance in enumerate(script.lines):
        if utterance.is_blank:
            after_blank = True
            continue
        plan = planner.plan(utterance.text, choices)
        yield RenderLine(utterance.id, script.ordinal(index), utterance.text, plan, after_blank)
        after_blank = after_blank and plan.is_blank
