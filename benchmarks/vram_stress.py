"""Mixed jobs under planted faults: nothing may be lost or doubled, and memory ends at the baseline.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/vram_stress.py [--jobs 300] [--seed 1]

A tenth of the jobs run the packages' own code on tiny checkpoints to their end, in real hosts on one
simulated card that several threads ask at once; a hundredth of all see such a host killed, another is
stopped. A fifth are the starter engine's, in a host of its own beside them. A second program has the same
card: the engine of its host raises, exits, hangs, leaks and runs out of memory while it loads, works and is
released. The rest drive the true manager in this process. Low VRAM is flipped between jobs and in them, the
settings file is changed outside, a foreign program takes the card and gives it back, pinning fails, and the
clocks of all processes jump. A job that met a planted fault is done again, as its user would; what it gives
is compared with the sound heard undisturbed.

The last line on standard output is JSON; the exit code is 0 only if nothing was lost or doubled, memory ended
at the baseline, and no job met an error that nothing planted explains.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.spoken import REFERENCE_S
from benchmarks.stress_host import jumping_clock, jumps_file, troubled
from benchmarks.stress_hosts import HostLane
from benchmarks.stress_ledger import Ledger
from benchmarks.stress_manager import SIZES, ManagerLane
from benchmarks.stress_neighbour import Neighbour
from benchmarks.stress_plan import HOSTS, PACKAGES, StressJob, kills_of, plan, real_jobs_of
from benchmarks.torch_side import machine_words, torch_environment, write_weights
from core.install.environments import STUDIO, Environment, find_environments
from tests.checkpoints.sounds import write_reference

LIMIT_S = 180.0
LIMIT_JOB_S = 1.8
"""A run that takes longer than this a job, and the other besides, is held to be a deadlock."""
STARTER = "starter"
NOT_PINNED = "bytes stay pageable"
"""What a host's log says where pinning failed."""


@dataclass(frozen=True)
class Outcome:
    """The last line."""

    jobs: int
    real_jobs: int
    kills: int
    lost: int
    doubled: int
    baseline_ok: bool

    @property
    def good(self) -> bool:
        """True where nothing was lost or doubled and memory is at the baseline."""
        return self.lost == 0 and self.doubled == 0 and self.baseline_ok


@dataclass(frozen=True)
class Run:
    """A run's outcome, and what is told of it."""

    outcome: Outcome
    ledger: Ledger
    seconds: float


def run(
    jobs: int, seed: int, environments: Sequence[Environment], weights: Mapping[str, Path], folder: Path
) -> Run:
    """Run the jobs.

    Args:
        jobs: How many.
        seed: Of the plan.
        environments: Whose hosts are asked; the first has the engines' packages.
        weights: Folders of tiny checkpoints by engine.
        folder: An empty one, for logs and records.
    """
    begin = time.monotonic()
    ledger = Ledger()
    planned = plan(jobs, seed, light_engines(environments), list(SIZES))
    with jumping_clock(lambda: ledger.inject("the clock jumps"), seed):
        lanes = Lanes(environments, weights, folder, ledger)
        at_rest = lanes.run(planned, seed)
    kills, real = lanes.hosts.kills, sum(ledger.is_done(job) for job in planned if job.engine in PACKAGES)
    if kills < kills_of(jobs) or real < real_jobs_of(jobs):
        ledger.tell(f"{kills} kills and {real} real jobs are too few")
    outcome = Outcome(jobs, real, kills, ledger.lost(planned), ledger.doubled(), at_rest)
    return Run(outcome, ledger, time.monotonic() - begin)


class Lanes:
    """All that goes on at once."""

    def __init__(
        self,
        environments: Sequence[Environment],
        weights: Mapping[str, Path],
        folder: Path,
        ledger: Ledger,
    ) -> None:
        self._ledger = ledger
        self._folder = folder
        reference = write_reference(folder / "reference.wav", REFERENCE_S)
        started = [troubled(one, folder) for one in environments]
        self.hosts = HostLane(started, weights, reference, folder, ledger)
        self.manager = ManagerLane(ledger, folder / "manager")
        self.neighbour = Neighbour(environments[0].python, folder, ledger)

    def run(self, planned: Sequence[StressJob], seed: int) -> bool:
        """Do all jobs; tell whether memory ended at the baseline, with nobody left."""
        deadline = time.monotonic() + LIMIT_S + LIMIT_JOB_S * len(planned)
        own = [job for job in planned if job.lane == HOSTS]
        self.hosts.learn(own)
        threads = [
            *self.hosts.start(own),
            self.manager.start(planned),
            self.neighbour.start(planned, seed),
        ]
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        stuck = [thread.name for thread in threads if thread.is_alive()]
        if stuck:
            self._ledger.tell(f"deadlock: {', '.join(stuck)}")
            faulthandler.dump_traceback(all_threads=True)
            self.neighbour.kill()
            return False
        at_rest = self.hosts.close() and self.neighbour.at_rest and self.manager.baseline_ok
        self._count_what_hosts_met()
        return at_rest and self._nobody_is_left()

    def _count_what_hosts_met(self) -> None:
        jumps = jumps_file(self._folder)
        self._ledger.inject("the clock jumps", jumps.stat().st_size if jumps.exists() else 0)
        self._ledger.inject("pinning fails", self.hosts.log_text().count(NOT_PINNED))

    def _nobody_is_left(self) -> bool:
        children = psutil.Process().children(recursive=True)
        records = [
            path for path in (self._folder / "cards").glob("*.json") if path.stem.rpartition(".")[2].isdigit()
        ]
        lives = [path.name for path in records if psutil.pid_exists(int(path.stem.rpartition(".")[2]))]
        if children or lives:
            self._ledger.tell(f"left behind: {children} {lives}")
        return not children and not lives


def light_engines(environments: Sequence[Environment]) -> list[str]:
    """Return the starter engine, where an environment has it."""
    return [STARTER] if any(STARTER in one.engine_ids for one in environments) else []


def tell(done: Run, seed: int) -> None:
    """Print what was planted, what survived, and what went wrong."""
    ledger = done.ledger
    print_table(
        f"{done.outcome.jobs} mixed jobs under planted faults, seed {seed}, {done.seconds:.0f} s"
        f" ({machine_words()})",
        ("planted, or met", "times", "jobs with it that ended well all the same"),
        [
            [fault, str(times), str(ledger.survived[fault] or "-")]
            for fault, times in sorted(ledger.injected.items())
        ],
    )
    print(f"\nEnds: {', '.join(f'{count} {how}' for how, count in sorted(ledger.counts().items()))}.")
    for words in ledger.wrong:
        print(f"WRONG: {words}")


def _count(text: str) -> int:
    """Read how many jobs.

    Raises:
        argparse.ArgumentTypeError: When it is no number from 1 on.
    """
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of jobs: 1 or more are needed")
    return int(text)


def main() -> None:
    """Read the options, run, print the table and the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=_count, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is planted is told in the table
    torch = torch_environment()
    environments = [torch, *(one for one in find_environments() if one.name == STUDIO)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weights = {engine: write_weights(torch, engine, "tiny", folder / engine) for engine in PACKAGES}
        done = run(options.jobs, options.seed, environments, weights, folder)
    tell(done, options.seed)
    print(json.dumps(asdict(done.outcome)), flush=True)
    os._exit(
        0 if done.outcome.good and not done.ledger.wrong else 1
    )  # a thread that is stuck would keep the program


if __name__ == "__main__":
    main()
