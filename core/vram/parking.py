"""Weights of models that left the card, kept in the RAM so that they come back by one copy.

They lie at first where they were read to, mapped from their file; while nobody waits they are gathered in
one flat buffer, which can be pinned. Either is only read: to leave the card costs nothing, to come back one
copy. See docs/decisions/0014-parking.md.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

import psutil

from core.model.need import Way
from core.vram.device import Placement
from core.vram.flat import CudaSide, RamSide, Side, lay_out
from core.vram.leases import M, Need
from core.vram.parked import Parkable, Parked

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
        side: Callable[[Placement], Side] | None = None,
    ) -> None:
        """Start empty.

        Args:
            ram: Reads the system's memory.
            side: Gives a card's memory.
        """
        self._ram = ram
        self._side_of = side if side is not None else side_of
        self._sides: dict[str, Side] = {}
        self._berths: dict[str, Berth[M]] = {}
        self._left_mapped: set[str] = set()
        """Engines whose weights are not gathered, because there was no RAM for it."""

    def parks_at(self, placement: Placement) -> bool:
        """Tell whether weights there may be parked: on CUDA and on the simulated card."""
        return placement.simulated or placement.device.startswith("cuda")

    def parked_bytes(self, engine: str) -> int:
        """Return what an engine's weights hold in RAM, also while it is on the card. Any thread may call."""
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

    def keep(
        self,
        engine: str,
        model: M,
        placement: Placement,
        model_dir: Path | None,
        *,
        precision: str = "",
        ahead: bool = False,
    ) -> bool:
        """Take a model that was loaded with ``stay``, away from its card yet; nothing of the card is touched.

        Args:
            engine: Whose it is.
            model: The model.
            placement: The card that it belongs to.
            model_dir: Folder that its weights came from.
            precision: In which they are.
            ahead: No job waits for it: not where it would have to be given up as soon as it leaves the card.

        Returns:
            False where it is not taken: then it is where it was loaded to.
        """
        movable: object = model
        if not self.parks_at(placement) or not isinstance(movable, Parkable):
            return False
        layout = lay_out(movable.weights())
        ram, berths = self._ram(), list(self._berths.values())
        keep = ram.lets_park(layout.size_bytes, sum(one.parked.kept_bytes for one in berths))
        if not keep:
            log.info("%s will not be parked: %d bytes of RAM are available", engine, ram.available_bytes)
            if ahead:
                return False
        parked = Parked(movable, lambda: self._side(placement), keep=keep, layout=layout)
        self._berths = {
            **self._berths,
            engine: Berth(model, movable, parked, placement, model_dir, precision),
        }
        return True

    def read(self, engine: str) -> Iterator[None]:
        """Have the system read the files of a parked engine's weights, part by part."""
        return self._berths[engine].parked.read()

    def gather(self) -> bool:
        """Do a part of what can be done while nobody waits, and tell whether more is to be done.

        What has come back from a card is copied from where it was read to into one buffer, pinned if it can
        be, if there is RAM for it.

        Raises:
            MemoryError: When there is none after all, or what torch raises for that.
        """
        for engine, berth in self._berths.items():
            if not berth.parked.may_gather or engine in self._left_mapped:
                continue
            try:
                if self._has_ram_for(berth.parked):
                    return berth.parked.gather(pin=self._lets_pin(berth.parked))
            except BaseException:
                self._left_mapped.add(engine)
                raise
            self._left_mapped.add(engine)
        return False

    def _has_ram_for(self, parked: Parked) -> bool:
        if parked.gathering:
            return not self._ram().is_short
        others_bytes = sum(one.parked.kept_bytes for one in self._berths.values() if one.parked is not parked)
        return self._ram().lets_park(parked.size_bytes, others_bytes)

    def _lets_pin(self, parked: Parked) -> bool:
        pinned_bytes = sum(one.parked.pinned_bytes for one in self._berths.values())
        return self._ram().lets_pin(parked.size_bytes, pinned_bytes)

    def park(self, engine: str) -> bool:
        """Take an engine off the card, and tell whether it is parked now; else it is to be released."""
        berth = self._berths.get(engine)
        if berth is None or not berth.parked.kept_bytes or self._ram().is_short:
            return False
        berth.movable.forget()
        berth.parked.park()
        self._berths = {**{name: one for name, one in self._berths.items() if name != engine}, engine: berth}
        return True

    def unpark(self, engine: str) -> M:
        """Bring an engine to its card.

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

    def need_of(self, engine: str) -> tuple[Placement, Need]:
        """Return the card of a parked engine, and the need that its weights meet."""
        berth = self._berths[engine]
        return berth.placement, Need(model_dir=berth.model_dir, way=Way(berth.precision))

    def berth_of(self, engine: str) -> tuple[M, Placement]:
        """Return a parked engine's model and card."""
        berth = self._berths[engine]
        return berth.model, berth.placement

    def drop(self, engine: str) -> None:
        """Give up an engine's weights, on card and in RAM, if there are any; the model is to be closed."""
        berth = self._berths.get(engine)
        self._berths = {name: one for name, one in self._berths.items() if name != engine}
        self._left_mapped.discard(engine)
        if berth is not None:
            berth.parked.drop()

    def short_of_ram(self) -> Iterator[str]:
        """Yield parked engines to give up, the longest parked first, as long as the RAM is short."""
        for engine in self.parked:
            if not self._ram().is_short:
                return
            yield engine

    def _side(self, placement: Placement) -> Side:
        if placement.device not in self._sides:
            self._sides[placement.device] = self._side_of(placement)
        return self._sides[placement.device]


def side_of(placement: Placement) -> Side:
    """Return the memory of a card: CUDA's, or the RAM that stands for the simulated card's."""
    return RamSide() if placement.simulated else CudaSide(placement.device)
