"""The memory of several hosts as one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model.events import EngineMemory, MemorySample


def merge_samples(samples: Sequence[MemorySample]) -> MemorySample:
    """Put the hosts' samples together: what one card, or the system's memory, holds of all of them.

    A host without a card says nothing of the card; of those with one, the newest knows best what is free, and
    each knows what it holds itself.

    Args:
        samples: The last sample of each host that runs, at least one.
    """
    newest = max(samples, key=lambda sample: sample.time_s)
    cards = [sample for sample in samples if sample.has_card]
    rss_bytes = sum(sample.host_rss_bytes for sample in samples)
    refused = next((sample for sample in samples if sample.device_reason), newest)
    together = replace(
        newest,
        engines=_engines(samples, card=bool(cards)),
        host_rss_bytes=rss_bytes,
        device_reason=refused.device_reason,
        device_detail=refused.device_detail,
    )
    if not cards:
        return together
    card = max(cards, key=lambda sample: sample.time_s)
    there = [
        sample for sample in cards if (sample.device, sample.total_bytes) == (card.device, card.total_bytes)
    ]
    allocated = sum(sample.allocated_bytes for sample in there)
    return replace(
        together,
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
    )


def _engines(samples: Sequence[MemorySample], *, card: bool) -> tuple[EngineMemory, ...]:
    """Return all engines, each once; beside a card, what is in the system's memory has no size."""
    found: dict[str, EngineMemory] = {}
    for sample in samples:
        for engine in sample.engines:
            one = engine if sample.has_card or not card else replace(engine, size_bytes=0)
            known = found.get(one.engine)
            if known is None or not known.in_memory:
                found[one.engine] = one
    return tuple(found.values())
