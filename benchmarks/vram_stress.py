"""Mixed jobs under planted faults: nothing may be lost or doubled, and memory ends at the baseline.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/vram_stress.py [--jobs 300] [--seed 1]

At least a tenth of the jobs run the packages' own code on tiny checkpoints, in real hosts on one simulated
card that several threads ask at once; a hundredth of all are kills of such a host. A quarter are the
starter engine's, in a host of its own beside them. The rest drive the true manager in this process, with
engines that fail at load, in the job and at release. Low VRAM is flipped from job to job, and another
program takes the card and gives it back. A job that met a planted fault is done again, as its user would;
what it gives is compared with the sound heard undisturbed.

The last line on standard output is JSON; the exit code is 0 only if nothing was lost or doubled, memory ended
at the baseline, and no job met an error that nothing planted explains.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import print_table
from benchmarks.spoken import REFERENCE_S
from benchmarks.stress_hosts import HostLane
from benchmarks.stress_manager import SIZES, ManagerLane
from benchmarks.stress_plan import PACKAGES, Ledger, plan
from benchmarks.torch_side import machine_words, torch_environment, write_weights
from core.install.environments import Environment, find_environments
from tests.checkpoints.sounds import write_reference

LIMIT_S = 120.0
LIMIT_JOB_S = 1.5
"""A run that takes longer than this a job, and the other besides, is held to be a deadlock."""


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
    jobs: int,
    seed: int,
    environments: Sequence[Environment],
    weights: Mapping[str, Path],
    folder: Path,
) -> Run:
    """Run the jobs.

    Args:
        jobs: How many.
        seed: Of the plan.
        environments: Whose hosts are asked.
        weights: Folders of tiny checkpoints by engine.
        folder: An empty one, for logs and records.
    """
    begin = time.monotonic()
    ledger = Ledger()
    reference = write_reference(folder / "reference.wav", REFERENCE_S)
    hosts = HostLane(environments, weights, reference, folder, ledger)
    manager = ManagerLane(ledger)
    engines = [
        engine for engine in hosts.pool.engine_ids() if engine in {*weights, "starter"} & known(environments)
    ]
    planned = plan(jobs, seed, engines, list(SIZES))
    hosts.learn(planned)
    threads = [*hosts.start(planned), manager.start(planned)]
    deadline = time.monotonic() + LIMIT_S + LIMIT_JOB_S * jobs
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    stuck = [thread.name for thread in threads if thread.is_alive()]
    if stuck:
        ledger.wrong.append(f"deadlock: {', '.join(stuck)}")
        faulthandler.dump_traceback(all_threads=True)
    at_rest = hosts.close() if not stuck else False
    outcome = Outcome(
        jobs,
        hosts.real_jobs,
        hosts.kills,
        ledger.lost(planned),
        ledger.doubled(),
        at_rest and manager.baseline_ok,
    )
    return Run(outcome, ledger, time.monotonic() - begin)


def known(environments: Sequence[Environment]) -> set[str]:
    """Return the engines of these environments."""
    return {engine for one in environments for engine in one.engine_ids}


def tell(done: Run, seed: int) -> None:
    """Print what was planted, what survived, and what went wrong."""
    ledger = done.ledger
    print_table(
        f"{done.outcome.jobs} mixed jobs under planted faults, seed {seed}, {done.seconds:.0f} s"
        f" ({machine_words()})",
        ("planted", "times", "jobs that ended well all the same"),
        [
            [fault, str(times), str(ledger.survived[fault])]
            for fault, times in sorted(ledger.injected.items())
        ],
    )
    print(f"\nEnds: {', '.join(f'{count} {how}' for how, count in sorted(ledger.counts().items()))}.")
    for words in ledger.wrong:
        print(f"WRONG: {words}")


def main() -> None:
    """Read the options, run, print the table and the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch = torch_environment()
    environments = [torch, *(one for one in find_environments() if one.name == "studio")]
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
