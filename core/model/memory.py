"""Memory figures put together and taken apart: several hosts as one picture, and a card's parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.model.events import EngineMemory, MemorySample

MERGED_MARKS = 64
_STATES = ("absent", "on_disk", "parked", "releasing", "resident", "loading", "busy", "poisoned")
"""What is told of an engine that two hosts have: the later one here."""


@dataclass(frozen=True)
class Part:
    """A part of a card's memory.

    Attributes:
        kind: ``other``, ``context``, ``weights``, ``activations``, ``cache`` or ``free``.
        size_bytes: Its size.
        engine: The engine whose weights these are, or empty.
    """

    kind: str
    size_bytes: int
    engine: str = ""


def card_parts(sample: MemorySample) -> tuple[Part, ...]:
    """Take a card's memory apart; the parts add up to all of it, whatever the figures.

    What is free is taken as the device says, then what our allocator holds, then the context; what is left
    is other programs'. Parts of no size are left out, but for what is free.
    """
    sound = consistent(sample)
    parts = [Part("other", sound.other_bytes), Part("context", sound.context_bytes)]
    parts += [Part("weights", one.size_bytes, one.engine) for one in sound.engines]
    parts += [Part("activations", sound.activation_bytes), Part("cache", sound.cache_bytes)]
    return (*(part for part in parts if part.size_bytes), Part("free", sound.free_bytes))


def consistent(sample: MemorySample) -> MemorySample:
    """Return a card's figures without contradictions: they are not all read at one instant.

    Nothing is below 0, what we hold fits beside what is free, and weights and activations make up what is
    allocated.
    """
    total = max(0, sample.total_bytes)
    free, allocated, reserved, context = within(
        total, sample.free_bytes, sample.allocated_bytes, sample.reserved_bytes, sample.context_bytes
    )
    left = allocated
    engines = []
    for engine in sample.engines:
        size = min(max(0, engine.size_bytes), left)
        left -= size
        engines.append(replace(engine, size_bytes=size))
    return replace(
        sample,
        total_bytes=total,
        free_bytes=free,
        reserved_bytes=reserved,
        allocated_bytes=allocated,
        context_bytes=context,
        activation_bytes=left,
        engines=tuple(engines),
    )


def within(total: int, free: int, allocated: int, reserved: int, context: int) -> tuple[int, int, int, int]:
    """Return what is free, allocated, reserved and the context's so that they do not exceed the whole.

    What is free is believed first, then what our allocator holds, then the context. All in bytes.
    """
    free = min(max(0, free), total)
    reserved = min(max(0, reserved), total - free)
    allocated = min(max(0, allocated), reserved)
    return free, allocated, reserved, min(max(0, context), total - free - reserved)


def merge_samples(samples: Sequence[MemorySample]) -> MemorySample:
    """Put the hosts' samples together: what one card, or the system's memory, holds of all of them.

    A host without a card says nothing of the card; of those with one, the newest knows best what is free, and
    each knows what it holds itself. The picture is as old as its oldest part.

    Args:
        samples: The last sample of each host that runs, at least one.
    """
    newest = max(samples, key=lambda sample: sample.time_s)
    refused = next((sample for sample in samples if sample.device_reason), newest)
    marks = sorted({mark for sample in samples for mark in sample.marks}, key=lambda mark: mark.time_s)
    together = replace(
        newest,
        host_rss_bytes=sum(sample.host_rss_bytes for sample in samples),
        device_reason=refused.device_reason,
        device_detail=refused.device_detail,
        marks=tuple(marks[-MERGED_MARKS:]),
        good_until_s=min(sample.expires_s for sample in samples),
    )
    cards = [sample for sample in samples if sample.has_card]
    if not cards:
        return replace(together, engines=_engines(samples, samples))
    card = max(cards, key=lambda sample: sample.time_s)
    there = [sample for sample in cards if same_card(sample, card)]
    allocated = sum(sample.allocated_bytes for sample in there)
    return consistent(
        replace(
            together,
            engines=_engines(samples, there),
            device=card.device,
            device_kind=card.device_kind,
            simulated=card.simulated,
            total_bytes=card.total_bytes,
            free_bytes=card.free_bytes,
            allocated_bytes=allocated,
            reserved_bytes=sum(sample.reserved_bytes for sample in there),
            context_bytes=sum(sample.context_bytes for sample in there),
            activation_bytes=sum(sample.activation_bytes for sample in there),
            peak_bytes=max(allocated, *(sample.peak_bytes for sample in there)),
            neighbours=card.neighbours,
            card_id=card.card_id,
        )
    )


def same_card(one: MemorySample, other: MemorySample) -> bool:
    """Tell whether two samples are of one card."""
    return (one.device, one.total_bytes, one.card_id) == (other.device, other.total_bytes, other.card_id)


def _engines(samples: Sequence[MemorySample], there: Sequence[MemorySample]) -> tuple[EngineMemory, ...]:
    """Return all engines, each once; what is not on the card that is meant has no size there.

    Args:
        samples: All hosts'.
        there: Those whose figures are of the card, or of the system's memory where there is none.
    """
    found: dict[str, EngineMemory] = {}
    for sample in samples:
        for engine in sample.engines:
            one = engine
            if sample not in there:
                one = replace(engine, size_bytes=0, activation_bytes=0, peak_bytes=0)
            known = found.get(one.engine)
            found[one.engine] = one if known is None else _both(known, one)
    return tuple(found.values())


def _both(one: EngineMemory, other: EngineMemory) -> EngineMemory:
    """Add up an engine that two hosts have."""
    return EngineMemory(
        one.engine,
        one.size_bytes + other.size_bytes,
        max(one.state, other.state, key=_rank),
        one.parked_bytes + other.parked_bytes,
        one.activation_bytes + other.activation_bytes,
        max(one.peak_bytes, other.peak_bytes),
    )


def _rank(state: str) -> int:
    return _STATES.index(state) if state in _STATES else 1
