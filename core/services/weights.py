"""Fetch, check and remove weights, and clean up after them."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.atomic import storage_error
from core.errors import DownloadBusy, ModelUnknown
from core.model.cancel import CancelToken
from core.models.ledger import Accepted, Ledger
from core.models.manifest import UNKNOWN_HASH, Catalogue, Manifest, WeightFile, read_catalogue
from core.models.places import model_lock, staging_of
from core.models.progress import Progress, ProgressClock
from core.models.sources import Sources, hub_cache
from core.models.verify import GOOD, Checker, FileCheck
from core.paths import Paths
from core.services.model_list import size_of
from core.services.models import UNFINISHED, model_folders
from core.settings import Settings

_REMOVED = "removed"


@dataclass(frozen=True)
class Verified:
    """What was found of a model.

    Attributes:
        model: ``ENGINE/FOLDER``.
        folder: Where it is.
        files: What was found of each file.
    """

    model: str
    folder: Path
    files: tuple[FileCheck, ...]

    @property
    def good(self) -> bool:
        """True when every file is what it should be."""
        return all(one.state in GOOD for one in self.files)


@dataclass(frozen=True)
class Leftover:
    """What can go without a loss: it is made or fetched anew when it is needed.

    Attributes:
        kind: ``download`` (unfinished) or ``converted`` (safetensors of pickles).
        path: Where it is.
        size_bytes: Its size.
    """

    kind: str
    path: Path
    size_bytes: int


class Weights:
    """The use cases; every method may be called from any thread, and reads the disk anew."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        """Keep what it works with."""
        self._paths = paths
        self._settings = settings
        self.ledger = Ledger(paths.models_dir)

    def catalogue(self) -> Catalogue:
        """Return what can be fetched."""
        return read_catalogue(self._paths.models_dir)

    def accepted(self, manifest: Manifest) -> Accepted | None:
        """Return when a model's licence was accepted, or None."""
        return self.ledger.accepted(manifest.id, manifest.licence.spdx)

    def accept(self, manifest: Manifest) -> Accepted:
        """Keep that a model's licence was accepted, with the date.

        Raises:
            StorageError: When it cannot be kept.
        """
        return self.ledger.accept(manifest.id, manifest.licence.spdx, manifest.licence.url)

    def get(
        self,
        manifest: Manifest,
        cancel: CancelToken,
        tell: Callable[[Progress], None],
        folder: Path | None = None,
    ) -> Path:
        """Fetch a model whose licence was accepted, or what of it is missing or damaged.

        Args:
            manifest: Which.
            cancel: Looked at all the while.
            tell: Told how far it is.
            folder: A folder or a stick to take it from, instead of any server.

        Returns:
            Its folder.

        Raises:
            WeightsError: See ``Downloader.get``.
            StorageError: When it cannot be written.
            JobCancelled: When the token says so; what has come is kept.
        """
        from core.models.download import Downloader
        from core.models.transport import Web  # with it come http and ssl, which the window starts without

        sources = Sources(folder, self._settings.value("models_mirror"), hub_cache())
        web = Web(self._settings.value("proxy"))
        return Downloader(self._paths.models_dir, sources, web, cancel, tell).get(manifest)

    def verify(self, what: str, cancel: CancelToken, tell: Callable[[Progress], None]) -> list[Verified]:
        """Look at every byte of a model, or of all of an engine's.

        Args:
            what: A model's id, ``ENGINE/FOLDER``, or an engine.
            cancel: Looked at all the while.
            tell: Told how far it is.

        Raises:
            ModelUnknown: When nothing of that name is on the disk.
            JobCancelled: When the token says so.
        """
        return [self._verify(engine, folder, cancel, tell) for engine, folder in self._find(what)]

    def remove(self, what: str) -> list[Path]:
        """Remove a model, with what came of its download. Accepted licences stay.

        Args:
            what: A model's id, or ``ENGINE/FOLDER``.

        Raises:
            ModelUnknown: When nothing of that name is on the disk.
            DownloadBusy: When another process is at it.
            StorageError: When the system refuses.
        """
        removed = []
        for engine, folder in self._find(what, unfinished=True):
            with model_lock(self._paths.models_dir, engine, folder.name, f"{engine}/{folder.name}"):
                for place in (folder, staging_of(folder)):
                    if place.exists():
                        _delete(place)
                        removed.append(place)
                if self._manifest_of(engine, folder) is None:
                    self.ledger.forget(f"{engine}/{folder.name}")
        return removed

    def leftovers(self) -> list[Leftover]:
        """Return what can go without a loss."""
        found = [Leftover("download", path, size_of(path)) for path in self._unfinished()]
        converted = self._paths.converted_dir
        if converted.is_dir():
            found.append(Leftover("converted", converted, size_of(converted)))
        return [one for one in found if one.size_bytes or one.kind == "download"]

    def clean(self) -> list[Leftover]:
        """Delete what can go without a loss; a download that runs just now stays.

        Returns:
            What is gone.

        Raises:
            StorageError: When the system refuses.
        """
        gone = []
        for one in self.leftovers():
            if one.kind == "download":
                name = one.path.name.removeprefix(".").removesuffix(".part")
                try:
                    with model_lock(self._paths.models_dir, one.path.parent.name, name, name):
                        _delete(one.path)
                except DownloadBusy:
                    continue
            else:
                _delete(one.path)
            gone.append(one)
        return gone

    # --- what is on the disk ------------------------------------------------------------------

    def _find(self, what: str, *, unfinished: bool = False) -> list[tuple[str, Path]]:
        """Return engine and folder of what a name stands for."""
        models_dir = self._paths.models_dir
        for manifest in self.catalogue().manifests:
            place = manifest.place(models_dir)
            if manifest.id == what and (place.is_dir() or (unfinished and staging_of(place).is_dir())):
                return [(manifest.engine, place)]
        engine, _, name = what.replace("\\", "/").partition("/")
        found = [
            (engine, folder)
            for folder in self._folders().get(engine, ())
            if folder.name == name or (not name and not unfinished)
        ]
        if not found:
            known = [
                f"{engine}/{folder.name}" for engine, there in self._folders().items() for folder in there
            ]
            raise ModelUnknown(model=what[:80], known=", ".join(known))
        return found

    def _folders(self) -> dict[str, list[Path]]:
        """Return the folders of weights that are there, by the name of the folder that they are in."""
        try:
            engines = sorted(path.name for path in self._paths.models_dir.iterdir() if path.is_dir())
        except OSError:
            return {}
        return {engine: model_folders(self._paths, engine) for engine in engines}

    def _manifest_of(self, engine: str, folder: Path) -> Manifest | None:
        manifests = self.catalogue().of_engine(engine)
        return next((one for one in manifests if one.folder == folder.name), None)

    def _verify(
        self, engine: str, folder: Path, cancel: CancelToken, tell: Callable[[Progress], None]
    ) -> Verified:
        manifest = self._manifest_of(engine, folder)
        key = f"{engine}/{folder.name}"
        files: Sequence[WeightFile] = manifest.files if manifest else self.ledger.files_of(key)
        if not files:
            files = _as_they_are(folder)
        clock = ProgressClock(sum(file.size_bytes for file in files), tell)
        checker = Checker(key, self.ledger, cancel, clock)
        found = checker.look_at_all(folder, files)
        checker.keep_first_seen(found, files)
        return Verified(key, folder, tuple(found))

    def _unfinished(self) -> list[Path]:
        try:
            return sorted(
                path
                for path in self._paths.models_dir.glob("*/.*")
                if path.is_dir() and path.name.endswith(UNFINISHED)
            )
        except OSError:
            return []


def _as_they_are(folder: Path) -> list[WeightFile]:
    """Return the files of a folder that nobody has described: from now on they are known."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (size_bytes := path.stat().st_size):
            found.append(WeightFile(path.relative_to(folder).as_posix(), size_bytes, UNKNOWN_HASH))
    return found


def _delete(place: Path) -> None:
    """Rename a folder out of sight, then delete it: nobody meets a half of it."""
    gone = place.with_name(f".{_REMOVED}-{secrets.token_hex(4)}.part")
    try:
        place.rename(gone)
    except OSError as error:
        raise storage_error(error, place) from error
    shutil.rmtree(gone, ignore_errors=True)
