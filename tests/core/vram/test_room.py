"""Room on a simulated card for engines that tell what they need: the ladder, and refusals with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.engines.f5.engine import F5Engine
from core.engines.xtts.engine import XttsEngine
from core.errors import OutOfMemory
from core.model.events import Notice
from core.model.need import FULL, HALF
from core.model.request import SynthesisRequest
from core.services.explain import explain
from core.vram.choice import Finding
from core.vram.device import Figures, SimulatedCard, Usage
from core.vram.manager import Loadable, Need, VramManager
from tests.core.vram.helpers import LOW, NORMAL, Weights

GB = 1000**3
TEXT = "The lamps go out one by one and nobody is left to see the last of the trains. " * 3


class PlainCard(SimulatedCard):
    """A card of a compute capability, with others' use of our choice."""

    def __init__(self, total_bytes: int, other_bytes: int, capability: tuple[int, int] = (6, 1)) -> None:
        super().__init__(total_bytes)
        self.other_bytes = other_bytes
        self._capability = capability

    def look(self, device: str) -> Finding:
        return replace(super().look(device), capability=self._capability)


class Shop:
    """F5 and XTTS as they describe and estimate themselves; their weights only tell when they come and go."""

    def __init__(self, card: SimulatedCard) -> None:
        self.diary: list[str] = []
        self.notices: list[str] = []
        engines = {engine.description.id: engine for engine in (F5Engine(), XttsEngine())}
        loadables = {
            name: Loadable(
                engine.description,
                self._load(name),
                self._load(name),
                estimate=engine.need,
                precisions=engine.precisions,
                offered=True,
            )
            for name, engine in engines.items()
        }
        self.told: list[Notice] = []
        self.manager = VramManager(card, loadables, self._tell)
        self.ways: list[tuple[str, float]] = []

    def speak(self, engine: str, mode=NORMAL, text: str = TEXT) -> int:
        request = SynthesisRequest(engine, text, language="en")
        with self.manager.lease(engine, Need(low_vram=mode, request=request)) as leased:
            self.ways.append((leased.way.precision, leased.way.part))
            return self.manager.job_peak_bytes()

    def _tell(self, notice: Notice) -> None:
        self.told.append(notice)
        self.notices.append(notice.code)

    def _load(self, name: str):
        def load(device, folder, report, *, stay=False, precision=""):
            return Weights(f"{name}/half" if precision == HALF else name, self.diary, device, folder)

        return load


def test_both_engines_take_turns_on_four_gigabytes_without_loss():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    alone = max(Shop(PlainCard(8 * GB, 0)).speak(engine) for engine in ("f5", "xtts"))
    peaks = [shop.speak(engine) for engine in ("f5", "xtts") * 10]
    assert max(peaks) <= 1.05 * alone
    assert set(shop.ways) == {(FULL, 1.0)}
    assert shop.notices == ["engines_left"] * 19, "who left is told, and nothing else was given up"


def test_who_was_evicted_is_told_with_the_result():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    shop.speak("f5")
    shop.speak("xtts")
    assert [(one.code, one.fields) for one in shop.told] == [
        ("engines_left", {"engine": "xtts", "engines": "f5"})
    ]


def test_what_low_vram_does_anyway_is_not_told():
    shop = Shop(PlainCard(4 * GB, 600_000_000))
    shop.speak("f5")
    shop.speak("xtts", LOW)
    assert shop.notices == []


def test_a_modern_card_halves_what_does_not_fit():
    shop = Shop(PlainCard(2_600_000_000, 600_000_000, (7, 5)))
    shop.speak("xtts")
    assert shop.ways == [(HALF, 1.0)]
    assert shop.diary == ["+xtts/half"]
    assert shop.notices == ["memory_saved_by_half"]


def test_f5_is_half_from_the_start_where_that_is_fast():
    """Its description says what it needs in full precision: that must not refuse it."""
    shop = Shop(PlainCard(1_900_000_000, 600_000_000, (8, 6)))
    shop.speak("f5")
    assert shop.ways == [(HALF, 1.0)]
    assert shop.notices == []


def test_shorter_parts_are_tried_before_half_precision():
    shop = Shop(PlainCard(3_030_000_000, 600_000_000, (7, 5)))
    shop.speak("xtts")
    assert shop.ways == [(FULL, 0.6)]
    assert shop.notices == ["memory_saved_by_parts"]


def test_what_fits_no_way_is_refused_with_numbers_and_evicts_nobody():
    shop = Shop(PlainCard(2_900_000_000, 600_000_000))
    shop.speak("f5")
    with pytest.raises(OutOfMemory) as caught:
        shop.speak("xtts", text=TEXT * 2)
    assert shop.diary == ["+f5"]
    error = caught.value
    assert error.others_bytes == 600_000_000
    assert error.need_bytes > error.free_bytes > 0
    assert (error.alternative, error.alternative_half) == ("f5", False)
    words = explain(error)
    assert "0.6 GB are used by other programs" in words.why
    assert '"f5" (1.6 GB)' in words.remedy


def test_half_precision_of_another_engine_is_offered():
    shop = Shop(PlainCard(1_900_000_000, 600_000_000, (8, 6)))
    with pytest.raises(OutOfMemory) as caught:
        shop.speak("xtts", text=TEXT * 2)
    assert (caught.value.alternative, caught.value.alternative_half) == ("f5", True)
    assert "in half precision (0.8 GB)" in explain(caught.value).remedy


@pytest.mark.parametrize("mode", [NORMAL, LOW])
@pytest.mark.parametrize("total", [2 * GB, 3 * GB])
@pytest.mark.parametrize("capability", [(6, 1), (7, 5)])
def test_on_small_cards_each_job_ends_well_or_is_refused_with_numbers(mode, total, capability):
    card = PlainCard(total, 600_000_000, capability)
    shop = Shop(card)
    refused: dict[str, OutOfMemory] = {}
    peaks = []
    for engine in ("f5", "xtts") * 5:
        try:
            peaks.append(shop.speak(engine, mode))
        except OutOfMemory as error:
            refused[engine] = error
    assert all(error.need_bytes > error.free_bytes > 0 for error in refused.values())
    assert all(peak <= total - card.other_bytes - 300_000_000 for peak in peaks)
    assert set(refused) <= ({"f5", "xtts"} if total == 2 * GB and capability == (6, 1) else {"xtts"})


def test_a_resident_engine_keeps_its_precision_while_it_fits():
    card = PlainCard(2_600_000_000, 600_000_000, (7, 5))
    shop = Shop(card)
    shop.speak("xtts")
    card.other_bytes = 0
    card.total_bytes = 4 * GB
    shop.speak("xtts")
    assert shop.diary == ["+xtts/half"]
    shop.manager.release()
    shop.speak("xtts")
    assert shop.diary == ["+xtts/half", "-xtts/half", "+xtts"]


class LetGoCard(PlainCard):
    """A card whose other program gives its memory back once the figures have been read so many times."""

    def __init__(self, reads: int) -> None:
        self.reads = reads
        super().__init__(4 * GB, 3_500_000_000)

    def figures(self, usage: Mapping[str, Usage], device: str) -> Figures:
        self.reads -= 1
        if self.reads < 0:
            self.other_bytes = 0
        return super().figures(usage, device)


@pytest.mark.parametrize("reads", range(12))
def test_what_another_program_gives_back_during_a_refusal_is_used(reads):
    shop = Shop(LetGoCard(reads))
    refused = []
    try:
        shop.speak("xtts")
    except OutOfMemory as error:
        refused.append(error)
    assert all(error.need_bytes > error.free_bytes for error in refused), "numbers give the reason"
    assert bool(refused) == (not shop.diary)


def test_a_refusal_is_noted_once():
    shop = Shop(PlainCard(4 * GB, 3_500_000_000))
    with pytest.raises(OutOfMemory):
        shop.speak("xtts")
    assert [mark.kind for mark in shop.manager.sample().marks] == ["out_of_memory"]
