"""Where the files of a model may come from: a folder, a model hub's cache, a mirror, its own addresses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.models.manifest import HubFile, Manifest, WeightFile
from core.paths import is_file


@dataclass(frozen=True)
class Sources:
    """Where to look.

    Attributes:
        folder: A folder or a stick that takes the place of everything else.
        mirror: A web address that takes the place of the files' own; it is laid out as ``models/`` is:
            ``MIRROR/ENGINE/FOLDER/PATH``.
        hub_cache: The cache of a model hub's own programs, or None: it is not looked into.
    """

    folder: Path | None = None
    mirror: str = ""
    hub_cache: Path | None = None

    def urls(self, manifest: Manifest, file: WeightFile) -> tuple[str, ...]:
        """Return the addresses of a file, best first; none where a folder takes their place."""
        if self.folder is not None:
            return ()
        if self.mirror:
            return (f"{self.mirror.rstrip('/')}/{manifest.engine}/{manifest.folder}/{file.path}",)
        return file.urls

    def local(self, manifest: Manifest, file: WeightFile) -> Path | None:
        """Return a file on this machine that may be it: of the right size, its hash not looked at."""
        if self.folder is not None:
            candidates = [
                self.folder / manifest.engine / manifest.folder / file.path,
                self.folder / manifest.folder / file.path,
                self.folder / file.path,
                self.folder / Path(file.path).name,
            ]
        elif self.hub_cache is not None and file.hub is not None:
            candidates = _in_hub_cache(self.hub_cache, file.hub)
        else:
            return None
        return next((path for path in candidates if _has_size(path, file.size_bytes)), None)


def hub_cache(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where a model hub's own programs keep what they fetch."""
    if environ.get("HF_HUB_CACHE"):
        return Path(environ["HF_HUB_CACHE"])
    if environ.get("HF_HOME"):
        return Path(environ["HF_HOME"]) / "hub"
    cache = environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 -- Path's raises
    return Path(cache) / "huggingface" / "hub"


def _in_hub_cache(cache: Path, hub: HubFile) -> list[Path]:
    snapshots = cache / f"models--{hub.repository.replace('/', '--')}" / "snapshots"
    try:
        return [folder / hub.path for folder in sorted(snapshots.iterdir())]
    except OSError:
        return []


def _has_size(path: Path, size_bytes: int) -> bool:
    try:
        return is_file(path) and path.stat().st_size == size_bytes
    except OSError:
        return False
