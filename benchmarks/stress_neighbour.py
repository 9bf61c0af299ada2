"""Another program on the stress run's card, whose engine raises, exits, hangs, leaks and lacks memory.

    python stress_neighbour.py FOLDER SEED PARENT < jobs.json

It runs by the Python of environment `torch`, whose host can leak what torch counts. Its engine is the one
that the tests use. The jobs come as JSON on standard input; the last line on standard output is its ledger;
it ends with 0 where its memory ended at the baseline.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stress_asker import CARD_BYTES, LOG_BYTES, AskerLane, Heard
from benchmarks.stress_host import jumping_clock, troubled
from benchmarks.stress_ledger import Ledger
from benchmarks.stress_plan import CARD_FAILS, ECHO, LEAK, NEIGHBOUR, StressJob
from benchmarks.torch_side import ON
from core.errors import EngineCrashed, EngineFailed, EngineHung, OutOfMemory, SottovoceError
from core.host.lifeline import tie_to_parent
from core.host.values import HostOptions
from core.model.policy import LowVram
from core.model.request import SynthesisRequest
from tests.installed import ENGINES, make_environment

THREADS = 2
HANG_LIMIT_S = 6.0
TEXTS = ("one two three", "four five")
LEAK_HOLDER = "echo_engine.model.KEPT"
ENDS = {"raises": EngineFailed, "exits": EngineCrashed, "hangs": EngineHung, "out": OutOfMemory}
TOLD = {
    CARD_FAILS: "device_failed_once",
    "out of memory in the job": "memory_ran_out",
    LEAK: "memory_leaked",
}
"""What the user is told where the program helps itself."""
CLOSED_BADLY = "echo did not close well"
QUIET_ENDS = ("raises at release", "out of memory at release")
"""What an engine does badly while it is let go; the job has its audio and hears nothing of it."""
LAST_LINE = "ledger "


class NeighbourLane(AskerLane):
    """The jobs of an engine that does whatever its folder of weights says. Low VRAM is on."""

    def __init__(self, folder: Path, cards: Path, ledger: Ledger) -> None:
        """Install the engine."""
        environment = make_environment(folder / ECHO, ECHO, ENGINES / "echo_engine", (ECHO,))
        options = HostOptions(
            log_file=folder / "logs" / "host.log",
            log_file_limit_bytes=LOG_BYTES,
            simulate_gpu_bytes=CARD_BYTES,
            cards_folder=cards,
            program="another Sottovoce",
            speaking_limit_s=HANG_LIMIT_S,
            loading_limit_s=HANG_LIMIT_S,
        )
        super().__init__([troubled(environment, folder.parent)], options, folder, ledger, threads=THREADS)

    def request(self, job: StressJob, fault: str) -> SynthesisRequest:
        """Return a request whose folder of weights plans the fault."""
        weights = self._weights(job, fault)
        weights.mkdir(exist_ok=True)
        (weights / "weights.safetensors").write_bytes(b"ECHO")
        (weights / "load_s.txt").write_text("0.1")
        way, _, place = fault.partition(" at " if " at " in fault else " in the ")
        parameters = {}
        if fault == "out of memory in the job":
            parameters = {"out_of_memory_times": 1.0}
        elif fault == CARD_FAILS:
            parameters = {"poison_times": 1.0}
        elif way.partition(" ")[0] in {*ENDS, "leaks"}:
            (weights / "fault.txt").write_text(f"{place} {way}")
        return SynthesisRequest(
            ECHO, TEXTS[job.seed], model_dir=weights, seed=job.seed, parameters=parameters
        )

    def mode(self, job: StressJob) -> LowVram:
        """Return Low VRAM: what is planted at release comes at the end of the job."""
        return ON

    def explains(self, job: StressJob, fault: str, heard: Heard, error: SottovoceError) -> bool:
        """What the engine was told to do, as its host tells it."""
        expected = ENDS.get(fault.partition(" ")[0])
        heard.planted = self._struck(job, fault)
        return heard.planted and expected is not None and isinstance(error, expected)

    def met(self, job: StressJob, fault: str, heard: Heard) -> None:
        """See that a fault after which the job went well all the same was told of."""
        heard.planted = heard.planted or self._struck(job, fault)
        told = {notice.code: notice.fields for notice in heard.notices}
        if heard.planted and fault in TOLD and TOLD[fault] not in told:
            self.ledger.complain(job, f"no notice {TOLD[fault]}")
        if heard.planted and fault == LEAK:
            with self.lock:
                self.leaks_planted += 1
            if LEAK_HOLDER not in str(told.get("memory_leaked", {}).get("holders", "")):
                self.ledger.complain(job, f"the leak is not named: {told}")

    def _weights(self, job: StressJob, fault: str) -> Path:
        return self.folder / f"weights-{job.number}-{fault or 'none'}"

    def _struck(self, job: StressJob, fault: str) -> bool:
        """Tell whether the engine has done what the folder of its weights plans."""
        marks = ("struck.txt", "out_of_memory_times.0", "poison_times.0")
        return any((self._weights(job, fault) / mark).exists() for mark in marks)

    def close(self) -> bool:
        """See also that each bad end of a model was noticed."""
        at_rest = super().close()
        planted = sum(self.ledger.injected[fault] for fault in QUIET_ENDS)
        if self.log_text().count(CLOSED_BADLY) < planted:
            self.ledger.tell(f"{self.log_text().count(CLOSED_BADLY)} bad ends noticed of {planted}")
        return at_rest


class Neighbour:
    """The other program, as this one sees it."""

    def __init__(self, python: Path, folder: Path, ledger: Ledger) -> None:
        """Start nothing yet.

        Args:
            python: The interpreter of environment ``torch``.
            folder: Of the whole run.
            ledger: Takes the other program's.
        """
        self.at_rest = False
        self._python = python
        self._folder = folder
        self._ledger = ledger
        self._process: subprocess.Popen[str] | None = None

    def start(self, jobs: Sequence[StressJob], seed: int) -> threading.Thread:
        """Let it do its jobs, followed by a thread; without jobs it is not started."""
        own = [asdict(job) for job in jobs if job.lane == NEIGHBOUR]
        thread = threading.Thread(
            target=self._follow, args=(own, seed), name="the other program", daemon=True
        )
        thread.start()
        return thread

    def kill(self) -> None:
        """End it, if it still runs."""
        if self._process is not None:
            self._process.kill()

    def _follow(self, jobs: Sequence[dict[str, object]], seed: int) -> None:
        if not jobs:
            self.at_rest = True
            return
        command = [self._python, "-W", "ignore", __file__, self._folder, str(seed), str(os.getpid())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        told, errors = self._process.communicate(json.dumps(jobs))
        last = (told.splitlines() or [""])[-1]
        if self._process.returncode not in (0, 1) or not last.startswith(LAST_LINE):
            self._ledger.tell(f"the other program ended with {self._process.returncode}: {errors[-2000:]}")
            return
        self.at_rest = self._process.returncode == 0
        self._ledger.take(last.removeprefix(LAST_LINE))


def main() -> int:
    """Do the jobs; return 0 where memory ended at the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("parent", type=int)
    options = parser.parse_args()
    tie_to_parent(options.parent)
    logging.disable(logging.CRITICAL)
    jobs = [StressJob(**job) for job in json.load(sys.stdin)]
    folder = options.folder / "neighbour"
    folder.mkdir()
    ledger = Ledger()
    lane = NeighbourLane(folder, options.folder / "cards", ledger)
    with jumping_clock(lambda: ledger.inject("the clock jumps"), options.seed):
        lane.learn(jobs)
        for thread in lane.start(jobs):
            thread.join()
        at_rest = lane.close()
    print(LAST_LINE + ledger.as_json(), flush=True)
    return 0 if at_rest else 1


if __name__ == "__main__":
    sys.exit(main())
