"""What was deleted from the library, kept for a month in a folder of its own inside it."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

TRASH_FOLDER = ".trash"
KEPT_S = 30 * 24 * 3600.0
"""So long a deleted voice can be brought back."""

LEFT_OVER_S = 24 * 3600.0
"""What an adding that was cut off has left goes after this."""

_DELETED = re.compile(r"(?P<id>[a-z0-9][a-z0-9-]{0,80})\.(?P<at_s>[0-9]{1,12})\.[0-9a-f]{6}")
"""Name of a deleted folder: the voice's id, when it was deleted, and a random part."""


class Trash:
    """Deleted folders of one library."""

    def __init__(self, library: Path) -> None:
        """Use the trash of a library; it need not exist."""
        self._library = library
        self._folder = library / TRASH_FOLDER

    def take(self, folder: Path) -> None:
        """Put a voice's folder into the trash.

        Raises:
            OSError: When the system refuses; it stays where it is then.
        """
        self._folder.mkdir(exist_ok=True)
        folder.rename(self._place_for(folder.name))

    def take_files(self, voice_id: str, files: list[Path]) -> None:
        """Put files of a voice into the trash; what cannot be moved stays where it is.

        Raises:
            OSError: When there can be no trash.
        """
        place = self._folder / f"{self._place_for(voice_id).name}.files"
        place.mkdir(parents=True)
        for file in files:
            with suppress(OSError):
                file.rename(place / file.name)

    def newest(self, voice_id: str) -> Path | None:
        """Return the folder of a voice that was deleted last, or None."""
        found = [(at_s, path) for path, name, at_s in self._deleted() if name == voice_id]
        return max(found)[1] if found else None

    def empty(self) -> None:
        """Delete for good what has been here for long, and what cut-off addings have left."""
        now_s = time.time()
        for path, _, at_s in self._deleted(files=True):
            if now_s - at_s > KEPT_S:
                shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            for path in self._library.glob(".*.part"):
                if now_s - path.stat().st_mtime > LEFT_OVER_S:
                    shutil.rmtree(path, ignore_errors=True)

    def _place_for(self, voice_id: str) -> Path:
        return self._folder / f"{voice_id}.{int(time.time())}.{secrets.token_hex(3)}"

    def _deleted(self, *, files: bool = False) -> list[tuple[Path, str, float]]:
        """Return what is here: path, the voice's id, when it was deleted."""
        try:
            paths = list(self._folder.iterdir())
        except OSError:
            return []
        found = []
        for path in paths:
            match = _DELETED.fullmatch(path.name.removesuffix(".files") if files else path.name)
            if match is not None:
                found.append((path, match["id"], float(match["at_s"])))
        return found
