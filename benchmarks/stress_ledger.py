"""The stress run's ledger: who got which audio, what was planted, and how each job ended."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Sequence

from benchmarks.stress_plan import StressJob


class Ledger:
    """Any thread may write; another program's is taken in whole."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[int, list[str]] = {}
        self.injected: Counter[str] = Counter()
        self.survived: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.too_much: set[int] = set()

    def inject(self, fault: str, times: int = 1) -> None:
        """Count a fault that was truly planted."""
        with self._lock:
            self.injected[fault] += times

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
        self.complain(job, words)

    def complain(self, job: StressJob, words: str) -> None:
        """Note what a job should not have met."""
        self.tell(f"job {job.number} ({job.engine}, {job.fault or 'no fault'}): {words}")

    def tell(self, words: str) -> None:
        """Note what went wrong with the run."""
        with self._lock:
            self.wrong.append(words)

    def is_done(self, job: StressJob) -> bool:
        """Tell whether a job gave its whole audio."""
        return "done" in self._ends.get(job.number, ())

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

    def as_json(self) -> str:
        """Write all that is in it, for another program."""
        with self._lock:
            return json.dumps(
                {
                    "ends": self._ends,
                    "injected": self.injected,
                    "survived": self.survived,
                    "wrong": self.wrong,
                    "too_much": sorted(self.too_much),
                }
            )

    def take(self, text: str) -> None:
        """Take in what another program wrote.

        Raises:
            ValueError: When it is no ledger.
        """
        theirs = json.loads(text)
        with self._lock:
            for number, ends in theirs["ends"].items():
                self._ends.setdefault(int(number), []).extend(ends)
            self.injected.update(theirs["injected"])
            self.survived.update(theirs["survived"])
            self.wrong.extend(theirs["wrong"])
            self.too_much.update(theirs["too_much"])
