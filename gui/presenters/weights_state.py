"""What the panel of engines and weights shows, as frozen values; texts are translated."""

from __future__ import annotations

from dataclasses import dataclass

from gui.presenters.states import NoticeAction


@dataclass(frozen=True)
class FolderQuestion:
    """What is to be asked before weights are added from a folder.

    Attributes:
        folder: Where they are.
        name: The folder's name.
        engine: Whose they are, for people.
        languages: Tags that can be chosen.
        asks_release: Their files do not tell of which release of F5-TTS they were made.
    """

    folder: str
    name: str
    engine: str
    languages: tuple[str, ...]
    asks_release: bool


@dataclass(frozen=True)
class WeightsRow:
    """An engine's environment, or weights.

    Attributes:
        id: What it is known by.
        name: For people.
        facts: Size and licence.
        state: What is the matter with it, in a few words or in an error's sentences.
        failed: ``state`` tells of a failure.
        progress: 0 to 1 while something is done; negative: nobody knows how far it is; None: nothing is done.
        progress_text: How far, and how long it will take.
        actions: What can be done, the most likely first.
    """

    id: str
    name: str
    facts: str
    state: str = ""
    failed: bool = False
    progress: float | None = None
    progress_text: str = ""
    actions: tuple[NoticeAction, ...] = ()


@dataclass(frozen=True)
class WeightsCard:
    """An engine with its weights.

    Attributes:
        id: The engine's id.
        name: For people.
        fit: Whether it fits the card, with the figures.
        rows: Its environment where that is not there, and its weights.
    """

    id: str
    name: str
    fit: str
    rows: tuple[WeightsRow, ...]


@dataclass(frozen=True)
class WeightsState:
    """The whole panel.

    Attributes:
        card: The graphics card, or that there is none.
        cards: One for each engine, and one for the speech recognition.
        leftovers: What cleaning up would free; empty: nothing.
    """

    card: str = ""
    cards: tuple[WeightsCard, ...] = ()
    leftovers: str = ""
