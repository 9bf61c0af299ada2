"""The figures of the device: a simulated card, or what a real one must be able to tell.

Real ones are in ``core.vram.cards``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.driver import OTHER_PROGRAMS_BYTES
from core.model.engine import EngineSizes
from core.model.events import Notice
from core.model.memory import within
from core.vram.choice import CPU, CUDA, NO_KERNELS, Choice, Finding, choose
from core.vram.simulated import SimulatedMemory

_SIMULATED = " (simulated)"


class Described(Protocol):
    """What the manager has to know of an engine: an ``EngineDescription``, or a ``Footprint``."""

    @property
    def id(self) -> str:
        """Stable short name."""
        ...

    @property
    def sizes(self) -> EngineSizes:
        """What it holds, until that has been measured."""
        ...

    @property
    def devices(self) -> tuple[str, ...]:
        """Kinds of device that it can run on, best first."""
        ...


@dataclass(frozen=True)
class Footprint:
    """All that the manager has to know of a model, for a program without descriptions of engines.

    Attributes:
        id: Stable short name.
        sizes: What it holds, until that has been measured.
        devices: Kinds of device that it can run on, best first (``cuda``, ``mps``, ``cpu``).
    """

    id: str
    sizes: EngineSizes
    devices: tuple[str, ...] = ("cpu",)


@dataclass(frozen=True)
class Placement:
    """Where a model is.

    Attributes:
        device: Where it is accounted: ``cpu``, ``cuda:0``, ``mps``; ``cuda`` on the simulated card.
        load_device: What the engine is told; ``cpu`` for a simulated card.
        simulated: True on the simulated card.
    """

    device: str
    load_device: str
    simulated: bool = False

    @classmethod
    def of(cls, words: str) -> Placement:
        """Return the placement that is called so for people."""
        device = words.removesuffix(_SIMULATED)
        simulated = device != words
        return cls(device, CPU if simulated else device, simulated)

    @property
    def on_card(self) -> bool:
        """True on a card, real or simulated."""
        return self.device != CPU

    def __str__(self) -> str:
        """Return the name for people."""
        return f"{self.device}{_SIMULATED}" if self.simulated else self.device


@dataclass(frozen=True)
class Figures:
    """A card's memory in bytes: as in ``MemorySample``."""

    total_bytes: int = 0
    free_bytes: int = 0
    allocated_bytes: int = 0
    reserved_bytes: int = 0
    context_bytes: int = 0

    @property
    def available_bytes(self) -> int:
        """What our tensors can still be given: what is free, and what our allocator keeps unused."""
        return self.free_bytes + self.reserved_bytes - self.allocated_bytes

    def consistent(self) -> Figures:
        """Return figures whose parts do not exceed the whole: they are not read at one instant."""
        parts = (self.free_bytes, self.allocated_bytes, self.reserved_bytes, self.context_bytes)
        return Figures(self.total_bytes, *within(self.total_bytes, *parts))


@dataclass(frozen=True)
class Usage:
    """What one engine needs on the card.

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
    def kind(self) -> str:
        """``cuda`` or ``mps``."""
        ...

    @property
    def simulated(self) -> bool:
        """True where the figures are simulated."""
        ...

    @property
    def total_bytes(self) -> int:
        """The card's memory."""
        ...

    def identity(self, device: str) -> str:
        """Return what tells the card from every other on this machine, whichever process asks."""
        ...

    def look(self, device: str) -> Finding:
        """Find out whether a device of it works; may take seconds the first time."""
        ...

    def peek(self, device: str) -> Finding:
        """Return what ``look`` found, or what is to be expected of it: the device itself is left alone."""
        ...

    def figures(self, usage: Mapping[str, Usage], device: str) -> Figures:
        """Read the memory of a device; ``usage`` is what our engines hold, by their descriptions."""
        ...

    def trim(self) -> None:
        """Give back what our allocator keeps unused, where ``trim_memory`` does not reach it."""
        ...

    def cap(self, device: str) -> None:
        """See that our allocator takes no more than the card has, where the driver would not."""
        ...

    def begin_peak(self, device: str) -> None:
        """Measure the peak from now."""
        ...

    def peak_bytes(self, device: str) -> int | None:
        """Return the greatest bytes allocated since then, or None where samples have to do."""
        ...


class SimulatedCard:
    """A card that only counts, for tests and pictures. It takes any engine, which runs on the CPU.

    Its figures are what engines are described to need; or, where it is given a memory, what they have truly
    taken of that. Either replaces the figures and nothing of the manager.
    """

    simulated = True
    kind = CUDA

    def __init__(
        self,
        total_bytes: int,
        neighbours_bytes: Callable[[], int] = lambda: 0,
        memory: SimulatedMemory | None = None,
        *,
        number: int = 0,
    ) -> None:
        """Make a card of that size, some of it held by other programs.

        Args:
            total_bytes: Its size.
            neighbours_bytes: Counts what other processes of ours hold on it.
            memory: Where engines allocate; it knows what other programs hold.
            number: Which of several it is, from 1 on; 0: it is the only one.
        """
        self._number = number
        self.total_bytes = total_bytes
        self._memory = memory
        self.other_bytes = min(OTHER_PROGRAMS_BYTES, total_bytes // 8)
        which = f" {number}" if number else ""
        self.name = f"Simulated GPU{which} ({total_bytes / 1000**3:.1f} GB)"
        self._neighbours_bytes = neighbours_bytes

    def identity(self, device: str) -> str:
        """Return its size, and which it is: simulated cards that agree in both are one card."""
        which = f"{self._number}-" if self._number else ""
        return f"simulated-{which}{self.total_bytes}"

    def look(self, device: str) -> Finding:
        """Tell whether it is the one card that is simulated."""
        return Finding(present=device in {CUDA, "cuda:0"}, name=self.name)

    def peek(self, device: str) -> Finding:
        """Tell the same: a look costs nothing here."""
        return self.look(device)

    def figures(self, usage: Mapping[str, Usage], device: str) -> Figures:
        """Count what the engines need; the context stays until the host ends, as on a real card."""
        if self._memory is not None:
            memory = self._memory
            return Figures(
                memory.total_bytes,
                memory.free_bytes,
                memory.allocated_bytes,
                memory.reserved_bytes,
                memory.context_bytes,
            ).consistent()
        allocated = sum(one.weights_bytes + one.peak_bytes for one in usage.values())
        context = max((one.context_bytes for one in usage.values()), default=0)
        free = self.total_bytes - self.other_bytes - self._neighbours_bytes() - context - allocated
        return Figures(self.total_bytes, free, allocated, allocated, context).consistent()

    def trim(self) -> None:
        """Give back what is cached."""
        if self._memory is not None:
            self._memory.empty_cache()

    def cap(self, device: str) -> None:
        """Do nothing: it gives no more than it has."""

    def begin_peak(self, device: str) -> None:
        """Measure the peak from now; without a memory samples have to do."""
        if self._memory is not None:
            self._memory.begin_peak()

    def peak_bytes(self, device: str) -> int | None:
        """Return the greatest bytes allocated since then; without a memory None."""
        return self._memory.peak_bytes if self._memory is not None else None


def place(
    card: Card | None, description: Described, device: str, *, quietly: bool = False
) -> tuple[Placement, Choice]:
    """Resolve a device as the user names it.

    ``auto`` is the card where it truly works and the engine can use it, else the CPU.

    Args:
        card: The card, or None.
        description: The engine.
        device: As the user names it.
        quietly: Leave devices alone that nobody has tried yet: they count as sound.

    Raises:
        DeviceMissing: When the device is not there, does not work, or the engine cannot use it.
    """
    supported = description.devices
    if card is not None and card.simulated:
        supported = tuple(dict.fromkeys((CUDA, *supported)))
    look = _nothing if card is None else card.peek if quietly else card.look
    choice = choose(description.id, supported, device, look)
    if choice.device == CPU:
        return Placement(CPU, CPU), choice
    if card is not None and card.simulated:
        return Placement(CUDA, CPU, simulated=True), choice
    name = "cuda:0" if choice.device == CUDA else choice.device
    return Placement(name, name), choice


def refused_notice(engine: str, choice: Choice) -> Notice:
    """Return what tells that an engine cannot use the card that is there."""
    fields = {"engine": engine, "detail": choice.detail}
    if choice.reason == NO_KERNELS:
        return Notice("gpu_without_kernels", fields)
    return Notice("gpu_failed", fields)


def _nothing(device: str) -> Finding:
    """Find nothing: there is no card."""
    return Finding(present=False)
