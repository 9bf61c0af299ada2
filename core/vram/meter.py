"""What of the allocated memory is whose, how much each engine's runs took, and what happened to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace

from core.model.events import EngineMemory, MemoryMark
from core.vram.leases import Held, M

MARKS = 16
"""So many marks are told with each sample; several come before one is lost between two samples."""

_TURN = ("busy", "resident", "poisoned", "releasing", "loading")
"""Whose weights are taken off what is allocated first: the ones that are there for sure."""


class Meter:
    """Keeps peaks and marks; written on the owner thread, read on any."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._lock = threading.Lock()
        self._peaks_bytes: dict[str, int] = {}
        self._marks: tuple[MemoryMark, ...] = ()

    @property
    def marks(self) -> tuple[MemoryMark, ...]:
        """The last things that happened, the newest last."""
        return self._marks

    def note(self, kind: str, engine: str, size_bytes: int) -> None:
        """Note that something happened now.

        Args:
            kind: ``load``, ``release``, ``eviction`` or ``out_of_memory``.
            engine: Engine id.
            size_bytes: What came or went, or was needed.
        """
        with self._lock:
            self._marks = (*self._marks, MemoryMark(time.time(), kind, engine, size_bytes))[-MARKS:]

    def with_peaks(self, shares: Mapping[str, EngineMemory]) -> tuple[EngineMemory, ...]:
        """Return engines' shares with the greatest activations that were seen of each, these among them."""
        with self._lock:
            for name, share in shares.items():
                self._peaks_bytes[name] = max(self._peaks_bytes.get(name, 0), share.activation_bytes)
            peaks = dict(self._peaks_bytes)
        return tuple(replace(one, peak_bytes=peaks[one.engine]) for one in shares.values())


def share_out(
    held: Mapping[str, Held[M]], states: Mapping[str, str], allocated_bytes: int, before_load_bytes: int
) -> dict[str, EngineMemory]:
    """Say whose the allocated memory of a device is; the shares never exceed it.

    What is allocated beyond all weights is the activations of the engine that is busy. An engine that is
    being loaded holds what has been added since its load began.

    Args:
        held: What is held on that device, by engine.
        states: All engines' states.
        allocated_bytes: What our tensors hold there.
        before_load_bytes: What of it was nobody's weights when the load that is under way began.
    """
    left = allocated_bytes
    sizes: dict[str, int] = {}
    for state in _TURN:
        for name, one in held.items():
            if one.state == state:
                added = left - before_load_bytes if state == "loading" else 0
                sizes[name] = min(left, max(0, one.weights_bytes or added))
                left -= sizes[name]
    return {
        name: EngineMemory(
            name,
            sizes.get(name, 0),
            str(state),
            activation_bytes=left if state == "busy" and name in held else 0,
        )
        for name, state in states.items()
    }
