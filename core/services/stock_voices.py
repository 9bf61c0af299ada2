"""The names of the voices that come with a model, read from its file: nothing in it is loaded or run."""

from __future__ import annotations

import logging
import pickletools
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.models.safetensors_header import read_shapes
from core.paths import Paths
from core.services.models import default_model_folder

log = logging.getLogger(__name__)

_PICKLE_LIMIT_BYTES = 1_000_000
_MOST_VOICES = 500
_NAME_LIMIT_CHARS = 100
_PUTS = frozenset({"BINPUT", "LONG_BINPUT", "MEMOIZE", "PUT"})
_TEXTS = frozenset({"BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"})


def stock_voices(paths: Paths, description: EngineDescription) -> list[Voice]:
    """Return the voices of the model that an engine loads when none is named, by name.

    Args:
        paths: Where the user's weights are.
        description: The engine's.
    """
    file = description.voices_file
    folder = default_model_folder(paths, description) if file is not None else None
    if file is None or folder is None:
        return []
    places = [folder / name for name in (*file.names, *file.pickles)]
    path = next((place for place in places if place.is_file()), None)
    names = [] if path is None else voice_names(path)
    return [Voice(f"{description.id}:{name}", name, "", description.id, name) for name in names]


def voice_names(path: Path) -> list[str]:
    """Return the names in a file of voices, sorted; none where it cannot be read.

    Args:
        path: safetensors whose tensors are called ``NAME/PART``, or what torch saves of a dictionary of
            dictionaries.
    """
    read = _names_of_safetensors if path.suffix == ".safetensors" else _names_of_pickle
    try:
        found = {name for name in read(path) if name.isprintable() and 0 < len(name) <= _NAME_LIMIT_CHARS}
    except (OSError, TypeError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        log.warning("the voices in %s were left out: %r", path, error)
        return []
    return sorted(found)[:_MOST_VOICES]


def _names_of_safetensors(path: Path) -> Iterator[str]:
    for tensor in read_shapes(path):
        yield tensor.rpartition("/")[0]


def _names_of_pickle(path: Path) -> Iterator[str]:
    """Yield each text that a dictionary follows: the keys of a dictionary of dictionaries."""
    with zipfile.ZipFile(path) as archive:
        member = next(one for one in [*archive.infolist(), None] if one is None or _is_pickle(one))
        if member is None or member.file_size > _PICKLE_LIMIT_BYTES:
            raise ValueError("no pickle of torch's, or too large a one")
        data = archive.read(member)
    text = ""
    for code, value, _ in pickletools.genops(data):
        if code.name in _PUTS:
            continue
        if code.name == "EMPTY_DICT" and text:
            yield text
        text = str(value) if code.name in _TEXTS else ""


def _is_pickle(member: zipfile.ZipInfo) -> bool:
    return Path(member.filename).name == "data.pkl"
