"""The builds of PyTorch that the torch environment may get, as data: ``torch_builds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.install.hardware import Card, Machine

TABLE = Path(__file__).with_name("torch_builds.toml")

Version = tuple[int, ...]


@dataclass(frozen=True)
class Build:
    """A build of PyTorch; ``torch_builds.toml`` says more.

    Attributes:
        name: Stable name.
        torch: Its version.
        platforms: Where it is to be had, as ``Machine.platform``.
        lock: File of locked packages in ``packaging/requirements``.
        requirements: What comes from the index instead of the lock's ``Table.replaced``; empty: nothing.
        folder: Folder of the index; empty: the ordinary package index.
        cuda: Its CUDA version; empty: it is not for NVIDIA cards.
        lowest: Least compute capability.
        highest: Greatest compute capability; None: no limit known.
        driver: Oldest driver, by system.
        safe_pickles: Its ``weights_only`` loading has no known hole.
    """

    name: str
    torch: str
    platforms: tuple[str, ...]
    lock: str
    requirements: tuple[str, ...]
    folder: str
    cuda: str
    lowest: tuple[int, int]
    highest: tuple[int, int] | None
    driver: Mapping[str, Version]
    safe_pickles: bool

    def has_kernels_for(self, card: Card) -> bool:
        """Tell whether a card can run it, driver aside."""
        if not self.cuda or card.capability is None or card.capability < self.lowest:
            return False
        return self.highest is None or card.capability <= self.highest

    def takes_driver(self, machine: Machine) -> bool:
        """Tell whether the machine's driver is new enough for it."""
        oldest = self.driver.get(machine.driver_system)
        return oldest is not None and machine.nvidia.driver is not None and machine.nvidia.driver >= oldest


@dataclass(frozen=True)
class Table:
    """The builds, best first.

    Attributes:
        index: What those with a folder come from.
        replaced: Patterns of the locked packages that such a build brings itself.
        builds: The builds.
    """

    index: str
    replaced: tuple[str, ...]
    builds: tuple[Build, ...]


def load_table(path: Path = TABLE) -> Table:
    """Read the table of builds."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Table(data["index"], tuple(data["replaced"]), tuple(_build(row) for row in data["build"]))


def _build(row: Mapping[str, Any]) -> Build:
    lowest, highest = row.get("capability", ("0.0", ""))
    return Build(
        name=row["name"],
        torch=row["torch"],
        platforms=tuple(row["platforms"]),
        lock=row.get("lock", "torch.txt"),
        requirements=tuple(row.get("requirements", ())),
        folder=row.get("folder", ""),
        cuda=row.get("cuda", ""),
        lowest=_pair(lowest),
        highest=_pair(highest) if highest else None,
        driver={system: _version(oldest) for system, oldest in row.get("driver", {}).items()},
        safe_pickles=row.get("safe_pickles", True),
    )


def _version(text: str) -> Version:
    return tuple(int(number) for number in text.split("."))


def _pair(text: str) -> tuple[int, int]:
    major, minor = _version(text)
    return major, minor
