"""What "automatic" decides by: the engines in use, and a spare, on a card of that size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.card_need import CardNeed, card_need
from core.model.engine import EngineDescription, EngineSizes, Licence
from core.model.need import MemoryNeed
from core.model.policy import LowVramPolicy, resolve_low_vram
from core.model.sourced import Source, Sourced

MB = 10**6
FREE = Licence("CC0-1.0", "free for any use")
SIZES = st.integers(0, 10**11)
DEFAULT_LOW_VRAM = Sourced(LowVramPolicy.AUTO, Source.DEFAULT)


def engine(
    name: str, weights: int, peak: int = 0, context: int = 0, environment: str = "torch"
) -> EngineDescription:
    sizes = EngineSizes(weights_bytes=weights, peak_bytes=peak, context_bytes=context)
    return EngineDescription(name.lower(), name, environment, "1", ("en",), 24_000, FREE, FREE, sizes=sizes)


F5 = engine("F5", 1420 * MB, 180 * MB, 300 * MB)
XTTS = engine("XTTS", 1870 * MB, 170 * MB, 310 * MB)


def test_weights_add_up_and_only_one_works_at_a_time():
    need = card_need([F5, XTTS], 4000 * MB)
    assert need == CardNeed(("F5", "XTTS"), round((1420 + 1870 + 180 + 310) * MB * 1.15), 4000 * MB)


def test_each_environment_has_a_process_with_a_context_of_its_own():
    other = engine("Other", 0, context=200 * MB, environment="another")
    assert card_need([F5, XTTS, other], 1).need_bytes == round((1420 + 1870 + 180 + 310 + 200) * MB * 1.15)


def test_another_estimate_of_the_peak_takes_the_place_of_the_declared_one():
    estimated = card_need([F5], 1, lambda one: MemoryNeed(740 * MB, 500 * MB))
    assert estimated.need_bytes == round((740 + 300 + 500) * MB * 1.15)


@pytest.mark.parametrize(
    ("engines", "card_mb", "on"),
    [
        ([XTTS], 2702, True),
        ([XTTS], 2703, False),
        ([XTTS], 4000, False),
        ([F5, XTTS], 4000, True),
        ([F5, XTTS], 4346, True),
        ([F5, XTTS], 4347, False),
        ([], 4000, False),
    ],
)
def test_automatic_saves_where_the_card_cannot_hold_all_with_a_spare(engines, card_mb, on):
    mode = resolve_low_vram(DEFAULT_LOW_VRAM, card_need(engines, card_mb * MB))
    assert mode.value is on
    assert mode.report()["engines"] == [one.name for one in engines]
    assert mode.report()["card_bytes"] == card_mb * MB


def test_without_a_card_there_is_nothing_to_save():
    assert resolve_low_vram(DEFAULT_LOW_VRAM, None).value is False


@pytest.mark.parametrize("policy", [LowVramPolicy.ON, LowVramPolicy.OFF])
@pytest.mark.parametrize("card_bytes", [10**9, 10**12])
def test_what_was_asked_for_is_not_decided_anew(policy, card_bytes):
    asked = Sourced(policy, Source.WINDOW)
    mode = resolve_low_vram(asked, card_need([F5, XTTS], card_bytes))
    assert (mode.value, mode.need) == (policy is LowVramPolicy.ON, None)


@given(st.lists(st.tuples(SIZES, SIZES, SIZES), max_size=5), SIZES, st.tuples(SIZES, SIZES, SIZES))
def test_one_more_engine_never_turns_it_off(sizes, card_bytes, more):
    engines = [engine(f"E{number}", *one) for number, one in enumerate(sizes)]
    before = resolve_low_vram(DEFAULT_LOW_VRAM, card_need(engines, card_bytes))
    after = resolve_low_vram(DEFAULT_LOW_VRAM, card_need([*engines, engine("More", *more)], card_bytes))
    assert after.value or not before.value
