"""Bring the difference between two states of a project into its file, in one transaction."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from core.errors import ProjectError, ProjectOverwritten
from core.model.script import Script, Take, Utterance
from core.projects.audio import Encoded, encode
from core.projects.chores import Chores
from core.projects.clips import StoredClip, Vault
from core.projects.database import transaction
from core.projects.facts import changed_facts, stored_text
from core.projects.places import new_places, numbered
from core.projects.rows import TAKE_COLUMNS, Loaded, stored_failure, take_row
from core.projects.state import ProjectState

log = logging.getLogger(__name__)

BATCH_BYTES = 16 * 1024 * 1024
"""New audio is stored in transactions of about this size, each before the lines that have it."""

_PUT_LINE = """
INSERT INTO lines (id, place, text, chosen, failure) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET place = excluded.place, text = excluded.text, chosen = excluded.chosen,
    failure = excluded.failure, gone_at_s = NULL
"""
_PUT_TAKE = f"INSERT INTO takes ({', '.join(TAKE_COLUMNS)}, left_at_s) VALUES ({'?, ' * len(TAKE_COLUMNS)}?)"
_PUT_AUDIO = "INSERT INTO audio (number, coding, exponent, crc32, data) VALUES (?, ?, ?, ?, ?)"
_PUT_FACT = "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)"
_LEFT = """
UPDATE takes SET left_at_s = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM placed WHERE take = takes.id)
"""
_HAS_OWN_TAKES = """
SELECT 1 FROM placed AS here WHERE line = ?
AND NOT EXISTS (SELECT 1 FROM placed WHERE take = here.take AND line <> here.line) LIMIT 1
"""
_NONE: Mapping[str, object] = {}


class Committer:
    """Knows what the file holds; used by one thread.

    Attributes:
        committed: The last state that is on the disk.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        vault: Vault,
        loaded: Loaded,
        waiting: Mapping[str, object] = _NONE,
    ) -> None:
        """Begin with what was read.

        Args:
            connection: To the file, for writing.
            vault: Reads its audio.
            loaded: What the file holds.
            waiting: Ids of takes that were added and that whoever hands over states has not shown yet.
        """
        self.vault = vault
        self._waiting = waiting
        self.begin(connection, loaded)

    def begin(self, connection: sqlite3.Connection, loaded: Loaded) -> None:
        """Go on with a file, and what was read of it."""
        self.go_on(connection)
        self.committed = loaded.state
        self._empty = False
        self._places = loaded.places
        self._gone = loaded.gone
        self._known = loaded.known
        self._chores = Chores(loaded.old)
        self._added: dict[str, int] = {}

    def go_on(self, connection: sqlite3.Connection) -> None:
        """Go on with another file that holds the very same."""
        self.connection = connection
        self._version = self._data_version()

    def _see_that_it_is_ours(self) -> None:
        if self._data_version() != self._version:
            raise ProjectOverwritten(path=str(self.vault.path))

    def _data_version(self) -> int:
        """Return a number that changes when anybody else writes to the file."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block does, or nothing of it.

        Raises:
            sqlite3.Error: When the file does not take it.
            ProjectOverwritten: When another program has written into it.
        """
        with transaction(self.connection):
            self._see_that_it_is_ours()
            yield self.connection

    def commit(self, state: ProjectState) -> None:
        """Make the file hold this state.

        Raises:
            sqlite3.Error: When the file does not take it; it holds what it held.
            ProjectError: When audio of another project cannot be read.
        """
        old = self.committed.script
        if state is self.committed:
            return
        start, end = _common(old.lines, state.script.lines)
        before = old.lines[start : len(old.lines) - end]
        after = state.script.lines[start : len(state.script.lines) - end]
        shelved = _new_on_shelf(old, state.script)
        self._store_audio([*after, *shelved])
        facts = changed_facts(None if self._empty else self.committed, state)
        with self.transaction():
            self.connection.executemany(_PUT_FACT, facts.items())
            places = self._placed(state.script, start, end, after)
            gone, back = self._write_lines(before, after, places)
            gone |= self._write_gone(shelved)
            confirmed = self._confirm(state.script)
        self.committed = state
        self._empty = False
        for take in confirmed:
            del self._added[take]
        self._gone = (self._gone | gone) - back
        for line in gone | {one.id for one in before}:
            self._places.pop(line, None)
        self._places.update(places)
        self._note_takes([*after, *shelved])

    def add_take(self, line_id: int, take: Take, encoded: Encoded, line_text: str) -> None:
        """Store one take on a line; a line that is not there is made as one that is gone.

        Raises:
            sqlite3.Error: When the file does not take it.
        """
        if take.id in self._known:
            return
        with self.transaction() as connection:
            self._put_take(take, encoded, None)
            is_new = line_id not in self._places and line_id not in self._gone
            if is_new:
                connection.execute(_PUT_LINE, (line_id, None, stored_text(line_text), "", ""))
                connection.execute("UPDATE lines SET gone_at_s = ? WHERE id = ?", (time.time(), line_id))
            connection.execute(
                "INSERT INTO placed (line, place, take) "
                "SELECT ?, coalesce(max(place) + 1, 0), ? FROM placed WHERE line = ?",
                (line_id, take.id, line_id),
            )
            connection.execute("UPDATE lines SET failure = '' WHERE id = ? AND failure <> ''", (line_id,))
        if is_new:
            self._gone.add(line_id)
        self._known[take.id] = take.starred
        self._added[take.id] = line_id

    def write_all(self, state: ProjectState) -> None:
        """Make an empty file hold this state.

        Raises:
            sqlite3.Error: When the file does not take it.
            ProjectError: When audio of another project cannot be read.
        """
        self.committed = replace(self.committed, script=Script((), 0))
        self._empty = True
        self.commit(state)

    def do_chore(self) -> bool:
        """Do one of the small things that are left to do; False when nothing is.

        Raises:
            sqlite3.Error: When the file does not take it.
        """
        forgotten = self._chores.step(self.connection)
        for key in forgotten or ():
            if isinstance(key, int):
                self._gone.discard(key)
        if forgotten:
            rows = self.connection.execute("SELECT id FROM takes").fetchall()
            there = {row[0] for row in rows}
            for one in self._known.keys() - there:
                del self._known[one]
        return forgotten is not None

    # --- audio --------------------------------------------------------------------------------

    def _store_audio(self, lines: Sequence[Utterance]) -> None:
        """Store the takes that are new; until their lines are written they belong to none."""
        new = {take.id: take for line in lines for take in line.takes if take.id not in self._known}
        batch: list[tuple[Take, Encoded]] = []
        size = 0
        for take in new.values():
            try:
                batch.append((take, encoded_of(take)))
            except ProjectError as error:
                log.warning("take %s is not kept, its audio is gone: %s", take.id, error)
                continue
            size += len(batch[-1][1].data)
            if size > BATCH_BYTES:
                self._store_batch(batch)
                batch, size = [], 0
        self._store_batch(batch)

    def _store_batch(self, batch: Sequence[tuple[Take, Encoded]]) -> None:
        if not batch:
            return
        now = time.time()
        with self.transaction():
            for take, encoded in batch:
                self._put_take(take, encoded, now)
        self._known.update((take.id, take.starred) for take, _ in batch)

    def _put_take(self, take: Take, encoded: Encoded, left_at_s: float | None) -> None:
        cursor = self.connection.execute(_PUT_TAKE, (*take_row(take), left_at_s))
        self.connection.execute(
            _PUT_AUDIO, (cursor.lastrowid, encoded.coding, encoded.exponent, encoded.crc32, encoded.data)
        )

    # --- lines --------------------------------------------------------------------------------

    def _placed(self, script: Script, start: int, end: int, lines: Sequence[Utterance]) -> dict[int, int]:
        """Return the places of the lines that were touched, of all where there is no room between them."""
        count = len(script.lines)
        above = self._places[script.lines[start - 1].id] if start else None
        below = self._places[script.lines[count - end].id] if end else None
        ids = [line.id for line in lines]
        places = new_places(ids, self._places, above, below)
        if places is None:
            places = numbered([line.id for line in script.lines])
            self.connection.executemany(
                "UPDATE lines SET place = ? WHERE id = ?", [(place, one) for one, place in places.items()]
            )
            return places
        return {one: places.get(one, self._places.get(one, 0)) for one in ids}

    def _write_lines(
        self, before: Sequence[Utterance], after: Sequence[Utterance], places: dict[int, int]
    ) -> tuple[set[int], set[int]]:
        """Write the lines that were touched.

        Returns:
            Ids of the lines that are gone and kept, and of those that are back.
        """
        was = {line.id: line for line in before}
        back: set[int] = set()
        for line in after:
            old = was.pop(line.id, None)
            if old is line and self._places.get(line.id) == places[line.id]:
                continue
            self.connection.execute(
                _PUT_LINE,
                (line.id, places[line.id], stored_text(line.text), line.chosen, stored_failure(line.failure)),
            )
            if old is None and line.id in self._gone:
                back.add(line.id)
            if old is None or old.takes is not line.takes:
                self._write_takes(line)
        gone = set(self._take_away(was.values()))
        return gone, back

    def _confirm(self, script: Script) -> list[str]:
        """See to the lines of takes that were added and have been shown since.

        Returns:
            The takes.
        """
        confirmed = [one for one in self._added if one not in self._waiting]
        if confirmed:
            open_lines = {self._added[one] for one in confirmed}
            for line in script.lines:
                if line.id in open_lines:
                    self._write_takes(line)
        return confirmed

    def _write_takes(self, line: Utterance) -> None:
        """Write which takes a line has; one that was added and has not been shown yet stays."""
        had = {
            row[0] for row in self.connection.execute("SELECT take FROM placed WHERE line = ?", (line.id,))
        }
        has = {take.id: take for take in line.takes if take.id in self._known}
        waiting = [
            one
            for one, at in self._added.items()
            if at == line.id and one in self._waiting and one not in has
        ]
        self.connection.execute("DELETE FROM placed WHERE line = ?", (line.id,))
        self.connection.executemany(
            "INSERT INTO placed (line, place, take) VALUES (?, ?, ?)",
            [(line.id, place, one) for place, one in enumerate([*has, *waiting])],
        )
        for one, take in has.items():
            if self._known.get(one) != take.starred:
                self.connection.execute("UPDATE takes SET starred = ? WHERE id = ?", (int(take.starred), one))
        self.connection.executemany("UPDATE takes SET left_at_s = NULL WHERE id = ?", [(one,) for one in has])
        left = had - has.keys() - set(waiting)
        self.connection.executemany(_LEFT, [(time.time(), one) for one in left])

    def _take_away(self, lines: Iterable[Utterance]) -> Iterator[int]:
        """Take lines out of the script; one with takes is kept for Undo and for pasting."""
        now = time.time()
        for line in lines:
            if self.connection.execute(_HAS_OWN_TAKES, (line.id,)).fetchone():
                self.connection.execute(
                    "UPDATE lines SET place = NULL, gone_at_s = ? WHERE id = ?", (now, line.id)
                )
                yield line.id
            else:
                self.connection.execute("DELETE FROM lines WHERE id = ?", (line.id,))

    def _write_gone(self, lines: Sequence[Utterance]) -> set[int]:
        """Write lines that came onto the shelf; returns their ids."""
        for line in lines:
            values = (line.id, None, stored_text(line.text), line.chosen, "")
            self.connection.execute(_PUT_LINE, values)
            self.connection.execute("UPDATE lines SET gone_at_s = ? WHERE id = ?", (time.time(), line.id))
            self._write_takes(line)
        return {line.id for line in lines}

    def _note_takes(self, lines: Sequence[Utterance]) -> None:
        for line in lines:
            for take in line.takes:
                if take.id in self._known:
                    self._known[take.id] = take.starred


def encoded_of(take: Take) -> Encoded:
    """Return the audio of a take as it is to be stored; that of another project goes over as it lies there.

    Raises:
        ProjectError: When the other project cannot be read.
    """
    clip = take.clip
    return clip.vault.encoded(clip.take_id) if isinstance(clip, StoredClip) else encode(clip)


def _common(old: Sequence[Utterance], new: Sequence[Utterance]) -> tuple[int, int]:
    """Return how many lines at the start, and at the end, are the very same."""
    most = min(len(old), len(new))
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a is not b), most)
    most -= start
    pairs = zip(reversed(old), reversed(new), strict=False)
    end = next((n for n, (a, b) in enumerate(pairs) if n >= most or a is not b), most)
    return start, end


def _new_on_shelf(old: Script, new: Script) -> list[Utterance]:
    """Return the lines that are on the shelf now, were not, and are in the script no more."""
    if old.shelf is new.shelf:
        return []
    there = {id(line) for lines in old.shelf.values() for line in lines}
    come = [line for lines in new.shelf.values() for line in lines if line.takes and id(line) not in there]
    present = {line.id for line in new.lines} if come else set()
    return [line for line in come if line.id not in present]
