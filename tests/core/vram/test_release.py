"""A release is complete, after errors too, or says what it left behind."""

from __future__ import annotations

import gc
import sys
import weakref
from types import ModuleType

import pytest

from core.errors import JobCancelled
from core.vram.audit import live_tensor_bytes
from core.vram.device import SimulatedCard
from core.vram.manager import Loadable, Need, VramManager
from tests.core.vram.fake_torch import GB, Tensor, fake_torch
from tests.core.vram.helpers import LOW, NORMAL, describe

MB = 1_000_000


class Net:
    """A model of one tensor, which its frames hold while it works, as a real net's do."""

    alive: weakref.WeakSet[Net] = weakref.WeakSet()

    def __init__(self, size_bytes: int = 50 * MB) -> None:
        self.weights = Tensor(size_bytes)
        self.cache: dict[str, Net] = {}
        Net.alive.add(self)

    def work(self, error: BaseException | None) -> None:
        parts = (self, self.weights)
        if error is not None:
            raise error
        del parts

    def close(self) -> None:
        self.cache.clear()


@pytest.fixture(autouse=True)
def torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", fake_torch())


@pytest.fixture
def notices() -> list:
    return []


@pytest.fixture
def manager(notices) -> VramManager[Net]:
    engines = {name: Loadable(describe(name), lambda device, folder, report: Net()) for name in "ab"}
    return VramManager(SimulatedCard(4 * GB), engines, notices.append)


def job(manager: VramManager[Net], error: BaseException | None, engine: str = "a") -> str:
    """Do a job as the host does: what it ended with is told, and its frames are gone."""
    try:
        with manager.lease(engine, Need(low_vram=LOW)) as leased:
            leased.model.work(error)
            del leased
    except (JobCancelled, RuntimeError) as caught:
        return type(caught).__name__
    return "done"


@pytest.mark.parametrize("error", [None, JobCancelled(), RuntimeError("lost")])
def test_low_vram_leaves_nothing_alive_however_the_job_ends(manager, notices, error):
    gc.collect()
    before = live_tensor_bytes()
    job(manager, error)
    if error is not None:
        error.__traceback__ = None  # the parameter outlives the job here
    manager.settle_releases()
    assert len(Net.alive) == 0
    assert live_tensor_bytes() == before
    assert manager.sample().allocated_bytes == 0
    assert notices == []


def test_while_the_error_is_held_nothing_could_be_freed(manager):
    """Why the release waits: the traceback pins the model."""
    with pytest.raises(RuntimeError) as caught, manager.lease("a", Need(low_vram=LOW)) as leased:
        leased.model.work(RuntimeError("lost"))
    del leased
    gc.collect()
    assert len(Net.alive) == 1
    del caught
    gc.collect()
    manager.settle_releases()
    assert len(Net.alive) == 0


def test_a_load_that_fails_leaves_nothing_alive(notices):
    def load(device, folder, report):
        half = Net()
        raise JobCancelled(half)

    manager = VramManager(None, {"a": Loadable(describe("a"), load)}, notices.append)
    assert job(manager, None) == "JobCancelled"
    manager.settle_releases()
    assert len(Net.alive) == 0
    assert notices == []


def test_an_engine_that_keeps_a_tensor_is_named(manager, notices, monkeypatch, caplog):
    package = ModuleType("speech_package")
    monkeypatch.setitem(sys.modules, "speech_package", package)
    with manager.lease("a", Need(low_vram=LOW)) as leased:
        package.vocos_mel_stft_cache = {"mel": leased.model}
        del leased
    (notice,) = notices
    assert notice.code == "memory_leaked"
    assert notice.fields == {
        "engine": "a",
        "leaked_mb": 50.0,
        "holders": "speech_package.vocos_mel_stft_cache",
    }
    assert "event=leak engine=a device=cuda simulated=yes leaked_bytes=50000000" in caplog.text
    vars(package).clear()
    job(manager, None, "b")
    assert len(notices) == 1  # the other engine is not blamed


def test_a_resident_engine_is_not_taken_for_a_leak(manager, notices):
    for engine in ("a", "b"):
        with manager.lease(engine, Need(low_vram=NORMAL)) as leased:
            del leased
    manager.release("a")
    assert live_tensor_bytes() == 50 * MB
    assert notices == []
    manager.release()
    assert live_tensor_bytes() == 0


def test_the_cache_is_emptied_after_the_garbage_is_gone(monkeypatch):
    from core.vram.trim import trim_memory

    order = []

    class Cuda:
        def is_initialized(self) -> bool:
            return True

        def empty_cache(self) -> None:
            order.append(("empty_cache", len(Net.alive)))

        def ipc_collect(self) -> None:
            order.append(("ipc_collect", len(Net.alive)))

    monkeypatch.setitem(sys.modules, "torch", fake_torch(Cuda()))
    circle = Net()
    circle.cache["self"] = circle
    del circle
    trim_memory()
    assert order == [("empty_cache", 0), ("ipc_collect", 0)]
