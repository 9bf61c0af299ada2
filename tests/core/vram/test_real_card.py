"""The manager on a real card: measured weights, peaks, room, lack of memory. torch only counts here."""

from __future__ import annotations

import sys

import pytest

from core.errors import OutOfMemory
from core.vram.cards import CudaCard
from core.vram.choice import Finding
from core.vram.manager import Loadable, Need, VramManager
from core.vram.nvml import DriverCard
from core.vram.room import RESERVE_BYTES
from tests.core.vram.fake_torch import GB, Cuda, Tensor, fake_torch
from tests.core.vram.helpers import LOW, NORMAL, describe

CARD = DriverCard("GTX 1050 Ti", "GPU-00000000-0", 4 * GB, 4 * GB - GB // 2)


class Net:
    def __init__(self, size_bytes: int) -> None:
        self.tensors = [Tensor(size_bytes, "cuda:0")]

    def close(self) -> None:
        self.tensors.clear()


@pytest.fixture
def cuda(monkeypatch) -> Cuda:
    made = Cuda(4 * GB)
    made.others_bytes = GB // 2
    made.context_bytes = GB // 4
    monkeypatch.setitem(sys.modules, "torch", fake_torch(made))
    return made


def works(device: str) -> Finding:
    return Finding(name="GTX 1050 Ti", capability=(6, 1), architectures=("sm_60",))


def without_kernels(device: str) -> Finding:
    return Finding(name="GTX 1050 Ti", capability=(6, 1), architectures=("sm_75",))


def make_manager(look=works, notices=None, **weights_bytes: int) -> VramManager[Net]:
    """Make a manager of engines that say that they need 1 GB and 0.1 GB above, and hold so much in truth."""
    engines = {
        name: Loadable(
            describe(name, weights=GB, peak=GB // 10, context=GB // 4, devices=("cuda", "cpu")),
            lambda device, folder, report, size=size: Net(size),
        )
        for name, size in weights_bytes.items()
    }
    notices = [] if notices is None else notices
    return VramManager(CudaCard([CARD], lambda: [CARD], look), engines, notices.append)


def use(manager: VramManager[Net], engine: str, mode=NORMAL) -> None:
    with manager.lease(engine, Need(low_vram=mode)) as leased:
        del leased


def test_weights_are_measured_and_all_parts_add_up(cuda):
    manager = make_manager(a=GB // 2)
    with manager.lease("a", Need(low_vram=LOW)) as leased:
        leased.model.tensors.append(Tensor(GB // 10, "cuda:0"))
        cuda.cached_bytes = 300
        sample = manager.sample()
        del leased
    assert [(one.engine, one.size_bytes, one.state) for one in sample.engines] == [("a", GB // 2, "busy")]
    assert sample.activation_bytes == GB // 10
    assert sample.context_bytes == GB // 4
    assert sample.cache_bytes == 300
    assert sample.other_bytes == GB // 2
    parts = GB // 2 + sample.activation_bytes + sample.context_bytes + sample.cache_bytes + sample.other_bytes
    assert parts + sample.free_bytes == sample.total_bytes == 4 * GB
    after = manager.sample()
    assert (after.allocated_bytes, after.cache_bytes) == (0, 0)
    assert after.context_bytes == GB // 4


def test_the_peak_is_measured_for_each_job(cuda):
    manager = make_manager(a=GB // 2)
    with manager.lease("a", Need(low_vram=NORMAL)) as leased:
        cuda.peaks_bytes[0] = GB  # between two samples
        assert manager.job_peak_bytes() == GB
        del leased
    with manager.lease("a", Need(low_vram=NORMAL)) as leased:
        assert manager.job_peak_bytes() == GB // 2
        del leased
    assert manager.sample().peak_bytes == GB


def test_the_longest_idle_engine_makes_room(cuda):
    manager = make_manager(a=GB, b=GB, c=GB, d=GB)
    for engine in ("a", "b", "c", "b", "d"):
        use(manager, engine)
    states = {one.engine: one.state for one in manager.sample().engines}
    assert states == {"a": "on_disk", "b": "resident", "c": "resident", "d": "resident"}


def test_the_allocators_cache_counts_as_room(cuda):
    manager = make_manager(a=GB, b=GB)
    use(manager, "a")
    cuda.cached_bytes = 4 * GB - GB // 2 - GB // 4 - GB  # nothing is free for others
    use(manager, "b")
    assert {one.state for one in manager.sample().engines} == {"resident"}


def test_what_does_not_fit_is_refused_with_numbers(cuda):
    cuda.others_bytes = 3 * GB
    manager = make_manager(a=GB)
    with pytest.raises(OutOfMemory) as caught:
        use(manager, "a")
    assert caught.value.need_bytes == GB + GB // 10 + RESERVE_BYTES
    assert caught.value.free_bytes == GB - GB // 4


def test_what_was_measured_counts_the_next_time(cuda):
    """An engine in half precision needs half of what its description says."""
    manager = make_manager(a=GB // 2)
    use(manager, "a", LOW)
    cuda.others_bytes = 3 * GB
    use(manager, "a", LOW)


def test_lack_of_memory_says_what_would_have_been_needed(cuda):
    manager = make_manager(a=GB)
    with manager.lease("a", Need(low_vram=NORMAL)) as leased:
        cuda.peaks_bytes[0] = GB + GB // 2
        error = RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of…")
        told = manager.out_of_memory("a", error)
        del leased
    assert told.need_bytes == GB + GB // 2 + 2 * 1024**3
    assert told.free_bytes == 4 * GB - GB // 2 - GB // 4


def test_a_card_that_cannot_be_used_is_told_once_and_shown(cuda):
    notices = []
    manager = make_manager(without_kernels, notices, a=10, b=10)
    for engine in ("a", "b", "a"):
        with manager.lease(engine, Need(low_vram=NORMAL)) as leased:
            assert str(leased.placement) == "cpu"
            del leased
    assert [(one.code, one.fields["engine"]) for one in notices] == [
        ("gpu_without_kernels", "a"),
        ("gpu_without_kernels", "b"),
    ]
    sample = manager.sample()
    assert (sample.device_kind, sample.device) == ("cpu", "CPU")
    assert (sample.device_reason, sample.device_detail) == ("no_kernels", "GTX 1050 Ti (6.1)")


def test_a_job_on_the_cpu_beside_a_card_is_measured_in_the_systems_memory(cuda):
    manager = make_manager(a=GB, b=10)
    use(manager, "a")
    cuda.peaks_bytes[0] = 3 * GB
    with manager.lease("b", Need(device="cpu", low_vram=NORMAL)) as leased:
        assert manager.job_peak_bytes() == pytest.approx(manager.sample().host_rss_bytes, rel=0.5)
        told = manager.out_of_memory("b", MemoryError())
        del leased
    assert told.need_bytes == GB + GB // 10
