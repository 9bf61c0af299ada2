"""The memory of a card that only counts, as a caching allocator hands it out, and what copies to it take.

The sizes are those of PyTorch's allocator on CUDA: blocks of 512 bytes; segments of 2 MiB for what is at most
1 MiB, of 20 MiB under 10 MiB, else rounded up to 2 MiB. A block is split where enough is left, and freed
neighbours are put together, but a segment goes back to the card only when all of it is free: one small
survivor holds it. That is what makes reserved differ from allocated, and free memory useless.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

MIB = 1024**2
BLOCK_BYTES = 512
SMALL_BYTES = MIB
SMALL_SEGMENT_BYTES = 2 * MIB
MIDDLE_BYTES = 10 * MIB
MIDDLE_SEGMENT_BYTES = 20 * MIB
LARGE_STEP_BYTES = 2 * MIB

PINNED_BYTES_PER_S = 11e9
"""PCIe 3 with 16 lanes, from pinned memory; each generation doubles it, and half the lanes halve it."""
PAGEABLE_BYTES_PER_S = 4.5e9
"""From pageable memory the processor copies too, and no link makes that faster."""


class OutOfMemoryError(RuntimeError):
    """As torch's: named and worded so."""


@dataclass(frozen=True)
class Link:
    """How a card is connected.

    Attributes:
        generation: Of PCIe, 1 to 6.
        lanes: 1 to 16.
    """

    generation: int = 3
    lanes: int = 16

    def copy_s(self, size_bytes: int, *, pinned: bool) -> float:
        """Return how long a copy to the card takes, or back."""
        rate = PINNED_BYTES_PER_S * 2.0 ** (self.generation - 3) * self.lanes / 16
        return size_bytes / (rate if pinned else min(rate, PAGEABLE_BYTES_PER_S))


@dataclass(eq=False)
class _Segment:
    """What was taken from the card at once; its blocks lie side by side."""

    size_bytes: int
    small: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(eq=False)
class Block:
    """A part of a segment, free or handed out."""

    segment: _Segment
    size_bytes: int
    free: bool = True


class SimulatedMemory:
    """A card's memory; any thread may use it."""

    def __init__(
        self, total_bytes: int, others_bytes: Callable[[], int] = lambda: 0, context_bytes: int = 0
    ) -> None:
        """Start empty.

        Args:
            total_bytes: The card's size.
            others_bytes: Tells what other programs hold now; a scenario changes it.
            context_bytes: What the runtime takes with the first allocation, until the process ends.
        """
        self.total_bytes = total_bytes
        self._others_bytes = others_bytes
        self._runtime_bytes = context_bytes
        self._segments: list[_Segment] = []
        self._lock = threading.RLock()
        self.context_bytes = 0
        self.peak_bytes = 0

    @property
    def allocated_bytes(self) -> int:
        """What is handed out."""
        with self._lock:
            return sum(one.size_bytes for part in self._segments for one in part.blocks if not one.free)

    @property
    def reserved_bytes(self) -> int:
        """What was taken from the card."""
        with self._lock:
            return sum(segment.size_bytes for segment in self._segments)

    @property
    def free_bytes(self) -> int:
        """What is free for every program."""
        with self._lock:
            used = self._others_bytes() + self.context_bytes + self.reserved_bytes
            return max(0, self.total_bytes - used)

    def allocate(self, size_bytes: int) -> Block:
        """Hand out a block.

        Raises:
            OutOfMemoryError: When neither the cache nor the card has so much in one piece.
        """
        size = max(BLOCK_BYTES, _up(size_bytes, BLOCK_BYTES))
        with self._lock:
            self.context_bytes = self._runtime_bytes
            block = self._cached(size) or self._fresh(size)
            if block is None:
                self.empty_cache()
                block = self._fresh(size)
            if block is None:
                raise OutOfMemoryError(f"CUDA out of memory. Tried to allocate {size / MIB:.2f} MiB.")
            self._split(block, size)
            block.free = False
            self.peak_bytes = max(self.peak_bytes, self.allocated_bytes)
            return block

    def free(self, block: Block) -> None:
        """Take a block back; it stays reserved. Twice the same is no error: it is free then."""
        with self._lock:
            block.free = True
            merged: list[Block] = []
            for one in block.segment.blocks:
                if merged and merged[-1].free and one.free:
                    merged[-1].size_bytes += one.size_bytes
                else:
                    merged.append(one)
            block.segment.blocks = merged

    def empty_cache(self) -> None:
        """Give back to the card the segments of which all is free."""
        with self._lock:
            self._segments = [
                segment for segment in self._segments if not all(one.free for one in segment.blocks)
            ]

    def begin_peak(self) -> None:
        """Measure the peak from now."""
        with self._lock:
            self.peak_bytes = self.allocated_bytes

    def _cached(self, size: int) -> Block | None:
        """Return the smallest free block that is large enough, of the right kind of segment."""
        small = size <= SMALL_BYTES
        fitting = [
            one
            for segment in self._segments
            if segment.small == small
            for one in segment.blocks
            if one.free and one.size_bytes >= size
        ]
        return min(fitting, key=lambda one: one.size_bytes, default=None)

    def _fresh(self, size: int) -> Block | None:
        """Take a segment from the card, if it has one."""
        small = size <= SMALL_BYTES
        if small:
            taken = SMALL_SEGMENT_BYTES
        else:
            taken = MIDDLE_SEGMENT_BYTES if size < MIDDLE_BYTES else _up(size, LARGE_STEP_BYTES)
        if taken > self.free_bytes:
            return None
        segment = _Segment(taken, small)
        block = Block(segment, taken)
        segment.blocks.append(block)
        self._segments.append(segment)
        return block

    def _split(self, block: Block, size: int) -> None:
        """Leave in a block what was asked for, if what remains is worth a block of its own."""
        rest = block.size_bytes - size
        if rest < BLOCK_BYTES if block.segment.small else rest <= SMALL_BYTES:
            return
        blocks = block.segment.blocks
        blocks.insert(blocks.index(block) + 1, Block(block.segment, rest))
        block.size_bytes = size


def _up(size: int, step: int) -> int:
    return -(-size // step) * step
