"""Join pieces of speech that were made one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from core.engines.base import PartsDone
from core.model.audio import Samples


def cross_faded(waves: Iterable[Samples], overlap: int, done: PartsDone | None = None) -> Iterator[Samples]:
    """Let each wave fade into the next over ``overlap`` samples; one alone passes unchanged.

    Args:
        waves: The parts' audio, those that are done already left out.
        overlap: Samples.
        done: Counts the parts and keeps the last one's end, for a second try.

    Yields:
        float32, shape ``(samples,)``: as much of each wave as no later one changes.
    """
    done = done or PartsDone()
    tail = done.tail
    for wave in waves:
        head = wave
        if tail is not None:
            count = min(len(tail), len(wave))
            rise = np.linspace(0, 1, count, dtype=np.float32)
            mixed = tail[len(tail) - count :] * (1 - rise) + wave[:count] * rise
            head = np.concatenate([tail[: len(tail) - count], mixed, wave[count:]])
        kept = max(0, len(head) - overlap)
        if kept:
            yield head[:kept]
        tail = head[kept:]
        done.count, done.tail = done.count + 1, tail
    if tail is not None and len(tail):
        yield tail
