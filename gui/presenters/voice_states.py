"""What the voices panel asks and is told about one voice, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.model.voice import Consent


class VoiceWish(StrEnum):
    """What a card's menu offers for a voice of the user's, beside playing, words and removing."""

    ADD = "add"
    """More recordings to it."""
    DETAILS = "details"
    DUPLICATE = "duplicate"
    ARCHIVE = "archive"
    TAKE_BACK = "take_back"
    """Out of the archive."""
    EXPORT = "export"
    RECORDING = "recording"
    """To see it with its verdict, and to cut it."""


@dataclass(frozen=True)
class ConsentQuestion:
    """Whose voices are these?

    Attributes:
        voices: Their ids.
        names: Their names.
    """

    voices: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class RecordingView:
    """One recording of a voice.

    Attributes:
        id: Its id within the voice.
        duration_s: Its length in seconds.
        text: Its words, or empty.
        style: Name of its group, or empty.
    """

    id: str
    duration_s: float
    text: str
    style: str


@dataclass(frozen=True)
class VoiceDetails:
    """What its owner has said of a voice, to be shown and changed.

    Attributes:
        voice: Its id.
        name: Its name.
        language: BCP 47 tag, or empty.
        languages: Tags that can be chosen, the voice's own among them.
        tags: Words to find it by.
        notes: Text.
        consent: Whose voice it is.
        recordings: In their order; an engine that takes one takes the first.
    """

    voice: str
    name: str
    language: str
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    notes: str
    consent: Consent
    recordings: tuple[RecordingView, ...] = ()


@dataclass(frozen=True)
class VoiceFileQuestion:
    """Where shall a voice's file be?

    Attributes:
        voice: The voice's id.
        name: The proposed name of the file.
    """

    voice: str
    name: str
