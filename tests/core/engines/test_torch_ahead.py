"""What the manager does before a job asks, and while nobody waits; with small nets on an arena."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ModelMissing
from core.vram.ahead import EXPECTED_S
from core.vram.device import Placement
from core.vram.manager import Need
from core.vram.parking import Ram
from tests.core.vram.garage import AHEAD, CARD, GB, MB, PLENTY, Garage
from tests.core.vram.helpers import LOW, NORMAL

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


def test_what_is_parked_ahead_is_in_ram_only_and_the_first_job_loads_nothing(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    garage = Garage("a", "b")
    with caplog.at_level(logging.INFO, "core.vram.diary"):
        assert garage.manager.park_ahead("a", CARD, replace(AHEAD, model_dir=tmp_path))
    assert "why=ahead" in caplog.messages[0]
    state, parked_bytes = garage.state("a")
    assert state == "parked"
    assert parked_bytes >= 2 * MB
    sample = garage.manager.sample()
    assert (sample.allocated_bytes, sample.reserved_bytes, sample.context_bytes) == (0, 0, 0)
    assert garage.arena.handed_out_bytes == 0
    assert not garage.manager.park_ahead("a", CARD, replace(AHEAD, model_dir=tmp_path))
    garage.speak("a", folder=tmp_path)
    assert garage.diary == ["+a"]
    assert garage.manager.waits


def test_a_job_with_other_weights_gives_up_what_was_parked_ahead(tmp_path: Path) -> None:
    garage = Garage("a")
    assert garage.manager.park_ahead("a", CARD, replace(AHEAD, model_dir=tmp_path))
    garage.speak("a")
    assert garage.diary == ["+a", "-a", "+a"]
    assert garage.state("a")[0] == "parked"


def test_a_job_that_waits_ends_the_reading_ahead_and_nothing_else() -> None:
    garage = Garage("a")
    assert garage.manager.park_ahead("a", CARD, AHEAD, lambda: True)
    garage.speak("a")
    assert garage.diary == ["+a"]


def test_without_ram_or_a_card_nothing_is_parked_ahead() -> None:
    garage = Garage("a")
    assert not garage.manager.park_ahead("a", Placement("cpu", "cpu"), AHEAD)
    assert garage.diary == []
    garage.ram = Ram(16 * GB, 1600 * MB)
    assert not garage.manager.park_ahead("a", CARD, AHEAD)
    assert garage.state("a") == ("absent", 0)
    assert garage.diary == ["+a", "-a"]
    garage.speak("a")
    assert garage.diary == ["+a", "-a", "+a", "-a"]


def test_weights_that_cannot_be_read_ahead_leave_the_engine_where_it_was() -> None:
    garage = Garage("a")
    garage.load_error = ModelMissing(engine="a", path="weights")
    with pytest.raises(ModelMissing):
        garage.manager.park_ahead("a", CARD, AHEAD)
    assert garage.state("a") == ("absent", 0)
    garage.load_error = None
    garage.speak("a")
    assert garage.diary == ["+a"]


def test_while_nobody_waits_what_was_used_is_gathered_part_by_part_and_stays_the_same() -> None:
    garage = Garage("a", "b")
    assert garage.manager.park_ahead("b", CARD, AHEAD)
    assert not garage.manager.idle(), "what was never used stays where it was read to"
    first = garage.speak("a")
    assert garage.manager.idle(), "there is more to do"
    while garage.manager.idle():
        pass
    assert garage.arena.handed_out_bytes == 0
    assert garage.speak("a") == first
    assert garage.diary == ["+b", "+a"]


@pytest.mark.parametrize("parts", [0, 1])
def test_where_ram_grows_short_the_gathering_ends_and_the_engine_can_still_speak(parts: int) -> None:
    garage = Garage("a")
    first = garage.speak("a")
    for _ in range(parts):
        assert garage.manager.idle()
    garage.ram = Ram(16 * GB, GB)
    garage.manager.idle()
    garage.ram = PLENTY
    while garage.manager.idle():
        pass
    assert garage.speak("a") == first
    assert garage.diary == ["+a"]


def test_while_nothing_is_done_what_is_parked_goes_when_ram_is_short() -> None:
    garage = Garage("a")
    assert garage.manager.park_ahead("a", CARD, AHEAD)
    garage.ram = Ram(16 * GB, GB // 4)
    assert not garage.manager.idle()
    assert not garage.manager.waits
    assert garage.diary == ["+a", "-a"]


# --- the next job's engine -------------------------------------------------------------------------


def test_in_low_vram_the_expected_engine_comes_once_the_other_has_left() -> None:
    garage = Garage("a", "b")
    first = garage.speak("a")
    with garage.manager.lease("b", Need(low_vram=LOW, wanted_next=frozenset({"a", "b"}))):
        pass
    assert garage.state("b")[0] == "resident", "a waiting job wants it"
    garage.manager.expect("a", LOW)
    garage.manager.idle()
    assert (garage.state("a")[0], garage.state("b")[0]) == ("resident", "parked")
    assert garage.arena.handed_out_bytes < 3 * MB, "one of them"
    with garage.manager.lease("a", Need(low_vram=LOW)) as leased:
        assert leased.load_s == 0.0
        assert leased.model.total() == first
        del leased
    assert garage.diary == ["+a", "+b"]


def test_in_normal_mode_the_expected_engine_comes_only_where_both_have_room() -> None:
    for card_bytes, state in ((4 * GB, "resident"), (3000, "parked")):
        garage = Garage("a", "b", card_bytes=card_bytes, sizes_bytes=1200)
        garage.speak("a", LOW)
        garage.speak("b", NORMAL)
        garage.manager.expect("a", NORMAL)
        garage.manager.idle()
        assert (garage.state("a")[0], garage.state("b")[0]) == (state, "resident")


def test_an_expected_engine_whose_job_does_not_come_leaves_again() -> None:
    garage = Garage("a")
    garage.speak("a")
    garage.manager.expect("a", LOW)
    garage.manager.idle()
    garage.now += EXPECTED_S / 2
    garage.manager.idle()
    assert garage.state("a")[0] == "resident"
    assert garage.manager.waits
    garage.now += EXPECTED_S
    garage.manager.idle()
    assert garage.state("a")[0] == "parked"
    assert garage.arena.handed_out_bytes == 0


def test_nothing_is_expected_once_all_was_released() -> None:
    garage = Garage("a")
    garage.speak("a")
    garage.manager.expect("a", LOW)
    garage.manager.release()
    assert not garage.manager.waits
    assert garage.state("a")[0] == "on_disk"


def test_what_is_not_parked_or_finds_no_room_is_left_to_its_job() -> None:
    garage = Garage("a", "b")
    garage.manager.expect("a", LOW)
    garage.manager.idle()
    assert garage.state("a") == ("absent", 0)
    first = garage.speak("a")
    block = garage.arena.take(7 * MB)
    garage.manager.expect("a", LOW)
    assert not garage.manager.idle()
    garage.manager.settle_releases()
    assert garage.state("a")[0] == "parked"
    garage.arena.give(block)
    assert garage.speak("a") == first
    assert garage.diary == ["+a"]
    assert garage.notices == []
