"""The figures of the device: a real card through torch, a simulated card, or none.

torch is never imported for a look: what is read without it comes from the driver's own library.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.errors import DeviceMissing
from core.model.engine import EngineDescription

CPU = "cpu"
CUDA = "cuda"
OTHER_PROGRAMS_BYTES = 500_000_000
"""What the simulated card's "other programs" hold (an eighth of a card under 4 GB)."""


@dataclass(frozen=True)
class Placement:
    """Where a model is.

    Attributes:
        device: Where it is accounted: ``cpu``, ``cuda``, ``cuda:1``.
        load_device: What the engine is told; ``cpu`` for a simulated card.
        simulated: True on the simulated card.
    """

    device: str
    load_device: str
    simulated: bool = False

    @property
    def on_card(self) -> bool:
        """True on a card, real or simulated."""
        return self.device != CPU

    def __str__(self) -> str:
        """Return the name for people."""
        return f"{self.device} (simulated)" if self.simulated else self.device


@dataclass(frozen=True)
class Figures:
    """A card's memory in bytes: as in ``MemorySample``."""

    total_bytes: int = 0
    free_bytes: int = 0
    allocated_bytes: int = 0
    reserved_bytes: int = 0


@dataclass(frozen=True)
class Usage:
    """What one engine needs on the card, by its description.

    Attributes:
        weights_bytes: Its weights, where they are there.
        peak_bytes: What it needs above them, while it works.
        context_bytes: What the runtime took when it first came there.
    """

    weights_bytes: int = 0
    peak_bytes: int = 0
    context_bytes: int = 0


class Card(Protocol):
    """A card that engines may be put on."""

    @property
    def name(self) -> str:
        """Name for people."""
        ...

    @property
    def simulated(self) -> bool:
        """True where the figures are simulated."""
        ...

    @property
    def total_bytes(self) -> int:
        """The card's memory."""
        ...

    def takes(self, description: EngineDescription, device: str) -> bool:
        """Tell whether the engine can be put on that device of the card."""
        ...

    def placement(self, device: str) -> Placement:
        """Return the placement for a device that it takes."""
        ...

    def figures(self, usage: Mapping[str, Usage]) -> Figures:
        """Read the card's memory; ``usage`` is what our engines hold, by their descriptions."""
        ...


class SimulatedCard:
    """A card that only counts, for tests and pictures. It takes any engine, which runs on the CPU."""

    simulated = True

    def __init__(self, total_bytes: int) -> None:
        """Make a card of that size, some of it held by other programs."""
        self.total_bytes = total_bytes
        self.other_bytes = min(OTHER_PROGRAMS_BYTES, total_bytes // 8)
        self.name = f"Simulated GPU ({total_bytes / 1000**3:.1f} GB)"

    def takes(self, description: EngineDescription, device: str) -> bool:
        """Tell whether it is the one card that is simulated."""
        return device in {CUDA, "cuda:0"}

    def placement(self, device: str) -> Placement:
        """Return the placement: counted here, run on the CPU."""
        return Placement(CUDA, CPU, simulated=True)

    def figures(self, usage: Mapping[str, Usage]) -> Figures:
        """Count what the engines need; the context stays until the host ends, as on a real card."""
        allocated = sum(one.weights_bytes + one.peak_bytes for one in usage.values())
        context = max((one.context_bytes for one in usage.values()), default=0)
        free = max(0, self.total_bytes - self.other_bytes - context - allocated)
        return Figures(self.total_bytes, free, allocated, allocated)


class CudaCard:
    """The first NVIDIA card, read through torch once an engine has imported it."""

    simulated = False

    def __init__(self, name: str, total_bytes: int, free_bytes: int) -> None:
        """Take the facts that the driver gave."""
        self.name = name
        self.total_bytes = total_bytes
        self._free_bytes = free_bytes

    def takes(self, description: EngineDescription, device: str) -> bool:
        """Tell whether engine, torch and driver agree. Imports torch."""
        kind, _, number = device.partition(":")
        if kind != CUDA or CUDA not in description.devices:
            return False
        torch: Any = importlib.import_module("torch")
        return bool(torch.cuda.is_available()) and int(number or 0) < int(torch.cuda.device_count())

    def placement(self, device: str) -> Placement:
        """Return the placement."""
        return Placement(device, device)

    def figures(self, usage: Mapping[str, Usage]) -> Figures:
        """Read torch's figures, or the driver's while torch has no context there."""
        torch: Any = sys.modules.get("torch")
        cuda = getattr(torch, "cuda", None)
        if cuda is None or not cuda.is_initialized():
            facts = read_driver()
            return Figures(self.total_bytes, facts[2] if facts else self._free_bytes)
        free, total = cuda.mem_get_info()
        return Figures(int(total), int(free), int(cuda.memory_allocated()), int(cuda.memory_reserved()))


class _Memory(ctypes.Structure):
    _fields_ = (
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    )


def read_driver() -> tuple[str, int, int] | None:
    """Return name, total and free bytes of the first NVIDIA card, without a context; None without one."""
    try:
        nvml = ctypes.CDLL("nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1")
    except OSError:
        return None
    device, memory, name = ctypes.c_void_p(), _Memory(), ctypes.create_string_buffer(96)
    if nvml.nvmlInit_v2() != 0:
        return None
    try:
        calls = (
            nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(device)),
            nvml.nvmlDeviceGetName(device, name, 96),
            nvml.nvmlDeviceGetMemoryInfo(device, ctypes.byref(memory)),
        )
    finally:
        nvml.nvmlShutdown()
    if any(calls):
        return None
    return name.value.decode(errors="replace"), int(memory.total), int(memory.free)


def find_card(simulate_bytes: int | None) -> Card | None:
    """Return the simulated card if one is asked for, else the real one where torch could use it."""
    if simulate_bytes is not None:
        return SimulatedCard(simulate_bytes)
    if importlib.util.find_spec("torch") is None:
        return None
    facts = read_driver()
    return None if facts is None else CudaCard(*facts)


def place(card: Card | None, description: EngineDescription, device: str) -> Placement:
    """Resolve a device as the user names it.

    ``auto`` is the card where the engine can use it, else the CPU.

    Raises:
        DeviceMissing: When the device is not there, or the engine cannot use it.
    """
    wanted = device.lower()
    if wanted in {"auto", CUDA} and card is not None and card.takes(description, CUDA):
        return card.placement(CUDA)
    if wanted in {"auto", CPU} and CPU in description.devices:
        return Placement(CPU, CPU)
    if wanted not in {"auto", CPU, CUDA} and card is not None and card.takes(description, wanted):
        return card.placement(wanted)
    raise DeviceMissing(engine=description.id, device=device)
