"""Add weights from a folder: recognised, completed, linked or copied, and looked at before any load."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.atomic import storage_error
from core.converted import find_converted, note_converted
from core.errors import EngineNotInstalled, LayoutUnknown, NameTaken, RoomMissing
from core.hashing import file_sha256
from core.host.conversion import convert_folder
from core.host.pool import HostPool
from core.models.layout import F5, Layout, check_shapes, recognise
from core.models.ledger import Ledger
from core.models.places import model_lock, staging_of
from core.paths import Paths, is_folder
from core.services.models import model_folders

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

F5_V0_CONFIG = """\
# Written by Sottovoce: the net of F5TTS_Base, the first release, which older fine-tunes were made of.
model:
  backbone: DiT
  arch:
    dim: 1024
    depth: 22
    heads: 16
    ff_mult: 2
    text_dim: 512
    text_mask_padding: false
    conv_layers: 4
    pe_attn_head: 1
"""
"""The shapes are those of the second release: only whoever trained the weights knows which it was."""


@dataclass(frozen=True)
class Said:
    """What only the user knows of weights.

    Attributes:
        languages: BCP 47 tags of what they speak, the usual one first; none: what their engine speaks.
        f5_v0: They were made of F5-TTS's first release.
    """

    languages: tuple[str, ...] = ()
    f5_v0: bool = False


@dataclass(frozen=True)
class Added:
    """Weights that were added.

    Attributes:
        engine: Whose.
        name: What they are chosen by.
        place: Where they lie.
        linked: They take no room of their own: the files are the same as in the folder they came from.
        borrowed: Files that were missing and came from other weights of the engine.
        checked: Their shapes were looked at; False: they are pickles, and the engine is not installed.
    """

    engine: str
    name: str
    place: Path
    linked: bool
    borrowed: tuple[str, ...] = ()
    checked: bool = True


def add_weights(paths: Paths, hosts: HostPool, folder: Path, name: str = "", said: Said = Said()) -> Added:
    """Add weights from a folder, which stays as it is.

    Files are hard links where the disk is the same, else copies. Pickles are read by the engine's own process
    only, and only for their tensors.

    Args:
        paths: Where the user's data are.
        hosts: Make safetensors of pickles.
        folder: What to add.
        name: What to call them; empty: as the folder.
        said: What their files do not tell.

    Raises:
        LayoutUnknown: When it cannot be told whose they are, files are missing, or they do not fit together.
        NameTaken: When there are weights of that name.
        DownloadBusy: When another process adds them.
        ModelBroken: When a pickle is refused.
        StorageError: When they cannot be written.
    """
    layout, borrowed = _completed(paths, look_at(folder))
    name = _name(name or folder.resolve().name, folder)
    place = paths.models_dir / layout.engine / name
    with model_lock(paths.models_dir, layout.engine, name, f"{layout.engine}/{name}"):
        if place.exists():
            raise NameTaken(model=f"{layout.engine}/{name}", path=str(place))
        staging = staging_of(place)
        shutil.rmtree(staging, ignore_errors=True)
        try:
            linked = _fill(staging, layout)
            if said.f5_v0 and asks_release(layout):
                (staging / "config.yaml").write_text(F5_V0_CONFIG, encoding="utf-8")
            checked = _check(paths, hosts, layout, staging)
            hashes = _hashes(staging, f"{layout.engine}/{name}")
            converted = [one for one in layout.files if find_converted(paths.converted_dir, staging / one)]
            staging.rename(place)
            for one in converted:  # they are known by their path too
                note_converted(paths.converted_dir, place / one, hashes[f"{layout.engine}/{name}/{one}"][0])
        except OSError as error:
            raise storage_error(error, place) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        ledger = Ledger(paths.models_dir)
        ledger.keep_seen(hashes)
        ledger.say_languages(f"{layout.engine}/{name}", said.languages)
    return Added(layout.engine, name, place, linked, borrowed, checked)


def look_at(folder: Path) -> Layout:
    """Say whose weights a folder holds, before they are added.

    Raises:
        LayoutUnknown: When it cannot be told.
    """
    if not is_folder(folder):
        raise LayoutUnknown(path=str(folder), reason="it is no folder")
    return recognise(folder)


def asks_release(layout: Layout) -> bool:
    """Tell whether only the user knows of which release of F5-TTS weights were made: their shapes are one."""
    return layout.engine == F5 and "config.yaml" not in layout.files


def _name(wished: str, folder: Path) -> str:
    """Return a name that is a good folder's everywhere."""
    name = re.sub(r"[^a-z0-9._-]+", "-", wished.lower()).strip("-._")[:64]
    if not _NAME.fullmatch(name):
        raise LayoutUnknown(path=str(folder), reason="its name has no letters; give another")
    return name


def _completed(paths: Paths, layout: Layout) -> tuple[Layout, tuple[str, ...]]:
    """Take what is missing from other weights of the engine: a vocoder, a tokenizer.

    Raises:
        LayoutUnknown: When it is not there either.
    """
    files, missing = dict(layout.files), []
    for wanted in layout.missing:
        found = (folder / wanted for folder in model_folders(paths, layout.engine))
        other = next((path for path in found if wanted != layout.weights and path.is_file()), None)
        if other is None:
            missing.append(wanted)
        else:
            files[wanted] = other
    if missing:
        reason = f"these files are missing: {', '.join(missing)}"
        if layout.engine == F5 and any(name.startswith("vocos/") for name in missing):
            reason += ' ("models get f5" brings the vocoder)'
        folder = next(iter(layout.files.values())).parent
        raise LayoutUnknown(path=str(folder), reason=reason)
    return replace(layout, files=files, missing=()), layout.missing


def _fill(staging: Path, layout: Layout) -> bool:
    """Link or copy all files; True where all could be linked."""
    linked = True
    for name, source in layout.files.items():
        target = staging / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source.resolve(), target)
        except OSError:
            linked = False
            _need_room(source, target, f"{layout.engine}/{staging.name}")
            shutil.copyfile(source, target)
    return linked


def _need_room(source: Path, target: Path, model: str) -> None:
    need_bytes, free_bytes = source.stat().st_size, shutil.disk_usage(target.parent).free
    if free_bytes < need_bytes:
        raise RoomMissing(model=model, path=str(target.parent), need_bytes=need_bytes, free_bytes=free_bytes)


def _check(paths: Paths, hosts: HostPool, layout: Layout, staging: Path) -> bool:
    """Look at the weights' shapes; pickles first become safetensors. False where that cannot be done here."""
    weights = staging / layout.weights
    files = {name: staging / name for name in layout.files}
    if weights.suffix == ".safetensors":
        check_shapes(layout, weights, files)
        return True
    if weights.suffix not in {".pt", ".pth"}:
        return True
    try:
        environment = hosts.client_for(layout.engine).environment
        convert_folder(environment, layout.engine, staging, paths.converted_dir, lambda path: None)
    except EngineNotInstalled:
        return False
    converted = find_converted(paths.converted_dir, weights)
    if converted is not None:
        check_shapes(layout, converted, files)
    return converted is not None


def _hashes(folder: Path, key: str) -> Mapping[str, tuple[str, int]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (size_bytes := path.stat().st_size):
            name = path.relative_to(folder).as_posix()
            found[f"{key}/{name}"] = (file_sha256(path), size_bytes)
    return found
