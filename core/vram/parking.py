"""Weights of models that left the card, kept in the RAM so that they come back by one copy.

The flat copy in RAM is made once, at the first load, and only read from then on: to leave the card costs
nothing, to come back one copy. See docs/decisions/0014-parking.md.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, runtime_checkable

import psutil

from core.vram.device import Placement
from core.vram.flat import (
    CudaSide,
    HostBuffer,
    Layout,
    RamSide,
    Side,
    Tensor,
    lay_out,
    wait_for_nothing,
)
from core.vram.leases import M

log = logging.getLogger(__name__)

PINNED_SHARE = 0.4
"""At most this much of the RAM is pinned: the system cannot use it for anything else (ComfyUI's figure)."""
PARKED_SHARE = 0.5
SPARED_SHARE = 0.10
SPARED_BYTES = 1_000_000_000
"""So much of the RAM, and at least so many bytes, stay available after something was parked."""
SHORT_SHARE = 0.05
SHORT_BYTES = 500_000_000
"""Where less is available, what is parked is given up."""


@runtime_checkable
class Parkable(Protocol):
    """What the manager may move, as ``core.engines.base.Parkable`` says."""

    def weights(self) -> Sequence[Any]:
        """Return the torch modules that hold all weights."""
        ...

    def forget(self) -> None:
        """Drop everything on the device that is no weight."""
        ...


@dataclass(frozen=True)
class Ram:
    """The system's memory, in bytes."""

    total_bytes: int
    available_bytes: int

    @classmethod
    def read(cls) -> Ram:
        """Read it."""
        now = psutil.virtual_memory()
        return cls(int(now.total), int(now.available))

    @property
    def is_short(self) -> bool:
        """True where what is parked is better given up."""
        return self.available_bytes < max(SHORT_BYTES, SHORT_SHARE * self.total_bytes)

    def lets_park(self, size_bytes: int, parked_bytes: int) -> bool:
        """Tell whether more may be parked beside what is parked already."""
        left = self.available_bytes - size_bytes
        enough = left >= max(SPARED_BYTES, SPARED_SHARE * self.total_bytes)
        return enough and parked_bytes + size_bytes <= PARKED_SHARE * self.total_bytes

    def lets_pin(self, size_bytes: int, pinned_bytes: int) -> bool:
        """Tell whether more may be pinned beside what is pinned already."""
        return pinned_bytes + size_bytes <= PINNED_SHARE * self.total_bytes


class Parked:
    """The weights of one model, on the card or away from it."""

    def __init__(
        self, model: Parkable, side: Side, *, keep: bool, pin: bool, layout: Layout | None = None
    ) -> None:
        """Put the weights of a model that was loaded with ``stay`` onto the card.

        Args:
            model: The model.
            side: The card.
            keep: Keep a copy in the RAM, so that the model can be parked.
            pin: Register that copy with the driver.
            layout: Of the model's weights, where it is known.

        Raises:
            MemoryError: When the card, or torch for it, has no room: nothing has changed then.
        """
        self._side = side
        self._flat: Tensor = None
        self._wait: Callable[[], None] = wait_for_nothing
        self._host: HostBuffer | None = None
        layout = layout or lay_out(model.weights())
        flat = side.take(layout.size_bytes)
        try:
            if keep:
                self._host = HostBuffer(layout.size_bytes, side.runtime if pin else None)
                layout.fill(self._host.flat)
                self._wait = side.copy(self._host.flat, flat)
            else:
                layout.fill(flat)
        except BaseException:
            side.give(flat)
            self._let_host_go()
            raise
        self._layout: Layout = layout.without_sources()
        self._layout.show(flat)
        self._flat = flat

    @property
    def size_bytes(self) -> int:
        """What the weights hold."""
        return self._layout.size_bytes

    @property
    def parked_bytes(self) -> int:
        """What the copy in RAM holds; 0 where there is none."""
        return self._layout.size_bytes if self._host is not None else 0

    @property
    def pinned_bytes(self) -> int:
        """What of it is pinned."""
        return self.parked_bytes if self._host is not None and self._host.pinned else 0

    @property
    def on_card(self) -> bool:
        """True where the weights are on the card."""
        return self._flat is not None

    def park(self) -> None:
        """Leave the card; nothing is copied. The tensors show the copy in RAM."""
        if self._host is None:
            raise RuntimeError("no copy in RAM was kept")
        if self._flat is not None:
            self._layout.show(self._host.flat)
            self._leave()

    def unpark(self) -> None:
        """Come back to the card by one copy, which goes on while the host prepares its work."""
        if self._host is None:
            raise RuntimeError("no copy in RAM was kept")
        if self._flat is None:
            flat = self._side.take(self._layout.size_bytes)
            self._wait = self._side.copy(self._host.flat, flat)
            self._layout.show(flat)
            self._flat = flat

    def drop(self) -> None:
        """Give up card and RAM; the model cannot speak any more."""
        import torch

        for slot in self._layout.slots:
            slot.tensor.data = torch.empty(0, dtype=slot.tensor.dtype)
        if self._flat is not None:
            self._leave()
        self._layout = Layout((), (), 0)
        self._let_host_go()

    def _leave(self) -> None:
        self._wait()  # a copy that is still going on reads from the RAM and writes to the card
        flat, self._flat = self._flat, None
        self._side.give(flat)

    def _let_host_go(self) -> None:
        self._wait()
        if self._host is not None:
            self._host.close()
        self._host = None


@dataclass(frozen=True)
class Berth(Generic[M]):
    """A model that can be parked.

    Attributes:
        model: The model.
        movable: The same, as what can be moved.
        parked: Its weights.
        placement: The card that they belong to.
        model_dir: Folder that they came from.
        precision: In which they are.
    """

    model: M
    movable: Parkable
    parked: Parked
    placement: Placement
    model_dir: Path | None
    precision: str = ""


class Parking(Generic[M]):
    """Who is parked, or could be. On the manager's owner thread; the sizes may be read from any."""

    def __init__(
        self,
        ram: Callable[[], Ram] = Ram.read,
        side: Callable[[Placement], Side | None] | None = None,
    ) -> None:
        """Start empty.

        Args:
            ram: Reads the system's memory.
            side: Gives the memory of a placement, or None where nothing is parked.
        """
        self._ram = ram
        self._side_of = side if side is not None else side_of
        self._sides: dict[str, Side] = {}
        self._berths: dict[str, Berth[M]] = {}

    def parks_at(self, placement: Placement) -> bool:
        """Tell whether weights there may be parked: on CUDA and on the simulated card."""
        return placement.simulated or placement.device.startswith("cuda")

    def parked_bytes(self, engine: str) -> int:
        """Return what an engine's copy in RAM holds, also while it is on the card. Any thread may call."""
        berth = self._berths.get(engine)
        return berth.parked.parked_bytes if berth is not None else 0

    @property
    def is_empty(self) -> bool:
        """True where no model that could be parked is loaded, or parked."""
        return not self._berths

    @property
    def parked(self) -> tuple[str, ...]:
        """The engines that are parked, the longest parked first."""
        return tuple(name for name, berth in self._berths.items() if not berth.parked.on_card)

    def models(self, load_device: str) -> list[object]:
        """Return what holds memory of a device, for the look at what a release left behind."""
        if load_device != "cpu":
            return []
        return [berth.parked for berth in self._berths.values()]

    def adopt(
        self, engine: str, model: M, placement: Placement, model_dir: Path | None, *, precision: str = ""
    ) -> None:
        """Put a model that was loaded with ``stay`` onto its card; one that is not parkable is there.

        Raises:
            MemoryError: When it does not fit, or what torch raises for that.
        """
        movable: object = model
        side = self._side(placement)
        if side is None or not isinstance(movable, Parkable):
            return
        layout = lay_out(movable.weights())
        size_bytes = layout.size_bytes
        ram, berths = self._ram(), list(self._berths.values())
        keep = ram.lets_park(size_bytes, sum(one.parked.parked_bytes for one in berths))
        pin = keep and ram.lets_pin(size_bytes, sum(one.parked.pinned_bytes for one in berths))
        if not keep:
            log.info("%s will not be parked: %d bytes of RAM are available", engine, ram.available_bytes)
        parked = Parked(movable, side, keep=keep, pin=pin, layout=layout)
        self._berths = {
            **self._berths,
            engine: Berth(model, movable, parked, placement, model_dir, precision),
        }

    def park(self, engine: str) -> bool:
        """Take an engine off the card, and tell whether it is parked now; else it is to be released."""
        berth = self._berths.get(engine)
        if berth is None or not berth.parked.parked_bytes or self._ram().is_short:
            return False
        berth.movable.forget()
        berth.parked.park()
        self._berths = {**{name: one for name, one in self._berths.items() if name != engine}, engine: berth}
        return True

    def unpark(self, engine: str) -> M:
        """Bring a parked engine back to its card.

        Raises:
            MemoryError: When it does not fit, or what torch raises for that; it stays parked.
        """
        berth = self._berths[engine]
        berth.parked.unpark()
        return berth.model

    def has(self, engine: str, placement: Placement, model_dir: Path | None, precision: str = "") -> bool:
        """Tell whether these weights of an engine are parked, and for that card."""
        berth = self._berths.get(engine)
        return (
            berth is not None
            and not berth.parked.on_card
            and (berth.placement, berth.model_dir, berth.precision) == (placement, model_dir, precision)
        )

    def berth_of(self, engine: str) -> tuple[M, Placement]:
        """Return a parked engine's model and card."""
        berth = self._berths[engine]
        return berth.model, berth.placement

    def drop(self, engine: str) -> None:
        """Give up an engine's weights, on card and in RAM, if there are any; the model is to be closed."""
        berth = self._berths.get(engine)
        self._berths = {name: one for name, one in self._berths.items() if name != engine}
        if berth is not None:
            berth.parked.drop()

    def short_of_ram(self) -> Iterator[str]:
        """Yield parked engines to give up, the longest parked first, as long as the RAM is short."""
        for engine in self.parked:
            if not self._ram().is_short:
                return
            yield engine

    def _side(self, placement: Placement) -> Side | None:
        if placement.device not in self._sides:
            side = self._side_of(placement)
            if side is None:
                return None
            self._sides[placement.device] = side
        return self._sides[placement.device]


def side_of(placement: Placement) -> Side | None:
    """Return the memory of a placement: CUDA's, or the RAM that stands for the simulated card's."""
    if placement.simulated:
        return RamSide()
    return CudaSide(placement.device) if placement.device.startswith("cuda") else None
