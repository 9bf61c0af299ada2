"""A ``torch`` that only counts: tensors of so many bytes, and one or more cards to hold them."""

from __future__ import annotations

import gc
from types import SimpleNamespace

GB = 1000**3


class Storage:
    def __init__(self, size_bytes: int, pointer: int) -> None:
        self._size_bytes = size_bytes
        self._pointer = pointer

    def nbytes(self) -> int:
        return self._size_bytes

    def data_ptr(self) -> int:
        return self._pointer


class Tensor:
    """So many bytes on a device; gone when nobody refers to it."""

    layout = "strided"
    is_meta = False
    count = 0

    def __init__(self, size_bytes: int, device: str = "cpu") -> None:
        Tensor.count += 1
        self.device = SimpleNamespace(type=device.partition(":")[0])
        self._storage = Storage(size_bytes, Tensor.count)

    def untyped_storage(self) -> Storage:
        return self._storage


def bytes_on(kind: str) -> int:
    tensors = [one for one in gc.get_objects() if type(one) is Tensor and one.device.type == kind]
    return sum(tensor.untyped_storage().nbytes() for tensor in tensors)


class Cuda:
    """What we ask of ``torch.cuda``. Each card notes what it was asked."""

    def __init__(self, *totals_bytes: int, initialized: bool = True) -> None:
        self.totals_bytes = totals_bytes
        self.initialized = initialized
        self.others_bytes = 0
        self.context_bytes = 0
        self.cached_bytes = 0
        self.peaks_bytes: dict[int, int] = {}
        self.calls: list[str] = []
        self.asked_for: set[int] = set()
        self.fractions: list[tuple[float, int]] = []

    def is_available(self) -> bool:
        return bool(self.totals_bytes)

    def device_count(self) -> int:
        return len(self.totals_bytes)

    def is_initialized(self) -> bool:
        return self.initialized

    def get_device_properties(self, index: int) -> SimpleNamespace:
        return SimpleNamespace(uuid=f"00000000-{index}")

    def mem_get_info(self, index: int) -> tuple[int, int]:
        self.asked_for.add(index)
        used = self.others_bytes + self.context_bytes + self.memory_reserved(index)
        return self.totals_bytes[index] - used, self.totals_bytes[index]

    def memory_allocated(self, index: int | str) -> int:
        return bytes_on("cuda")

    def memory_reserved(self, index: int) -> int:
        return bytes_on("cuda") + self.cached_bytes

    def max_memory_allocated(self, index: int) -> int:
        return max(self.peaks_bytes.get(index, 0), bytes_on("cuda"))

    def reset_peak_memory_stats(self, index: int) -> None:
        self.peaks_bytes[index] = 0
        self.calls.append("reset_peak")

    def set_per_process_memory_fraction(self, fraction: float, index: int) -> None:
        self.fractions.append((fraction, index))

    def synchronize(self, device: str) -> None:
        self.calls.append("synchronize")

    def empty_cache(self) -> None:
        self.cached_bytes = 0
        self.calls.append("empty_cache")

    def ipc_collect(self) -> None:
        self.calls.append("ipc_collect")


def fake_torch(cuda: Cuda | None = None) -> SimpleNamespace:
    """Return the module, to be put into ``sys.modules``."""
    return SimpleNamespace(Tensor=Tensor, strided="strided", cuda=cuda or Cuda(initialized=False))
