"""Folders of weights that are there: whose, how large, whole or not, and whether they are pickles."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.converted import find_converted
from core.model.engine import EngineDescription, ModelFile
from core.models.ledger import Ledger
from core.models.manifest import Manifest
from core.paths import Paths, is_file
from core.services.models import model_folders

PICKLE = "pickle"
SAFETENSORS = "safetensors"


@dataclass(frozen=True)
class ModelFolder:
    """A folder of weights under the user's data.

    Attributes:
        engine: Whose folder it is.
        name: The folder's name.
        path: Where it is.
        size_bytes: All that lies in it.
        missing: What the engine needs and is not there; None: the engine is not installed and cannot say.
        format: ``safetensors`` (also what was made of pickles), ``pickle`` (a file that only a pickle has),
            or another file's ending; empty where nothing can be said.
        languages: What they were said to speak; none: what their engine does.
    """

    engine: str
    name: str
    path: Path
    size_bytes: int
    missing: tuple[str, ...] | None
    format: str
    languages: tuple[str, ...] = ()


def list_models(
    paths: Paths, descriptions: Iterable[EngineDescription], manifests: Sequence[Manifest] = ()
) -> list[ModelFolder]:
    """Return the folders of weights, by engine and name.

    Args:
        paths: Where the user's data are.
        descriptions: Of the engines that are installed.
        manifests: Say what is missing where no engine that is installed can.
    """
    places = {one.place(paths.models_dir): one for one in manifests}
    known = {description.id: description for description in descriptions}
    found, ledger = [], Ledger(paths.models_dir)
    for engine in _engines(paths):
        for folder in model_folders(paths, engine):
            missing, kind = _look(folder, known.get(engine), paths.converted_dir)
            if missing is None and folder in places:
                files = places[folder].files
                missing = tuple(one.path for one in files if not is_file(folder / one.path))
            languages = ledger.languages(f"{engine}/{folder.name}")
            size_bytes = size_of(folder)
            found.append(ModelFolder(engine, folder.name, folder, size_bytes, missing, kind, languages))
    return found


def has_pickles(folder: Path, description: EngineDescription) -> bool:
    """Tell whether a folder holds a pickle of an engine's, converted or not."""
    return any(_first(folder, file.pickles) for file in description.model_files)


def size_of(folder: Path) -> int:
    """Return the size of all files in a folder, as far as they may be looked at."""
    size_bytes = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size_bytes += Path(where, name).lstat().st_size
    return size_bytes


def as_json(model: ModelFolder) -> Mapping[str, object]:
    """Return values for JSON."""
    return {
        "engine": model.engine,
        "name": model.name,
        "path": str(model.path),
        "size_bytes": model.size_bytes,
        "missing": None if model.missing is None else list(model.missing),
        "format": model.format,
        "languages": list(model.languages),
    }


def _engines(paths: Paths) -> list[str]:
    try:
        return sorted(place.name for place in paths.models_dir.iterdir() if place.is_dir())
    except OSError:
        return []


def _look(
    folder: Path, description: EngineDescription | None, converted_dir: Path
) -> tuple[tuple[str, ...] | None, str]:
    """Return what is missing in a folder, and its format."""
    if description is None:
        return None, ""
    missing, used = [], []
    for file in description.model_files:
        path = _first(folder, file.names) or _first(folder, file.pickles)
        if path is not None:
            used.append((path, file))
        elif file.needed:
            missing.append(file.names[0])
    return tuple(missing), _format(used, converted_dir)


def _format(used: Iterable[tuple[Path, ModelFile]], converted_dir: Path) -> str:
    suffixes = []
    for pickle, file in used:
        path = pickle
        if any(pickle.match(name) for name in file.pickles):
            converted = find_converted(converted_dir, pickle)
            if converted is None:
                return PICKLE
            path = converted
        suffixes.append(
            (path.suffix == f".{SAFETENSORS}", path.stat().st_size, path.suffix.removeprefix("."))
        )
    return max(suffixes, default=(False, 0, ""))[2]


def _first(folder: Path, names: Iterable[str]) -> Path | None:
    found = (path for name in names for path in sorted(folder.glob(name)) if path.is_file())
    return next(found, None)
