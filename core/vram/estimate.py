"""What a job needs on the card: the engine's own estimate, corrected by what was seen there.

An engine that estimates nothing needs what its description says. The book of what was seen is one small file
for all hosts and programs; without it, or where it cannot be written, the estimates are the engines' own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.atomic import atomic_file
from core.errors import StorageError
from core.model.need import MemoryNeed

log = logging.getLogger(__name__)

FILE_NAME = "peaks.json"
GREATEST_FACTOR = 8.0
"""What differs by more was no peak of ours."""
FORGETTING = 0.1
"""How far one job that needed less takes a correction back."""
TELLING_CHANGE = 0.02


@dataclass(frozen=True)
class Key:
    """What a correction holds for.

    Attributes:
        card: The card's identity.
        engine: Engine id.
        engine_version: Version of its package.
        torch_version: Version of torch, or empty.
        precision: As in ``Way``.
        attention: As in ``Way``.
    """

    card: str
    engine: str
    engine_version: str
    torch_version: str
    precision: str
    attention: str

    def __str__(self) -> str:
        """Return one line for the file."""
        parts = (self.card, self.engine, self.engine_version, self.torch_version, self.precision)
        return "|".join((*parts, self.attention))


@cache
def torch_version() -> str:
    """Return the version of torch that is installed, or empty; imports nothing of it."""
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""


class PeakBook:
    """Keeps by how much peaks exceeded their estimates; on the owner thread."""

    def __init__(self, path: Path | None) -> None:
        """Read the file, if there is one.

        Args:
            path: The file, or None to keep nothing beyond this process.
        """
        self._path = path
        self._factors = _read(path)
        self._written = dict(self._factors)

    def corrected(self, key: Key, need: MemoryNeed) -> MemoryNeed:
        """Return an estimate with its peak as high as was seen."""
        return replace(need, peak_bytes=round(need.peak_bytes * self._factors.get(str(key), 1.0)))

    def note(self, key: Key, estimated_bytes: int, seen_bytes: int) -> None:
        """Keep how a job's peak compares with its estimate.

        A peak above the estimate counts at once; less, as most texts need, takes a correction back slowly
        and never below the engine's own estimate.

        Args:
            key: Where and how.
            estimated_bytes: The engine's own estimate of the peak above its weights.
            seen_bytes: The peak above them.
        """
        if estimated_bytes <= 0 or seen_bytes <= 0 or seen_bytes > GREATEST_FACTOR * estimated_bytes:
            return
        name = str(key)
        seen = max(1.0, seen_bytes / estimated_bytes)
        known = self._factors.get(name, 1.0)
        self._factors[name] = seen if seen > known else known + FORGETTING * (seen - known)
        if abs(self._factors[name] - self._written.get(name, 1.0)) > TELLING_CHANGE:
            self._write()

    def _write(self) -> None:
        """Write the whole file; others' newer lines stay."""
        if self._path is None:
            return
        factors = {**_read(self._path), **self._factors}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_file(self._path, replace=True) as file:
                file.write(json.dumps(factors, indent=1, sort_keys=True).encode())
        except (OSError, StorageError) as error:
            log.warning("the peaks that were seen are not kept: %s", error)
        else:
            self._written = dict(self._factors)


def _read(path: Path | None) -> dict[str, float]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("the peaks that were seen cannot be read: %s", error)
        return {}
    if not isinstance(found, Mapping):
        return {}
    numbers = {str(name): value for name, value in found.items() if isinstance(value, int | float)}
    return {name: float(value) for name, value in numbers.items() if 1.0 <= value <= GREATEST_FACTOR}
