"""What the VRAM manager is asked for and what it gives."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from core.model.policy import LowVram
from core.vram.device import Described, Placement
from core.vram.states import State


class Closable(Protocol):
    """What is loaded: it can give its memory back."""

    def close(self) -> None:
        """Give back all memory."""
        ...


M = TypeVar("M", bound=Closable)


@dataclass(frozen=True)
class Loadable(Generic[M]):
    """An engine as the manager knows it.

    Attributes:
        description: What it is; its sizes count until they have been measured.
        load: Loads it: device, folder of weights, and who is told the fraction done.
        load_in_ram: The same with the weights left in RAM, where a model can be parked: the manager puts
            them on the card. None: there is no such way.
    """

    description: Described
    load: Callable[[str, Path | None, Callable[[float], None]], M]
    load_in_ram: Callable[[str, Path | None, Callable[[float], None]], M] | None = None


@dataclass(frozen=True)
class Need:
    """What a job needs.

    Attributes:
        device: As the user names it: ``auto``, ``cpu``, ``cuda``…
        model_dir: Folder of weights, or None for the engine's own.
        low_vram: The mode in force, or None to load and keep.
        wanted_next: Engines that queued jobs want.
    """

    device: str = "auto"
    model_dir: Path | None = None
    low_vram: LowVram | None = None
    wanted_next: frozenset[str] = frozenset()

    @property
    def saves(self) -> bool:
        """True in Low VRAM."""
        return self.low_vram is not None and self.low_vram.value


@dataclass(frozen=True)
class Leased(Generic[M]):
    """A model for the time of one lease.

    Attributes:
        model: The model, not to be kept.
        placement: Where it is.
        load_s: Time to load it; 0 when it was resident.
    """

    model: M
    placement: Placement
    load_s: float


@dataclass(frozen=True)
class Held(Generic[M]):
    """An engine that is on its way in, there, or on its way out.

    Attributes:
        state: Where it is: one of those in which it may hold memory.
        placement: Where.
        model_dir: Its folder of weights.
        weights_bytes: What its weights hold: measured on a real card, else as it is described.
        model: The model, or None.
        used_at: When it was last used, by the monotonic clock.
    """

    state: State
    placement: Placement
    model_dir: Path | None
    weights_bytes: int
    model: M | None = None
    used_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Due:
    """A release that waits until the error is gone whose traceback still holds the model.

    Attributes:
        why: ``low_vram`` or ``load_failed``.
        placement: Where the engine was.
        low_vram: The mode.
    """

    why: str
    placement: Placement
    low_vram: LowVram | None
