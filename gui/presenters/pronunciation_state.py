"""What the window of pronunciations shows."""

from __future__ import annotations

from dataclasses import dataclass

from core.text.lexicon import Entry
from gui.presenters.states import Choice


@dataclass(frozen=True)
class EntryRow:
    """An entry of the list.

    Attributes:
        entry: What it says.
        language: Its language, as people name it.
        fault: Why it cannot be used; empty: it can.
    """

    entry: Entry
    language: str = ""
    fault: str = ""


@dataclass(frozen=True)
class PronunciationState:
    """The list, and what will be spoken of the current line.

    Attributes:
        rows: The entries, in their order.
        languages: What an entry may be for.
        writable: The project can be changed.
        can_play: Something can be spoken now.
        normalise: Numbers, dates and the like are said in words.
        line: Which line is shown, as people number it; 0: a blank one.
        spoken: What will be spoken of it.
        problem: What is in the way of a wish; empty: nothing.
    """

    rows: tuple[EntryRow, ...] = ()
    languages: tuple[Choice, ...] = ()
    writable: bool = True
    can_play: bool = False
    normalise: bool = True
    line: int = 0
    spoken: str = ""
    problem: str = ""
