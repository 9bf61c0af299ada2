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
        source: The pickle; it is only read, and its folder stays as it is.
        read: Gives the pickle's tensors by the names that they have in safetensors.
    """

    source: Path
    read: Callable[[Path], Mapping[str, Any]]


@runtime_checkable
class ReadsPickles(Protocol):
    """An engine whose weights may be pickles."""

    def conversions(self, folder: Path, converted_dir: Path | None) -> Sequence[Conversion]:
        """Return what of a model folder is a pickle without safetensors: beside it, or made of it before.

        Args:
            folder: The model folder.
            converted_dir: Where conversions are kept (``core.converted``).

        Raises:
            EngineNotInstalled: When its packages do not import.
        """
        ...
