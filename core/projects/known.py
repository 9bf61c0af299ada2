"""Files that this program left whole: they need not be read to their end before they are trusted again.

One small note a project lies in the cache folder. It counts only for the very same file, untouched since:
another one in its place, or one that was written to after the note (as before a crash), is looked through
anew. While the program that looked it through has it open, others believe that one.
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path

from core.processes import leave_note
from core.projects.lock import held_by

log = logging.getLogger(__name__)

MOST_NOTES = 500
"""With more, the oldest go."""


class KnownFiles:
    """The notes of one user."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made at need.

        Args:
            folder: In the cache; nothing else lies there.
        """
        self._folder = folder

    def knows(self, path: Path) -> bool:
        """Say whether a file is as it was left, or is written to just now by whoever looked it through."""
        try:
            noted, now = self._note(path).read_bytes(), _looks(path)
        except OSError:
            return False
        return noted == now or (noted.split()[:2] == now.split()[:2] and held_by(path) is not None)

    def remember(self, path: Path) -> None:
        """Note that a file was looked through and how it is; what goes wrong costs time later, no more."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            leave_note(self._note(path), _looks(path))
            self._forget_old()

    def _note(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        return self._folder / f"{name}.known"

    def _forget_old(self) -> None:
        notes = list(self._folder.glob("*.known"))
        if len(notes) > MOST_NOTES:
            notes.sort(key=lambda note: note.stat().st_mtime)
            for note in notes[: len(notes) - MOST_NOTES]:
                note.unlink(missing_ok=True)


def _looks(path: Path) -> bytes:
    """Return what changes when a file is written to, or replaced."""
    found = path.stat()
    return f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns}".encode()
