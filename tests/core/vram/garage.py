"""A manager of small nets of torch's on a card that is an arena; torch is imported with the first net."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core.model.events import Notice
from core.model.need import FULL, Way
from core.vram.device import Placement, SimulatedCard
from core.vram.flat import Arena, tensors_of
from core.vram.manager import Loadable, Need, VramManager
from core.vram.parking import Parking, Ram
from tests.core.vram.helpers import LOW, describe

GB = 1000**3
MB = 1_000_000
PLENTY = Ram(16 * GB, 12 * GB)
CARD = Placement("cuda", "cpu", simulated=True)
AHEAD = Need(way=Way(FULL))


class Net:
    """A net of 4 MB that was loaded somewhere, with an alias and a stray as the packages have them."""

    def __init__(self, diary: list[str], name: str) -> None:
        import torch

        self.diary, self.name = diary, name
        self.net: Any = torch.nn.Sequential(torch.nn.Linear(1000, 500), torch.nn.Linear(500, 1000))
        self.net[1].weight = torch.nn.Parameter(self.net[0].weight.detach().t())
        self.net.stray = torch.arange(7)
        self.cache: Any = None
        diary.append(f"+{name}")

    def weights(self) -> Sequence[Any]:
        return [self.net]

    def forget(self) -> None:
        self.cache = None

    def close(self) -> None:
        self.diary.append(f"-{self.name}")

    def total(self) -> float:
        self.cache = self.net[0].weight[0]  # a view of the card's memory, left behind by a job
        return float(sum(tensor.double().sum() for tensor in tensors_of([self.net])))


class Garage:
    """A manager of nets on a card that is an arena."""

    def __init__(self, *names: str, card_bytes: int = 4 * GB, sizes_bytes: int = 1000) -> None:
        self.diary: list[str] = []
        self.notices: list[Notice] = []
        self.ram = PLENTY
        self.load_error: Exception | None = None
        self.arena = Arena(8 * MB)
        self.ways: list[str] = []
        loadables = {name: self._loadable(name, sizes_bytes) for name in names}
        parking: Parking[Net] = Parking(lambda: self.ram, lambda placement: self.arena)
        self.card = SimulatedCard(card_bytes)
        self.now = 1000.0
        self.manager: VramManager[Net] = VramManager(
            self.card, loadables, self.notices.append, parking=parking, clock=lambda: self.now
        )

    def speak(self, name: str, mode: Any = LOW, folder: Path | None = None, device: str = "auto") -> float:
        with self.manager.lease(name, Need(device, folder, mode)) as leased:
            return leased.model.total()

    def state(self, name: str) -> tuple[str, int]:
        (one,) = [one for one in self.manager.sample().engines if one.engine == name]
        return one.state, one.parked_bytes

    def _loadable(self, name: str, size_bytes: int) -> Loadable[Net]:
        def load(
            device: str,
            folder: Path | None,
            report: Callable[[float], None],
            *,
            stay: bool = False,
            precision: str = "",
        ) -> Net:
            self.ways.append("ram" if stay else "device")
            if self.load_error is not None:
                raise self.load_error
            return Net(self.diary, name)

        return Loadable(describe(name, size_bytes), load, load)
