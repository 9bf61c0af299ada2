"""Where an engine's weights lie when nobody says so: ``models/ENGINE/NAME/`` under the user's data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from core.errors import ProjectWeightsElsewhere
from core.model.engine import EngineDescription
from core.models.ledger import Ledger
from core.paths import Paths, is_folder

UNFINISHED = (".part", ".partial")
"""What a folder's name ends with while it is being filled."""

_MOST_CHARS = 200


def model_folders(paths: Paths, engine: str) -> list[Path]:
    """Return the folders of an engine's weights, by name."""
    place = paths.models_dir / engine
    if not place.is_dir():
        return []
    return [
        folder
        for folder in sorted(place.iterdir())
        if folder.is_dir() and not folder.name.startswith(".") and not folder.name.endswith(UNFINISHED)
    ]


def default_model_folder(paths: Paths, description: EngineDescription) -> Path | None:
    """Return the folder to load from, or None for an engine that needs none.

    It is the one that was chosen in the window, else the first by name.

    For an engine whose weights have to be fetched, and are not there yet, it is the place where they are
    looked for, so that the error names it.
    """
    if not description.takes_model_folder:
        return None
    folders = model_folders(paths, description.id)
    if len(folders) > 1:
        chosen = Ledger(paths.models_dir).chosen(description.id)
        return next((folder for folder in folders if folder.name == chosen), folders[0])
    if folders:
        return folders[0]
    return paths.models_dir / description.id if description.sizes.download_bytes else None


def with_weights(paths: Paths, description: EngineDescription, folder: Path | None) -> EngineDescription:
    """Return what an engine is with the weights of a folder: it speaks the languages that were said for them.

    Weights that nothing was said for, or that lie elsewhere, speak what the engine does.
    """
    if folder is None or folder.parent != paths.models_dir / description.id:
        return description
    languages = Ledger(paths.models_dir).languages(f"{description.id}/{folder.name}")
    return replace(description, languages=languages) if languages else description


def said_languages(paths: Paths, engine: str, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return what weights were said to speak, by name; those that nothing was said for are left out."""
    ledger = Ledger(paths.models_dir)
    found = {name: ledger.languages(f"{engine}/{name}") for name in names}
    return {name: languages for name, languages in found.items() if languages}


def named_model_folder(paths: Paths, engine: str, named: Path) -> Path:
    """Return the folder that is meant: the engine's weights of that name, else the named folder itself."""
    own = paths.models_dir / engine / named
    return own if len(named.parts) == 1 and named.name and is_folder(own) else named


def check_named(paths: Paths, engine: str, model: str) -> str:
    """Return the weights that a project asks for, where it names them and gives no folder.

    A project may have come from anywhere; what is loaded for it was added by the user.

    Args:
        paths: Where the user's data are.
        engine: Engine id.
        model: What the project says; empty: nothing.

    Raises:
        ProjectWeightsElsewhere: When it is no name, or the name of a folder where the program runs.
    """
    named = Path(model)
    is_name = named.parts == (model,) and model != ".."
    if model and (not is_name or (not is_folder(paths.models_dir / engine / named) and is_folder(named))):
        raise ProjectWeightsElsewhere(model=model[:_MOST_CHARS])
    return model
