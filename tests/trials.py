"""Run an environment's self-test as its installation does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def self_test(engines: str, temporary: Path, first: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run it by this Python, and assert that it leaves no net behind.

    Args:
        engines: Ids, by commas.
        temporary: Its folder for temporary files, empty.
        first: A folder whose modules come before the installed ones.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    more = {"TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"} | ({"PYTHONPATH": str(first)} if first else {})
    done = subprocess.run(
        [sys.executable, "-P", "-m", "core.host.self_test", engines],
        env=kept | more,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert list(temporary.glob("tmp*")) == []  # torch and onnxruntime keep small files of other names there
    return done
