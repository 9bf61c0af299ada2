"""The manager parks what leaves a card, brings it back, and gives it up; with small nets on an arena."""

from __future__ import annotations

import logging
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from core.errors import OutOfMemory
from core.vram.flat import Arena, HostBuffer, lay_out, tensors_of
from core.vram.manager import Need
from core.vram.parked import Parked
from core.vram.parking import Ram
from tests.core.vram.garage import GB, MB, Garage, Net
from tests.core.vram.helpers import LOW, NORMAL

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


def test_after_a_low_vram_job_it_is_parked_and_the_next_lease_brings_it_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    garage = Garage("a")
    with caplog.at_level(logging.INFO, "core.vram.diary"):
        first = garage.speak("a")
        state, parked_bytes = garage.state("a")
        assert state == "parked"
        assert parked_bytes >= 2 * MB
        assert garage.arena.handed_out_bytes == 0
        assert garage.speak("a") == first
    events = [dict(word.split("=", 1) for word in shlex.split(line)[1:]) for line in caplog.messages]
    assert [one["event"] for one in events] == ["load", "park", "unpark", "park"]
    assert {one["why"] for one in events if one["event"] == "park"} == {"low_vram"}
    assert garage.diary == ["+a"]
    assert garage.ways == ["ram"]
    assert garage.notices == []


def test_what_is_evicted_is_parked_and_what_stays_is_counted_too() -> None:
    garage = Garage("a", "b", card_bytes=3000, sizes_bytes=1200)
    garage.speak("a", NORMAL)
    state, parked_bytes = garage.state("a")
    assert state == "resident"
    assert parked_bytes > 0
    garage.speak("b", NORMAL)
    assert garage.state("a")[0] == "parked"
    assert garage.state("b")[0] == "resident"
    garage.speak("a", NORMAL)
    assert garage.diary == ["+a", "+b"]


def test_twenty_turns_hold_one_engine_at_a_time() -> None:
    garage = Garage("a", "b")
    sums = {name: garage.speak(name) for name in "ab"}
    for number in range(20):
        name = "ab"[number % 2]
        with garage.manager.lease(name, Need(low_vram=LOW)) as leased:
            assert garage.arena.handed_out_bytes < 3 * MB
            assert leased.model.total() == sums[name]
            del leased
        assert garage.arena.handed_out_bytes == 0
    assert garage.diary == ["+a", "+b"]
    assert garage.notices == []


def test_a_release_that_is_asked_for_gives_the_copy_up() -> None:
    garage = Garage("a", "b")
    garage.speak("a")
    garage.speak("b")
    garage.manager.release("a")
    assert garage.state("a") == ("on_disk", 0)
    assert garage.state("b")[0] == "parked"
    garage.manager.release()
    assert garage.state("b") == ("on_disk", 0)
    assert garage.diary == ["+a", "+b", "-a", "-b"]
    assert garage.notices == []
    garage.speak("a")
    assert garage.diary[-1] == "+a"


def test_a_resident_engine_that_is_released_leaves_nothing() -> None:
    garage = Garage("a")
    garage.speak("a", NORMAL)
    assert garage.arena.handed_out_bytes > 0
    garage.manager.release()
    assert garage.arena.handed_out_bytes == 0
    assert garage.state("a") == ("on_disk", 0)
    assert garage.diary == ["+a", "-a"]


def test_where_ram_is_short_the_copies_are_given_up(caplog: pytest.LogCaptureFixture) -> None:
    garage = Garage("a")
    garage.speak("a")
    garage.ram = Ram(16 * GB, GB // 4)
    with caplog.at_level(logging.INFO, "core.vram.diary"):
        garage.manager.settle_releases()
    assert garage.state("a") == ("on_disk", 0)
    assert "why=ram" in caplog.messages[0]
    assert garage.diary == ["+a", "-a"]


def test_where_ram_does_not_allow_it_nothing_is_kept() -> None:
    garage = Garage("a")
    garage.ram = Ram(16 * GB, 1600 * MB)
    garage.speak("a")
    assert garage.state("a") == ("on_disk", 0)
    assert garage.diary == ["+a", "-a"]
    assert garage.arena.handed_out_bytes == 0


def test_other_weights_do_not_come_from_what_is_parked(tmp_path: Path) -> None:
    garage = Garage("a")
    garage.speak("a")
    garage.speak("a", folder=tmp_path)
    assert garage.diary == ["+a", "-a", "+a"]
    assert garage.state("a")[0] == "parked"


def test_without_a_card_nothing_is_parked() -> None:
    garage = Garage("a")
    garage.speak("a", device="cpu")
    assert garage.ways == ["device"]
    assert garage.state("a") == ("on_disk", 0)
    assert garage.diary == ["+a", "-a"]


def test_a_card_without_room_leaves_it_parked() -> None:
    garage = Garage("a")
    first = garage.speak("a")
    block = garage.arena.take(7 * MB)
    with pytest.raises((MemoryError, OutOfMemory)):
        garage.speak("a")
    garage.manager.settle_releases()
    assert garage.state("a")[0] == "parked"
    garage.arena.give(block)
    assert garage.speak("a") == first
    assert garage.diary == ["+a"]


def test_a_job_that_fails_is_parked_once_its_error_is_gone() -> None:
    garage = Garage("a")
    with pytest.raises(KeyError), garage.manager.lease("a", Need(low_vram=LOW)):
        raise KeyError("a job's own error")
    assert garage.state("a")[0] == "resident"
    garage.manager.settle_releases()
    assert garage.state("a")[0] == "parked"
    assert garage.arena.handed_out_bytes == 0


# --- the flat copy ------------------------------------------------------------------------------


class Driver:
    """What we ask of torch's ``cudart()``."""

    def __init__(self, answer: int = 0, error: str = "") -> None:
        self.answer, self.error = answer, error
        self.registered: dict[int, int] = {}

    def cudaHostRegister(self, pointer: int, size: int, flags: int) -> int:
        if self.error:
            raise RuntimeError(self.error)
        if not self.answer:
            self.registered[pointer] = size
        return self.answer

    def cudaHostUnregister(self, pointer: int) -> int:
        del self.registered[pointer]
        return 0


def gathered(net: Net, arena: Arena) -> Parked:
    """Return a net that came back from the card and lies in one buffer, pinned where that works."""
    parked = Parked(net, lambda: arena)
    parked.unpark()
    parked.park()
    while parked.gather(pin=True):
        pass
    return parked


def test_a_buffer_is_registered_once_and_let_go() -> None:
    driver = Driver()
    buffer = HostBuffer(5 * MB)
    buffer.pin(driver)
    buffer.pin(driver)
    assert buffer.pinned
    assert list(driver.registered.values()) == [5 * MB]
    buffer.close()
    buffer.close()
    assert driver.registered == {}


@pytest.mark.parametrize("driver", [Driver(answer=2), Driver(error="CUDA error: out of memory")])
def test_a_buffer_that_cannot_be_registered_stays_pageable(driver: Driver) -> None:
    arena = Arena(8 * MB)
    arena.runtime = driver
    net = Net([], "a")
    first = net.total()
    net.forget()
    parked = gathered(net, arena)
    assert (parked.pinned_bytes, parked.parked_bytes) == (0, parked.size_bytes)
    parked.unpark()
    assert net.total() == first
    parked.drop()
    assert arena.handed_out_bytes == 0


def test_pinned_bytes_are_counted_until_they_are_dropped() -> None:
    arena, driver = Arena(8 * MB), Driver()
    arena.runtime = driver
    parked = gathered(Net([], "a"), arena)
    assert parked.pinned_bytes == parked.size_bytes == sum(driver.registered.values())
    parked.drop()
    assert driver.registered == {}
    assert parked.pinned_bytes == 0


def test_overlapping_tensors_of_two_types_and_steps_keep_their_bits() -> None:
    import torch

    class Odd(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            base = torch.arange(100, dtype=torch.float32)
            self.middle = base[30:60]
            self.register_buffer("every_third", base[10:70:3])
            self.register_buffer("bytes", base.view(torch.uint8)[40:80])
            self.register_buffer("empty", torch.empty(0))
            self.number = torch.nn.Parameter(torch.tensor(2.5))
            self.turned = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3).t())

    module = Odd()
    tensors = list(tensors_of([module]))
    before = [(tensor.detach().clone(), tensor.stride()) for tensor in tensors]
    layout = lay_out([module])
    flat = torch.zeros(layout.size_bytes, dtype=torch.uint8)
    layout.fill(flat)
    layout.show(flat)
    for tensor, (value, strides) in zip(tensors, before, strict=True):
        assert torch.equal(tensor, value)
        assert tensor.stride() == strides
    assert len(layout.spans) == 3
    module.middle[0] = -1.0
    assert module.every_third[6].item() == 28.0
    module.middle[1] = -2.0  # base[31], the eighth of every third
    assert module.every_third[7].item() == -2.0


def test_an_arena_hands_out_its_gaps_and_no_byte_twice() -> None:
    arena = Arena(4096)
    first, second, third = (arena.take(1024) for _ in range(3))
    arena.give(second)
    with pytest.raises(MemoryError):
        arena.take(2048)
    again = arena.take(512)
    assert again.storage_offset() == second.storage_offset()
    assert arena.handed_out_bytes == 2560
    spans = sorted((run.storage_offset(), run.numel()) for run in (first, again, third))
    assert all(a + size <= b for (a, size), (b, _) in pairwise(spans))


def test_an_engine_whose_caches_cannot_be_dropped_is_released_instead() -> None:
    def refuse() -> None:
        raise RuntimeError("a package's own error")

    garage = Garage("a")
    with garage.manager.lease("a", Need(low_vram=LOW)) as leased:
        leased.model.forget = refuse
        del leased
    assert garage.state("a") == ("on_disk", 0)
    assert garage.arena.handed_out_bytes == 0
    assert garage.diary == ["+a", "-a"]
