"""Safetensors that were made of weights in pickles, in the user's cache. Standard library only.

::

    converted/SHA256.safetensors    named by the pickle that they were made of
    converted/KEY.json              which pickle, by its path, size and time: {"sha256": …}

The pickle and its folder are only read. A pickle that has changed, or moved, has no conversion until it is
looked at again; where its content is known by then, nothing is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def identity(path: Path) -> str:
    """Return what tells one file of weights from another, without reading it: path, size and time.

    Raises:
        OSError: When it cannot be looked at.
    """
    stat = path.stat()
    return f"{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"


def find_converted(folder: Path | None, pickle: Path) -> Path | None:
    """Return the safetensors that were made of a pickle, or None."""
    if folder is None:
        return None
    try:
        sha256 = json.loads(_note(folder, pickle).read_bytes())["sha256"]
        found = converted_path(folder, sha256) if _SHA256.fullmatch(sha256) else None
        return found if found is not None and found.is_file() else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def converted_path(folder: Path, sha256: str) -> Path:
    """Return where the safetensors of a pickle of that hash lie."""
    return folder / f"{sha256}.safetensors"


def note_converted(folder: Path, pickle: Path, sha256: str) -> None:
    """Keep which pickle has which hash.

    Raises:
        OSError: When it cannot be written.
    """
    note = _note(folder, pickle)
    unfinished = note.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(json.dumps({"sha256": sha256, "pickle": str(pickle)}), encoding="utf-8")
    unfinished.replace(note)


def _note(folder: Path, pickle: Path) -> Path:
    key = hashlib.sha256(identity(pickle).encode("utf-8", "surrogateescape")).hexdigest()
    return folder / f"{key[:32]}.json"
