"""What shall be delivered, as values: the pieces of speech and what their files shall be like."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from core.model.audio import Samples


class Clip(Protocol):
    """Audio, in memory or read when it is asked for (``AudioClip`` is one)."""

    @property
    def samples(self) -> Samples:
        """Mono float32, shape ``(samples,)``."""
        ...

    @property
    def sample_rate_hz(self) -> int:
        """Samples per second."""
        ...

    @property
    def duration_s(self) -> float:
        """Length in seconds, known without reading the samples."""
        ...


@dataclass(frozen=True, eq=False)
class Piece:
    """One line, spoken.

    Attributes:
        clip: Its audio; the samples are read when they are needed and not kept.
        line: Number of the line in the script, from 1.
        text: The line as a reader should see it, without markup: subtitles, labels, names of files.
        voice: Name of the voice.
        pause_after_s: A written pause: it replaces the natural one.
        pause_before_s: A written pause before the first words of the script.
        chapter: Title of the chapter that begins here.
        starts_paragraph: Whether an empty line stands before it.
        voice_id: Tells voices of one name apart; empty: the name does.
    """

    clip: Clip
    line: int
    text: str
    voice: str
    pause_after_s: float | None = None
    chapter: str | None = None
    starts_paragraph: bool = False
    pause_before_s: float | None = None
    voice_id: str = ""


Pieces = Callable[[], Iterable[Piece]]
"""Gives the pieces, anew at each call and always the same: a delivery goes through them more than once."""


class Format(StrEnum):
    """A kind of file."""

    WAV_16 = "wav16"
    WAV_24 = "wav24"
    WAV_FLOAT = "wav32f"
    FLAC = "flac"
    FLAC_24 = "flac24"
    MP3 = "mp3"
    OPUS = "opus"
    M4A = "m4a"
    M4B = "m4b"

    @property
    def suffix(self) -> str:
        """How its file's name ends, with the dot."""
        if self.is_flac:
            return ".flac"
        return ".wav" if self.is_wav else f".{self.value}"

    @property
    def is_wav(self) -> bool:
        """Whether it is one of the WAV formats."""
        return self in {Format.WAV_16, Format.WAV_24, Format.WAV_FLOAT}

    @property
    def is_flac(self) -> bool:
        """Whether it is one of the FLAC formats."""
        return self in {Format.FLAC, Format.FLAC_24}

    @property
    def needs_ffmpeg(self) -> bool:
        """Whether ffmpeg writes it."""
        return self in {Format.M4A, Format.M4B}

    @property
    def is_lossy(self) -> bool:
        """Whether what is heard differs from what was written."""
        return self in {Format.MP3, Format.OPUS, Format.M4A, Format.M4B}


class Loudness(StrEnum):
    """A target for the level (``core.delivery.targets`` has the figures)."""

    NONE = "none"
    PODCAST = "podcast"
    VIDEO = "video"
    R128 = "r128"
    AUDIOBOOK = "audiobook"


class Layout(StrEnum):
    """How many files: one; one a line; one a chapter; one a voice, all as long as the whole."""

    ONE = "one"
    LINES = "lines"
    CHAPTERS = "chapters"
    STEMS = "stems"


class Subtitles(StrEnum):
    """A kind of subtitles."""

    NONE = ""
    SRT = "srt"
    VTT = "vtt"


@dataclass(frozen=True)
class Pauses:
    """Silence after a line, by what it ends with and what follows, from sound to sound.

    Attributes:
        line_s: After a line that ends in no mark.
        clause_s: After a comma, a semicolon, a colon or a dash.
        sentence_s: After a full stop, a question or an exclamation mark.
        ellipsis_s: After three dots.
        paragraph_s: Before a new paragraph.
        heading_s: After the heading of a chapter.
        chapter_s: Before a new chapter.
        head_s: Before the first line of a file; None: what the loudness target asks for, else none.
        tail_s: After its last line; None: the same.
    """

    line_s: float = 0.35
    clause_s: float = 0.25
    sentence_s: float = 0.45
    ellipsis_s: float = 0.6
    paragraph_s: float = 0.8
    heading_s: float = 1.0
    chapter_s: float = 1.6
    head_s: float | None = None
    tail_s: float | None = None


@dataclass(frozen=True)
class Tags:
    """What a player shows.

    Attributes:
        title: Of the whole.
        artist: Who made it.
        album: What it is a part of.
        genre: Its kind.
        date: A year or a date, as text; nothing is put there unasked.
        comment: More; the mark of synthetic speech stands before it.
        cover: Path of a picture, JPEG or PNG; of one that is kept in a project, its name.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""
    date: str = ""
    comment: str = ""
    cover: str = ""


@dataclass(frozen=True)
class Wishes:
    """How the files shall be; every field has a default that needs no thought.

    Attributes:
        format: Kind of file; None: what the name's suffix says.
        loudness: Target for the level; "none" leaves the level of every line as it is.
        pauses: Silence between lines.
        layout: How many files.
        template: Names of files where there are several (``core.delivery.names``); empty: the layout's own.
        subtitles: Kind of subtitles beside each file.
        labels: Whether labels for Audacity are written beside each file.
        tags: What a player shows.
        sample_rate_hz: Samples per second; 0: the greatest of the pieces', or what the target asks for.
        replace: Whether files that are there may be replaced.
    """

    format: Format | None = None
    loudness: Loudness = Loudness.NONE
    pauses: Pauses = field(default_factory=Pauses)
    layout: Layout = Layout.ONE
    template: str = ""
    subtitles: Subtitles = Subtitles.NONE
    labels: bool = False
    tags: Tags = field(default_factory=Tags)
    sample_rate_hz: int = 0
    replace: bool = False
