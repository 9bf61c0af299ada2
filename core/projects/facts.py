"""What there is one of in a project, such as its settings: rows of ``facts`` from values, and back."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import msgspec

from core.projects.state import ProjectSettings, ProjectState, Source
from core.text.lexicon import Entry

MOST_ID = 2**53
"""A greater id leaves no room for those that follow."""

MOST_SOURCE_BYTES = 200_000_000
WRONG_KIND = "it holds values that a project does not have"

UNREADABLE = (sqlite3.Error, msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError)
"""What reading raises at a file that holds what no project holds."""

_LINE_ENDS = ("\n", "\r\n", "\r")
_ENTRIES = msgspec.json.Decoder(tuple[Entry, ...])
_SETTINGS = msgspec.json.Decoder(ProjectSettings)
_SOURCE = msgspec.json.Decoder(Source | None)


@dataclass(frozen=True)
class Facts:
    """What there is one of.

    Attributes:
        next_id: The id that the next line gets, as far as it is written here.
        title: For people and for tags.
        settings: The choices.
        lexicon: The pronunciations.
        source: The text file that the project was made from, or None.
        cover: The picture of the finished files, or empty.
    """

    next_id: int = 0
    title: str = ""
    settings: ProjectSettings = field(default_factory=ProjectSettings)
    lexicon: tuple[Entry, ...] = ()
    source: Source | None = None
    cover: bytes = b""


def stored_text(text: str) -> str | bytes:
    """Return a text as SQLite takes it; half of a surrogate pair, which is no text, goes as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def read_text(value: str | bytes) -> str:
    """Return a text as it was before ``stored_text``."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def read_facts(rows: Mapping[str, Any]) -> Facts:
    """Return the facts of their rows; what is not there is as in a new project.

    Args:
        rows: Values by name.

    Raises:
        Exception: One of `UNREADABLE`, when a value is not what a project has there.
    """
    return Facts(**{name: read(rows) for name, read in _READERS.items() if name in rows})


def unreadable_facts(rows: Mapping[str, Any]) -> set[str]:
    """Return the names of those facts that cannot be read."""
    broken = set()
    for name, read in _READERS.items():
        try:
            if name in rows:
                read(rows)
        except UNREADABLE:
            broken.add(name)
    return broken


def changed_facts(old: ProjectState | None, new: ProjectState) -> dict[str, object]:
    """Return what of a state is neither line nor take, as rows of ``facts``: what is not as it was.

    Args:
        old: What the file holds; None: nothing.
        new: What it shall hold.
    """
    values: dict[str, object] = {}
    if old is None or old.script.next_id != new.script.next_id:
        values["next_id"] = str(new.script.next_id)
    if old is None or len(old.script.lines) != len(new.script.lines):
        values["lines"] = str(len(new.script.lines))
    if old is None or old.title != new.title:
        values["title"] = stored_text(new.title)
    if old is None or old.settings is not new.settings:
        values["settings"] = msgspec.json.encode(_plain(new.settings)).decode()
    if old is None or old.lexicon is not new.lexicon:
        values["lexicon"] = msgspec.json.encode(new.lexicon).decode()
    if new.cover != (b"" if old is None else old.cover):
        values["cover"] = new.cover
    source = new.source
    if source is None:
        values |= {"source": "null"} if old is None or old.source is not None else {}
    elif old is None or old.source is not source:
        values["source"] = msgspec.json.encode(replace(source, data=b"")).decode()
        values["source_data"] = zlib.compress(source.data)
    return values


def _plain(settings: ProjectSettings) -> dict[str, object]:
    """Return settings as JSON takes them."""
    values: dict[str, object] = dict(vars(settings))
    for name in ("delivery", "extra"):
        values[name] = dict(getattr(settings, name))
    values["parameters"] = {engine: dict(known) for engine, known in settings.parameters.items()}
    return values


def _next_id(rows: Mapping[str, Any]) -> int:
    value = int(rows["next_id"])
    if value > MOST_ID:
        raise ValueError(WRONG_KIND)
    return value


def _title(rows: Mapping[str, Any]) -> str:
    if not isinstance(rows["title"], str | bytes):
        raise TypeError(WRONG_KIND)
    return read_text(rows["title"])


def _cover(rows: Mapping[str, Any]) -> bytes:
    cover = rows["cover"]
    if not isinstance(cover, bytes):
        raise TypeError(WRONG_KIND)
    return cover


def _source(rows: Mapping[str, Any]) -> Source | None:
    source: Source | None = _SOURCE.decode(rows["source"])
    if source is None:
        return None
    ends = {source.line_end, *(end for _, end in source.other_ends)}
    if not ends <= set(_LINE_ENDS):
        raise ValueError(WRONG_KIND)
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(rows["source_data"], MOST_SOURCE_BYTES)
    except (zlib.error, KeyError) as error:
        raise ValueError(WRONG_KIND) from error
    if not unpacking.eof:
        raise ValueError(WRONG_KIND)
    return replace(source, data=data)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = MappingProxyType(
    {
        "next_id": _next_id,
        "title": _title,
        "settings": lambda rows: _SETTINGS.decode(rows["settings"]),
        "lexicon": lambda rows: _ENTRIES.decode(rows["lexicon"]),
        "source": _source,
        "cover": _cover,
    }
)
