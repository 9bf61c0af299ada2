"""The log of loads and releases: one line each, ``key=value``, as docs/log-format.md says.

``shlex.split`` takes such a line apart again.
"""

from __future__ import annotations

import logging
import shlex

from core.model.events import MemorySample
from core.model.policy import LowVram
from core.vram.device import Placement

log = logging.getLogger(__name__)

KEPT = "kept"
"""The policy of what is loaded to stay, for whatever mode."""


def tell(
    event: str,
    engine: str,
    placement: Placement,
    *,
    before: MemorySample,
    after: MemorySample,
    seconds: float,
    **more: str,
) -> None:
    """Log one event.

    Args:
        event: ``load``, ``load_failed`` or ``release``.
        engine: Engine id.
        placement: Where.
        before: Figures before it.
        after: Figures after it.
        seconds: How long it took.
        more: Further fields, in this order.
    """
    fields = {
        "event": event,
        "engine": engine,
        "device": placement.device,
        "simulated": "yes" if placement.simulated else "no",
        "before_bytes": str(held_bytes(placement, before)),
        "after_bytes": str(held_bytes(placement, after)),
        "free_bytes": str(free_bytes(placement, after)),
        "seconds": f"{seconds:.3f}",
        **more,
    }
    log.info("%s", line_of(fields))


def tell_leak(engine: str, placement: Placement, leaked_bytes: int, holders: tuple[str, ...]) -> None:
    """Warn of what a release left behind."""
    fields = {
        "event": "leak",
        "engine": engine,
        "device": placement.device,
        "simulated": "yes" if placement.simulated else "no",
        "leaked_bytes": str(leaked_bytes),
        "holders": ", ".join(holders),
    }
    log.warning("%s", line_of(fields))


def line_of(fields: dict[str, str]) -> str:
    """Return the line; values with blanks or quotes in them are quoted as a POSIX shell's words."""
    return " ".join(["vram", *(f"{name}={shlex.quote(value)}" for name, value in fields.items())])


def policy_fields(low_vram: LowVram | None) -> dict[str, str]:
    """Return the mode in force, what was asked for, and who asked."""
    if low_vram is None:
        return {"policy": KEPT, "asked": KEPT, "source": "", "detail": ""}
    policy = low_vram.policy
    return {
        "policy": "on" if low_vram.value else "off",
        "asked": str(policy.value),
        "source": str(policy.source),
        "detail": policy.detail,
    }


def held_bytes(placement: Placement, sample: MemorySample) -> int:
    """Return what our tensors hold on a card; on the CPU what the host process holds."""
    return sample.allocated_bytes if placement.on_card else sample.host_rss_bytes


def free_bytes(placement: Placement, sample: MemorySample) -> int:
    """Return what is free on the card; on the CPU in the system's memory."""
    return sample.free_bytes if placement.on_card else sample.ram_total_bytes - sample.ram_used_bytes
