"""The simulated memory: sizes as PyTorch's allocator takes them, nothing lost, fragmentation that bites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vram.poison import bytes_tried, is_out_of_memory, is_poisonous
from core.vram.simulated import MIB, Link, OutOfMemoryError, SimulatedMemory

CARD_BYTES = 1024 * MIB
SIZES = st.one_of(st.integers(1, 2 * MIB), st.integers(MIB, 30 * MIB), st.integers(1, 600 * MIB))


@pytest.mark.parametrize(
    ("asked", "allocated", "reserved"),
    [
        (1, 512, 2 * MIB),
        (513, 1024, 2 * MIB),
        (MIB, MIB, 2 * MIB),
        (MIB + 1, MIB + 512, 20 * MIB),
        (10 * MIB - 1, 10 * MIB, 10 * MIB),
        (10 * MIB, 10 * MIB, 10 * MIB),
        (33 * MIB, 33 * MIB, 34 * MIB),
    ],
)
def test_sizes_are_those_of_pytorchs_allocator(asked, allocated, reserved):
    memory = SimulatedMemory(CARD_BYTES)
    memory.allocate(asked)
    # What is left of a segment is a block of its own only where it is more than 1 MiB, or the segment small.
    assert memory.allocated_bytes in {allocated, reserved}
    assert memory.reserved_bytes == reserved


@given(st.lists(st.one_of(SIZES, st.integers(-20, -1), st.just(0)), max_size=40), st.integers(0, CARD_BYTES))
def test_whatever_happens_the_figures_add_up_and_all_comes_back(steps, others):
    memory = SimulatedMemory(CARD_BYTES, lambda: others, context_bytes=100 * MIB)
    blocks = []
    for step in steps:
        if step == 0:
            memory.empty_cache()
        elif step < 0:
            if blocks:
                memory.free(blocks.pop(step % len(blocks)))
        else:
            before = memory.allocated_bytes
            try:
                blocks.append(memory.allocate(step))
            except OutOfMemoryError:
                assert memory.allocated_bytes == before
                assert memory.free_bytes < max(step, 20 * MIB) + 2 * MIB
                continue
            assert memory.allocated_bytes >= before + step
        assert memory.allocated_bytes == sum(block.size_bytes for block in blocks)
        assert memory.allocated_bytes <= memory.reserved_bytes
        assert memory.allocated_bytes <= memory.peak_bytes
        used = memory.reserved_bytes + memory.context_bytes + memory.free_bytes
        assert used + others == CARD_BYTES or memory.free_bytes == 0
    for block in blocks:
        memory.free(block)
    memory.empty_cache()
    assert memory.allocated_bytes == memory.reserved_bytes == 0


def test_a_small_survivor_holds_its_whole_segment():
    memory = SimulatedMemory(CARD_BYTES)
    large = memory.allocate(100 * MIB)
    memory.free(large)
    survivor = memory.allocate(2 * MIB)
    memory.empty_cache()
    assert memory.allocated_bytes == 2 * MIB
    assert memory.reserved_bytes == 100 * MIB
    memory.free(survivor)
    memory.empty_cache()
    assert memory.reserved_bytes == 0


def test_fragmented_memory_is_free_and_of_no_use():
    memory = SimulatedMemory(CARD_BYTES)
    memory.free(memory.allocate(CARD_BYTES))
    blocks = [memory.allocate(128 * MIB) for _ in range(8)]
    for block in blocks[::2]:
        memory.free(block)
    assert memory.reserved_bytes - memory.allocated_bytes == CARD_BYTES // 2
    with pytest.raises(OutOfMemoryError):
        memory.allocate(256 * MIB)
    memory.free(blocks[1])
    memory.allocate(384 * MIB)


def test_the_cache_is_flushed_before_memory_is_said_to_lack():
    memory = SimulatedMemory(CARD_BYTES)
    memory.free(memory.allocate(600 * MIB))
    memory.allocate(900 * MIB)
    assert memory.reserved_bytes == 900 * MIB


def test_lack_of_memory_is_known_for_what_it_is():
    memory = SimulatedMemory(CARD_BYTES, lambda: CARD_BYTES // 2)
    with pytest.raises(OutOfMemoryError) as caught:
        memory.allocate(700 * MIB)
    assert is_out_of_memory(caught.value)
    assert not is_poisonous(caught.value)
    assert bytes_tried(caught.value) == 700 * MIB


def test_copies_take_what_the_link_gives():
    size = 1_870_000_000
    assert Link(3).copy_s(size, pinned=True) == pytest.approx(0.17)
    assert Link(3).copy_s(size, pinned=False) == pytest.approx(0.416, abs=0.001)
    assert Link(4).copy_s(size, pinned=True) == pytest.approx(0.085)
    assert Link(4).copy_s(size, pinned=False) == Link(3).copy_s(size, pinned=False)
    assert Link(3, lanes=4).copy_s(size, pinned=True) == pytest.approx(0.68)
