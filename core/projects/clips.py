"""Audio that lies in a project and is read when it is asked for; the last few minutes stay in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import ProjectDamaged
from core.model.audio import AudioClip, Samples
from core.projects.audio import BROKEN, AudioBroken, Encoded, decode
from core.projects.database import connect, project_error

MEMORY_BYTES = 64 * 1024 * 1024
"""So much decoded audio stays: about 11 minutes at 24 kHz."""

_READ = """
SELECT audio.coding, audio.exponent, audio.data, audio.crc32
FROM takes JOIN audio ON audio.number = takes.number WHERE takes.id = ?
"""


class Vault:
    """Reads the audio of one project; any thread may ask.

    It has a connection of its own, so that a take is played while another is stored.
    """

    def __init__(self, path: Path, mode: str = "rw") -> None:
        """Open the file, so that it can be read although it is taken away.

        Args:
            path: The file, which has been checked.
            mode: SQLite's, as it was opened.
        """
        self._path = path
        self._mode = mode
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._recent: OrderedDict[str, Samples] = OrderedDict()
        self._held_bytes = 0
        with suppress(sqlite3.Error):  # what is wrong is said when something is asked for
            self._connection = connect(path, mode=mode)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def samples(self, take_id: str, count: int) -> Samples:
        """Return the audio of a take.

        Raises:
            ProjectDamaged: When it is not there, or not as it was stored.
            ProjectError: When the file cannot be read.
        """
        with self._lock:
            found = self._recent.get(take_id)
            if found is not None:
                self._recent.move_to_end(take_id)
                return found
        heard = self._decoded(self.encoded(take_id), count)
        self.remember(take_id, heard)
        return heard

    def encoded(self, take_id: str) -> Encoded:
        """Return the audio of a take as it lies in the file.

        Raises:
            ProjectDamaged: When it is not there.
            ProjectError: When the file cannot be read.
        """
        with self._lock:
            rows = self._select(_READ, (take_id,))
        if not rows:
            raise ProjectDamaged(path=str(self._path), reason=BROKEN)
        return Encoded(*rows[0])

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a SELECT gives.

        Raises:
            ProjectError: When the file cannot be read.
        """
        with self._lock:
            return self._select(statement, ())

    def remember(self, take_id: str, samples: Samples) -> None:
        """Keep audio at hand; what was used longest ago is forgotten."""
        with self._lock:
            if take_id in self._recent:
                return
            self._recent[take_id] = samples
            self._held_bytes += samples.nbytes
            while self._held_bytes > MEMORY_BYTES and len(self._recent) > 1:
                _, oldest = self._recent.popitem(last=False)
                self._held_bytes -= oldest.nbytes

    def move(self, path: Path, mode: str = "rw") -> None:
        """Read from another file from now on, which holds the same takes."""
        with self._lock:
            self._shut()
            self._path = path
            self._mode = mode

    def close(self) -> None:
        """Let the file go; it is opened again if audio is asked for."""
        with self._lock:
            self._shut()

    def _select(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            if self._connection is None:
                self._connection = connect(self._path, mode=self._mode)
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise project_error(error, self._path, writing=False) from error

    def _shut(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _decoded(self, encoded: Encoded, count: int) -> Samples:
        try:
            return decode(encoded, count)
        except AudioBroken as error:
            raise ProjectDamaged(path=str(self._path), reason=BROKEN) from error


class StoredClip(AudioClip):
    """Audio of a take that lies in a project: all but the samples is known without reading them.

    Attributes:
        take_id: The take.
        vault: Where it is read.
        count: Number of samples.
    """

    take_id: str
    vault: Vault
    count: int

    def __init__(self, vault: Vault, take_id: str, sample_rate_hz: int, count: int, peak: float) -> None:
        """Keep what is known."""
        for name, value in (
            ("vault", vault),
            ("take_id", take_id),
            ("sample_rate_hz", sample_rate_hz),
            ("count", count),
            ("_peak", peak),
        ):
            object.__setattr__(self, name, value)

    @property
    def samples(self) -> Samples:
        """The audio, read now unless it is still in memory.

        Raises:
            ProjectError: When it cannot be read.
        """
        return self.vault.samples(self.take_id, self.count)

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.count / self.sample_rate_hz

    @property
    def peak(self) -> float:
        """Greatest absolute sample (linear, 0 for empty audio)."""
        peak: float = vars(self)["_peak"]
        return peak

    def __repr__(self) -> str:
        """Return it without reading."""
        return f"StoredClip({self.take_id!r}, {self.duration_s:.3f} s)"
