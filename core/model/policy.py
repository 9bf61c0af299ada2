"""The Low VRAM policy: what was asked for, who asked, and what is in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from core.model.card_need import CardNeed
from core.model.sourced import Sourced


class LowVramPolicy(StrEnum):
    """What the user may ask for."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class LowVramReport(TypedDict):
    """The JSON form that ``say --json`` and ``doctor --json`` print.

    ``engines``, ``need_bytes`` and ``card_bytes`` are what "automatic" decided by, where it did.
    """

    value: bool
    policy: str
    source: str
    detail: str
    engines: list[str]
    need_bytes: int | None
    card_bytes: int | None


@dataclass(frozen=True)
class LowVram:
    """The mode in force.

    Attributes:
        value: True where Low VRAM is in force.
        policy: What was asked for, with who asked.
        need: What ``auto`` decided by: the engines in use, and the card; None where there is no card, or
            nothing in use goes there, and where ``on`` or ``off`` was asked for.
    """

    value: bool
    policy: Sourced[LowVramPolicy]
    need: CardNeed | None = None

    def report(self) -> LowVramReport:
        """Return the JSON form."""
        return LowVramReport(
            value=self.value,
            policy=str(self.policy.value),
            source=str(self.policy.source),
            detail=self.policy.detail,
            engines=list(self.need.engines) if self.need else [],
            need_bytes=self.need.need_bytes if self.need else None,
            card_bytes=self.need.card_bytes if self.need else None,
        )


def resolve_low_vram(policy: Sourced[LowVramPolicy], need: CardNeed | None) -> LowVram:
    """Decide whether Low VRAM is in force: ``auto`` says so where the card cannot hold all engines in use.

    Args:
        policy: What was asked for.
        need: What the engines in use need of the card, or None without a usable card, or where none of them
            goes there.
    """
    if policy.value is LowVramPolicy.AUTO:
        return LowVram(need is not None and not need.fits, policy, need)
    return LowVram(policy.value is LowVramPolicy.ON, policy)
