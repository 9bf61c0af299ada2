"""Real cards: NVIDIA's through torch and the driver, Apple's through torch.

torch is never imported for a look at the figures: what is read without it comes from the driver.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import psutil

from core.driver import VISIBLE_VARIABLE, card_named, simulated_cards
from core.vram.choice import CUDA, MPS, Finding, judge
from core.vram.device import Card, Figures, SimulatedCard, Usage
from core.vram.nvml import DriverCard, card_of, read_cards, visible_cards
from core.vram.probe import probe

Torch: TypeAlias = Any
"""torch has no types."""

CAP_MARGIN_BYTES = 64 * 1024**2
"""Left free under the cap; less than ``room.RESERVE_BYTES``, so that what was found to fit is not stopped."""

ReadCards = Callable[[], Sequence[DriverCard]]


def index_of(device: str) -> int:
    """Return the number in ``cuda:1``; 0 where there is none."""
    number = device.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def cap_fraction(total_bytes: int, free_bytes: int, reserved_bytes: int) -> float:
    """Return the share of a card that torch may reserve: what it has and what is free, but for a margin.

    What other programs hold at this moment is theirs. The driver begins to move memory out before the last
    byte, so that some is left alone.

    Args:
        total_bytes: The card's memory.
        free_bytes: What is free there.
        reserved_bytes: What torch's allocator holds.

    Returns:
        0 to 1, never less than what is reserved already.
    """
    possible = reserved_bytes + max(0, free_bytes - CAP_MARGIN_BYTES)
    return min(1.0, possible / total_bytes) if total_bytes > 0 else 1.0


class CudaCard:
    """NVIDIA's cards that this process may see; each figure is asked for with the device it is of."""

    simulated = False
    kind = CUDA

    def __init__(
        self,
        cards: Sequence[DriverCard],
        read: ReadCards = lambda: visible_cards(read_cards()),
        look: Callable[[str], Finding] = probe,
        *,
        spills: bool = sys.platform == "win32",
    ) -> None:
        """Take the facts that the driver gave.

        Args:
            cards: At least one, the likely first one first.
            read: Reads them anew.
            look: Tries a device.
            spills: The driver gives the computer's memory, silently and slowly, where the card has no more.
        """
        self._spills = spills
        self._cards = list(cards)
        self._read = read
        self._look = look
        self._findings: dict[int, Finding] = {}
        self._bound: dict[int, DriverCard] = {}
        self._context_bytes: dict[int, int] = {}

    @property
    def name(self) -> str:
        """Name of the first card."""
        return self._card(0).name

    @property
    def total_bytes(self) -> int:
        """Memory of the first card."""
        return self._card(0).total_bytes

    def identity(self, device: str) -> str:
        """Return the card's UUID."""
        return self._card(index_of(device)).uuid or f"cuda-{index_of(device)}"

    def look(self, device: str) -> Finding:
        """Try a device; the first time torch makes its context there, whose size is taken."""
        index = index_of(device)
        known = index in self._context_bytes
        before = () if known else self._read()
        finding = self._look(device)
        if not known and judge(finding) == ("", ""):
            self._bind(index, before)
        elif not finding.name:
            finding = replace(finding, name=self._card(index).name)
        self._findings[index] = finding
        return finding

    def peek(self, device: str) -> Finding:
        """Return what was found, else what the driver says: no torch, no context."""
        index = index_of(device)
        if index in self._findings:
            return self._findings[index]
        if index >= len(self._cards):
            return Finding(present=False)
        card = self._cards[index]
        return Finding(name=card.name, capability=card.capability)

    def figures(self, usage: Mapping[str, Usage], device: str) -> Figures:
        """Read torch's figures, or the driver's while torch has no context there."""
        index = index_of(device)
        if index not in self._context_bytes:
            card = self._card(index)
            now = next((one for one in self._read() if one.uuid == card.uuid), card)
            return Figures(now.total_bytes, now.free_bytes).consistent()
        cuda = _torch().cuda
        free, total = cuda.mem_get_info(index)
        return Figures(
            int(total),
            int(free),
            int(cuda.memory_allocated(index)),
            int(cuda.memory_reserved(index)),
            self._context_bytes[index],
        ).consistent()

    def trim(self) -> None:
        """Do nothing: ``trim_memory`` empties torch's cache."""

    def cap(self, device: str) -> None:
        """Hold torch to what the card has, where the driver would give the computer's memory beyond that."""
        index = index_of(device)
        if self._spills and index in self._context_bytes:
            cuda = _torch().cuda
            free, total = (int(number) for number in cuda.mem_get_info(index))
            reserved = int(cuda.memory_reserved(index))
            cuda.set_per_process_memory_fraction(cap_fraction(total, free, reserved), index)

    def begin_peak(self, device: str) -> None:
        """Measure the peak from now."""
        if index_of(device) in self._context_bytes:
            _torch().cuda.reset_peak_memory_stats(index_of(device))

    def peak_bytes(self, device: str) -> int | None:
        """Return the greatest bytes allocated since then."""
        if index_of(device) not in self._context_bytes:
            return None
        return int(_torch().cuda.max_memory_allocated(index_of(device)))

    def _bind(self, index: int, before: Sequence[DriverCard]) -> None:
        """Find the driver's card for torch's, and see what the context took."""
        cuda = _torch().cuda
        cuda.empty_cache()
        card = card_of(cuda.get_device_properties(index), before)
        free, total = (int(number) for number in cuda.mem_get_info(index))
        reserved = int(cuda.memory_reserved(index))
        if card is not None:
            self._bound[index] = card
            used_before = card.total_bytes - card.free_bytes
            self._context_bytes[index] = max(0, total - free - reserved - used_before)
        else:
            self._context_bytes[index] = 0

    def _card(self, index: int) -> DriverCard:
        if index in self._bound:
            return self._bound[index]
        return self._cards[min(index, len(self._cards) - 1)]


class AppleCard:
    """The GPU of an Apple computer, which shares the system's memory."""

    simulated = False
    kind = MPS
    name = "Apple GPU"

    def __init__(self, look: Callable[[str], Finding] = probe) -> None:
        """Take the system's memory for the card's until torch says what it may use of it."""
        self._look = look
        self._finding: Finding | None = None
        self._works = False
        self.total_bytes = int(psutil.virtual_memory().total)

    def identity(self, device: str) -> str:
        """Return its name: there is one."""
        return "apple"

    def look(self, device: str) -> Finding:
        """Try it."""
        finding = self._look(device)
        if device == MPS:
            self._finding = finding
            if judge(finding) == ("", ""):
                self._works = True
                self.total_bytes = int(_torch().mps.recommended_max_memory())
        return finding

    def peek(self, device: str) -> Finding:
        """Return what was found; until then it counts as sound."""
        return self._finding or Finding(present=device == MPS, name=self.name)

    def figures(self, usage: Mapping[str, Usage], device: str) -> Figures:
        """Read torch's figures; what other programs use of the memory is not told."""
        if not self._works:
            return Figures(self.total_bytes, self.total_bytes)
        mps = _torch().mps
        reserved = int(mps.driver_allocated_memory())
        allocated = int(mps.current_allocated_memory())
        return Figures(self.total_bytes, self.total_bytes - reserved, allocated, reserved).consistent()

    def trim(self) -> None:
        """Do nothing: ``trim_memory`` empties torch's cache."""

    def cap(self, device: str) -> None:
        """Do nothing: the memory is the computer's own."""

    def begin_peak(self, device: str) -> None:
        """Do nothing: samples have to do."""

    def peak_bytes(self, device: str) -> None:
        """Return None: samples have to do."""


def _torch() -> Torch:
    return sys.modules["torch"]


def find_card(
    simulate_bytes: int | Sequence[int] | None,
    neighbours_bytes: Callable[[], int] = lambda: 0,
    gpu: str = "",
    *,
    read: Callable[[], Sequence[DriverCard]] = read_cards,
    environ: MutableMapping[str, str] = os.environ,
) -> Card | None:
    """Return the simulated card if one is asked for, else the real one where torch could use it.

    Args:
        simulate_bytes: Size of the simulated card, or of several, or None.
        neighbours_bytes: Counts what other processes of ours hold on a simulated card.
        gpu: UUID of the card to use; empty: the first that is simulated, or CUDA's own first.
        read: Reads the real cards.
        environ: This process's environment variables.

    Raises:
        LookupError: When there is no card of that name.
    """
    if simulate_bytes is not None:
        sizes = [simulate_bytes] if isinstance(simulate_bytes, int) else list(simulate_bytes)
        cards = simulated_cards(sizes)
        card = _named(gpu, cards) if gpu else cards[0]
        number = cards.index(card) + 1 if len(cards) > 1 else 0
        return SimulatedCard(card.total_bytes, neighbours_bytes, number=number)
    if importlib.util.find_spec("torch") is None:
        return None
    if sys.platform == "darwin":
        return AppleCard()
    if gpu:
        show_only(gpu, read, environ)
    found = visible_cards(read(), environ)
    return CudaCard(found, lambda: visible_cards(read(), environ)) if found else None


def show_only(gpu: str, read: ReadCards, environ: MutableMapping[str, str]) -> None:
    """Make a card the only one that CUDA shows to this process, before torch is imported.

    So no library opens a context on another, and ``cuda`` means this one to all of them.

    Args:
        gpu: Its UUID.
        read: Reads the real cards.
        environ: This process's environment variables.

    Raises:
        LookupError: When it is not among those that CUDA shows.
    """
    environ[VISIBLE_VARIABLE] = _named(gpu, visible_cards(read(), environ)).uuid


def _named(gpu: str, cards: Sequence[DriverCard]) -> DriverCard:
    card = card_named(gpu, cards)
    if card is None:
        raise LookupError(f"there is no card {gpu}; there are: {', '.join(one.uuid for one in cards)}")
    return card
