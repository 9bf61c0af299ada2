"""Files that are dropped or pasted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def local_files(mime: QMimeData) -> tuple[Path, ...]:
    """Return the local files that a drag or the clipboard carries."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
