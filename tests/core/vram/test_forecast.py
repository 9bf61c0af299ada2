"""What a job would meet, told before it runs: what the ladder then does. Nothing is touched."""

from __future__ import annotations

import sys
import threading

import pytest

from core.errors import DeviceMissing, OutOfMemory
from core.model.request import SynthesisRequest
from core.vram.cards import CudaCard
from core.vram.choice import Finding
from core.vram.manager import Need
from core.vram.nvml import DriverCard
from tests.core.vram.helpers import LOW, NORMAL
from tests.core.vram.test_room import GB, TEXT, PlainCard, Shop


def need(engine: str, mode=NORMAL, device: str = "auto", text: str = TEXT) -> Need:
    request = SynthesisRequest(engine, text, language="en")
    return Need(device=device, low_vram=mode, request=request)


@pytest.mark.parametrize(
    ("total", "capability", "steps"),
    [
        (4 * GB, (6, 1), ()),
        (3_030_000_000, (7, 5), ("shorter_parts",)),
        (2_600_000_000, (7, 5), ("half_precision",)),
    ],
)
def test_the_steps_told_are_the_steps_taken(total, capability, steps):
    shop = Shop(PlainCard(total, 600_000_000, capability))
    fit = shop.manager.forecast("xtts", need("xtts"))
    assert (fit.fits, fit.steps, fit.leaving) == (True, steps, ())
    assert fit.device == "cuda (simulated)"
    assert fit.need_bytes <= fit.room_bytes == total - 600_000_000
    assert shop.diary == []
    shop.speak("xtts")
    assert len(shop.notices) == len(steps)


def test_what_is_refused_is_told_in_the_numbers_of_the_refusal():
    shop = Shop(PlainCard(1_900_000_000, 600_000_000, (8, 6)))
    fit = shop.manager.forecast("xtts", need("xtts", text=TEXT * 2))
    with pytest.raises(OutOfMemory) as caught:
        shop.speak("xtts", text=TEXT * 2)
    error = caught.value
    assert not fit.fits
    assert (fit.need_bytes, fit.room_bytes) == (error.need_bytes, error.free_bytes)
    assert (fit.alternative, fit.alternative_bytes) == (error.alternative, error.alternative_bytes)
    assert fit.others_bytes == error.others_bytes == 600_000_000


def test_a_question_leaves_no_mark_of_lacking_memory():
    shop = Shop(PlainCard(1_900_000_000, 600_000_000))
    assert not shop.manager.forecast("xtts", need("xtts")).fits
    assert shop.manager.sample().marks == ()


def test_who_would_leave_is_named_and_leaves():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    shop.speak("f5")
    fit = shop.manager.forecast("xtts", need("xtts"))
    assert (fit.fits, fit.leaving) == (True, ("f5",))
    assert fit.room_bytes > fit.need_bytes
    assert shop.diary == ["+f5"]
    shop.speak("xtts")
    assert shop.diary == ["+f5", "-f5", "+xtts"]


def test_the_figures_are_the_same_once_the_engine_is_there():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    before = shop.manager.forecast("xtts", need("xtts"))
    shop.speak("xtts")
    after = shop.manager.forecast("xtts", need("xtts"))
    context_bytes = before.need_bytes - after.need_bytes
    assert before.room_bytes - after.room_bytes == context_bytes > 0
    assert (after.fits, after.leaving) == (True, ())


def test_what_other_hosts_would_free_counts_as_room():
    shop = Shop(PlainCard(4 * GB, 3 * GB))
    assert not shop.manager.forecast("xtts", need("xtts")).fits
    fit = shop.manager.forecast("xtts", need("xtts"), freeable_bytes=3 * GB)
    assert fit.fits
    assert fit.others_bytes == 0
    assert fit.beyond_bytes == fit.need_bytes - GB


def test_low_vram_makes_room_as_well():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    shop.speak("f5")
    assert shop.manager.forecast("xtts", need("xtts", LOW)).fits


def test_a_job_on_the_cpu_is_held_against_the_ram():
    fit = Shop(PlainCard(2 * GB, 0)).manager.forecast("xtts", need("xtts", device="cpu"))
    assert (fit.device, fit.on_card) == ("cpu", False)
    assert fit.need_bytes > 1_867_602_540
    assert fit.fits is (fit.need_bytes <= fit.room_bytes)


def test_a_device_that_is_not_there_is_an_error():
    with pytest.raises(DeviceMissing):
        Shop(PlainCard(2 * GB, 0)).manager.forecast("xtts", need("xtts", device="cuda:3"))


def test_any_thread_may_ask_while_a_job_runs():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    found = []
    with shop.manager.lease("f5", need("f5")):
        thread = threading.Thread(
            target=lambda: found.append(shop.manager.forecast("xtts", need("xtts")).fits)
        )
        thread.start()
        thread.join()
    assert found == [True]


def test_a_real_card_that_nobody_has_tried_is_not_touched():
    def look(device: str) -> Finding:
        raise AssertionError(f"{device} was opened for a question")

    driver = DriverCard("RTX 3050 Laptop", "GPU-1", 4 * GB, 3 * GB, capability=(8, 6))
    shop = Shop(CudaCard([driver], lambda: [driver], look))
    torch_before = sys.modules.get("torch")
    fit = shop.manager.forecast("f5", need("f5"))
    assert (fit.fits, fit.device, fit.room_bytes) == (True, "cuda:0", 3 * GB)
    assert fit.steps == ()
    assert fit.need_bytes < 1_400_000_000, "half precision is this card's own, by what the driver says"
    assert sys.modules.get("torch") is torch_before


def test_a_card_that_was_refused_is_told():
    driver = DriverCard("GTX 1050 Ti", "GPU-1", 4 * GB, 3 * GB, capability=(6, 1))
    card = CudaCard([driver], lambda: [driver], lambda device: Finding(failure="no kernel image"))
    card.look("cuda")
    fit = Shop(card).manager.forecast("f5", need("f5"))
    assert (fit.device, fit.reason) == ("cpu", "failed")


def test_the_needs_for_automatic_are_those_of_the_card():
    old = Shop(PlainCard(4 * GB, 0, (6, 1))).manager.needs()
    new = Shop(PlainCard(4 * GB, 0, (8, 6))).manager.needs()
    assert old["f5"].weights_bytes > 1.9 * new["f5"].weights_bytes
    assert old["xtts"].weights_bytes == new["xtts"].weights_bytes, "halving it is a step down"
    assert all(need.peak_bytes > 0 for need in (*old.values(), *new.values()))
