"""What the stress run does: jobs and the faults planted in them, drawn from a seed; and its ledger."""

from __future__ import annotations

import math
import random
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MANAGER = "manager"
"""Jobs of small engines on the true manager, in this process; the rest are of real hosts."""
PACKAGES = ("f5", "xtts")

MANAGER_FAULTS = (
    "out of memory at load",
    "raises at load",
    "no weights at load",
    "cancelled at load",
    "out of memory in the job",
    "raises in the job",
    "cancelled in the job",
    "out of memory at release",
    "raises at release",
    "another program takes the card",
)
HOST_FAULTS = (
    "cancelled before it starts",
    "cancelled at load",
    "cancelled while it speaks",
    "no weights at load",
    "another program takes the card",
    "all released before it",
)
KILLS = ("killed at load", "killed while it speaks")
HANG = "stopped while it speaks"
"""The host answers no more; its client finds out and kills it."""
SHARE_OF_FAULTS = 0.4
REAL_SHARE = 0.11
KILL_SHARE = 0.01


@dataclass(frozen=True)
class StressJob:
    """One job.

    Attributes:
        number: From 0.
        lane: ``MANAGER``, or ``hosts``.
        engine: Engine id; in the manager's lane one of its small ones.
        saves: Low VRAM is in force: the checkbox may be flipped between any two jobs.
        fault: What is planted, or empty.
        seed: What is spoken.
    """

    number: int
    lane: str
    engine: str
    saves: bool
    fault: str
    seed: int


def plan(jobs: int, seed: int, host_engines: Sequence[str], small_engines: Sequence[str]) -> list[StressJob]:
    """Draw the jobs: at least a tenth of the packages' code, at least a hundredth killed.

    Args:
        jobs: How many.
        seed: Same seed, same plan.
        host_engines: Engines of real hosts; those of ``PACKAGES`` run the packages' code.
        small_engines: Engines of the manager's lane.
    """
    dice = random.Random(seed)
    packages = [engine for engine in host_engines if engine in PACKAGES]
    light = [engine for engine in host_engines if engine not in PACKAGES]
    real = math.ceil(jobs * REAL_SHARE)
    kills = math.ceil(jobs * KILL_SHARE)
    light_jobs = jobs // 4 if light else 0
    places = ["real"] * real + ["light"] * light_jobs + [MANAGER] * (jobs - real - light_jobs)
    hangs = jobs // 100
    faults = (list(KILLS) * kills)[:kills] + [HANG] * hangs
    real_faults = faults + [_fault(dice, HOST_FAULTS) for _ in range(real - len(faults))]
    dice.shuffle(places)
    dice.shuffle(real_faults)
    planned = []
    for number, place in enumerate(places):
        if place == "real":
            lane, engine, fault = "hosts", dice.choice(packages), real_faults.pop()
        elif place == "light":
            lane, engine, fault = "hosts", dice.choice(light), _fault(dice, HOST_FAULTS)
        else:
            lane, engine, fault = MANAGER, dice.choice(list(small_engines)), _fault(dice, MANAGER_FAULTS)
        planned.append(StressJob(number, lane, engine, dice.random() < 0.5, fault, dice.randrange(2)))
    return planned


def _fault(dice: random.Random, faults: Sequence[str]) -> str:
    return dice.choice(faults) if dice.random() < SHARE_OF_FAULTS else ""


class Ledger:
    """Who got which audio, and how each job ended; any thread may write."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[int, list[str]] = {}
        self.injected: Counter[str] = Counter()
        self.survived: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.too_much: set[int] = set()

    def inject(self, fault: str) -> None:
        """Count a fault that was truly planted."""
        with self._lock:
            self.injected[fault] += 1

    def end(self, job: StressJob, how: str) -> None:
        """Take the end of a job: ``done`` with the whole audio, or ``cancelled`` as was planned."""
        with self._lock:
            self._ends.setdefault(job.number, []).append(how)
            if job.fault:
                self.survived[job.fault] += 1

    def excess(self, job: StressJob, words: str) -> None:
        """Note that a job got audio that it should not have got."""
        with self._lock:
            self.too_much.add(job.number)
            self.wrong.append(f"job {job.number} ({job.engine}, {job.fault or 'no fault'}): {words}")

    def complain(self, job: StressJob, words: str) -> None:
        """Note what a job should not have met; it has no end then."""
        with self._lock:
            self.wrong.append(f"job {job.number} ({job.engine}, {job.fault or 'no fault'}): {words}")

    def lost(self, jobs: Sequence[StressJob]) -> int:
        """Return how many jobs have no end."""
        return sum(job.number not in self._ends for job in jobs)

    def doubled(self) -> int:
        """Return how many jobs ended more than once, or got audio twice."""
        twice = {number for number, ends in self._ends.items() if len(ends) > 1}
        return len(twice | self.too_much)

    def counts(self) -> Counter[str]:
        """Return how many jobs ended how."""
        return Counter(end for ends in self._ends.values() for end in ends)
