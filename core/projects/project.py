"""A project that is open: its state, and the thread that keeps it on the disk."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import ProjectGone, ProjectInUse, ProjectOverwritten, ProjectReadOnly, SottovoceError
from core.model.script import Take
from core.projects.audio import decode
from core.projects.clips import StoredClip, Vault
from core.projects.commits import Committer, encoded_of
from core.projects.copies import copy_whole, write_new
from core.projects.facts import UNREADABLE
from core.projects.known import KnownFiles
from core.projects.lock import Owner, lock_path
from core.projects.opening import Opened, open_file, reading_error
from core.projects.rows import Loaded, load
from core.projects.state import Access, EmbeddedVoice, ProjectState
from core.projects.writer import OnTrouble, Writer

log = logging.getLogger(__name__)

_VOICE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
"""As in the library (``core.voices.index``)."""


class Project:
    """One project file, open. Any thread may call; ``state`` and ``keep`` never wait for the disk.

    Attributes:
        path: The file.
        access: Whether it can be changed, and why not.
        owner: Who writes to it where another program does, else None.
        backup: What was kept of it when it was brought to this program's form, or None.
    """

    def __init__(self, path: Path, opened: Opened, known: KnownFiles | None = None) -> None:
        """Read all but the audio. Use ``open`` and ``create``.

        Raises:
            ProjectError: When it cannot be read.
        """
        self.path = path
        self.access = opened.access
        self.owner: Owner | None = opened.owner
        self._opened = opened
        self._known = known
        self._lock = threading.Lock()
        self._vault = Vault(opened.path, opened.mode)
        try:
            loaded = self._load(opened)
        except SottovoceError:
            self._vault.close()  # Windows moves no open file aside
            raise
        self._state = loaded.state
        self._unseen: dict[str, tuple[int, Take]] = {}
        self._writer = self._start(loaded) if opened.access is Access.WRITE else None
        self.backup = opened.backup
        self._remember(self._writer)
        if self._writer is None:
            opened.connection.close()

    def _load(self, opened: Opened) -> Loaded:
        try:
            return load(opened.connection, self._vault)
        except UNREADABLE as error:
            opened.close()
            raise reading_error(error, self.path) from error

    def _start(self, loaded: Loaded) -> Writer:
        connection = self._opened.connection
        return Writer(self.path, lambda: Committer(connection, self._vault, loaded, self._unseen))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, known: KnownFiles | None = None) -> Project:
        """Open a project; what another program writes to is opened for reading, as ``access`` says.

        Args:
            path: The file.
            read_only: Do not ask for the right to write.
            known: Files that need not be looked through to their end; None: any must.

        Raises:
            ProjectError: When it cannot be read, or must not be trusted.
        """
        looked_through = known is not None and known.knows(path)
        return cls(path, open_file(path, read_only=read_only, known=looked_through), known)

    @classmethod
    def create(
        cls,
        path: Path,
        state: ProjectState | None = None,
        *,
        replace: bool = False,
        known: KnownFiles | None = None,
    ) -> Project:
        """Make a new project file, whole or not at all, and open it.

        Args:
            path: Where to.
            state: What it holds; None: nothing yet. Audio of another project is copied as it lies there.
            replace: Whether a file that is there may be replaced.
            known: Where to note that it was left whole.

        Raises:
            StorageError: When it cannot be made.
            ProjectError: When audio of another project cannot be read.
        """
        write_new(path, state or ProjectState(), replace=replace)
        return cls.open(path, known=known)

    @property
    def state(self) -> ProjectState:
        """The state that was handed over last, with the takes that were added since.

        What is kept after a look at it is believed: a take that it lacks was deleted.
        """
        with self._lock:
            if self._unseen:
                self._state = _with_takes(self._state, self._unseen)
                self._unseen.clear()
            return self._state

    def keep(self, state: ProjectState) -> None:
        """Take a new state; it is on the disk within 300 ms, unless ``on_error`` is told why not.

        Returns at once. A take that was added by ``add_take`` and is not in the state yet stays on its line.

        Raises:
            ProjectReadOnly: When this project cannot be changed.
        """
        writer = self._writing()
        with self._lock:
            self._state = state
            for one in _shown(state, self._unseen):
                del self._unseen[one]
        writer.hand_over(state)

    def add_take(self, line_id: int, take: Take, line_text: str = "") -> Take:
        """Store a take, and return it once it is on the disk, with audio that is read when it is asked for.

        The same take added again is not stored again.

        Args:
            line_id: Its line.
            take: The take.
            line_text: The line as written, for a line that is gone; empty: the text that was spoken.

        Raises:
            ProjectReadOnly: When this project cannot be changed.
            StorageError: When the disk does not take it; nothing was stored.
        """
        writer = self._writing()
        encoded = encoded_of(take)
        count = take.clip.count if isinstance(take.clip, StoredClip) else len(take.clip.samples)
        text = line_text or take.recipe.text
        self._vault.remember(take.id, decode(encoded, count))
        clip = StoredClip(self._vault, take.id, take.clip.sample_rate_hz, count, take.clip.peak)
        stored = replace(take, clip=clip)

        def add(committer: Committer) -> None:
            committer.add_take(line_id, take, encoded, text)
            with self._lock:  # before the next state is committed: one that lacks it does not know it yet
                self._unseen[take.id] = (line_id, stored)

        writer.do(add)
        return stored

    def flush(self) -> None:
        """Wait until all that was handed over is on the disk.

        Raises:
            StorageError: When the disk does not take it.
        """
        if self._writer is not None:
            self._writer.do(lambda _: None)

    def copy_to(self, path: Path, *, replace: bool = False) -> None:
        """Write a copy, whole or not at all; this project goes on in its own file.

        Of a project that cannot be changed it is made of what was read when it was opened, in the form that
        this program writes.

        Raises:
            StorageError: When the copy cannot be written.
            ProjectInUse: When another program writes to the file that is there.
            ProjectError: When this project's audio cannot be read.
        """
        if self._writer is None:
            write_new(path, self.state, tuple(self.embedded_voices()), replace=replace)
            return
        try:
            self.flush()
        except SottovoceError:  # what is not on the disk yet is in the copy
            write_new(path, self.state, tuple(self.embedded_voices()), replace=replace)
            return
        self._writer.do(lambda committer: copy_whole(committer.connection, path, replace=replace))

    def save_as(self, path: Path, *, replace: bool = False) -> None:
        """Write a copy, whole or not at all, and go on in it; the file so far stays as it is.

        Takes keep their audio. A project that could not be changed can be, in the copy.

        Raises:
            StorageError: When the copy cannot be written; the project goes on where it was.
            ProjectInUse: When another program writes to the file that is there.
            ProjectError: When this project's audio cannot be read.
        """
        same = lock_path(path) == lock_path(self.path)
        if same and not isinstance(self.trouble, (ProjectGone, ProjectOverwritten)):
            self.flush()
            return
        if self._writer is None:
            self.copy_to(path, replace=replace)
            self._begin(path, self._opened_copy(path))
            return

        fresh = isinstance(self.trouble, ProjectOverwritten)

        def go_over(committer: Committer) -> None:
            if same and self._opened.lock is not None:  # the file is gone from under its name
                self._opened.lock.release()
            if fresh:
                write_new(path, self.state, tuple(self.embedded_voices()), replace=replace)
            else:
                copy_whole(committer.connection, path, replace=replace)
            self._move(committer, path, self._opened_copy(path), fresh=fresh)

        self._writer.do(go_over, although_behind=True)

    @staticmethod
    def _opened_copy(path: Path) -> Opened:
        opened = open_file(path)
        if opened.access is Access.WRITE:
            return opened
        opened.close()
        raise ProjectInUse(path=str(path), owner=str(opened.owner or ""))

    def _begin(self, path: Path, opened: Opened) -> None:
        """Go on in a copy of what could not be changed."""
        self._opened.close()
        self.path, self.owner, self._opened = path, None, opened
        loaded = self._load(opened)
        self._vault.move(path)
        self._writer = self._start(loaded)
        self._writer.hand_over(self._state)
        self.access = opened.access  # last: whoever sees that it can be changed may keep at once

    def _move(self, committer: Committer, path: Path, opened: Opened, *, fresh: bool) -> None:
        """Go on in a copy that holds the same, or that was made of the state, on the writer's thread."""
        if fresh:
            committer.begin(opened.connection, self._load(opened))
        else:
            committer.go_on(opened.connection)
        before, self._opened, self.path = self._opened, opened, path
        if self._writer is not None:
            self._writer.path = path
        self._vault.move(path)
        before.close()

    def close(self) -> None:
        """Write what is left, and let the file go. May be called again."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.end()
        self._vault.close()
        self._opened.close(lambda: self._remember(writer))

    def _remember(self, writer: Writer | None) -> None:
        """Note that the file is whole, while nobody else can write to it."""
        if self._known is not None and writer is not None and writer.trouble is None:
            self._known.remember(self.path)

    def on_error(self, callback: OnTrouble) -> None:
        """Hear on the writer's thread why the disk does not take it, and with None that it did again."""
        if self._writer is not None:
            self._writer.listen(callback)

    @property
    def trouble(self) -> SottovoceError | None:
        """Why the last change is not on the disk; None: nothing is wrong."""
        return self._writer.trouble if self._writer is not None else None

    # --- voices that travel inside ------------------------------------------------------------

    def put_voice(self, voice: EmbeddedVoice) -> None:
        """Put a voice inside, in place of one of the same id.

        Raises:
            ProjectReadOnly: When this project cannot be changed.
            StorageError: When the disk does not take it.
        """
        row = (voice.id, voice.name, voice.data)

        def put(committer: Committer) -> None:
            with committer.transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO voices (id, name, data) VALUES (?, ?, ?)", row)

        self._writing().do(put)

    def remove_voice(self, voice_id: str) -> None:
        """Take a voice out again.

        Raises:
            ProjectReadOnly: When this project cannot be changed.
            StorageError: When the disk does not take it.
        """

        def remove(committer: Committer) -> None:
            with committer.transaction() as connection:
                connection.execute("DELETE FROM voices WHERE id = ?", (voice_id,))

        self._writing().do(remove)

    def embedded_voices(self) -> Sequence[EmbeddedVoice]:
        """Return the voices inside.

        Raises:
            ProjectError: When they cannot be read.
        """
        rows = self._vault.rows("SELECT id, name, data FROM voices ORDER BY id")
        found = [EmbeddedVoice(*row) for row in rows if _is_voice(row)]
        if len(found) < len(rows):
            log.warning("%s holds voices that are none; they are left out", self.path)
        return found

    def _writing(self) -> Writer:
        if self._writer is None:
            raise ProjectReadOnly(path=str(self.path), why=self.access.value)
        return self._writer


def _is_voice(row: tuple[object, ...]) -> bool:
    """Say whether it is a voice; its id becomes the name of a file, and may have come from anywhere."""
    voice_id, name, data = row
    is_id = isinstance(voice_id, str) and _VOICE_ID.fullmatch(voice_id) is not None
    return is_id and isinstance(name, str) and isinstance(data, bytes)


def _with_takes(state: ProjectState, takes: dict[str, tuple[int, Take]]) -> ProjectState:
    """Return the state with takes that were added and that it does not have."""
    script = state.script
    there = {take.id for line in script.lines for take in line.takes}
    new: dict[int, list[Take]] = {}
    for one, (line, take) in takes.items():
        if one not in there:
            new.setdefault(line, []).append(take)
    if not new:
        return state
    lines = tuple(
        replace(line, takes=(*line.takes, *new[line.id]), failure=None) if line.id in new else line
        for line in script.lines
    )
    return replace(state, script=replace(script, lines=lines))


def _shown(state: ProjectState, takes: dict[str, tuple[int, Take]]) -> list[str]:
    """Return those of the takes that the state has on their lines."""
    if not takes:
        return []
    lines = {line for line, _ in takes.values()}
    there = {take.id for line in state.script.lines if line.id in lines for take in line.takes}
    return [one for one in takes if one in there]
