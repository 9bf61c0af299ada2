"""The Low VRAM policy: what was asked for, who asked, and what is in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from core.model.sourced import Source, Sourced

SMALL_CARD_BYTES = 8 * 1000**3
"""Under this size ``auto`` means on, until the VRAM manager decides by what fits."""


class LowVramPolicy(StrEnum):
    """What the user may ask for."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class LowVramReport(TypedDict):
    """The JSON form that ``say --json`` and ``doctor --json`` print."""

    value: bool
    policy: str
    source: str
    detail: str


@dataclass(frozen=True)
class LowVram:
    """The mode in force.

    Attributes:
        value: True where Low VRAM is in force.
        policy: What was asked for, with who asked.
    """

    value: bool
    policy: Sourced[LowVramPolicy]

    def report(self) -> LowVramReport:
        """Return the JSON form."""
        return LowVramReport(
            value=self.value,
            policy=str(self.policy.value),
            source=str(self.policy.source),
            detail=self.policy.detail,
        )


def resolve_low_vram(policy: Sourced[LowVramPolicy], card_total_bytes: int | None) -> LowVram:
    """Decide whether Low VRAM is in force.

    Args:
        policy: What was asked for.
        card_total_bytes: The card's memory, or None without a usable card.
    """
    if policy.value is LowVramPolicy.AUTO:
        small = card_total_bytes is not None and card_total_bytes < SMALL_CARD_BYTES
        return LowVram(small, policy)
    return LowVram(policy.value is LowVramPolicy.ON, policy)


DEFAULT_LOW_VRAM = Sourced(LowVramPolicy.AUTO, Source.DEFAULT)


def describe_low_vram(mode: LowVram) -> str:
    """Return the mode in English, with who set it, for the log and for reports.

    For example ``Low VRAM: on (environment LOW_VRAM)``.
    """
    policy = mode.policy
    automatic = "automatic, " if policy.value is LowVramPolicy.AUTO else ""
    weaker = "".join(
        f"; {one.detail or one.source}={one.value} in the {one.source.replace('_', ' ')} is overridden"
        for one in policy.overridden
        if one.source is not Source.DEFAULT
    )
    return f"Low VRAM: {'on' if mode.value else 'off'} ({automatic}{_set_by(policy)}{weaker})"


def _set_by(policy: Sourced[LowVramPolicy]) -> str:
    if policy.source is Source.WINDOW:
        return "set in the window"
    return f"{policy.source.replace('_', ' ')} {policy.detail}".rstrip()
