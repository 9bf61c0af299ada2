"""What is remembered of weights, whichever folders come and go: licences, hashes, languages.

One JSON file beside the folders of weights. It is read anew at each call: two programs may share it.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from core.atomic import atomic_file
from core.file_lock import locked
from core.models.manifest import WeightFile
from core.paths import make_folder

log = logging.getLogger(__name__)

LEDGER_NAME = "weights.json"
LOCK_NAME = "weights.lock"


class Accepted(msgspec.Struct, frozen=True):
    """A licence that was accepted.

    Attributes:
        licence: Its short name.
        url: Where it could be read.
        at: When, ISO 8601 with the zone.
    """

    licence: str
    url: str
    at: str


class Seen(msgspec.Struct, frozen=True):
    """A file whose hash was computed here first.

    Attributes:
        sha256: In hexadecimal.
        size_bytes: Its size.
        at: When, ISO 8601 with the zone.
    """

    sha256: str
    size_bytes: int
    at: str


class _Content(msgspec.Struct, frozen=True):
    licences: dict[str, Accepted] = {}
    seen: dict[str, Seen] = {}
    chosen: dict[str, str] = {}
    languages: dict[str, tuple[str, ...]] = {}


class Ledger:
    """Remembers licences, hashes and languages; safe to use from any thread and process."""

    def __init__(self, models_dir: Path) -> None:
        """Use the file in a folder, which need not exist yet."""
        self._folder = models_dir

    def accepted(self, model: str, licence: str) -> Accepted | None:
        """Return when a model's licence was accepted, or None; a changed one was not."""
        found = self._read().licences.get(model)
        return found if found is not None and found.licence == licence else None

    def accept(self, model: str, licence: str, url: str) -> Accepted:
        """Keep that a licence was accepted; a date that is there stays.

        Raises:
            StorageError: When it cannot be kept.
        """
        before = self.accepted(model, licence)
        if before is not None:
            return before
        new = Accepted(licence, url, _now())
        with self._changing() as content:
            content.licences[model] = new
        return new

    def seen(self, file: str) -> Seen | None:
        """Return the hash of ``ENGINE/FOLDER/PATH`` that was seen first, or None."""
        return self._read().seen.get(file)

    def files_of(self, folder: str) -> list[WeightFile]:
        """Return the files of ``ENGINE/FOLDER`` that were seen, as a manifest would name them."""
        return [
            WeightFile(name.removeprefix(f"{folder}/"), seen.size_bytes, seen.sha256)
            for name, seen in self._read().seen.items()
            if name.startswith(f"{folder}/")
        ]

    def keep_seen(self, hashes: Mapping[str, tuple[str, int]]) -> None:
        """Keep hashes and sizes of files, by ``ENGINE/FOLDER/PATH``; one that is there stays.

        Raises:
            StorageError: When they cannot be kept.
        """
        if not hashes:
            return
        now = _now()
        with self._changing() as content:
            for file, (sha256, size_bytes) in hashes.items():
                content.seen.setdefault(file, Seen(sha256, size_bytes, now))

    def forget(self, folder: str) -> None:
        """Forget hashes and languages of the user's own ``ENGINE/FOLDER``, which was removed.

        Raises:
            StorageError: When that cannot be kept.
        """
        known = self._read()
        if folder in known.languages or any(file.startswith(f"{folder}/") for file in known.seen):
            with self._changing() as content:
                content.languages.pop(folder, None)
                for file in [file for file in content.seen if file.startswith(f"{folder}/")]:
                    del content.seen[file]

    def languages(self, folder: str) -> tuple[str, ...]:
        """Return the BCP 47 tags that ``ENGINE/FOLDER`` was said to speak; none: what its engine speaks."""
        return self._read().languages.get(folder, ())

    def say_languages(self, folder: str, tags: tuple[str, ...]) -> None:
        """Keep what ``ENGINE/FOLDER`` speaks, the usual language first.

        Raises:
            StorageError: When that cannot be kept.
        """
        if tags != self.languages(folder):
            with self._changing() as content:
                content.languages.pop(folder, None)
                if tags:
                    content.languages[folder] = tags

    def chosen(self, engine: str) -> str:
        """Return the name of the weights that an engine takes where nobody names any, or empty."""
        return self._read().chosen.get(engine, "")

    def choose(self, engine: str, name: str) -> None:
        """Let an engine take these weights where nobody names any.

        Raises:
            StorageError: When that cannot be kept.
        """
        with self._changing() as content:
            content.chosen[engine] = name

    @contextmanager
    def _changing(self) -> Iterator[_Content]:
        make_folder(self._folder)
        with locked(self._folder / LOCK_NAME):
            content = self._read()
            yield content
            with atomic_file(self._folder / LEDGER_NAME, replace=True) as file:
                file.write(msgspec.json.format(msgspec.json.encode(content), indent=1))

    def _read(self) -> _Content:
        path = self._folder / LEDGER_NAME
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Content)
        except FileNotFoundError:
            return _Content({}, {}, {}, {})
        except (OSError, ValueError) as error:
            log.warning("%s cannot be read: %s", path, error)
            return _Content({}, {}, {}, {})


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
