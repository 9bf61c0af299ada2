"""A card's parts add up to the card at every sample, over whole histories and through several hosts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import OutOfMemory
from core.model.events import STALE_S, EngineMemory, MemoryMark, MemorySample
from core.model.memory import Part, card_parts, consistent, merge_samples
from core.vram.device import SimulatedCard
from tests.core.vram.helpers import LOW, NORMAL, Need, Shelf, describe

GB = 1000**3
BYTES = st.integers(-GB, 12 * GB)
ENGINES = st.builds(
    EngineMemory,
    st.sampled_from("abcdef"),
    BYTES,
    st.sampled_from(["absent", "loading", "resident", "busy", "releasing", "a new one"]),
    st.integers(0, GB),
)
ANY_SAMPLE = st.builds(
    MemorySample,
    time_s=st.floats(0, 1000),
    device=st.sampled_from(["a card", "another"]),
    device_kind=st.sampled_from(["cuda", "mps", "cpu"]),
    simulated=st.booleans(),
    total_bytes=st.sampled_from([0, 4 * GB, 24 * GB]),
    free_bytes=BYTES,
    allocated_bytes=BYTES,
    reserved_bytes=BYTES,
    peak_bytes=BYTES,
    engines=st.lists(ENGINES, max_size=6).map(tuple),
    host_rss_bytes=BYTES,
    ram_total_bytes=BYTES,
    ram_used_bytes=BYTES,
    context_bytes=BYTES,
    activation_bytes=BYTES,
)


class Machine:
    """Two hosts of one program on one simulated card, and other programs that take and give back memory."""

    def __init__(self) -> None:
        self.card_bytes = 4 * GB
        self.shelves = [
            Shelf(
                self._card(1),
                describe("f5", GB, GB // 4, GB // 8),
                describe("xtts", 2 * GB, GB // 2, GB // 8),
            ),
            Shelf(self._card(0), describe("other", GB // 2, GB // 4, GB // 4)),
        ]
        self.last = [shelf.manager.sample() for shelf in self.shelves]

    def _card(self, other: int) -> SimulatedCard:
        return SimulatedCard(self.card_bytes, lambda: self._holds(other))

    def _holds(self, host: int) -> int:
        if not hasattr(self, "last"):
            return 0
        sample = self.last[host]
        return sample.reserved_bytes + sample.context_bytes

    def look(self, host: int) -> None:
        """Take a host's sample and hold the picture against what is true."""
        self.last[host] = self.shelves[host].manager.sample()
        picture = merge_samples(
            [replace(one, time_s=float(number == host)) for number, one in enumerate(self.last)]
        )
        parts = card_parts(picture)
        assert sum(part.size_bytes for part in parts) == self.card_bytes
        assert all(part.size_bytes > 0 or part.kind == "free" for part in parts)
        weights = {part.engine: part.size_bytes for part in parts if part.kind == "weights"}
        assert weights == {
            name: held.weights_bytes
            for shelf in self.shelves
            for name, held in shelf.manager._accounts.held.items()
        }
        sizes = {part.kind: part.size_bytes for part in parts}
        assert sizes["free"] == self.last[host].free_bytes
        busy = [one for one in picture.engines if one.state == "busy"]
        assert sizes.get("activations", 0) == sum(one.activation_bytes for one in busy)
        card = self.shelves[host].manager.card
        if sizes["free"]:
            assert sizes.get("other", 0) == card.other_bytes
        assert all(one.peak_bytes >= one.activation_bytes for one in picture.engines)

    def others_take(self, size_bytes: int) -> None:
        for shelf in self.shelves:
            shelf.manager.card.other_bytes = size_bytes


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["normal", "low", "release"]),
            st.sampled_from([(0, "f5"), (0, "xtts"), (1, "other")]),
        ),
        st.tuples(st.just("others"), st.integers(0, 2 * GB)),
    ),
    max_size=10,
)


@settings(max_examples=30)
@given(STEPS)
def test_the_parts_add_up_at_every_sample_of_a_history(steps):
    machine = Machine()
    for action, what in steps:
        if isinstance(what, int):
            machine.others_take(what)
            machine.look(0)
            continue
        host, engine = what
        manager = machine.shelves[host].manager
        if action == "release":
            manager.release(engine)
        else:
            try:
                with manager.lease(engine, Need(low_vram=LOW if action == "low" else NORMAL)):
                    machine.look(host)
            except OutOfMemory:
                assert manager.sample().marks[-1].kind == "out_of_memory"
        machine.look(host)


@given(st.lists(ANY_SAMPLE, min_size=1, max_size=4))
def test_the_parts_add_up_whatever_the_hosts_say(samples):
    merged = merge_samples(samples)
    parts = card_parts(merged)
    assert sum(part.size_bytes for part in parts) == max(0, merged.total_bytes)
    assert all(part.size_bytes >= 0 for part in parts)
    assert consistent(consistent(merged)) == consistent(merged)
    names = [one.engine for one in merged.engines]
    assert len(names) == len(set(names))


def sample(time_s: float, **more: object) -> MemorySample:
    card = MemorySample(time_s, "card", "cuda", False, 4 * GB, 2 * GB, GB, GB, GB, (), 0, 16 * GB, GB)
    return replace(card, **more)


def test_what_is_free_is_taken_as_the_device_says_and_ours_gives_way():
    skewed = sample(1.0, free_bytes=3_500_000_000, engines=(EngineMemory("f5", GB, "resident"),))
    assert card_parts(skewed) == (Part("weights", 500_000_000, "f5"), Part("free", 3_500_000_000))


def test_an_engine_that_two_programs_hold_counts_twice():
    f5 = (EngineMemory("f5", GB, "resident", parked_bytes=7),)
    idle = (EngineMemory("f5", 0, "absent"),)
    both = merge_samples([sample(1.0, engines=f5), sample(2.0, engines=f5, free_bytes=GB)])
    assert both.engines == (EngineMemory("f5", 2 * GB, "resident", parked_bytes=14),)
    one = merge_samples(
        [sample(1.0, engines=idle, allocated_bytes=0, reserved_bytes=0), sample(2.0, engines=f5)]
    )
    assert one.engines == f5


def test_engines_on_another_card_have_no_size_on_this_one():
    far = sample(1.0, device="another", engines=(EngineMemory("xtts", GB, "busy", 5, 6, 7),))
    near = sample(2.0, engines=(EngineMemory("f5", GB, "resident"),))
    merged = merge_samples([far, near])
    assert merged.engines == (EngineMemory("xtts", 0, "busy", 5), EngineMemory("f5", GB, "resident"))
    assert merged.allocated_bytes == GB


def test_marks_of_all_hosts_stand_in_the_order_of_time():
    load, release = MemoryMark(1.0, "load", "f5", GB), MemoryMark(2.0, "release", "f5", GB)
    merged = merge_samples([sample(3.0, marks=(release,)), sample(2.5, marks=(load, release))])
    assert merged.marks == (load, release)


def test_a_picture_is_as_old_as_its_oldest_part():
    merged = merge_samples([sample(10.0), sample(11.0)])
    assert not merged.is_stale(10.0 + STALE_S)
    assert merged.is_stale(10.5 + STALE_S)
    assert not sample(11.0).is_stale(10.5 + STALE_S)


def test_a_clock_that_was_set_back_makes_figures_old():
    assert sample(100.0).is_stale(100.0 - STALE_S - 1)


def test_who_says_when_it_looks_next_is_believed():
    assert not sample(100.0, good_until_s=133.0).is_stale(130.0)
    assert sample(100.0, good_until_s=133.0).is_stale(133.5)
