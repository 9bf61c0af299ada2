"""The hash of a file, computed so that it can be watched and stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.model.cancel import CancelToken

_BLOCK_BYTES = 1024 * 1024


def file_sha256(
    path: Path, cancel: CancelToken | None = None, on_bytes: Callable[[int], None] | None = None
) -> str:
    """Return a file's SHA-256 in hexadecimal.

    Args:
        path: The file.
        cancel: Looked at between blocks of 1 MiB; None: it is read to its end.
        on_bytes: Told how much has been read, in bytes.

    Raises:
        JobCancelled: When the token says so.
        OSError: When it cannot be read.
    """
    digest, read_bytes = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            if cancel is not None:
                cancel.check()
            digest.update(block)
            read_bytes += len(block)
            if on_bytes is not None:
                on_bytes(read_bytes)
    return digest.hexdigest()
