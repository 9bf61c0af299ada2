"""The hash that a take knows its weights by: of a folder's content, as far as its files' hashes are known."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.models.ledger import Ledger
from core.models.manifest import own_manifests


def weights_hash(models_dir: Path, engine: str, folder: Path | None) -> str:
    """Return one hash of all files of an engine's weights; no file is read for it.

    It is made of the paths and hashes that a manifest or the ledger has of them, so that the same files
    give the same hash wherever they lie.

    Args:
        models_dir: Where weights lie.
        engine: Engine id.
        folder: The weights, or None for an engine that brings its own.

    Returns:
        ``sha256:`` and hexadecimal; empty where the hash of any file is not known.
    """
    if folder is None or folder.parent != models_dir / engine:
        return ""
    known = {file.path: file.known_sha256 for file in Ledger(models_dir).files_of(f"{engine}/{folder.name}")}
    manifest = next((one for one in own_manifests() if one.place(models_dir) == folder), None)
    if manifest is not None:
        known = {file.path: file.known_sha256 or known.get(file.path, "") for file in manifest.files}
    if not known or not all(known.values()):
        return ""
    lines = "".join(f"{path}\0{known[path]}\n" for path in sorted(known))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
