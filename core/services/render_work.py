"""The work project of a text that is rendered: it lies in the cache and outlives a broken render.

Its name is made of the text and of all that decides how it sounds, so that the same command finds it again.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from core.errors import NotAProject, ProjectDamaged, ProjectError, ProjectInUse, ProjectTooNew, StorageError
from core.model.script import Script
from core.paths import Paths, make_folder
from core.projects.lock import lock_path
from core.projects.project import Project
from core.projects.state import SUFFIX, Access, ProjectSettings, ProjectState

log = logging.getLogger(__name__)

KEPT_S = 30 * 86_400
"""A work project that nobody has carried on for so long goes."""

_KEY_CHARS = 32
_VERSION = 1


def work_path(paths: Paths, text: str, options: Mapping[str, object]) -> Path:
    """Return where the work project of a text lies.

    Args:
        paths: Where the user's data are.
        text: The whole text.
        options: What decides how it sounds, as JSON values.
    """
    key = msgspec.json.encode([_VERSION, text, options], order="deterministic")
    return paths.renders_dir / (hashlib.sha256(key).hexdigest()[:_KEY_CHARS] + SUFFIX)


def open_work(path: Path, text: str, settings: ProjectSettings, *, resume: bool) -> Project:
    """Open the work project of a text, or make it.

    Args:
        path: Where it lies (``work_path``).
        text: The text.
        settings: What it is spoken with.
        resume: Go on with one that is there; False: it is thrown away. One that another program is at work
            on stays as it is, and another is made beside it.

    Raises:
        ProjectInUse: When another program is at work on what shall be gone on with.
        StorageError: When it cannot be made.
    """
    make_folder(path.parent)
    _forget_old(path.parent)
    found = _open(path) if path.exists() else None
    if found is not None and found.access is not Access.WRITE:
        owner = str(found.owner or "")
        found.close()
        if resume:
            raise ProjectInUse(path=str(path), owner=owner)
        path = path.with_name(f"{path.stem}-{uuid.uuid4().hex[:8]}{SUFFIX}")
    elif found is not None:
        if resume and found.state.script.text == text:
            return found
        remove_work(found)
    return Project.create(path, ProjectState(Script.from_text(text), settings))


def remove_work(project: Project) -> None:
    """Close a work project and delete it."""
    project.close()
    _delete(project.path)


def _open(path: Path) -> Project | None:
    """Open what lies there; what is broken is deleted."""
    try:
        return Project.open(path)
    except (ProjectDamaged, NotAProject, ProjectTooNew) as error:
        log.warning("a work project is thrown away: %s", error)
        _delete(path)
    return None


def _delete(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}-journal"), lock_path(path)):
        with suppress(OSError):
            one.unlink()


def _forget_old(folder: Path) -> None:
    """Delete what nobody has carried on for long, and what a killed process left half made."""
    limit_s = time.time() - KEPT_S
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime >= limit_s:
                continue
            project = _open(path) if path.suffix == SUFFIX else None
        except (OSError, ProjectError, StorageError) as error:
            log.warning("%s stays: %s", path, error)
            continue
        if project is not None and project.access is not Access.WRITE:
            project.close()
        elif project is not None:
            remove_work(project)
        elif path.suffix != SUFFIX:
            _delete(path)
