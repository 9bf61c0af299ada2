"""Which process wrote a file: a process id alone is given anew."""

from __future__ import annotations

import psutil

_CLOCK_S = 1.0
"""Two looks at the start of one process may differ so much."""


def own_start_s() -> float:
    """Return when this process started (seconds since the epoch)."""
    return float(psutil.Process().create_time())


def lives(pid: int, started_s: float) -> bool:
    """Tell whether the very process still runs that had this id and started then."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return bool(abs(process.create_time() - started_s) < _CLOCK_S)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
