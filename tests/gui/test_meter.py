"""The memory meter: parts that add up, words for those who do not see them, and one card for all hosts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.events import EngineMemory, MemorySample, Neighbour
from core.model.memory import card_parts, merge_samples
from core.model.policy import LowVram, LowVramPolicy
from core.model.sourced import Source, Sourced
from gui.presenters.meter_presenter import MeterPresenter

GB = 1000**3
AUTO = LowVram(True, Sourced(LowVramPolicy.AUTO, Source.DEFAULT))

CARD = MemorySample(
    time_s=100.0,
    device="GTX 1050 Ti",
    device_kind="cuda",
    simulated=False,
    total_bytes=4 * GB,
    free_bytes=4 * GB - 2_300_000_000,
    allocated_bytes=1_400_000_000,
    reserved_bytes=1_500_000_000,
    peak_bytes=1_600_000_000,
    engines=(EngineMemory("f5", 1_200_000_000, "busy"), EngineMemory("xtts", 0, "absent")),
    host_rss_bytes=900_000_000,
    ram_total_bytes=16 * GB,
    ram_used_bytes=5 * GB,
    context_bytes=300_000_000,
    activation_bytes=200_000_000,
)
WITHOUT_CARD = replace(
    CARD,
    time_s=200.0,
    device="CPU",
    device_kind="cpu",
    total_bytes=0,
    free_bytes=0,
    allocated_bytes=50_000_000,
    reserved_bytes=50_000_000,
    peak_bytes=50_000_000,
    engines=(EngineMemory("starter", 50_000_000, "resident"),),
    host_rss_bytes=100_000_000,
    context_bytes=0,
    activation_bytes=0,
)

BYTES = st.integers(-GB, 12 * GB)


def presenter(sample: MemorySample) -> MeterPresenter:
    made = MeterPresenter(AUTO, now_s=lambda: sample.time_s)
    made.set_names({"f5": "F5-TTS", "xtts": "XTTS v2"})
    made.show_sample(sample)
    return made


@given(
    st.builds(
        MemorySample,
        time_s=st.just(0.0),
        device=st.just("a card"),
        device_kind=st.just("cuda"),
        simulated=st.booleans(),
        total_bytes=st.integers(0, 24 * GB),
        free_bytes=BYTES,
        allocated_bytes=BYTES,
        reserved_bytes=BYTES,
        peak_bytes=BYTES,
        engines=st.lists(
            st.builds(EngineMemory, st.sampled_from("abcdef"), BYTES, st.just("busy")), max_size=6
        ).map(tuple),
        host_rss_bytes=BYTES,
        ram_total_bytes=BYTES,
        ram_used_bytes=BYTES,
        context_bytes=BYTES,
        activation_bytes=BYTES,
    )
)
def test_the_parts_add_up_to_the_whole_card(sample):
    parts = card_parts(sample)
    assert sum(part.size_bytes for part in parts) == sample.total_bytes
    assert all(part.size_bytes >= 0 for part in parts)


def test_consistent_figures_are_shown_as_they_are():
    sizes = {part.kind: part.size_bytes for part in card_parts(CARD)}
    assert sizes == {
        "other": 500_000_000,
        "context": 300_000_000,
        "weights": 1_200_000_000,
        "activations": 200_000_000,
        "cache": 100_000_000,
        "free": CARD.free_bytes,
    }


def test_small_parts_are_drawn_and_counted_but_not_named(qapp):
    small = replace(CARD, reserved_bytes=CARD.allocated_bytes + 3_000_000)
    state = presenter(small).state
    cache = next(segment for segment in state.segments if segment.role == "cache")
    assert (cache.size_bytes, cache.label) == (3_000_000, "")
    assert sum(segment.size_bytes for segment in state.segments) == small.total_bytes
    assert "cache 0.0" in state.accessible


def test_the_words_say_all_that_is_drawn_and_what_is_not(qapp):
    state = presenter(CARD).state
    assert state.accessible == (
        "GTX 1050 Ti: 2.3 / 4.0 GB; other programs 0.5, context 0.3, F5-TTS 1.2, activations 0.2, cache 0.1, "
        "free 1.7; peak 1.6; Low VRAM on"
    )


def test_another_sottovoce_is_named(qapp):
    neighbours = (Neighbour("command line", 400_000_000), Neighbour("studio", 1), Neighbour("x", 2))
    words = presenter(replace(CARD, neighbours=neighbours)).state.accessible
    assert (
        "other programs 0.5 (Sottovoce command line 0.4, Sottovoce studio 0.0, another Sottovoce 0.0)"
        in words
    )


@pytest.mark.parametrize(
    ("reason", "device"), [("no_kernels", "CPU: no kernels for the GPU"), ("failed", "CPU: the GPU failed")]
)
def test_a_card_that_is_not_used_says_why(qapp, reason, device):
    sample = replace(WITHOUT_CARD, device_reason=reason, device_detail="GTX 1050 Ti (6.1)")
    state = presenter(sample).state
    assert state.device == device
    assert "GTX 1050 Ti (6.1)" in state.accessible
    assert "free 11.0" in state.accessible


# --- several hosts ------------------------------------------------------------------------------


def test_a_host_without_a_card_never_hides_the_cards_figures():
    for order in ((CARD, WITHOUT_CARD), (WITHOUT_CARD, CARD)):
        merged = merge_samples(order)
        assert (merged.device, merged.total_bytes) == ("GTX 1050 Ti", 4 * GB)
        assert (merged.free_bytes, merged.allocated_bytes) == (CARD.free_bytes, CARD.allocated_bytes)
        assert merged.time_s == WITHOUT_CARD.time_s
        assert merged.host_rss_bytes == GB
        sizes = {one.engine: (one.size_bytes, one.state) for one in merged.engines}
        assert sizes == {"f5": (1_200_000_000, "busy"), "xtts": (0, "absent"), "starter": (0, "resident")}


def test_two_hosts_on_one_card_are_both_ours():
    second = replace(
        CARD,
        time_s=300.0,
        free_bytes=1_000_000_000,
        allocated_bytes=300_000_000,
        reserved_bytes=300_000_000,
        peak_bytes=400_000_000,
        engines=(EngineMemory("third", 300_000_000, "resident"),),
        context_bytes=250_000_000,
        activation_bytes=0,
    )
    merged = merge_samples([CARD, second])
    assert merged.free_bytes == 1_000_000_000
    assert merged.reserved_bytes == 1_800_000_000
    assert merged.context_bytes == 550_000_000
    assert merged.other_bytes == 4 * GB - 1_000_000_000 - 1_800_000_000 - 550_000_000
    assert merged.peak_bytes == 1_700_000_000
    assert sum(part.size_bytes for part in card_parts(merged)) == 4 * GB


def test_hosts_without_any_card_show_the_systems_memory():
    merged = merge_samples([WITHOUT_CARD, replace(WITHOUT_CARD, time_s=1.0, engines=())])
    assert not merged.has_card
    assert merged.host_rss_bytes == 200_000_000
    assert merged.engines == WITHOUT_CARD.engines
