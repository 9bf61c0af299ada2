"""What the list of a line's takes shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TakeRow:
    """One take.

    Attributes:
        id: Its id.
        title: ``Take 2 · 0:05.1 · Elena · F5-TTS v1``.
        facts: A small line: seed, sample rate, loudness, peak, how fast, when; what is not usual comes first.
        detail: All that is known of it, a line each, for the tool tip and screen readers.
        standing: It stands for the line.
        fits: It says the line's words, so that it can be chosen.
        starred: Marked as one of the good ones.
        playing: It is being heard.
    """

    id: str
    title: str
    facts: str
    detail: str = ""
    standing: bool = False
    fits: bool = True
    starred: bool = False
    playing: bool = False


@dataclass(frozen=True)
class TakesState:
    """The list of a line's takes.

    Attributes:
        shown: It is open.
        title: ``Takes of line 2``.
        rows: The takes, the newest first.
        note: What is said in place of rows, or empty.
        can_render: Another take can be made.
        writable: Takes can be chosen, starred and deleted; not so in a project that is only read.
    """

    shown: bool = False
    title: str = ""
    rows: tuple[TakeRow, ...] = ()
    note: str = ""
    can_render: bool = False
    writable: bool = True
