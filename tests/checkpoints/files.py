"""Files of weights, good and evil."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import Any

BOMB = ("zip", "bare", "nested")
"""Forms of a pickle that runs a program: torch's archive, a bare pickle, one among good weights."""


class _Bomb:
    def __init__(self, command: str) -> None:
        self._command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self._command,)


def put_bomb(path: Path, form: str, mark: Path) -> Path:
    """Put a pickle at ``path`` that makes the file ``mark`` when it is run; return ``mark``."""
    import torch

    bomb = _Bomb(f"touch '{mark}'")
    if form == "bare":
        path.write_bytes(pickle.dumps({"model": bomb}))
    elif form == "zip":
        torch.save({"model": bomb}, path)
    else:
        good = torch.load(path, weights_only=False)  # the test's own file
        torch.save({**good, "more": bomb}, path)
    return mark


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
