"""What an idle host gives back, and whether RAM allows another to stand ready in its place."""

from __future__ import annotations

from enum import Enum, auto

from core.host.messages import DoneBody, LoadBody, Standby
from core.model.events import MemorySample

RAM_KEPT_FREE = 8
"""A host that only waits leaves at least this part (one of so many) of the machine's RAM to others."""


class Rested(Enum):
    """What became of an idle host."""

    NOT = auto()
    """Nothing: it holds nothing, or a job has come."""
    RELEASED = auto()
    """It gave its weights back, and stays."""
    REPLACED = auto()
    """It has ended, and another stands ready."""
    ENDED = auto()
    """It has ended; the next job starts another."""


class RecentJobs:
    """What the jobs of this program needed, so that a host in another's place can have it ready."""

    def __init__(self) -> None:
        """Start with none."""
        self._jobs: dict[str, Standby] = {}

    def begun(self, engine: str) -> None:
        """Note that a job of an engine has begun."""
        job = self._jobs.pop(engine, Standby(engine))
        self._jobs[engine] = job

    def done(self, wanted: LoadBody, done: DoneBody) -> None:
        """Note where a job ran, and with which weights; one that was on the CPU needs the packages only."""
        if wanted.engine in self._jobs:
            placement = done.device if done.device != "cpu" else ""
            job = Standby(wanted.engine, placement, wanted.model_dir, done.precision)
            self._jobs[wanted.engine] = job

    def prepared(self) -> list[Standby]:
        """Return what is to be prepared, the engine used last at the front."""
        return list(reversed(self._jobs.values()))


def ram_allows(sample: MemorySample) -> bool:
    """Tell whether another host may take the place of an idle one.

    What its imports will take is not known before; what the one that ends holds without weights is no
    less. Once that has gone and the other has come, an eighth of the RAM must still be free.

    Args:
        sample: Figures of the host that is to end, read now.
    """
    free_bytes = sample.ram_total_bytes - sample.ram_used_bytes + sample.host_rss_bytes
    imports_bytes = sample.host_rss_bytes
    return free_bytes > imports_bytes + sample.ram_total_bytes // RAM_KEPT_FREE
