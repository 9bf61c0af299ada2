"""Weights in pickles that an engine can make safetensors of. Nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True)
class Conversion:
    """A pickle to be made safetensors of.

    Attributes:
        source: The pickle; it is only read.
        target: The file to make beside it.
        read: Gives the pickle's tensors by the names that they have in the target.
    """

    source: Path
    target: Path
    read: Callable[[Path], Mapping[str, Any]]


@runtime_checkable
class ReadsPickles(Protocol):
    """An engine whose weights may be pickles."""

    def conversions(self, folder: Path) -> Sequence[Conversion]:
        """Return what of a model folder is a pickle that has no safetensors beside it.

        Raises:
            EngineNotInstalled: When its packages do not import.
        """
        ...
