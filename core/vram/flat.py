"""A model's weights as one flat run of bytes: where each tensor lies in it, and memory to hold it.

Imports torch inside only: who gets here has a model of torch's.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import mmap
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

log = logging.getLogger(__name__)

Tensor: TypeAlias = Any
Storage: TypeAlias = Any
Runtime: TypeAlias = Any
"""torch has no types."""

ALIGNMENT_BYTES = 512
"""As CUDA's allocator aligns: kernels read whole vectors, and the CPU's libraries sum in the same order."""
HUGE_PAGE_BYTES = 2 * 1024**2
PART_BYTES = 8 * 1024**2
"""What is copied between two looks at whether somebody waits: some milliseconds."""
_PAGE_BYTES = 4096


@dataclass(frozen=True, eq=False)
class Slot:
    """One tensor's place.

    Attributes:
        tensor: The tensor itself, which every holder of it keeps.
        offset_bytes: Where it begins in the flat run.
        strides: Its steps, in elements.
        source: The storage that it was found in, or None once that is not needed any more.
        source_offset: Where it begins there, in elements.
    """

    tensor: Tensor
    offset_bytes: int
    strides: tuple[int, ...]
    source: Storage = None
    source_offset: int = 0


@dataclass(frozen=True, eq=False)
class Span:
    """Bytes that are copied as one: those of a tensor, or of several that overlap.

    Attributes:
        source: The tensors' storage.
        start: First byte there.
        size_bytes: How many.
        offset_bytes: Where they go in the flat run.
    """

    source: Storage
    start: int
    size_bytes: int
    offset_bytes: int


@dataclass(frozen=True, eq=False)
class Layout:
    """How a model's tensors lie in a flat run: each byte once, however many tensors show it.

    Attributes:
        slots: Every tensor object once.
        spans: What is copied.
        size_bytes: The length of the run.
    """

    slots: tuple[Slot, ...]
    spans: tuple[Span, ...]
    size_bytes: int

    @property
    def private_bytes(self) -> int:
        """What of it lies in memory of our own, and not in a file that is mapped.

        torch can enlarge a storage that it allocated itself, and none that shows a file.
        """
        return sum(span.size_bytes for span in self.spans if span.source.resizable())

    def runs(self, part_bytes: int = 0) -> Iterator[tuple[Tensor, int]]:
        """Yield the bytes where they were found, as flat tensors, and where each goes in the flat run.

        Args:
            part_bytes: None is longer than this; 0: as long as they lie together.
        """
        import torch

        for span in self.spans:
            step = part_bytes or span.size_bytes
            for start in range(0, span.size_bytes, step):
                source = torch.empty(0, dtype=torch.uint8, device=span.source.device)
                size = min(step, span.size_bytes - start)
                yield source.set_(span.source, span.start + start, (size,), (1,)), span.offset_bytes + start

    def read(self) -> Iterator[None]:
        """Have the system read what is mapped from files, part by part; nothing is copied."""
        for source, _ in self.runs(PART_BYTES):
            source[::_PAGE_BYTES].max()
            yield

    def fill(self, flat: Tensor) -> None:
        """Copy the bytes from where they were found into a flat run."""
        for source, at in self.runs():
            flat.narrow(0, at, source.numel()).copy_(source)

    def show(self, flat: Tensor) -> None:
        """Let every tensor show its bytes in a flat run; who holds the tensor notices nothing."""
        storage, base = flat.untyped_storage(), flat.storage_offset()
        for slot in self.slots:
            at = (base + slot.offset_bytes) // slot.tensor.element_size()
            _show(slot, storage, at)

    def show_sources(self) -> None:
        """Let every tensor show its bytes where they were found."""
        for slot in self.slots:
            _show(slot, slot.source, slot.source_offset)

    def without_sources(self) -> Layout:
        """Return the same without the storages that it was read from, which can then go."""
        slots = tuple(Slot(slot.tensor, slot.offset_bytes, slot.strides) for slot in self.slots)
        return Layout(slots, (), self.size_bytes)


def _show(slot: Slot, storage: Storage, at: int) -> None:
    import torch

    tensor = slot.tensor
    view = torch.empty(0, dtype=tensor.dtype, device=storage.device)
    tensor.data = view.set_(storage, at, tensor.shape, slot.strides)


def tensors_of(modules: Iterable[Any]) -> Iterator[Tensor]:
    """Yield every tensor object of modules once: parameters, buffers, and those that are plain attributes.

    ``Module.to`` moves the first two only.
    """
    import torch

    seen: set[int] = set()
    for root in modules:
        for module in root.modules():
            held = (*module._parameters.values(), *module._buffers.values(), *vars(module).values())
            for value in held:
                if isinstance(value, torch.Tensor) and id(value) not in seen:
                    seen.add(id(value))
                    yield value


def lay_out(modules: Sequence[Any]) -> Layout:
    """Find a place for all tensors of modules."""
    extents = []
    for tensor in tensors_of(modules):
        if tensor.layout is sys.modules["torch"].strided and tensor.numel():
            reach = 1 + sum(
                (size - 1) * step for size, step in zip(tensor.shape, tensor.stride(), strict=True)
            )
            start = tensor.storage_offset() * tensor.element_size()
            address = tensor.untyped_storage().data_ptr() + start
            extents.append((address, start, reach * tensor.element_size(), tensor))
    extents.sort(key=lambda one: one[0])
    slots: list[Slot] = []
    spans: list[Span] = []
    end_address, end_offset, at_address = -1, 0, 0
    for address, start, size_bytes, tensor in extents:
        if address >= end_address:
            offset = -(-end_offset // ALIGNMENT_BYTES) * ALIGNMENT_BYTES
            spans.append(Span(tensor.untyped_storage(), start, size_bytes, offset))
            at_address, end_address = address, address + size_bytes
        elif address + size_bytes > end_address:
            last = spans[-1]
            end_address = address + size_bytes
            spans[-1] = Span(last.source, last.start, end_address - at_address, last.offset_bytes)
        offset = spans[-1].offset_bytes + address - at_address
        home = tensor.untyped_storage(), tensor.storage_offset()
        slots.append(Slot(tensor, offset, tensor.stride(), *home))
        end_offset = spans[-1].offset_bytes + spans[-1].size_bytes
    return Layout(tuple(slots), tuple(spans), end_offset)


# --- the host's side ---------------------------------------------------------------------------


class HostBuffer:
    """Memory of the host for one flat run; registered with the driver where that is wanted and works.

    One buffer is registered, not each tensor: a pinned tensor is rounded up to a power of two.
    """

    def __init__(self, size_bytes: int) -> None:
        """Take the memory; it is found page by page, as it is first written to."""
        import torch

        self.flat: Tensor = torch.empty(size_bytes, dtype=torch.uint8)
        self.pinned = False
        self._runtime: Runtime = None
        _prefer_huge_pages(self.flat)

    def pin(self, runtime: Runtime) -> None:
        """Register it with the driver; where that fails it stays pageable.

        Args:
            runtime: torch's ``cudart()``.
        """
        size_bytes = self.flat.numel()
        if not size_bytes or self.pinned:
            return
        try:
            failure = int(runtime.cudaHostRegister(self.flat.data_ptr(), size_bytes, 0))
        except RuntimeError as error:  # a driver that raises instead of answering
            log.info("%d bytes stay pageable: %s", size_bytes, error)
            return
        self.pinned, self._runtime = failure == 0, runtime
        if failure:
            log.info("%d bytes stay pageable: cudaHostRegister answers %d", size_bytes, failure)

    def close(self) -> None:
        """Undo the registration; the memory goes when nobody refers to it any more."""
        if self.pinned:
            self.pinned = False
            self._runtime.cudaHostUnregister(self.flat.data_ptr())
        self.flat = None


def _prefer_huge_pages(flat: Tensor) -> None:
    """Ask Linux for pages of 2 MB: touching 2 GB in pages of 4 KB costs a second."""
    advice = getattr(mmap, "MADV_HUGEPAGE", None)
    if advice is None or flat.numel() < 2 * HUGE_PAGE_BYTES:
        return
    start = -(-flat.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE
    size = flat.data_ptr() + flat.numel() - start
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), advice)


# --- the card's side ---------------------------------------------------------------------------


class Side(Protocol):
    """Where weights are used: a card's memory, or what stands for it."""

    runtime: Any
    """Registers host memory; None where that gains nothing."""

    def take(self, size_bytes: int) -> Tensor:
        """Return a flat run of the device's memory."""
        ...

    def give(self, flat: Tensor) -> None:
        """Take it back."""
        ...

    def copy(self, runs: Iterable[tuple[Tensor, int]], flat: Tensor) -> Callable[[], None]:
        """Begin to copy a host's runs; what uses the device's afterwards waits for it by itself.

        Args:
            runs: Flat tensors, and where each goes.
            flat: The device's run.

        Returns:
            Waits until the copy has been made.
        """
        ...


class CudaSide:
    """A CUDA device: one allocation, one copy on a stream of its own.

    The stream that computes waits for the copy on the card, so that the host goes on at once and prepares
    text and reference meanwhile. From pageable memory the driver copies by itself and the host waits.
    """

    def __init__(self, device: str) -> None:
        """Take the device: ``cuda:0``."""
        import torch

        self._device = torch.device(device)
        self._stream = torch.cuda.Stream(self._device)
        self.runtime: Any = torch.cuda.cudart()

    def take(self, size_bytes: int) -> Tensor:
        """Return a flat run from torch's allocator."""
        import torch

        return torch.empty(size_bytes, dtype=torch.uint8, device=self._device)

    def give(self, flat: Tensor) -> None:
        """Do nothing: the allocator takes it back when nobody refers to it."""

    def copy(self, runs: Iterable[tuple[Tensor, int]], flat: Tensor) -> Callable[[], None]:
        """Begin to copy."""
        import torch

        computing = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(computing)  # the memory may have been freed there a moment ago
        with torch.cuda.stream(self._stream):
            for source, at in runs:
                flat.narrow(0, at, source.numel()).copy_(source, non_blocking=True)
            done = self._stream.record_event()
        flat.record_stream(self._stream)
        computing.wait_event(done)
        wait: Callable[[], None] = done.synchronize
        return wait


class RamSide:
    """The simulated card's memory: the host's own, taken and given back as it comes."""

    runtime: Any = None

    def take(self, size_bytes: int) -> Tensor:
        """Return a flat run."""
        return HostBuffer(size_bytes).flat

    def give(self, flat: Tensor) -> None:
        """Do nothing: it goes when nobody refers to it."""

    def copy(self, runs: Iterable[tuple[Tensor, int]], flat: Tensor) -> Callable[[], None]:
        """Copy."""
        for source, at in runs:
            flat.narrow(0, at, source.numel()).copy_(source)
        return wait_for_nothing


class Arena(RamSide):
    """Memory that stands for a card's: taken and touched once, handed out in runs.

    A card's memory is there from the start. Memory that the system must first find costs more than the copy
    into it, which a card's never does.
    """

    def __init__(self, size_bytes: int, flat: Tensor = None) -> None:
        """Take that much and touch all of it.

        Args:
            size_bytes: How much.
            flat: Memory that was touched already, in the place of new.
        """
        self._flat = HostBuffer(size_bytes).flat.fill_(0) if flat is None else flat
        self._taken: dict[int, int] = {}

    @property
    def handed_out_bytes(self) -> int:
        """What is in use."""
        return sum(self._taken.values())

    def take(self, size_bytes: int) -> Tensor:
        """Return a run from the first gap that is large enough.

        Raises:
            MemoryError: When there is none.
        """
        at = 0
        for start, size in sorted(self._taken.items()):
            if start - at >= size_bytes:
                break
            at = -(-(start + size) // ALIGNMENT_BYTES) * ALIGNMENT_BYTES
        if at + size_bytes > self._flat.numel():
            raise MemoryError(f"no gap of {size_bytes} bytes in the arena")
        self._taken[at] = size_bytes
        return self._flat.narrow(0, at, size_bytes)

    def give(self, flat: Tensor) -> None:
        """Take a run back."""
        del self._taken[flat.storage_offset()]


def wait_for_nothing() -> None:
    """Wait for nothing: it is done."""
