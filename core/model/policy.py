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
    """Return the mode in English, with who set it, for the host's log.

    For example ``Low VRAM: on (environment LOW_VRAM)``: the words of ``core.services.low_vram``, which the
    host's side does not know.
    """
    policy = mode.policy
    weaker = "".join(
        f"; {_written(one)} is overridden" for one in policy.overridden if one.value != policy.value
    )
    return f"Low VRAM: {'on' if mode.value else 'off'} ({_set_by(policy)}{weaker})"


def _set_by(policy: Sourced[LowVramPolicy]) -> str:
    if policy.source is Source.DEFAULT:
        return "automatic"
    words = {
        Source.WINDOW: "set in the window",
        Source.FILE: policy.detail,
    }.get(policy.source, f"{policy.source.replace('_', ' ')} {policy.detail}")
    return f"automatic, {words}" if policy.value is LowVramPolicy.AUTO else words


def _written(weaker: Sourced[LowVramPolicy]) -> str:
    """Return what a weaker setting says, and where."""
    text = weaker.text or str(weaker.value)
    match weaker.source:
        case Source.ENVIRONMENT:
            return f"{weaker.detail}={text} in the environment"
        case Source.FILE:
            return f"low_vram={text} in {weaker.detail}"
    return f"{text} on the command line"
