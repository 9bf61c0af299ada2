"""Other processes: how they are started, notes left for them, and whether who left one still runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psutil

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""For ``creationflags``: on Windows a program that the window starts opens no console."""

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


def leave_note(path: Path, data: bytes) -> None:
    """Put a small file in its place whole, for others to read; nothing: take it away.

    It is renewed often and goes with its process, so that it is not worth a wait for the disk.

    Raises:
        OSError: When the system refuses.
    """
    if not data:
        path.unlink(missing_ok=True)
        return
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
