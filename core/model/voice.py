"""Voices: references that any cloning engine can use, and presets of one engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Whose(StrEnum):
    """Whose voice it is, as its owner has said."""

    MINE = "mine"
    PERMISSION = "permission"
    SYNTHETIC = "synthetic"
    """No living person's, or in the public domain."""

    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Consent:
    """What was said of whose voice it is.

    Attributes:
        whose: The answer.
        stated_on: Day of the answer (``2026-11-27``), or empty.
        note: What was noted with it, such as who gave permission.
        shared: It was said by whoever shared the voice: ``MINE`` is that one's own then.
    """

    whose: Whose = Whose.NOT_STATED
    stated_on: str = ""
    note: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Stretch:
    """A part of a recording, in seconds from its beginning."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Reference:
    """A recording to clone from.

    Attributes:
        path: The audio file that engines read.
        text: Its words, or empty when unknown.
        duration_s: Its length in seconds.
        id: Its id within its voice; empty for a file that is in no library.
        style: Name of the group that it belongs to (``calm``), or empty.
        original: The recording as it was given, or None where it is not kept.
        original_sha256: Hash of that file's bytes, or empty.
        stretch: The part of the original that ``path`` holds; None: all of it.
        samples_sha256: Hash of the sound in ``path`` (``core.voices.content``), or empty when not known.
        denoised: Steady noise was taken out of what ``path`` holds.
    """

    path: Path
    text: str = ""
    duration_s: float = 0.0
    id: str = ""
    style: str = ""
    original: Path | None = None
    original_sha256: str = ""
    stretch: Stretch | None = None
    samples_sha256: str = ""
    denoised: bool = False


@dataclass(frozen=True)
class Voice:
    """A voice to speak in: either ``preset`` is set, or it has ``references``.

    Attributes:
        id: The library's id for references, ``engine:preset`` for a preset.
        name: Name for people.
        language: BCP 47 tag, or empty when unknown.
        engine: The preset's engine; empty for references.
        preset: The preset's id within its engine; empty for references.
        references: The recordings, the most important one first; empty for a preset.
        consent: Whose voice it is.
        tags: Words to find it by.
        notes: What its owner wrote about it.
        archived: Put aside: kept, and not offered.
        added_at_s: When it came into the library, in seconds since the epoch; 0 for a preset.
    """

    id: str
    name: str
    language: str = ""
    engine: str = ""
    preset: str = ""
    references: tuple[Reference, ...] = ()
    consent: Consent = Consent()
    tags: tuple[str, ...] = ()
    notes: str = ""
    archived: bool = False
    added_at_s: float = 0.0

    @property
    def is_preset(self) -> bool:
        """True for a voice that belongs to one engine."""
        return not self.references

    @property
    def reference(self) -> Reference | None:
        """The first recording, for what takes one; None for a preset."""
        return self.references[0] if self.references else None
