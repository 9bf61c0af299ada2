"""The voice library on disk: one folder for each reference.

::

    voices/anna-3f9c2a/voice.toml        name, words, facts
    voices/anna-3f9c2a/reference.flac    a copy of the recording, as it was
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
import time
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core.audio.atomic import atomic_file, storage_error
from core.errors import VoiceUnknown
from core.model.voice import Reference, Voice

log = logging.getLogger(__name__)

FACTS_FILE = "voice.toml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_PARTIAL = ".part"


@dataclass(frozen=True)
class NewReference:
    """A recording to be added.

    Attributes:
        path: The file, which has been looked into.
        name: Name for people.
        text: Its words, or empty.
        duration_s: Its length in seconds.
    """

    path: Path
    name: str
    text: str = ""
    duration_s: float = 0.0


@dataclass(frozen=True)
class _Kept:
    """A voice of the library, and when it was added, in seconds since the epoch."""

    added_at_s: float
    voice: Voice


class VoiceLibrary:
    """References that are kept. Files are read anew at each call: two programs may share a library."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist yet."""
        self._folder = folder

    def all(self) -> list[Voice]:
        """Return the voices in the order of adding; a folder that is no voice is left alone and logged."""
        try:
            folders = sorted(self._folder.iterdir())
        except OSError:
            return []
        kept = [one for folder in folders if (one := self._read(folder)) is not None]
        return [one.voice for one in sorted(kept, key=lambda one: (one.added_at_s, one.voice.name))]

    def get(self, voice_id: str) -> Voice:
        """Return a voice.

        Raises:
            VoiceUnknown: When there is none of that id.
        """
        kept = self._read(self._folder / voice_id) if _ID.fullmatch(voice_id) else None
        if kept is None:
            raise VoiceUnknown(voice=voice_id[:80])
        return kept.voice

    def add(self, new: NewReference) -> Voice:
        """Copy a recording into the library: whole or not at all.

        Raises:
            StorageError: When it cannot be copied.
        """
        voice_id = f"{_slug(new.name)}-{secrets.token_hex(3)}"
        partial = self._folder / f".{voice_id}{_PARTIAL}"
        file = f"reference{_suffix(new.path)}"
        try:
            partial.mkdir(parents=True)
            shutil.copyfile(new.path, partial / file)
            _write_facts(partial / FACTS_FILE, new, file)
            partial.rename(self._folder / voice_id)
        except OSError as error:
            raise storage_error(error, self._folder / voice_id) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return self.get(voice_id)

    def set_text(self, voice_id: str, text: str) -> Voice:
        """Write down what is said in a recording: whole or not at all; all else of the voice stays.

        Returns:
            The voice as it is now.

        Raises:
            VoiceUnknown: When there is none of that id.
            StorageError: When it cannot be written.
        """
        import tomlkit

        self.get(voice_id)
        path = self._folder / voice_id / FACTS_FILE
        try:
            facts = tomlkit.parse(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise storage_error(error, path) from error
        facts["text"] = _written(text)
        with atomic_file(path, replace=True) as out:
            out.write(tomlkit.dumps(facts).encode())
        return self.get(voice_id)

    def remove(self, voice_id: str) -> None:
        """Delete a voice with its copy of the recording.

        Raises:
            VoiceUnknown: When there is none of that id.
            StorageError: When it cannot be deleted.
        """
        self.get(voice_id)
        doomed = self._folder / f".{voice_id}-{secrets.token_hex(3)}{_PARTIAL}"
        try:
            (self._folder / voice_id).rename(doomed)
        except OSError as error:
            raise storage_error(error, self._folder / voice_id) from error
        shutil.rmtree(doomed, ignore_errors=True)

    def _read(self, folder: Path) -> _Kept | None:
        if not _ID.fullmatch(folder.name):
            return None
        try:
            path = folder / FACTS_FILE
            facts = tomllib.loads(path.read_text(encoding="utf-8"))
            added_at_s = float(facts.get("added_at_s", path.stat().st_mtime))
            file = folder / Path(str(facts["file"])).name
            duration_s = float(facts.get("duration_s", 0.0))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("%s is no voice: %r", folder, error)
            return None
        reference = Reference(file, str(facts.get("text", "")), duration_s)
        name, language = str(facts.get("name", folder.name)), str(facts.get("language", ""))
        return _Kept(added_at_s, Voice(folder.name, name, language, references=(reference,)))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "voice"


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _written(text: str) -> str:
    """Return text that a file can hold: a file's name may have bytes that are no characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _write_facts(path: Path, new: NewReference, file: str) -> None:
    import tomlkit

    facts = {
        "name": _written(new.name),
        "text": _written(new.text),
        "file": file,
        "duration_s": round(new.duration_s, 3),
        "added_at_s": round(time.time(), 6),
    }
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(tomlkit.dumps(facts))
        out.flush()
        os.fsync(out.fileno())
