"""The voice library on disk: one folder a voice (docs/voice-format.md).

::

    voices/anna-3f9c2a/voice.toml               name, words, consent, facts
    voices/anna-3f9c2a/reference-81c0de.flac    what engines hear
    voices/anna-3f9c2a/original-81c0de.m4a      the recording as it was given
    voices/.trash/                              what was deleted, for a month
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.atomic import atomic_file, storage_error
from core.errors import VoiceUnknown
from core.file_lock import locked
from core.model.voice import Consent, Voice
from core.processes import leave_note
from core.voices.content import voice_sha256
from core.voices.facts import (
    FACTS_FILE,
    FORMAT,
    VoiceFacts,
    consent_facts,
    consent_table,
    dump_facts,
    editable,
    one_line,
    parse_facts,
    written,
)
from core.voices.index import VOICE_ID, VoiceIndex
from core.voices.recordings import NewReference, put
from core.voices.trash import Trash

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

CHANGED_FILE = ".changed"
"""Is put in its place anew after each change, so that whoever watches the library's folder hears of it."""

_LOCK_FILE = ".lock"


@dataclass(frozen=True)
class NewVoice:
    """A voice to be added.

    Attributes:
        name: Name for people.
        references: Its recordings, at least one.
        language: BCP 47 tag, or empty.
        consent: Whose voice it is.
        tags: Words to find it by.
        notes: What there is to say about it.
    """

    name: str
    references: Sequence[NewReference]
    language: str = ""
    consent: Consent = field(default_factory=Consent)
    tags: Sequence[str] = ()
    notes: str = ""


Change = Callable[["TOMLDocument"], None]
"""Changes a ``voice.toml`` that has just been read."""


class VoiceLibrary:
    """Voices that are kept.

    Two programs may share a library: each change reads, changes and writes under a lock, and what another
    has changed is seen at the next look.
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        """Use a folder.

        Args:
            folder: Where the voices are; it need not exist yet.
            cache: A file to keep in what was read of them; None: all is read again at the next start.
        """
        self._folder = folder
        self._index = VoiceIndex(folder, cache)
        self._trash = Trash(folder)

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._folder

    @property
    def trash(self) -> Trash:
        """What was deleted from it."""
        return self._trash

    # --- looking ------------------------------------------------------------------------------

    def all(self) -> list[Voice]:
        """Return the voices in the order of adding; a folder that is no voice is left alone and logged."""
        return self._index.all()

    def get(self, voice_id: str) -> Voice:
        """Return a voice.

        Raises:
            VoiceUnknown: When there is none of that id.
        """
        voice = self._index.get(voice_id)
        if voice is None:
            raise VoiceUnknown(voice=voice_id[:80])
        return voice

    def same_content(self, content_sha256: str) -> Voice | None:
        """Return the first voice that sounds and says the same, or None."""
        return next((voice for voice in self.all() if voice_sha256(voice) == content_sha256), None)

    # --- coming and going ---------------------------------------------------------------------

    def add(self, new: NewVoice) -> Voice:
        """Copy recordings into the library as a voice: whole or not at all.

        Raises:
            ReferenceUnreadable: When one cannot be read to its end.
            StorageError: When it cannot be copied.
        """
        with self.adding(new.name) as folder:
            facts = VoiceFacts(
                FORMAT,
                written(new.name),
                tuple(put(one, folder) for one in new.references),
                new.language,
                round(time.time(), 6),
                tuple(one_line(tag) for tag in new.tags),
                new.notes,
                consent=consent_facts(new.consent),
            )
            write_whole(folder / FACTS_FILE, dump_facts(facts))
        return self.added(folder)

    @contextmanager
    def adding(self, name: str, wanted: str = "") -> Iterator[Path]:
        """Give a folder that becomes a voice when the block ends, and leaves nothing when it raises.

        Args:
            name: The voice's name, which its id is made of.
            wanted: The id that the voice had elsewhere; taken where it is one and is free.

        Raises:
            StorageError: When the file system refuses, in the block too.
        """
        voice_id = f"{_slug(name)}-{secrets.token_hex(3)}"
        if VOICE_ID.fullmatch(wanted) and not (self._folder / wanted).exists():
            voice_id = wanted
        partial = self._folder / f".{voice_id}.part"
        try:
            partial.mkdir(parents=True)
            yield partial
            partial.rename(self._folder / voice_id)
        except OSError as error:
            raise storage_error(error, self._folder / voice_id) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        self._tell_others()

    def added(self, folder: Path) -> Voice:
        """Return the voice that a folder of ``adding`` has become.

        Raises:
            VoiceUnknown: When somebody has removed it already.
        """
        return self.get(folder.name.removeprefix(".").removesuffix(".part"))

    def duplicate(self, voice_id: str, name: str = "") -> Voice:
        """Copy a voice.

        Args:
            voice_id: Which.
            name: The copy's name; empty: the voice's with the next free number.

        Raises:
            VoiceUnknown: When there is none of that id.
            StorageError: When it cannot be copied.
        """
        voice = self.get(voice_id)
        name = name or _numbered(voice.name, {one.name for one in self.all()})
        with self.adding(name) as folder, self._changing():
            for file in (self._folder / voice_id).iterdir():
                if file.is_file():
                    shutil.copyfile(file, folder / file.name)
            document = editable((folder / FACTS_FILE).read_bytes())
            document["name"], document["added_at_s"] = written(name), round(time.time(), 6)
            write_whole(folder / FACTS_FILE, _checked(document))
        return self.added(folder)

    def remove(self, voice_id: str) -> None:
        """Put a voice into the trash; what has been there for a month is deleted.

        Raises:
            VoiceUnknown: When there is none of that id.
            StorageError: When it cannot be moved.
        """
        with self._changing():
            self.get(voice_id)
            try:
                self._trash.take(self._folder / voice_id)
            except OSError as error:
                raise storage_error(error, self._folder / voice_id) from error
        self._trash.empty()
        self._tell_others()

    def bring_back(self, voice_id: str) -> Voice:
        """Take a voice out of the trash again.

        Raises:
            VoiceUnknown: When there is none of that id in it.
            StorageError: When it cannot be moved.
        """
        with self._changing():
            deleted = self._trash.newest(voice_id)
            if deleted is None:
                raise VoiceUnknown(voice=voice_id[:80])
            try:
                deleted.rename(self._folder / voice_id)
            except OSError as error:
                raise storage_error(error, self._folder / voice_id) from error
        self._tell_others()
        return self.get(voice_id)

    # --- changes ------------------------------------------------------------------------------

    def edit(self, voice_id: str, change: Change) -> Voice:
        """Change what is known of a voice: whole or not at all; all else of the file stays.

        The file is read, changed and written under the library's lock, so that two programs at once lose
        no edit.

        Args:
            voice_id: Which.
            change: Is given the file as it is now, in the form of today.

        Returns:
            The voice as it is now.

        Raises:
            VoiceUnknown: When there is none of that id.
            StorageError: When it cannot be written.
        """
        with self._changing():
            self.get(voice_id)
            path = self._folder / voice_id / FACTS_FILE
            try:
                document = editable(path.read_bytes())
            except OSError as error:
                raise storage_error(error, path) from error
            change(document)
            with atomic_file(path, replace=True) as out:
                out.write(_checked(document))
        self._tell_others()
        return self.get(voice_id)

    def rename(self, voice_id: str, name: str) -> Voice:
        """Call a voice otherwise; its id stays. A name without letters changes nothing."""
        name = one_line(name)
        return self._set(voice_id, "name", name) if name else self.get(voice_id)

    def set_language(self, voice_id: str, language: str) -> Voice:
        """Write down what language a voice speaks (BCP 47), or empty."""
        return self._set(voice_id, "language", one_line(language))

    def set_tags(self, voice_id: str, tags: Sequence[str]) -> Voice:
        """Write down the words to find a voice by, each once."""
        return self._set(voice_id, "tags", list(dict.fromkeys(tag for tag in map(one_line, tags) if tag)))

    def set_notes(self, voice_id: str, notes: str) -> Voice:
        """Write down what there is to say about a voice."""
        return self._set(voice_id, "notes", written(notes))

    def set_archived(self, voice_id: str, archived: bool) -> Voice:
        """Put a voice aside, or offer it again."""
        return self._set(voice_id, "archived", archived)

    def set_consent(self, voice_id: str, consent: Consent) -> Voice:
        """Write down whose voice it is."""
        return self._set(voice_id, "consent", consent_table(consent))

    def _set(self, voice_id: str, key: str, value: object) -> Voice:
        def change(document: TOMLDocument) -> None:
            document[key] = value

        return self.edit(voice_id, change)

    # --- inside -------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the library's lock."""
        with ExitStack() as stack:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(self._folder / _LOCK_FILE))
            except OSError as error:
                raise storage_error(error, self._folder / _LOCK_FILE) from error
            yield

    def _tell_others(self) -> None:
        with suppress(OSError):
            leave_note(self._folder / CHANGED_FILE, secrets.token_bytes(8))


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file of a folder that nobody looks into yet.

    Raises:
        StorageError: When it cannot be written.
    """
    with atomic_file(path, replace=True) as out:
        out.write(data)


def _checked(document: TOMLDocument) -> bytes:
    """Return a changed file, which can be read again."""
    import tomlkit

    data = tomlkit.dumps(document).encode()
    parse_facts(data)
    return data


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "voice"


def _numbered(name: str, taken: set[str]) -> str:
    stem = re.sub(r" [0-9]{1,4}$", "", name)
    return next(new for n in range(2, len(taken) + 3) if (new := f"{stem} {n}") not in taken)
