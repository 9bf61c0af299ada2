"""Bring a whole model here: room, licence and lock first, then file by file, then one rename.

::

    models/kokoro/.v1.0-int8.part/     while it comes; what is in it is taken up again
    models/kokoro/v1.0-int8/           when every file was verified
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.atomic import storage_error
from core.errors import (
    DownloadFailed,
    HashWrong,
    LicenceNotAccepted,
    RoomMissing,
    SottovoceError,
)
from core.hashing import file_sha256
from core.model.cancel import CancelToken
from core.models.fetch import Fetch, Patience, fetch, host_of
from core.models.ledger import Ledger
from core.models.manifest import Manifest, WeightFile
from core.models.part import Part
from core.models.places import model_lock, staging_of
from core.models.progress import Progress, ProgressClock, Stage
from core.models.sources import Sources
from core.models.transport import Web
from core.models.verify import GOOD, Checker, FileCheck
from core.paths import make_folder

RESERVE_BYTES = 64 * 1024 * 1024
"""Room that is left to others."""

_BLOCK_BYTES = 1024 * 1024
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass
class Downloader:
    """Fetches models into a folder.

    Attributes:
        models_dir: Where they go.
        sources: Where files may come from.
        web: Asks servers.
        cancel: Looked at all the while.
        tell: Told how far it is.
        patience: How much of a server is put up with.
        ledger: Remembers licences and hashes.
    """

    models_dir: Path
    sources: Sources
    web: Web
    cancel: CancelToken
    tell: Callable[[Progress], None]
    patience: Patience = field(default_factory=Patience)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        """Find the ledger."""
        self.ledger = Ledger(self.models_dir)

    def get(self, manifest: Manifest) -> Path:
        """Fetch a model, or what of it is missing or damaged.

        Returns:
            Its folder; every file in it was verified.

        Raises:
            LicenceNotAccepted: When it was not accepted before; nothing is asked of any server.
            RoomMissing: When the disk has no room, now or on the way.
            DownloadBusy: When another process does the same.
            DownloadFailed: When a file cannot be had; what has come is kept.
            HashWrong: When what came is not the file; it was deleted.
            JobCancelled: When the token says so; what has come is kept.
            StorageError: When it cannot be written.
        """
        licence = manifest.licence
        if self.ledger.accepted(manifest.id, licence.spdx) is None:
            raise LicenceNotAccepted(
                model=manifest.id, licence=licence.spdx, summary=licence.summary, url=licence.url
            )
        with model_lock(self.models_dir, manifest.engine, manifest.folder, manifest.id):
            return _Job(self, manifest).run()


class _Job:
    """One model that is being fetched."""

    def __init__(self, downloader: Downloader, manifest: Manifest) -> None:
        self._of = downloader
        self._manifest = manifest
        self._place = manifest.place(downloader.models_dir)
        self._staging = staging_of(self._place)
        self._clock = ProgressClock(manifest.size_bytes, downloader.tell)
        key = f"{manifest.engine}/{manifest.folder}"
        self._checker = Checker(key, downloader.ledger, downloader.cancel, self._clock)

    def run(self) -> Path:
        files = self._manifest.files
        found = self._checker.look_at_all(self._place, files) if self._place.exists() else []
        good = {one.path for one in found if one.state in GOOD}
        missing = [file for file in files if file.path not in good]
        if missing:
            self._check_room(missing)
            before_bytes = sum(file.size_bytes for file in files if file.path in good)
            for file in missing:
                found.append(self._bring(file, before_bytes))
                before_bytes += file.size_bytes
            self._put_in_place([file.path for file in missing])
        self._checker.keep_first_seen(found, files)
        return self._place

    # --- room ---------------------------------------------------------------------------------

    def _check_room(self, missing: list[WeightFile]) -> None:
        need_bytes = sum(self._need_bytes(file) for file in missing)
        folder = make_folder(self._place.parent)
        free_bytes = shutil.disk_usage(folder).free
        if need_bytes and free_bytes < need_bytes + RESERVE_BYTES:
            raise self._no_room(need_bytes + RESERVE_BYTES, free_bytes)

    def _need_bytes(self, file: WeightFile) -> int:
        """Return what a file still takes on the disk; one that can be linked takes nothing."""
        target = self._staging / file.path
        if target.exists():
            return 0
        local = self._of.sources.local(self._manifest, file)
        if local is not None and _same_disk(local, self._place.parent):
            return 0
        return max(0, file.size_bytes - Part(target).size_bytes)

    def _no_room(self, need_bytes: int, free_bytes: int) -> RoomMissing:
        return RoomMissing(
            model=self._manifest.id,
            path=str(self._place.parent),
            need_bytes=need_bytes,
            free_bytes=free_bytes,
        )

    # --- one file -----------------------------------------------------------------------------

    def _bring(self, file: WeightFile, before_bytes: int) -> FileCheck:
        """Bring a file into the staging folder, verified."""
        target = self._staging / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_file() and (found := self._verified(file, target, before_bytes)) is not None:
                return found
            return self._from_here(file, target, before_bytes) or self._from_web(file, target, before_bytes)
        except OSError as error:
            if error.errno in _NO_ROOM:
                rest_bytes = max(0, file.size_bytes - Part(target).size_bytes)
                raise self._no_room(rest_bytes, shutil.disk_usage(self._staging).free) from error
            raise storage_error(error, target) from error

    def _from_here(self, file: WeightFile, target: Path, before_bytes: int) -> FileCheck | None:
        """Link or copy a file that is on this machine; None where none is, or it is another one.

        Raises:
            DownloadFailed: When it is in no other place that may be looked into.
            HashWrong: When it is another file there.
        """
        local = self._of.sources.local(self._manifest, file)
        only_here = self._of.sources.folder
        if local is None:
            if only_here is not None:
                raise DownloadFailed(
                    model=self._manifest.id,
                    file=file.path,
                    source=str(only_here),
                    reason="it is not there, or has another size",
                )
            return None
        self._clock.begin(Stage.COPYING, file.path, before_bytes)
        self._link_or_copy(local, target)
        found = self._verified(file, target, before_bytes)
        if found is None and only_here is not None:
            raise self._hash_wrong(file, file_sha256(local, self._of.cancel), str(local))
        return found

    def _link_or_copy(self, local: Path, target: Path) -> None:
        with contextlib.suppress(OSError):
            os.link(local.resolve(), target)
            return
        part = target.with_name(target.name + ".copy")
        copied_bytes = 0
        with local.open("rb") as source, part.open("wb") as copy:
            while block := source.read(_BLOCK_BYTES):
                self._of.cancel.check()
                copy.write(block)
                copied_bytes += len(block)
                self._clock.note(copied_bytes)
        part.replace(target)

    def _from_web(self, file: WeightFile, target: Path, before_bytes: int) -> FileCheck:
        """Fetch a file from the first address that gives the right one.

        Raises:
            DownloadFailed: When none gives it.
            HashWrong: When the last that gave one gave another.
        """
        failure: SottovoceError | None = None
        part = Part(target)
        for url in self._of.sources.urls(self._manifest, file):
            self._clock.begin(Stage.FETCHING, file.path, before_bytes)
            try:
                fetch(self._manifest.id, file, url, part, self._how())
            except DownloadFailed as error:
                failure = failure or error
                continue
            self._clock.begin(Stage.CHECKING, file.path, before_bytes)
            sha256 = file_sha256(part.path, self._of.cancel, self._clock.note)
            state = self._checker.judge(file, sha256)
            if state in GOOD:
                part.finish()
                return FileCheck(file.path, state, sha256)
            part.clear()
            failure = self._hash_wrong(file, sha256, host_of(url))
        assert failure is not None, "every file has an address"
        raise failure

    def _how(self) -> Fetch:
        def wait(seconds: float) -> None:
            self._clock.turn_to(Stage.WAITING)

        def note(file_bytes: int) -> None:
            self._clock.turn_to(Stage.FETCHING)
            self._clock.note(file_bytes)

        return Fetch(self._of.web, self._of.cancel, note, wait, self._of.patience)

    def _verified(self, file: WeightFile, target: Path, before_bytes: int) -> FileCheck | None:
        """Look at a file in the staging folder; one that is wrong is deleted."""
        found = self._checker.look(self._staging, file, before_bytes)
        if found.state in GOOD:
            return found
        target.unlink(missing_ok=True)
        return None

    def _hash_wrong(self, file: WeightFile, sha256: str, source: str) -> HashWrong:
        wanted = self._checker.wanted(file)
        return HashWrong(model=self._manifest.id, file=file.path, source=source, wanted=wanted, found=sha256)

    # --- in place -----------------------------------------------------------------------------

    def _put_in_place(self, paths: list[str]) -> None:
        """Rename the whole folder, or what was mended in one that is there."""
        try:
            _sync_all(self._staging, paths)
            if not self._place.exists():
                self._staging.rename(self._place)
                return
            for path in paths:
                (self._place / path).parent.mkdir(parents=True, exist_ok=True)
                (self._staging / path).replace(self._place / path)
            shutil.rmtree(self._staging, ignore_errors=True)
        except OSError as error:
            raise storage_error(error, self._place) from error


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def _sync_all(folder: Path, paths: list[str]) -> None:
    """Put files on the disk before they take their names."""
    for path in paths:
        descriptor = os.open(folder / path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
