"""Leases: loaded on demand, kept in Normal, released in Low VRAM, always accounted."""

from __future__ import annotations

import pytest

from core.errors import OutOfMemory
from core.vram.device import SimulatedCard
from core.vram.manager import Loadable, Need, VramManager
from tests.core.vram.helpers import LOW, NORMAL, Shelf, describe

GB = 1000**3
BIG = {"weights": GB, "peak": GB // 2, "context": GB // 4}


def test_normal_keeps_what_is_loaded():
    shelf = Shelf(None, describe("a"), describe("b"))
    for name in ("a", "b", "a"):
        shelf.speak(name)
    assert shelf.diary == ["+a", "+b"]
    assert shelf.states() == {"a": "resident", "b": "resident"}


def test_low_vram_releases_after_the_job():
    shelf = Shelf(None, describe("a"))
    shelf.speak("a", LOW)
    assert shelf.diary == ["+a", "-a"]
    assert shelf.states() == {"a": "on_disk"}


def test_low_vram_keeps_what_the_next_job_wants():
    shelf = Shelf(None, describe("a"), describe("b"))
    shelf.speak("a", LOW, wanted_next=frozenset({"a"}))
    shelf.speak("a", LOW, wanted_next=frozenset({"b"}))
    assert shelf.diary == ["+a", "-a"]


def test_low_vram_has_at_most_one_engine_resident():
    shelf = Shelf(None, describe("a"), describe("b"), describe("c"))
    shelf.speak("a")
    shelf.speak("b")
    with shelf.manager.lease("c", Need(low_vram=LOW)):
        assert shelf.states() == {"a": "on_disk", "b": "on_disk", "c": "busy"}
    assert shelf.diary == ["+a", "+b", "-a", "-b", "+c", "-c"]


def test_a_job_that_fails_is_released_once_its_error_is_gone():
    shelf = Shelf(None, describe("a"))
    for mode in (NORMAL, LOW):
        with pytest.raises(ZeroDivisionError), shelf.manager.lease("a", Need(low_vram=mode)):
            raise ZeroDivisionError
        assert shelf.states() == {"a": "resident"}
        shelf.manager.settle_releases()
        assert shelf.states() == {"a": "resident" if mode is NORMAL else "on_disk"}


def test_a_release_that_is_due_is_made_before_the_next_lease():
    shelf = Shelf(None, describe("a"), describe("b"))
    with pytest.raises(ZeroDivisionError), shelf.manager.lease("a", Need(low_vram=LOW)):
        raise ZeroDivisionError
    shelf.speak("b")
    assert shelf.diary == ["+a", "-a", "+b"]


def test_states_follow_the_work():
    seen = []

    def load(device, model_dir, report):
        seen.append(states(manager)["a"])
        return Closing()

    class Closing:
        def close(self):
            seen.append(states(manager)["a"])

    def states(of):
        return {one.engine: one.state for one in of.sample().engines}

    manager = VramManager(None, {"a": Loadable(describe("a"), load)})
    seen.append(states(manager)["a"])
    with manager.lease("a", Need(low_vram=NORMAL)):
        seen.append(states(manager)["a"])
    seen.append(states(manager)["a"])
    manager.release("a")
    seen.append(states(manager)["a"])
    assert seen == ["absent", "loading", "busy", "resident", "releasing", "on_disk"]


def test_a_load_that_fails_leaves_nothing():
    def load(device, model_dir, report):
        raise MemoryError

    manager = VramManager(SimulatedCard(4 * GB), {"a": Loadable(describe("a"), load)})
    with pytest.raises(MemoryError), manager.lease("a", Need()):
        pass
    assert manager.sample().allocated_bytes == 0


def test_other_weights_or_another_device_are_another_load(tmp_path):
    shelf = Shelf(SimulatedCard(4 * GB), describe("a"))
    shelf.speak("a")
    shelf.speak("a", model_dir=tmp_path)
    shelf.speak("a", model_dir=tmp_path)
    shelf.speak("a", model_dir=tmp_path, device="cpu")
    assert shelf.diary == ["+a", "-a", "+a", "-a", "+a"]


def test_what_is_accounted_comes_back_to_the_baseline():
    shelf = Shelf(SimulatedCard(4 * GB), describe("a", **BIG))
    before = shelf.manager.sample()
    with shelf.manager.lease("a", Need(low_vram=LOW)):
        busy = shelf.manager.sample()
    after = shelf.manager.sample()
    assert before.allocated_bytes == after.allocated_bytes == 0
    assert busy.allocated_bytes == GB + GB // 2
    assert busy.engines[0].size_bytes == GB
    assert busy.free_bytes == before.free_bytes - busy.allocated_bytes - GB // 4
    assert after.free_bytes == before.free_bytes - GB // 4  # the context stays until the host ends
    assert after.peak_bytes == busy.allocated_bytes
    assert after.simulated


def test_normal_evicts_the_longest_idle_engine_when_another_does_not_fit():
    shelf = Shelf(SimulatedCard(4 * GB), *(describe(name, **BIG) for name in "abc"))
    shelf.speak("a")
    shelf.speak("b")
    shelf.speak("a")
    shelf.speak("c")
    assert shelf.diary == ["+a", "+b", "-b", "+c"]


def test_normal_makes_room_for_the_work_of_what_is_resident_too():
    heavy = describe("a", weights=GB, peak=2 * GB, context=0)
    shelf = Shelf(SimulatedCard(4 * GB), heavy, describe("b", weights=GB, peak=0, context=0))
    shelf.speak("a")
    shelf.speak("b")
    with shelf.manager.lease("a", Need(low_vram=NORMAL)):
        sample = shelf.manager.sample()
        assert sample.allocated_bytes + sample.free_bytes + sample.other_bytes == sample.total_bytes
        assert sample.allocated_bytes == 3 * GB
    assert shelf.diary == ["+a", "+b", "-b"]


def test_what_never_fits_is_refused_with_numbers():
    shelf = Shelf(SimulatedCard(2 * GB), describe("a", **BIG), describe("b", weights=3 * GB))
    shelf.speak("a")
    with pytest.raises(OutOfMemory) as caught:
        shelf.speak("b")
    assert caught.value.engine == "b"
    assert caught.value.need_bytes == 3 * GB + 200 + 0
    assert 0 < caught.value.free_bytes < caught.value.need_bytes
    assert shelf.states() == {"a": "resident", "b": "absent"}


def test_on_the_cpu_nothing_is_on_the_card():
    shelf = Shelf(SimulatedCard(4 * GB), describe("a", **BIG))
    shelf.speak("a", device="cpu")
    assert shelf.manager.sample().allocated_bytes == 0
    assert shelf.states() == {"a": "resident"}


def test_a_model_that_does_not_close_well_is_gone_all_the_same(caplog):
    class Clinging:
        def close(self):
            raise OSError("busy")

    manager = VramManager(None, {"a": Loadable(describe("a"), lambda device, folder, report: Clinging())})
    with manager.lease("a", Need(low_vram=LOW)):
        pass
    assert manager.sample().engines[0].state == "on_disk"
    assert "a did not close well" in caplog.text


def test_release_of_what_is_not_loaded_is_no_error():
    shelf = Shelf(None, describe("a"))
    shelf.manager.release("a")
    shelf.manager.release("unknown")
    shelf.speak("a")
    shelf.manager.release()
    assert shelf.diary == ["+a", "-a"]
