"""Faults, with the true manager on a card whose memory is handed out by a caching allocator.

The engines are stand-ins for foreign ones: they allocate where a real one would, and fail where a test says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import JobCancelled, OutOfMemory
from core.vram.device import SimulatedCard
from core.vram.manager import Loadable, Need, VramManager
from core.vram.poison import is_out_of_memory
from core.vram.simulated import MIB, Block, OutOfMemoryError, SimulatedMemory
from core.vram.turns import CardTurns
from tests.core.vram.helpers import LOW, NORMAL, describe

CARD_BYTES = 4096 * MIB
LAYER_BYTES = 64 * MIB
LAYERS = 16
WEIGHTS_BYTES = LAYERS * LAYER_BYTES
PEAK_BYTES = 512 * MIB
CONTEXT_BYTES = 256 * MIB


class Net:
    """An engine's model: layers on the card, and activations while it works."""

    def __init__(self, bench: Bench, layers: int) -> None:
        self.bench = bench
        self.blocks: list[Block] = []
        try:
            for _ in range(layers):
                self.blocks.append(bench.memory.allocate(LAYER_BYTES))
        except OutOfMemoryError:
            self.close()
            raise

    def work(self, while_working: Callable[[], None] = lambda: None) -> str:
        activations: list[Block] = []
        try:
            activations.append(self.bench.memory.allocate(PEAK_BYTES // 2))
            while_working()
            activations.append(self.bench.memory.allocate(PEAK_BYTES // 2))
            return "audio"
        finally:
            for block in activations:
                self.bench.memory.free(block)

    def close(self) -> None:
        for block in self.blocks:
            self.bench.memory.free(block)
        self.blocks.clear()
        self.bench.at_release()


class Bench:
    """A card, other programs on it, two engines and their manager."""

    def __init__(self, folder: Path | None = None) -> None:
        self.others_bytes = 0
        self.memory = SimulatedMemory(CARD_BYTES, lambda: self.others_bytes, CONTEXT_BYTES)
        self.at_load: Callable[[], None] = lambda: None
        self.at_release: Callable[[], None] = lambda: None
        self.loads: list[str] = []
        sizes = {"weights": WEIGHTS_BYTES, "peak": PEAK_BYTES, "context": CONTEXT_BYTES}
        engines = {name: Loadable(describe(name, **sizes), self.loader(name)) for name in ("a", "b", "c")}
        card = SimulatedCard(CARD_BYTES, memory=self.memory)
        self.manager: VramManager[Net] = VramManager(card, engines, turns=CardTurns(folder))

    def loader(self, name: str):
        def load(device, folder, report) -> Net:
            self.loads.append(name)
            report(0.0)
            self.at_load()
            return Net(self, LAYERS)

        return load

    def speak(self, engine: str = "a", mode=LOW, while_working: Callable[[], None] = lambda: None) -> str:
        with self.manager.lease(engine, Need(low_vram=mode)) as leased:
            return leased.model.work(while_working)

    def fails(self, error: type[BaseException], *args, **kwargs) -> str:
        """Let a job fail as a host does: its error is text when what is due is released."""
        try:
            self.speak(*args, **kwargs)
        except error as caught:
            words = str(caught) or type(caught).__name__
        else:
            raise AssertionError("the job did not fail")
        self.manager.settle_releases()
        return words

    def take(self, left_bytes: int) -> None:
        """Another program takes all but so much of what is free."""
        self.others_bytes += max(0, self.memory.free_bytes - left_bytes)

    @property
    def states(self) -> dict[str, str]:
        return {one.engine: one.state for one in self.manager.sample().engines}

    def assert_at_baseline(self) -> None:
        sample = self.manager.sample()
        assert (sample.allocated_bytes, sample.reserved_bytes) == (0, 0)
        assert not any(one.in_memory for one in sample.engines)


def refuse(error: BaseException) -> Callable[[], None]:
    def fault() -> None:
        raise error

    return fault


# --- lack of memory at each state -------------------------------------------------------------------


def test_lack_of_memory_at_load_leaves_nothing_and_the_next_load_works():
    """Another program takes memory between the look and the load."""
    bench = Bench()
    bench.at_load = lambda: bench.take(WEIGHTS_BYTES // 2)
    assert "Tried to allocate 64.00 MiB" in bench.fails(OutOfMemoryError)
    bench.assert_at_baseline()
    bench.at_load = lambda: None
    bench.others_bytes = 0
    assert bench.speak() == "audio"
    bench.assert_at_baseline()


@pytest.mark.parametrize("mode", [LOW, NORMAL])
def test_lack_of_memory_in_mid_job_is_told_with_numbers_and_the_next_job_works(mode):
    bench = Bench()
    told = []

    def job() -> None:
        try:
            bench.speak(mode=mode, while_working=lambda: bench.take(0))
        except OutOfMemoryError as error:
            told.append(is_out_of_memory(error))
            told.append(bench.manager.out_of_memory("a", error))

    job()
    bench.manager.settle_releases()
    assert told[0] is True
    assert told[1].need_bytes == WEIGHTS_BYTES + PEAK_BYTES
    assert told[1].need_bytes > told[1].free_bytes
    if mode is LOW:
        bench.assert_at_baseline()
    else:
        assert bench.states["a"] == "resident"
    bench.others_bytes = 0
    assert bench.speak(mode=mode) == "audio"


def test_an_engine_that_fails_at_release_is_let_go_all_the_same(caplog):
    bench = Bench()
    bench.at_release = refuse(MemoryError())
    assert bench.speak() == "audio"
    assert "a did not close well" in caplog.text
    bench.assert_at_baseline()
    assert bench.speak("b") == "audio"


def test_what_another_program_took_is_refused_with_numbers_and_had_again_once_given_back():
    bench = Bench()
    bench.speak()
    bench.take(WEIGHTS_BYTES)
    with pytest.raises(OutOfMemory) as caught:
        bench.speak("b", NORMAL)
    assert caught.value.need_bytes == WEIGHTS_BYTES + PEAK_BYTES
    assert caught.value.free_bytes < caught.value.need_bytes
    assert bench.loads == ["a"]  # nothing was tried blindly
    bench.others_bytes = 0
    assert bench.speak("b", NORMAL) == "audio"


# --- reserved against allocated ---------------------------------------------------------------------


def test_what_activations_leave_is_cache_until_the_release():
    bench = Bench()
    bench.speak(mode=NORMAL)
    sample = bench.manager.sample()
    assert sample.allocated_bytes == WEIGHTS_BYTES
    assert sample.cache_bytes == PEAK_BYTES
    assert sample.context_bytes == CONTEXT_BYTES
    assert bench.manager.job_peak_bytes() == WEIGHTS_BYTES + PEAK_BYTES
    parts = sample.allocated_bytes + sample.cache_bytes + sample.context_bytes + sample.other_bytes
    assert parts + sample.free_bytes == CARD_BYTES
    bench.manager.release()
    bench.assert_at_baseline()


def test_a_survivor_that_holds_its_segment_is_seen_in_the_figures():
    bench = Bench()
    kept = []

    def keep() -> None:
        bench.memory.free(bench.memory.allocate(300 * MIB))
        kept.append(bench.memory.allocate(2 * MIB))

    bench.speak(while_working=keep)
    sample = bench.manager.sample()
    assert sample.allocated_bytes == 2 * MIB
    assert sample.cache_bytes == 298 * MIB
    bench.memory.free(kept.pop())
    bench.speak()
    bench.assert_at_baseline()


# --- an engine that raises, a user who cancels: at each state --------------------------------------------


@pytest.mark.parametrize("error", [JobCancelled(), RuntimeError("lost"), SystemExit(3)])
@pytest.mark.parametrize("place", ["waiting", "loading", "busy"])
@pytest.mark.parametrize("mode", [LOW, NORMAL])
def test_whatever_ends_a_job_wherever_the_next_one_speaks(tmp_path, error, place, mode):
    bench = Bench(tmp_path)
    bench.speak("b", NORMAL)
    stop = refuse(error)
    if place == "waiting":
        with CardTurns(tmp_path).loading("simulated-4294967296", lambda: None):
            with pytest.raises(type(error)), bench.manager.lease("a", Need(low_vram=mode), check=stop):
                raise AssertionError("never gets here")
            assert bench.states == {"a": "absent", "b": "resident", "c": "absent"}
    elif place == "loading":
        bench.at_load = stop
        bench.fails(type(error), mode=mode)
        bench.at_load = lambda: None
        assert bench.states["a"] == "absent"
    else:
        bench.fails(type(error), mode=mode, while_working=stop)
        assert bench.states["a"] == ("on_disk" if mode is LOW else "resident")
    assert bench.speak("a", mode) == bench.speak("c", mode) == "audio"
    bench.manager.release()
    bench.assert_at_baseline()


# --- the checkbox, in mid-job ---------------------------------------------------------------------------


def test_low_vram_set_in_mid_job_holds_from_the_next_job_on():
    bench = Bench()
    modes = [NORMAL]
    bench.speak("b", NORMAL)
    bench.speak("a", modes[0], while_working=lambda: modes.append(LOW))
    assert bench.states == {"a": "resident", "b": "resident", "c": "absent"}
    bench.speak("c", modes[-1])
    bench.assert_at_baseline()


def test_low_vram_cleared_in_mid_job_lets_the_next_job_stay():
    bench = Bench()
    modes = [LOW]
    bench.speak("a", modes[0], while_working=lambda: modes.append(NORMAL))
    bench.assert_at_baseline()
    bench.speak("a", modes[-1])
    assert bench.states["a"] == "resident"


# --- the clock --------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_changes_neither_order_nor_durations(monkeypatch, caplog):
    caplog.set_level("INFO")
    clock = [2e9]

    def jumping() -> float:
        clock[0] -= 86_400.0
        return clock[0]

    monkeypatch.setattr(time, "time", jumping)
    bench = Bench()
    bench.others_bytes = 512 * MIB
    for engine in ("a", "b", "a", "c"):
        bench.speak(engine, NORMAL)
    assert bench.states == {"a": "resident", "b": "on_disk", "c": "resident"}  # b was idle the longest
    told = [line.rpartition("seconds=")[2].split()[0] for line in caplog.messages if " seconds=" in line]
    assert len(told) == 4
    assert all(float(seconds) >= 0 for seconds in told)
