"""What a project holds, as frozen values: the script, the settings, the pronunciations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from core.model.script import Script
from core.text.lexicon import Entry

SUFFIX = ".sottovoce"

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Access(StrEnum):
    """Whether a project can be changed, and why not."""

    WRITE = "write"
    IN_USE = "in_use"
    """Another program has it; this is how it was when it was opened."""

    NEWER = "newer"
    """A later version wrote it: what this one understands of it can be read."""

    NO_PERMISSION = "no_permission"
    """The file or its folder is read-only."""

    ASKED = "asked"
    """It was opened for reading."""


@dataclass(frozen=True)
class ProjectSettings:
    """The choices of a project.

    Attributes:
        voice: Voice id.
        engine: Engine id.
        language: BCP 47 tag.
        speed: Factor.
        seed: What the next line takes.
        seed_locked: The seed stays after each take, and counts when takes are compared.
        parameters: Engine parameters by engine and name.
        model: Name of the engine's weights; empty: those that it takes by itself.
        delivery: How the finished files shall be (the fields of ``core.delivery``'s ``Wishes``).
        extra: What the window keeps with a project; JSON values.
    """

    voice: str = ""
    engine: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    seed_locked: bool = False
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    model: str = ""
    delivery: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    extra: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Source:
    r"""How the text file that a project was made from was written, so that it can be written like that again.

    Attributes:
        encoding: Python's name of its encoding.
        mark: It began with a byte order mark.
        line_end: How most of its lines ended.
        other_ends: Lines, from 0, that ended in another way, and how.
        lines: How many line ends it had.
        text_sha256: Hash of the script's text as it came out of the file.
        data: The file, where the rest is not enough to write the very bytes again; else empty.
    """

    encoding: str = "utf-8"
    mark: bool = False
    line_end: str = "\n"
    other_ends: tuple[tuple[int, str], ...] = ()
    lines: int = 0
    text_sha256: str = ""
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class ProjectState:
    """All of a project at one moment. An edit gives a new state that shares what it did not touch.

    Attributes:
        script: Lines and takes.
        settings: The choices.
        lexicon: The project's pronunciations.
        title: For people and for tags; empty: the file's name.
        source: The text file that it was made from, or None.
        cover: The picture of the finished files, JPEG or PNG; empty: none.
    """

    script: Script = field(default_factory=Script)
    settings: ProjectSettings = field(default_factory=ProjectSettings)
    lexicon: tuple[Entry, ...] = ()
    title: str = ""
    source: Source | None = None
    cover: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class EmbeddedVoice:
    """A voice that travels inside a project.

    Attributes:
        id: The id that the takes know it by.
        name: Name for people.
        data: The whole ``.svoice`` file (docs/voice-format.md).
    """

    id: str
    name: str
    data: bytes = field(repr=False)
