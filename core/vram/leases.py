"""What the VRAM manager is asked for and what it gives."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from core.model.need import FULL, Estimate, MemoryNeed, Way
from core.model.policy import LowVram
from core.model.request import SynthesisRequest
from core.vram.device import Described, Placement
from core.vram.states import State


class Closable(Protocol):
    """What is loaded: it can give its memory back."""

    def close(self) -> None:
        """Give back all memory."""
        ...


M = TypeVar("M", bound=Closable)
M_co = TypeVar("M_co", bound=Closable, covariant=True)

Load = Callable[[str, Path | None, Callable[[float], None]], M]
"""Loads an engine: device, folder of weights, and who is told the fraction done."""


class LoadAs(Protocol[M_co]):
    """Loads an engine that can be parked, or speaks in more than one precision."""

    def __call__(
        self,
        device: str,
        model_dir: Path | None,
        report: Callable[[float], None],
        *,
        stay: bool,
        precision: str,
    ) -> M_co:
        """Load it.

        Args:
            device: Where it will speak.
            model_dir: Its folder of weights, or None for its own.
            report: Takes the fraction done.
            stay: Leave the weights in RAM: the manager puts them on the card.
            precision: As in ``Way``.
        """
        ...


def _full_only(half_is_fast: bool) -> Sequence[str]:
    return (FULL,)


@dataclass(frozen=True)
class Loadable(Generic[M]):
    """An engine as the manager knows it.

    Attributes:
        description: What it is; its sizes count until they have been measured.
        load: Loads it.
        load_as: Loads it in its place where a model can be parked, or has several precisions; or None.
        estimate: Estimates what a request needs, or None: what the description says.
        precisions: Tells which precisions it can speak in, the one it prefers first; is told whether half
            precision is fast there.
        version: Of what it runs; what was seen of one version says nothing of another.
        offered: True: it may be named where another has no room.
    """

    description: Described
    load: Load[M]
    load_as: LoadAs[M] | None = None
    estimate: Estimate | None = None
    precisions: Callable[[bool], Sequence[str]] = _full_only
    version: str = ""
    offered: bool = False

    def need_of(self, request: SynthesisRequest | None, way: Way) -> MemoryNeed:
        """Estimate what a request needs."""
        if self.estimate is not None:
            return self.estimate(request, way)
        sizes = self.description.sizes
        return MemoryNeed(sizes.weights_bytes, sizes.peak_bytes)

    def bring(
        self, device: str, model_dir: Path | None, report: Callable[[float], None], *, stay: bool, way: Way
    ) -> M:
        """Load it for a way of speaking; the arguments are those of ``LoadAs``."""
        if self.load_as is None:
            return self.load(device, model_dir, report)
        return self.load_as(device, model_dir, report, stay=stay, precision=way.precision)


@dataclass(frozen=True)
class Need:
    """What a job needs.

    Attributes:
        device: As the user names it: ``auto``, ``cpu``, ``cuda``…
        model_dir: Folder of weights, or None for the engine's own.
        low_vram: The mode in force, or None to load and keep.
        wanted_next: Engines that queued jobs want.
        request: What will be spoken, or None: anything.
        rung: How many of the ways of speaking have failed already.
        whole_parts: True: the text is cut as usual, since some of it has been spoken.
        way: How it will be spoken; the manager chooses.
        steps: What is given up for it (``core.vram.ladder``).
    """

    device: str = "auto"
    model_dir: Path | None = None
    low_vram: LowVram | None = None
    wanted_next: frozenset[str] = frozenset()
    request: SynthesisRequest | None = None
    rung: int = 0
    whole_parts: bool = False
    way: Way = field(default_factory=Way)
    steps: tuple[str, ...] = ()

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
        way: How it is to speak.
    """

    model: M
    placement: Placement
    load_s: float
    way: Way = field(default_factory=Way)


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
        precision: Of its weights, as in ``Way``.
        peak_bytes: What its job is estimated to need above them.
    """

    state: State
    placement: Placement
    model_dir: Path | None
    weights_bytes: int
    model: M | None = None
    used_at: float = field(default_factory=time.monotonic)
    precision: str = ""
    peak_bytes: int = 0


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


@dataclass(frozen=True)
class Expected:
    """An engine whose job comes next.

    Attributes:
        engine: Its id.
        low_vram: The mode.
        came_at: When it was brought to its card, by the manager's clock; None: not yet.
    """

    engine: str
    low_vram: LowVram | None
    came_at: float | None = None

    @property
    def saves(self) -> bool:
        """True in Low VRAM."""
        return self.low_vram is not None and self.low_vram.value
