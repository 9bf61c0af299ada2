"""The voices of a library in memory: a ``voice.toml`` is read again only when it has changed."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from core.model.voice import Voice
from core.voices.facts import FACTS_FILE, parse_facts, voice_of

log = logging.getLogger(__name__)

VOICE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")

_Signature = tuple[int, int, int]
"""Time of change in ns, size and file number of a ``voice.toml``."""


@dataclass(frozen=True)
class _Entry:
    """What was read, and of which state of the file; no voice where it could not be understood."""

    signature: _Signature
    voice: Voice | None


class VoiceIndex:
    """Reads the voices in a folder; every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist."""
        self._folder = folder
        self._entries: dict[str, _Entry] = {}
        self._lock = Lock()

    def all(self) -> list[Voice]:
        """Return the voices in the order of adding; a folder that is no voice is left alone and logged."""
        try:
            names = [name for name in os.listdir(self._folder) if VOICE_ID.fullmatch(name)]  # noqa: PTH208
        except OSError:
            names = []
        with self._lock:
            self._entries = {name: entry for name in names if (entry := self._read(name)) is not None}
            voices = [entry.voice for entry in self._entries.values() if entry.voice is not None]
        return sorted(voices, key=lambda voice: (voice.added_at_s, voice.name, voice.id))

    def get(self, voice_id: str) -> Voice | None:
        """Return a voice, or None where there is none of that id."""
        if not VOICE_ID.fullmatch(voice_id):
            return None
        with self._lock:
            entry = self._read(voice_id)
            if entry is None:
                self._entries.pop(voice_id, None)
                return None
            self._entries[voice_id] = entry
            return entry.voice

    def _read(self, name: str) -> _Entry | None:
        """Return what is known of a folder; None where it has no facts at all."""
        path = f"{self._folder}{os.sep}{name}{os.sep}{FACTS_FILE}"
        try:
            found = os.stat(path)  # noqa: PTH116 -- a thousand of them at each look
        except OSError:
            return None
        signature = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._entries.get(name)
        if known is not None and known.signature == signature:
            return known
        folder = self._folder / name
        try:
            voice = voice_of(folder, parse_facts(Path(path).read_bytes()), found.st_mtime)
        except (OSError, ValueError) as error:
            log.warning("%s is no voice: %s", folder, error)
            return _Entry(signature, None)
        return _Entry(signature, voice)
