"""Whether an engine can speak here, and if not, what is missing. No host is started, nothing is imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.model.engine import EngineDescription, ModelFile
from core.models.manifest import read_catalogue
from core.paths import Paths
from core.services.models import default_model_folder, model_folders, said_languages

SUGGESTED_NAME = "default"
"""Name of the folder that the first weights of an engine are asked to be put into."""


class State(StrEnum):
    """How far an engine is from speaking."""

    READY = "ready"
    STARTING = "starting"
    NOT_INSTALLED = "not_installed"
    BROKEN = "broken"
    WEIGHTS_MISSING = "weights_missing"


@dataclass(frozen=True)
class Readiness:
    """Whether an engine can speak here.

    Attributes:
        state: How far it is.
        reason: Why it is broken, as its environment says.
        size_bytes: What its environment will take on the disk; 0: not known.
        folder: Where the weights belong.
        missing: Files of the weights that are not there, by name or pattern; alternatives in one entry.
        model: Name of the weights that it takes where nobody names any; empty: it needs none.
        models: Names of all that it could take.
        languages: What those of them speak that are said to speak others than the engine, by name.
        fetchable: The program knows where to fetch the weights from, or how to install the engine.
    """

    state: State
    reason: str = ""
    size_bytes: int = 0
    folder: Path | None = None
    missing: tuple[tuple[str, ...], ...] = ()
    fetchable: bool = False
    model: str = ""
    models: tuple[str, ...] = ()
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


READY = Readiness(State.READY)
STARTING = Readiness(State.STARTING)


def find_weights(paths: Paths, description: EngineDescription) -> Readiness:
    """Look for the weights of an engine that is installed, where they are looked for before a job.

    Returns:
        ``READY``, or where they belong and what of them is missing.
    """
    folder = default_model_folder(paths, description)
    if folder is None or not description.model_files:
        return READY
    missing = tuple(
        file.names + file.pickles
        for file in description.model_files
        if file.needed and not _is_there(folder, file)
    )
    models = tuple(one.name for one in model_folders(paths, description.id))
    languages = said_languages(paths, description.id, models)
    model = folder.name if folder.name in models else ""
    if not missing:
        return Readiness(State.READY, model=model, models=models, languages=languages)
    if folder == paths.models_dir / description.id:
        folder /= SUGGESTED_NAME
    fetchable = bool(read_catalogue(paths.models_dir).of_engine(description.id))
    return Readiness(
        State.WEIGHTS_MISSING,
        folder=folder,
        missing=missing,
        fetchable=fetchable,
        model=model,
        models=models,
        languages=languages,
    )


def find_all_weights(paths: Paths, descriptions: Iterable[EngineDescription]) -> Mapping[str, Readiness]:
    """Look for the weights of several engines, and return what was found by engine."""
    return {description.id: find_weights(paths, description) for description in descriptions}


def not_installed(engine: str) -> Readiness:
    """Return what is to be said of an engine of this program that no environment holds; reads a file."""
    from core.services.installation import size_bytes

    installed_bytes = size_bytes(engine)
    return Readiness(State.NOT_INSTALLED, size_bytes=installed_bytes, fetchable=installed_bytes > 0)


def _is_there(folder: Path, file: ModelFile) -> bool:
    try:
        return any(path.is_file() for name in file.names + file.pickles for path in folder.glob(name))
    except OSError:
        return False
