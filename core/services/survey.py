"""All weights at a glance: what is on the disk, what can be fetched, what can be cleaned up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.model.engine import EngineDescription
from core.models.manifest import Manifest
from core.models.places import staging_of
from core.paths import Paths
from core.services.model_list import ModelFolder, list_models, size_of
from core.services.weights import Leftover, Weights

RECOGNITION = "whisper"
"""What the speech recognition's weights lie under, in the place of an engine."""


@dataclass(frozen=True)
class WeightsHere:
    """Weights that are on the disk, that can be fetched, or both.

    Attributes:
        id: The manifest's id, or ``ENGINE/FOLDER``.
        engine: Whose.
        name: For people.
        folder: Where they are, or will be.
        manifest: What is known of them, or None: the user's own.
        size_bytes: What they take on the disk, or will.
        here: They are on the disk.
        missing: Files that are not there; only of those that are here.
        come_bytes: What has come of a download that was not finished.
        accepted: Their licence was accepted; always for the user's own.
        languages: What they were said to speak; none: what their engine does.
    """

    id: str
    engine: str
    name: str
    folder: Path
    manifest: Manifest | None
    size_bytes: int
    here: bool
    missing: tuple[str, ...] = ()
    come_bytes: int = 0
    accepted: bool = True
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """All of it.

    Attributes:
        weights: By engine; those that can be fetched first.
        leftovers: What can go without a loss.
        engine_bytes: What the environments of engines take that can be installed and removed, by engine.
    """

    weights: tuple[WeightsHere, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    engine_bytes: Mapping[str, int] = field(default_factory=dict)

    @property
    def leftover_bytes(self) -> int:
        """What cleaning up would free."""
        return sum(one.size_bytes for one in self.leftovers)


def installed_bytes(engine: str) -> int:
    """Return what an engine's environment takes; 0: it cannot be removed, or nobody knows."""
    from core.services.installation import size_bytes  # which the window starts without

    return size_bytes(engine)


def survey(
    paths: Paths,
    weights: Weights,
    descriptions: Iterable[EngineDescription],
    takes_bytes: Callable[[str], int] = lambda engine: 0,
) -> Survey:
    """Look at the disk.

    Args:
        paths: Where the user's data are.
        weights: Knows manifests and licences.
        descriptions: Of the engines that are known, installed or not.
        takes_bytes: Says what an engine's environment takes; 0: it cannot be removed.
    """
    descriptions = list(descriptions)
    there = {model.path: model for model in list_models(paths, descriptions)}
    found = []
    for manifest in weights.catalogue().manifests:
        place = manifest.place(paths.models_dir)
        accepted = weights.accepted(manifest) is not None
        found.append(_to_fetch(manifest, place, there.pop(place, None), accepted=accepted))
    found += [_of_the_user(model) for model in there.values()]
    sizes = {one.id: takes_bytes(one.id) for one in descriptions}
    engine_bytes = {engine: size for engine, size in sizes.items() if size}
    return Survey(tuple(found), tuple(weights.leftovers()), engine_bytes)


def _to_fetch(manifest: Manifest, place: Path, model: ModelFolder | None, *, accepted: bool) -> WeightsHere:
    staging = staging_of(place)
    return WeightsHere(
        manifest.id,
        manifest.engine,
        manifest.name,
        place,
        manifest,
        model.size_bytes if model else manifest.size_bytes,
        here=model is not None,
        missing=_missing(manifest, place) if model else (),
        come_bytes=size_of(staging) if staging.is_dir() else 0,
        accepted=accepted,
    )


def _of_the_user(model: ModelFolder) -> WeightsHere:
    name = f"{model.engine}/{model.name}"
    return WeightsHere(
        name,
        model.engine,
        model.name,
        model.path,
        None,
        model.size_bytes,
        here=True,
        missing=model.missing or (),
        languages=model.languages,
    )


def _missing(manifest: Manifest, place: Path) -> tuple[str, ...]:
    return tuple(file.path for file in manifest.files if not _has(place / file.path, file.size_bytes))


def _has(path: Path, size_bytes: int) -> bool:
    try:
        return path.stat().st_size == size_bytes
    except OSError:
        return False
