"""Values from the rows of a project, and rows from values."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np

from core.errors import SottovoceError, error_from_fields
from core.model.script import Failure, Recipe, Script, Shelf, Take, Utterance
from core.projects.audio import MOST_SAMPLES
from core.projects.chores import forgettable
from core.projects.clips import StoredClip, Vault
from core.projects.facts import MOST_ID, WRONG_KIND, read_facts, read_text, stored_text
from core.projects.state import ProjectState

TAKE_COLUMNS = (
    "id", "text", "recipe", "model_hash", "steps", "device", "synthesis_s", "made_at_s",
    "sample_rate_hz", "samples", "peak", "starred", "outline",
)  # fmt: skip
"""Columns of ``takes`` in the order of ``take_row``."""

_TEXT, _WRITTEN, _NUMBER = (str,), (str, bytes), (int, float)
_TAKE_KINDS = (
    _TEXT, _WRITTEN, _TEXT, _TEXT, _TEXT, _TEXT, _NUMBER, _NUMBER, (int,), (int,), _NUMBER, (int,), (bytes,),
)  # fmt: skip
_LINE_KINDS = ((int,), (int, type(None)), _WRITTEN, _TEXT, _TEXT)
"""SQLite takes any kind of value in any column; a file that was received may hold what no column should."""

MOST_PLACE = 2**62
"""A greater place leaves no room for those that follow."""

MOST_RATE_HZ = 10_000_000

LINES = "SELECT id, place, text, chosen, failure FROM lines ORDER BY place, gone_at_s, id"
TAKES = f"SELECT {', '.join(TAKE_COLUMNS)} FROM takes ORDER BY number"
_RECIPE = msgspec.json.Decoder(Recipe)
_STEPS = msgspec.json.Decoder(tuple[str, ...])


class _FailureFacts(msgspec.Struct):
    recipe: Recipe
    code: str = ""
    fields: dict[str, str | int | float | bool] = {}


@dataclass
class Loaded:
    """What was read.

    Attributes:
        state: The project.
        places: Where each line stands, by id.
        gone: Ids of lines that are kept for their takes.
        known: Whether each stored take is starred, by its id.
        old: Lines that are gone and takes of no line that are to be forgotten; not in the state.
    """

    state: ProjectState
    places: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    known: dict[str, bool] = field(default_factory=dict)
    old: list[int | str] = field(default_factory=list)


def take_row(take: Take) -> tuple[object, ...]:
    """Return the values of a take's columns."""
    recipe, clip = take.recipe, take.clip
    count = clip.count if isinstance(clip, StoredClip) else len(clip.samples)
    outline = b"" if take.peaks is None else np.asarray(take.peaks, "<f4").tobytes()
    return (
        take.id, stored_text(recipe.text), stored_recipe(recipe), take.model_hash,
        msgspec.json.encode(take.steps).decode(), take.device, take.synthesis_s, take.made_at_s,
        clip.sample_rate_hz, count, clip.peak, int(take.starred), outline,
    )  # fmt: skip


def read_take(row: tuple[Any, ...], vault: Vault) -> Take:
    """Return a take of its columns.

    Raises:
        ValueError: When they are not those of a take.
    """
    if not _fits(row, _TAKE_KINDS) or not 0 < row[8] <= MOST_RATE_HZ or not 0 <= row[9] <= MOST_SAMPLES:
        raise ValueError(WRONG_KIND)
    return Take(
        recipe=read_recipe(row[1], row[2]),
        clip=StoredClip(vault, row[0], row[8], row[9], row[10]),
        peaks=np.frombuffer(row[12], "<f4").reshape(-1, 2) if row[12] else None,
        synthesis_s=row[6],
        device=row[5],
        made_at_s=row[7],
        id=row[0],
        starred=bool(row[11]),
        steps=_STEPS.decode(row[4]),
        model_hash=row[3],
    )


def stored_recipe(recipe: Recipe) -> str:
    """Return all of a recipe but its text, as JSON."""
    return msgspec.json.encode(replace(recipe, text="")).decode()


def read_recipe(text: str | bytes, rest: str) -> Recipe:
    """Return a recipe as it was before ``stored_recipe``."""
    return replace(_RECIPE.decode(rest), text=read_text(text))


def stored_failure(failure: Failure | None) -> str:
    """Return a failure as JSON, without the audio that came before it; empty for none."""
    if failure is None:
        return ""
    error = failure.error
    facts = _FailureFacts(failure.recipe, error.code if error else "", error.fields() if error else {})
    return msgspec.json.encode(facts).decode()


def read_failure(text: str) -> Failure | None:
    """Return a failure as it was before ``stored_failure``."""
    if not text:
        return None
    facts = msgspec.json.decode(text, type=_FailureFacts)
    error: SottovoceError | None = error_from_fields(facts.code, facts.fields) if facts.code else None
    return Failure(facts.recipe, error)


def load(connection: sqlite3.Connection, vault: Vault) -> Loaded:
    """Read a project, all of it at one moment; what that takes, writers wait.

    Raises:
        UNREADABLE: When SQLite refuses, or it holds what no project holds.
    """
    connection.execute("BEGIN")
    try:
        old = forgettable(connection, time.time())
        facts = dict(connection.execute("SELECT name, value FROM facts").fetchall())
        rows = connection.execute(TAKES).fetchall()
        lines = connection.execute(LINES).fetchall()
        placed = connection.execute("SELECT line, take FROM placed ORDER BY line, place, number").fetchall()
    finally:
        connection.execute("COMMIT")
    takes = {row[0]: read_take(row, vault) for row in rows}
    by_line: defaultdict[int, list[Take]] = defaultdict(list)
    for line, take in placed:
        if take in takes:
            by_line[line].append(takes[take])
    loaded = Loaded(ProjectState(), known={take.id: take.starred for take in takes.values()}, old=old)
    present, gone = _utterances(lines, by_line, loaded)
    single = read_facts(facts)
    following = max([single.next_id, *(row[0] + 1 for row in lines)])
    loaded.state = ProjectState(
        Script(present, following, _shelf(gone, set(old))) if present else Script(),
        single.settings,
        single.lexicon,
        single.title,
        single.source,
        single.cover,
    )
    return loaded


def _utterances(
    lines: list[tuple[Any, ...]], by_line: Mapping[int, list[Take]], loaded: Loaded
) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """Return the lines of the script, and those that are gone, the latest last."""
    present: list[Utterance] = []
    gone: list[Utterance] = []
    for row in lines:
        place, line = read_line(row, by_line)
        if place is None:
            loaded.gone.add(line.id)
            gone.append(line)
        else:
            loaded.places[line.id] = place
            present.append(line)
    return tuple(present), tuple(gone)


def read_line(
    row: tuple[Any, ...], takes: Mapping[int, Sequence[Take]] = MappingProxyType({})
) -> tuple[int | None, Utterance]:
    """Return where a line stands, and the line, of the columns that ``LINES`` names.

    Args:
        row: Its columns.
        takes: The takes of all lines, by the line's id.

    Raises:
        UNREADABLE: When they are not those of a line.
    """
    if not _fits(row, _LINE_KINDS):
        raise ValueError(WRONG_KIND)
    number, place, text, chosen, failure = row
    written = read_text(text)
    split = place is not None and "\n" in written  # a line of the script is a block of the editor
    if not 0 <= number < MOST_ID or abs(place or 0) > MOST_PLACE or split:
        raise ValueError(WRONG_KIND)
    return place, Utterance(number, written, tuple(takes.get(number, ())), read_failure(failure), chosen)


def _fits(row: Sequence[object], kinds: Sequence[tuple[type, ...]]) -> bool:
    return all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True))


def _shelf(gone: Sequence[Utterance], old: Collection[int | str]) -> Shelf:
    shelf: dict[str, tuple[Utterance, ...]] = {}
    for line in gone:
        if line.takes and line.id not in old:
            shelf[line.text] = (*shelf.pop(line.text, ()), line)
    return MappingProxyType(shelf)
