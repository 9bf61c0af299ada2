"""The voices of a library in memory: a ``voice.toml`` is read again only when it has changed.

What was read is kept in the cache folder too, so that a thousand voices are there at once at the next start.
"""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import msgspec

from core.model.voice import Voice
from core.processes import leave_note
from core.voices.facts import FACTS_FILE, VoiceFacts, parse_facts, voice_of

log = logging.getLogger(__name__)

VOICE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")

_Signature = tuple[int, int, int]
"""Time of change in ns, size and file number of a ``voice.toml``."""


WORTH_KEEPING = 20
"""After so many files were read anew the cache is written."""


@dataclass(frozen=True)
class _Entry:
    """What was read, and of which state of the file; no voice where it could not be understood."""

    signature: _Signature
    voice: Voice | None
    facts: VoiceFacts | None = None


class _Kept(msgspec.Struct):
    """The cache: of which folder, and what stands in its files."""

    folder: str
    facts: dict[str, tuple[_Signature, VoiceFacts]]


class VoiceIndex:
    """Reads the voices in a folder; every method may be called from any thread."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        """Use a folder.

        Args:
            folder: Where the voices are; it need not exist.
            cache: A file to keep in what was read; None: it is read again at the next start.
        """
        self._folder = folder
        self._cache = cache
        self._cache_read = False
        self._entries: dict[str, _Entry] = {}
        self._read_anew = 0
        self._lock = Lock()

    def all(self) -> list[Voice]:
        """Return the voices in the order of adding; a folder that is no voice is left alone and logged."""
        try:
            names = [name for name in os.listdir(self._folder) if VOICE_ID.fullmatch(name)]  # noqa: PTH208
        except OSError:
            names = []
        with self._lock:
            self._read_cache()
            self._entries = {name: entry for name in names if (entry := self._read(name)) is not None}
            voices = [entry.voice for entry in self._entries.values() if entry.voice is not None]
            self._write_cache()
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
            facts = parse_facts(Path(path).read_bytes())
        except (OSError, ValueError) as error:
            log.warning("%s is no voice: %s", folder, error)
            return _Entry(signature, None)
        self._read_anew += 1
        return self._entry(folder, signature, facts)

    def _entry(self, folder: Path, signature: _Signature, facts: VoiceFacts) -> _Entry:
        return _Entry(signature, voice_of(folder, facts, signature[0] / 1e9), facts)

    def _read_cache(self) -> None:
        """Take what was read in an earlier run, once; each file is still looked at for changes."""
        if self._cache_read or self._cache is None:
            return
        self._cache_read = True
        try:
            kept = msgspec.msgpack.decode(self._cache.read_bytes(), type=_Kept)
        except (OSError, ValueError, RecursionError):
            return
        if kept.folder == str(self._folder):
            for name, (signature, facts) in kept.facts.items():
                if VOICE_ID.fullmatch(name) and name not in self._entries:
                    self._entries[name] = self._entry(self._folder / name, signature, facts)

    def _write_cache(self) -> None:
        if self._cache is None or self._read_anew < WORTH_KEEPING:
            return
        self._read_anew = 0
        facts = {
            name: (entry.signature, entry.facts)
            for name, entry in self._entries.items()
            if entry.facts is not None
        }
        with suppress(OSError):
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            leave_note(self._cache, msgspec.msgpack.encode(_Kept(str(self._folder), facts)))
