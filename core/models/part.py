"""A file that is coming: what there is of it, and which version it is."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import BinaryIO

_SUFFIX = ".part"
_NOTE_SUFFIX = ".part.json"


class Part:
    """``NAME.part`` beside the file's final place, with a note of its address and version.

    All that is written is handed to the system at once: a killed process loses nothing.
    """

    def __init__(self, target: Path) -> None:
        """Take up what there is.

        Args:
            target: The file when it is whole; its folder need not exist yet.
        """
        self.target = target
        self.path = target.with_name(target.name + _SUFFIX)
        self._note = target.with_name(target.name + _NOTE_SUFFIX)
        self._file: BinaryIO | None = None
        try:
            self.size_bytes = self.path.stat().st_size
        except OSError:
            self.size_bytes = 0

    def mark_of(self, url: str) -> str:
        """Return the version that came from an address: an ETag or a date; empty: not known."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        mark = note.get("mark", "") if isinstance(note, dict) and note.get("url") == url else ""
        return mark if isinstance(mark, str) and mark.isprintable() else ""

    def open(self, start: int, url: str, mark: str) -> None:
        """Get ready to write.

        Args:
            start: Where it goes on: at its end, or at 0, which begins anew.
            url: Where it comes from.
            mark: The version, or empty.

        Raises:
            OSError: When it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if start == 0:
            self.clear()
        self._note.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")
        self._file = self.path.open("ab", buffering=0)

    def write(self, data: bytes) -> None:
        """Add to it.

        Raises:
            OSError: When it cannot be written.
        """
        assert self._file is not None
        view = memoryview(data)
        while view:
            written = self._file.write(view)
            self.size_bytes += written
            view = view[written:]

    def close(self) -> None:
        """End writing; what there is stays."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def clear(self) -> None:
        """Begin anew: nothing of it is left."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.size_bytes = 0

    def finish(self) -> None:
        """Give it its name.

        Raises:
            OSError: When the system refuses.
        """
        self.close()
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)
