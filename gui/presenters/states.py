"""View states: what each panel shows, as frozen values. Presenters make them, widgets render them.

Texts in them are translated and ready to show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.model.verdict import Level

Peaks = NDArray[np.float32]
"""Waveform for drawing: float32, shape ``(buckets, 2)``, least and greatest sample of each bucket."""


class LineState(StrEnum):
    """State of one line of the script."""

    BLANK = "blank"
    TODO = "todo"
    RENDERING = "rendering"
    RENDERED = "rendered"
    STALE = "stale"
    """It has takes, and none fits any more."""
    SILENT = "silent"
    """It has words, and none of them is spoken: a comment, a pause."""
    FAILED = "failed"


@dataclass(frozen=True)
class LineView:
    """One line of the script (one text block of the editor).

    Attributes:
        state: Its state; ``BLANK`` lines show nothing.
        meta: Small text above the line, such as ``Starter  0:03.8`` (voice name apart, see ``voice``).
        voice: Name of the voice that it was or will be spoken in.
        playable: It has audio.
        note: Why it failed, for the tool tip and screen readers; else empty.
        takes: How many takes it has.
        length_s: How long the take that stands is, in seconds; 0 without one.
    """

    state: LineState = LineState.BLANK
    meta: str = ""
    voice: str = ""
    playable: bool = False
    note: str = ""
    takes: int = 0
    length_s: float = 0.0


@dataclass(frozen=True)
class ScriptSummary:
    """The line above the script: ``6 lines · 52 words · about 0:26 · 2 rendered``.

    Attributes:
        text: All of it.
        short: The counts of lines alone, for a narrow window.
    """

    text: str = ""
    short: str = ""


@dataclass(frozen=True)
class VerdictMark:
    """A verdict in short, for a card.

    Attributes:
        level: How good the reference is.
        text: Two or three words.
        detail: What is wrong with it and what to do, a line each; or empty.
    """

    level: Level
    text: str
    detail: str = ""


@dataclass(frozen=True, eq=False)
class VoiceCard:
    """One voice card.

    Attributes:
        id: Voice id.
        name: Name.
        facts: Small line, such as ``English · 8.4 s`` or ``Built in · no download``.
        peaks: Waveform, or None when there is nothing to draw.
        usable: False where the chosen engine cannot use it (it can still be played and chosen).
        note: A line under the waveform, or empty.
        removable: True for references; their words can be written down too.
        playing: True while it is being played.
        lacking: The chosen engine could use it if it were told more: the note says what.
        archived: It was put aside.
        aside: A small line at the end, such as that nobody has said whose voice it is; or empty.
        more: What is known of it and has no room on the card, for the tool tip; or empty.
        mark: How good its recording is, or None while that is not known.
    """

    id: str
    name: str
    facts: str
    peaks: Peaks | None = None
    usable: bool = True
    note: str = ""
    removable: bool = False
    playing: bool = False
    lacking: bool = False
    archived: bool = False
    aside: str = ""
    more: str = ""
    mark: VerdictMark | None = None


@dataclass(frozen=True, eq=False)
class VoicesState:
    """The left panel.

    Attributes:
        cards: What is shown, from the top.
        selected: Id of the chosen voice.
        searchable: There are so many voices that a search helps.
        query: What is searched for.
        more: How many others there are that match too.
        archived: How many were put aside, among all.
        archived_shown: They are shown too.
    """

    cards: tuple[VoiceCard, ...] = ()
    selected: str = ""
    searchable: bool = False
    query: str = ""
    more: int = 0
    archived: int = 0
    archived_shown: bool = False


@dataclass(frozen=True)
class WordsQuestion:
    """What is said in a recording?

    Attributes:
        voice: Its id.
        name: Its name.
        text: Its words so far, or empty.
    """

    voice: str
    name: str
    text: str


@dataclass(frozen=True)
class Choice:
    """An entry of a picker: what is stored and what is shown."""

    id: str
    label: str


@dataclass(frozen=True)
class EngineChoice(Choice):
    """An engine in the picker.

    Attributes:
        detail: What it needs, and its weights' licence.
        lack: Why it cannot speak here, in a few words; empty: it can.
    """

    detail: str = ""
    lack: str = ""


@dataclass(frozen=True)
class ParameterView:
    """A slider or box for one engine parameter."""

    name: str
    label: str
    value: float
    minimum: float
    maximum: float
    integer: bool


@dataclass(frozen=True)
class NoticeAction:
    """A button in the notice line."""

    id: str
    label: str


@dataclass(frozen=True)
class FitView:
    """What Generate would meet.

    Attributes:
        text: Whether it fits, on which device, about how long; empty: not known, or nothing is to do.
        warns: It does not fit.
        action: A button that helps, or None.
    """

    text: str = ""
    warns: bool = False
    action: NoticeAction | None = None


@dataclass(frozen=True)
class EngineState:
    """The right panel.

    Attributes:
        engines: What can be chosen, ready or not.
        engine: The chosen engine's id.
        engine_note: Memory need and the weights' licence in plain words.
        problem: What is in the way of speaking with it, or None.
        models: Weights to choose from; none where there is no choice.
        model: The chosen ones.
        languages: Languages of the engine.
        language: The chosen tag.
        speed: Speed factor.
        speed_minimum: Slowest.
        speed_maximum: Fastest.
        seed: The seed that the next line takes.
        seed_locked: It stays after each take.
        parameters: The engine's own parameters.
        low_vram: What is in force.
        low_vram_note: One line on what it does.
        low_vram_source: Who set it, for the tool tip and screen readers.
        fit: What Generate would meet.
        can_generate: There is something to render that is not in a run already.
        generating: A run is under way.
        cancelling: Cancel was asked for.
        paused: The run begins no other line for now.
        waiting: How many lines of it wait.
        progress: 0 to 1 of the run.
        progress_text: ``Line 3 of 6 · 0:11 left``.
        can_export: Something has been rendered.
        can_export_selection: A rendered line is selected.
        export_format: The kind of file, one of ``FORMATS`` (`gui.presenters.export_state`).
    """

    engines: tuple[EngineChoice, ...] = ()
    engine: str = ""
    engine_note: str = ""
    problem: ProblemView | None = None
    models: tuple[Choice, ...] = ()
    model: str = ""
    languages: tuple[Choice, ...] = ()
    language: str = ""
    speed: float = 1.0
    speed_minimum: float = 0.5
    speed_maximum: float = 2.0
    seed: int = 0
    seed_locked: bool = False
    parameters: tuple[ParameterView, ...] = ()
    low_vram: bool = False
    low_vram_note: str = ""
    low_vram_source: str = ""
    fit: FitView = FitView()
    can_generate: bool = False
    generating: bool = False
    cancelling: bool = False
    paused: bool = False
    waiting: int = 0
    progress: float = 0.0
    progress_text: str = ""
    can_export: bool = False
    can_export_selection: bool = False
    export_format: str = "pcm_16"


@dataclass(frozen=True, eq=False)
class TransportState:
    """The bottom panel.

    Attributes:
        title: What is heard or would be (``Line 2`` or a voice's name).
        peaks: Its waveform, or None.
        position_s: Play position in seconds.
        duration_s: Length in seconds (0: nothing to play).
        playing: Sound is running.
        facts: Lines at the right: seed, sample rate, peak, RTF.
        level: Output level, 0 to 1.
        devices: Output devices; the first is the system's default (id empty).
        device: The chosen device's id.
        note: Why there is nothing to play, or not all of it; or empty.
    """

    title: str = ""
    peaks: Peaks | None = None
    position_s: float = 0.0
    duration_s: float = 0.0
    playing: bool = False
    facts: tuple[str, ...] = ()
    level: float = 1.0
    devices: tuple[Choice, ...] = ()
    device: str = ""
    note: str = ""


class Severity(StrEnum):
    """How a notice is coloured."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class NoticeView:
    """The line in the window that says what no box has to say.

    Attributes:
        severity: Colour.
        what: What happened.
        why: Why, or empty.
        remedy: What to do, or empty.
        actions: Buttons; a close button is always there.
        say: Says it anew, in the interface's language of then and with the line numbers of then; gives
            None when it does not hold any more. Without it the notice goes when the language changes.
    """

    severity: Severity
    what: str
    why: str = ""
    remedy: str = ""
    actions: tuple[NoticeAction, ...] = field(default_factory=tuple)
    say: Callable[[], NoticeView | None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ProblemView:
    """What is in the way of speaking with the chosen engine, and the step to take.

    Attributes:
        what: What is missing.
        step: What to do, or empty.
        command: A command to run for that, or empty.
        action: A button that helps, or None.
        blocks: Nothing can be spoken until it is mended.
    """

    what: str
    step: str = ""
    command: str = ""
    action: NoticeAction | None = None
    blocks: bool = True

    @property
    def sentence(self) -> str:
        """All of it in one line, for tool tips and screen readers."""
        return " ".join(part for part in (self.what, self.step, self.command) if part)
