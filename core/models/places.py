"""Where a model is while it comes, and who may change it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.atomic import storage_error
from core.errors import DownloadBusy
from core.file_lock import try_lock, unlock
from core.paths import make_folder

log = logging.getLogger(__name__)


def staging_of(place: Path) -> Path:
    """Return the folder that a model comes into first."""
    return place.with_name(f".{place.name}.part")


@contextmanager
def model_lock(models_dir: Path, engine: str, folder: str, model: str) -> Iterator[None]:
    """Let one process at a time change a model.

    Raises:
        DownloadBusy: When another one does.
        StorageError: When nothing can be written there.
    """
    path = make_folder(models_dir / engine) / f".{folder}.lock"
    try:
        file = path.open("ab")
    except OSError as error:
        raise storage_error(error, path) from error
    with file:
        if not _take(file):
            raise DownloadBusy(model=model)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                unlock(file)


def _take(file: IO[bytes]) -> bool:
    """Take the lock; where the file system has none, the work goes on without."""
    try:
        return try_lock(file)
    except OSError as error:
        log.warning("%s is used without a lock: %s", file.name, error)
        return True
