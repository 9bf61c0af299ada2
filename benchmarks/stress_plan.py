"""What the stress run does: jobs, and the faults planted in them, drawn from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

MANAGER = "manager"
"""Jobs of small engines on the true manager, in this process."""
HOSTS = "hosts"
"""Jobs in this program's hosts."""
NEIGHBOUR = "neighbour"
"""Jobs in the host of another program on the same card, whose engine misbehaves."""
PACKAGES = ("f5", "xtts")
ECHO = "echo"

TAKEN = "another program takes the card and gives it back"
FLIPPED = "the checkbox is flipped in mid-job"
EDITED = "the settings file is changed outside in mid-job"
NO_WEIGHTS = "no weights at load"
RELEASED = "all released before it"
LEAK = "leaks in the job"
CARD_FAILS = "its card fails in the job"

MANAGER_FAULTS = (
    "out of memory at load",
    "out of memory in the job",
    "out of memory at release",
    "raises at load",
    "raises in the job",
    "raises at release",
    "cancelled while it waits",
    "cancelled at load",
    "cancelled in the job",
    "cancelled at release",
    NO_WEIGHTS,
    TAKEN,
    FLIPPED,
)
CANCELS = (
    "cancelled before it starts",
    "cancelled while it waits",
    "cancelled at load",
    "cancelled in the job",
    "cancelled at its last sound",
)
MEDDLING = (TAKEN, FLIPPED, EDITED, RELEASED)
LIGHT_FAULTS = (*CANCELS, *MEDDLING)
PACKAGE_FAULTS = (*MEDDLING, NO_WEIGHTS)
NEIGHBOUR_FAULTS = (
    *(f"{way} {place}" for way in ("raises", "exits", "hangs") for place in ("at load", "in the job")),
    *(f"{way} at release" for way in ("raises", "exits", "hangs")),
    *(f"out of memory {place}" for place in ("at load", "in the job", "at release")),
    LEAK,
    CARD_FAILS,
    "cancelled while it waits",
    "cancelled at load",
    "cancelled in the job",
)
KILLS = ("killed at load", "killed in the job", "killed at its last sound")
HANG = "stopped in the job"
"""The host answers no more; its client finds out and kills it."""
SHARE_OF_FAULTS = 0.5
REAL_SHARE = 0.1
KILL_SHARE = 0.01
CANCELLED_SHARE = 0.02
"""Jobs of the packages' code that are cancelled; they are not counted among the real ones."""
LIGHT_SHARE = 0.2
NEIGHBOUR_SHARE = 0.15


@dataclass(frozen=True)
class StressJob:
    """One job.

    Attributes:
        number: From 0.
        lane: ``MANAGER``, ``HOSTS`` or ``NEIGHBOUR``.
        engine: Engine id; in the manager's lane one of its small ones.
        saves: Low VRAM is in force when it starts: the checkbox may be flipped between any two jobs.
        fault: What is planted, or empty.
        seed: What is spoken.
    """

    number: int
    lane: str
    engine: str
    saves: bool
    fault: str
    seed: int


def real_jobs_of(jobs: int) -> int:
    """Return how many jobs run the packages' code to their end: a tenth, rounded up."""
    return math.ceil(jobs * REAL_SHARE)


def kills_of(jobs: int) -> int:
    """Return how many jobs see their real host killed: a hundredth, rounded up."""
    return math.ceil(jobs * KILL_SHARE)


def plan(jobs: int, seed: int, light_engines: Sequence[str], small_engines: Sequence[str]) -> list[StressJob]:
    """Draw the jobs: at least a tenth of the packages' code, at least a hundredth killed.

    The faults of each lane are dealt in turn, so that all come up before one comes up again.

    Args:
        jobs: How many, at least 1.
        seed: Same seed, same plan.
        light_engines: Engines of real hosts that take no weights; may be none.
        small_engines: Engines of the manager's lane.
    """
    dice = random.Random(seed)
    real, kills, hangs = real_jobs_of(jobs), kills_of(jobs), jobs // 100
    first = dice.randrange(len(KILLS))
    struck = [KILLS[(first + number) % len(KILLS)] for number in range(kills)] + [HANG] * hangs
    cancelled = min(math.ceil(jobs * CANCELLED_SHARE), jobs - real)
    light = int(jobs * LIGHT_SHARE) if light_engines else 0
    beside = min(math.ceil(jobs * NEIGHBOUR_SHARE), jobs - real - cancelled - light)
    small = jobs - real - cancelled - light - beside
    drawn = [
        *_draw(dice, HOSTS, PACKAGES, [*struck, *_deal(dice, PACKAGE_FAULTS, real - len(struck))]),
        *_draw(dice, HOSTS, PACKAGES, _deal(dice, CANCELS, cancelled, share=1.0)),
        *_draw(dice, HOSTS, light_engines, _deal(dice, LIGHT_FAULTS, light)),
        *_draw(dice, NEIGHBOUR, [ECHO], _deal(dice, NEIGHBOUR_FAULTS, beside)),
        *_draw(dice, MANAGER, small_engines, _deal(dice, MANAGER_FAULTS, small)),
    ]
    dice.shuffle(drawn)
    return [
        StressJob(number, lane, engine, dice.random() < 0.5, fault, dice.randrange(2))
        for number, (lane, engine, fault) in enumerate(drawn)
    ]


def _draw(
    dice: random.Random, lane: str, engines: Sequence[str], faults: Sequence[str]
) -> list[tuple[str, str, str]]:
    return [(lane, dice.choice(engines), fault) for fault in faults]


def _deal(
    dice: random.Random, faults: Sequence[str], count: int, share: float = SHARE_OF_FAULTS
) -> list[str]:
    """Deal faults to a share of so many jobs, in turn from a shuffled pack; the rest have none."""
    pack = dice.sample(faults, len(faults))
    return [pack[number % len(pack)] if number < round(count * share) else "" for number in range(count)]
