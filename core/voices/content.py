"""What makes a voice the same as another: how it sounds, and the words in it. Not its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from core.audio.flac import read_flac, write_flac
from core.errors import ReferenceAudioError
from core.model.voice import Voice


def content_sha256(parts: Iterable[tuple[str, str]]) -> str:
    """Return the hash of a voice's recordings.

    Args:
        parts: For each recording the hash of its samples, and its words. Their order does not matter.
    """
    lines = sorted(f"{samples} {' '.join(text.split())}" for samples, text in parts)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def voice_sha256(voice: Voice) -> str:
    """Return the hash of a voice of the library; empty where a recording cannot be read."""
    try:
        parts = [(one.samples_sha256 or samples_sha256(one.path), one.text) for one in voice.references]
    except (OSError, ReferenceAudioError):
        return ""
    return content_sha256(parts)


def samples_sha256(path: Path) -> str:
    """Return the hash of a recording's samples as a FLAC has them.

    Raises:
        ReferenceAudioError: When it cannot be read to its end.
        OSError: When the file system refuses.
    """
    found = path.stat()
    return _samples_sha256(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1024)
def _samples_sha256(path: Path, _changed_ns: int, _size_bytes: int) -> str:
    if path.suffix == ".flac":
        return read_flac(path).sha256
    with TemporaryDirectory() as folder:
        return write_flac(path, Path(folder) / "reference.flac").sha256
