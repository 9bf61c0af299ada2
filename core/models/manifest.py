"""What there is to fetch, as data: one TOML file a model.

Those of the program lie in ``core/models/manifests``; a user may put more beside the folders of weights
(``models/*.toml``). Both are read strictly: an unknown word, a path that leaves its folder or a size that
cannot be is refused, with the reason.
"""

from __future__ import annotations

import functools
import logging
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from core.errors import ManifestBroken, ModelUnknown

log = logging.getLogger(__name__)

HUB = "https://huggingface.co"

UNKNOWN_HASH = "unknown"
"""Nobody has published the file's hash: the one first seen is kept and compared after."""

_SIZE_LIMIT = 1_000_000_000_000
_FILE_LIMIT = 100_000
"""Bytes of a manifest; the program's own have under 3,000."""

_Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,63}\Z")]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
_Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{64}|unknown)\Z")]
_Size = Annotated[int, msgspec.Meta(ge=1, le=_SIZE_LIMIT)]
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+ -]{0,99}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes the fields that it names and no other."""


class WeightsLicence(_Strict, frozen=True):
    """What the weights may be used for.

    Attributes:
        spdx: SPDX identifier, or the licence's own short name.
        summary: What it allows, in one plain English phrase.
        url: Where it can be read.
    """

    spdx: _Text
    summary: _Text
    url: _Text


class HubFile(_Strict, frozen=True):
    """Where a model hub has a file.

    Attributes:
        repository: ``OWNER/NAME``.
        revision: A commit or a branch.
        path: Within the repository.
    """

    repository: _Text
    revision: _Text
    path: _Text

    @property
    def url(self) -> str:
        """Where it is fetched from."""
        return f"{HUB}/{self.repository}/resolve/{self.revision}/{self.path}"


class WeightFile(_Strict, frozen=True):
    """A file of a model.

    Attributes:
        path: Within the model's folder, with forward slashes.
        size_bytes: Its exact size.
        sha256: In hexadecimal, or ``unknown``.
        sources: Addresses, best first.
        hub: Where a model hub has it; tried after ``sources``.
    """

    path: _Text
    size_bytes: _Size
    sha256: _Sha256
    sources: tuple[_Text, ...] = ()
    hub: HubFile | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """All addresses, best first."""
        return self.sources + ((self.hub.url,) if self.hub is not None else ())

    @property
    def known_sha256(self) -> str:
        """The hash, or empty where it is unknown."""
        return "" if self.sha256 == UNKNOWN_HASH else self.sha256


class Manifest(_Strict, frozen=True):
    """A model that can be fetched.

    Attributes:
        id: What it is asked for by.
        engine: Whose weights they are; ``whisper`` for the speech recognition.
        folder: Name of its folder under ``models/ENGINE``.
        name: For people.
        languages: BCP 47 tags.
        memory_bytes: What it needs to speak: weights, peak and context.
        licence: Of the weights.
        files: What its folder holds.
    """

    id: _Name
    engine: _Name
    folder: _Name
    name: _Text
    languages: tuple[_Text, ...]
    memory_bytes: _Size
    licence: WeightsLicence
    files: Annotated[tuple[WeightFile, ...], msgspec.Meta(min_length=1, max_length=100)]

    @property
    def size_bytes(self) -> int:
        """All of it."""
        return sum(file.size_bytes for file in self.files)

    def place(self, models_dir: Path) -> Path:
        """Return where its folder is, or will be."""
        return models_dir / self.engine / self.folder


@dataclass(frozen=True)
class Catalogue:
    """All models that can be fetched.

    Attributes:
        manifests: The program's own, then the user's.
        broken: Why files of the user's are not among them.
    """

    manifests: tuple[Manifest, ...]
    broken: tuple[ManifestBroken, ...] = ()

    def of_engine(self, engine: str) -> tuple[Manifest, ...]:
        """Return an engine's models, the program's own first."""
        return tuple(one for one in self.manifests if one.engine == engine)

    def find(self, what: str) -> Manifest:
        """Return the model of an id, or the first of an engine.

        Raises:
            ModelUnknown: When there is none.
        """
        for one in self.manifests:
            if one.id == what:
                return one
        for one in self.of_engine(what):
            return one
        raise ModelUnknown(model=what[:80], known=", ".join(one.id for one in self.manifests))


@functools.cache
def own_manifests() -> tuple[Manifest, ...]:
    """Return the program's own, by id."""
    folder = files("core.models").joinpath("manifests")
    found = [parse(file.name, file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda one: one.id))


def read_catalogue(models_dir: Path) -> Catalogue:
    """Return the program's manifests and those that the user put into a folder; a broken one is told."""
    found, broken = list(own_manifests()), []
    for path in _files(models_dir):
        try:
            one = parse(str(path), _read(path))
            _check_new(one, found, path)
        except ManifestBroken as error:
            log.warning("%s", error)
            broken.append(error)
        else:
            found.append(one)
    return Catalogue(tuple(found), tuple(broken))


def parse(path: str, data: bytes) -> Manifest:
    """Read a manifest.

    Args:
        path: The file's name, for the error.
        data: Its content.

    Raises:
        ManifestBroken: When anything of it is not as it has to be.
    """
    try:
        manifest = msgspec.convert(tomllib.loads(data.decode("utf-8")), Manifest)
        _check_files(manifest.files)
        _check_folders(manifest)
        _check_url(manifest.licence.url)
    except (ValueError, RecursionError) as error:  # msgspec's and tomllib's errors are ValueErrors
        raise ManifestBroken(path=path, reason=str(error)[:200] or type(error).__name__) from error
    return manifest


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError:
        return []


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_FILE_LIMIT + 1)
    except OSError as error:
        raise ManifestBroken(path=str(path), reason=error.strerror or str(error)) from error
    if len(data) > _FILE_LIMIT:
        raise ManifestBroken(path=str(path), reason=f"it has more than {_FILE_LIMIT} bytes")
    return data


def _check_new(one: Manifest, others: Iterable[Manifest], path: Path) -> None:
    for other in others:
        if one.id == other.id:
            raise ManifestBroken(path=str(path), reason=f"the id {one.id} is taken")
        if (one.engine, one.folder) == (other.engine, other.folder):
            raise ManifestBroken(path=str(path), reason=f"the folder {one.engine}/{one.folder} is taken")


def _check_folders(manifest: Manifest) -> None:
    for name in (manifest.id, manifest.engine, manifest.folder):
        if _RESERVED.fullmatch(name) or name.endswith((".", ".part", ".partial")):
            raise ValueError(f"{name} is no name for a folder")


def _check_files(found: tuple[WeightFile, ...]) -> None:
    seen: set[str] = set()
    for file in found:
        check_path(file.path)
        if file.path.lower() in seen:
            raise ValueError(f"{file.path} is named twice")
        seen.add(file.path.lower())
        if not file.urls:
            raise ValueError(f"{file.path} has no source")
        if file.hub is not None:
            _check_hub(file.hub)
        for url in file.sources:
            _check_url(url)
    for path in seen:
        if any(str(parent) in seen for parent in PurePosixPath(path).parents):
            raise ValueError(f"{path} lies within a file")


def check_path(path: str) -> None:
    """Check that a path stays within its folder, on every system.

    Raises:
        ValueError: When it does not.
    """
    parts = path.split("/")
    if len(parts) > 4 or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"{path!r} is no path of a file of weights")
    if any(_RESERVED.fullmatch(part) or part.endswith((" ", ".", ".part")) for part in parts):
        raise ValueError(f"{path!r} is no path of a file of weights")


def _check_hub(hub: HubFile) -> None:
    check_path(hub.path)
    if not _REPOSITORY.fullmatch(hub.repository) or not _REVISION.fullmatch(hub.revision):
        raise ValueError(f"{hub.repository}@{hub.revision} is no repository")


def _check_url(url: str) -> None:
    """Check an address: https, or http on this machine, without a password."""
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError(f"{url} is no https address")
    if not parts.hostname or parts.username is not None or parts.port == 0:
        raise ValueError(f"{url} is no address to fetch from")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"{url!r} is no address to fetch from")
